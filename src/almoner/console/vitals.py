"""Recording vital signs, correcting them, and looking into what they warn of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.console.vitals_forms import CorrectVitalsForm, ReviewWarningForm, VitalsForm, as_typed
from almoner.console.vitals_shown import score_shown, sets_shown
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Person
from almoner.people.queries import needs_of, person_for
from almoner.records import actions
from almoner.records.chart import chart_of, warning_for
from almoner.records.models import VitalSigns
from almoner.records.queries import vitals_set
from almoner.records.refusals import ValueUnusual
from almoner.ui.answers import done, refused


@require_http_methods(["GET", "POST"])
@staff(Permission.RECORD_VITALS)
def vitals(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The form, and what was measured before with what was corrected."""
    person = person_for(by=request.actor, id=person_id)
    form = VitalsForm(request.POST or None, person=person)
    odd = ""
    if form.is_valid():
        try:
            kept = _record(request, person, form)
        except Refused as told:
            odd = _ask_again(form, told)
        else:
            return done(request, _said(kept), "console:vitals", person_id)
    context = {
        **_around(request, person),
        "form": form,
        "odd": odd,
        "sets": sets_shown(chart_of(person, request.actor).sets),
    }
    return page(request, "console/vitals.html", context, here="people", status=422 if form.is_bound else 200)


def _record(request: StaffRequest, person: Person, form: VitalsForm) -> VitalSigns:
    said = {
        "person": person,
        "values": form.values,
        **form.circumstances,
        "source": form.cleaned_data["source"] or "measured",
        "taken_at": form.cleaned_data["taken_at"],
        "key": request.POST.get("key", "")[:80],
        "by": request.actor,
    }
    return _confirming(actions.record_vitals, said, form.cleaned_data["looked_again"])


def _confirming(act: Any, said: dict[str, Any], looked_again: str) -> VitalSigns:
    """Do it; what is unusual only where exactly that was looked at again."""
    try:
        kept: VitalSigns = act(**said)
    except ValueUnusual as told:
        if looked_again != _signature(told):
            raise
        kept = act(**said, confirmed_unusual=True)
    return kept


def _signature(told: ValueUnusual) -> str:
    return ";".join(sorted({f"{one['sign']}={one['value']}" for one in told.facts["oddities"]}))


def _ask_again(form: VitalsForm, told: Refused) -> str:
    """Say why it was not kept. Gives what is to be confirmed, where it can be."""
    if isinstance(told, NotThere):
        raise told
    form.add_error(None, str(told))
    return _signature(told) if isinstance(told, ValueUnusual) else ""


def _said(kept: VitalSigns) -> str:
    score = score_shown(kept)
    if score["alarm"]:
        return _("Kept. %(score)s: %(alarm)s. It is promised, and the team sees it now.") % {
            "score": _("NEWS2 %(total)s") % score if score["total"] is not None else _("For this age"),
            "alarm": score["alarm"],
        }
    if score["total"] is not None:
        return _("Kept. NEWS2 %(total)s.") % score
    return _("Kept. %(why)s") % {"why": score["none_because"]}


def _around(request: StaffRequest, person: Person) -> dict[str, Any]:
    return {
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=request.actor)),
        "crumbs": [
            (_("People"), reverse("console:people")),
            (person.name, reverse("console:person", args=[person.id])),
            (_("Vital signs"), ""),
        ],
    }


@require_http_methods(["GET", "POST"])
@staff(Permission.RECORD_VITALS)
def correct_vitals(request: StaffRequest, vitals_id: UUID) -> HttpResponse:
    """The whole set again. The wrong one stays and is shown struck through."""
    wrong = vitals_set(by=request.actor, id=vitals_id)
    form = CorrectVitalsForm(request.POST or None, person=wrong.person, initial=as_typed(wrong))
    odd = ""
    if form.is_valid():
        said = {
            "vitals": wrong,
            "values": form.values,
            **form.circumstances,
            "why": form.cleaned_data["why"],
            "by": request.actor,
        }
        try:
            kept = _confirming(actions.correct_vitals, said, form.cleaned_data["looked_again"])
        except Refused as told:
            odd = _ask_again(form, told)
        else:
            return done(request, _said(kept), "console:vitals", wrong.person_id)
    context = {**_around(request, wrong.person), "form": form, "odd": odd, "wrong": wrong}
    return page(request, "console/correct_vitals.html", context, here="people", status=422 if form.is_bound else 200)


@require_POST
@staff(Permission.DECIDE_URGENCY)
def review_warning(request: StaffRequest, warning_id: UUID) -> HttpResponse:
    """They were looked at: what was found and is done."""
    warning = warning_for(by=request.actor, id=warning_id)
    form = ReviewWarningForm(request.POST)
    try:
        actions.review_warning(warning=warning, found=form.data.get("found", "")[:500], by=request.actor)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "console:clinical", warning.person_id)
    return done(request, _("Noted. The promise is kept."), "console:clinical", warning.person_id)
