"""After going home: what comes next, and how are you. With the sign-in, or by a link that works once without it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.aftercare import actions, links, queries
from almoner.aftercare.enums import FeedbackState, StepState
from almoner.aftercare.models import Check, Feedback
from almoner.aftercare.queries import Homecoming
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.aftercare_forms import FeedbackForm, HowForm
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.intake import lead_on
from almoner.portal.returns_shown import returns_shown
from almoner.ui.answers import done, refused


def once(request: HttpRequest) -> Any:
    """The key of the form, so that what is sent twice is done once."""
    return {"key": request.POST.get("key", "")[:80]}


def sent(request: HttpRequest) -> Any:
    """What was sent, if anything was, even where it is empty."""
    return request.POST if request.method == "POST" else None


# ── What comes after ─────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
@patient
def aftercare(request: PatientRequest) -> HttpResponse:
    """Leads with what matters most at home: warning signs, next dates, medicines (FUP-11)."""
    found = queries.homecomings(request.person, by=request.actor)
    running = [one for one in found if one.running]
    context = {
        "homes": [_shown(one) for one in running],
        "earlier": [_shown(one) for one in found if not one.running],
        "returns": returns_shown(request),
        "how": HowForm(auto_id="how_%s") if running else None,
        "next_visits": [
            {"visit": visit, "name": visit.service.name_in(of_reader())}
            for visit in queries.next_visits(request.person, by=request.actor)
        ],
        "feedback": [
            {"token": links.token("feedback", one.id), "one": one}
            for one in queries.open_feedback_of(request.person, by=request.actor)
        ],
    }
    return page(request, "portal/aftercare.html", context)


def _shown(home: Homecoming) -> dict[str, Any]:
    return {
        "home": home,
        "title": _title(home),
        "to_come": [{"step": step, "name": step.name_in(of_reader())} for step in home.to_come],
        "standing": [step.name_in(of_reader()) for step in home.standing],
        "over": [{"step": step, "name": step.name_in(of_reader())} for step in home.over],
    }


def _title(home: Homecoming) -> str:
    if home.plan.stay_id:
        return _("After your stay")
    return _("After your visit")


@require_POST
@patient
def say_how(request: PatientRequest, plan_id: UUID) -> HttpResponse:
    plan = queries.plan_of(plan_id, by=request.actor)
    if plan.person_id != request.person.id:
        raise NotThere
    form = HowForm(request.POST)
    if not form.is_valid():
        return refused(request, Refused(_("Please choose: better, the same, or worse.")), "portal:aftercare")
    check = actions.say_how(plan=plan, by=request.actor, language=of_reader(), **form.cleaned_data, **once(request))
    if check.request:
        return lead_on(request, check.request, [])
    return done(request, _("Thank you for telling us."), "portal:aftercare")


# ── By link ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def how_are_you(request: HttpRequest, token: str) -> HttpResponse:
    """Better, the same or worse, without a name on the page."""
    step, by = queries.check_of_link(token)
    form = HowForm(sent(request))
    if step.state == StepState.OPEN and form.is_valid():
        try:
            check = actions.say_how(
                plan=step.plan, step=step, by=by, language=of_reader(), **form.cleaned_data, **once(request)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _heard(request, check, token)
    said = queries.answer_to(step)
    context = {"form": form, "open": step.state == StepState.OPEN, "said": said}
    return page(request, "portal/how_are_you.html", context, status=422 if form.errors else 200)


def _heard(request: HttpRequest, check: Check, token: str) -> HttpResponse:
    if check.request:
        return lead_on(request, check.request, [])
    return redirect("portal:how_are_you", token)


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def how_was_it(request: HttpRequest, token: str) -> HttpResponse:
    """One question and room for words. It works once, until the day that it says."""
    asked, by = queries.feedback_of_link(token)
    form = FeedbackForm(sent(request))
    if asked.state == FeedbackState.OPEN and form.is_valid():
        try:
            heard = actions.give_feedback(
                feedback=asked, by=by, language=of_reader(), **form.cleaned_data, **once(request)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return lead_on(request, heard.request, []) if heard.request else redirect("portal:how_was_it", token)
    return _how_was_it(request, asked, form)


def _how_was_it(request: HttpRequest, asked: Feedback, form: forms.Form) -> HttpResponse:
    context = {
        "form": form,
        "asked": asked,
        "given": asked.state == FeedbackState.GIVEN,
        "open": asked.state == FeedbackState.OPEN,
    }
    return page(request, "portal/how_was_it.html", context, status=422 if form.errors else 200)
