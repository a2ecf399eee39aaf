"""The desk: beginning a contact, what one has not ended yet, and whom to ring back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.charter import showing
from almoner.console.answers import page
from almoner.console.desk_forms import GivenUpForm, TakeContactForm, TelephoneForm
from almoner.console.gates import StaffRequest, staff
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.desk import actions, queries
from almoner.desk.queries import CallBack
from almoner.scheduling.enums import Level
from almoner.ui.answers import done
from almoner.ui.templatetags.ui import LEVELS

TELEPHONE = "telephone"
"""The name in the session."""


@require_GET
@staff(Permission.TAKE_CONTACTS)
def desk(request: StaffRequest) -> HttpResponse:
    return _desk(request)


def _desk(
    request: StaffRequest,
    *,
    take: forms.Form | None = None,
    given_up: forms.Form | None = None,
    telephone: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": take or TakeContactForm(),
        "given_up": given_up or GivenUpForm(auto_id="given_up_%s"),
        "telephone": telephone or TelephoneForm({"telephone": request.session.get(TELEPHONE, "")}),
        "answers": settings.SIP_ANSWER,
        "live": queries.live_contacts(by=request.actor),
        "call_backs": [_owed(one) for one in queries.call_backs(by=request.actor)],
        "written": [_owed(one) for one in queries.written_contacts(by=request.actor)],
    }
    return page(request, "console/desk.html", context, here="desk", status=status)


def _owed(one: CallBack) -> dict[str, Any]:
    return {"contact": one.contact, **_urgency(one.level), **showing.card(one.promise)}


def _urgency(level: int) -> dict[str, str]:
    """A level as its letter and its word."""
    return {"letter": LEVELS[level - 1], "level_word": str(Level(level).label)}


@require_POST
@staff(Permission.TAKE_CONTACTS)
def my_telephone(request: StaffRequest) -> HttpResponse:
    """To which telephone callers are put through whom the agent takes, until they sign out."""
    form = TelephoneForm(request.POST)
    if not form.is_valid():
        return _desk(request, telephone=form, status=422)
    request.session[TELEPHONE] = form.cleaned_data["telephone"].strip()
    return done(request, _("Calls that you take come to this telephone."), "console:desk")


@require_POST
@staff(Permission.TAKE_CONTACTS)
def take_contact(request: StaffRequest) -> HttpResponse:
    form = TakeContactForm(request.POST)
    if not form.is_valid():
        return _desk(request, take=form, status=422)
    key = request.POST.get("key", "")[:80]
    taken = actions.take_contact(**form.cleaned_data, by=request.actor, key=key)  # type: ignore[call-arg]
    return redirect("console:contact", contact_id=taken.id)


@require_POST
@staff(Permission.TAKE_CONTACTS)
def note_abandoned_call(request: StaffRequest) -> HttpResponse:
    form = GivenUpForm(request.POST, auto_id="given_up_%s")
    if form.is_valid():
        key = request.POST.get("key", "")[:80]
        try:
            actions.note_abandoned_call(**form.cleaned_data, by=request.actor, key=key)  # type: ignore[call-arg]
        except Refused as refusal:
            form.add_error("number", str(refusal))
        else:
            return done(request, _("Noted. It stands among those to ring back."), "console:desk")
    return _desk(request, given_up=form, status=422)
