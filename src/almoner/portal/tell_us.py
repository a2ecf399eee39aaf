"""Complaints and thanks: taken from anybody, signed in or not; a complaint shows where it stands to who made it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from almoner.aftercare import actions, queries
from almoner.aftercare.actions import Voice
from almoner.aftercare.enums import ComplaintState, EntryKind
from almoner.aftercare.rules import may_speak
from almoner.charter import showing
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.aftercare import once, sent
from almoner.portal.aftercare_forms import ReopenForm, TellUsForm
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.intake import STRANGER, anybody, lead_on
from almoner.ui.answers import done


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
@anybody
def tell_us(request: Any) -> HttpResponse:
    form = TellUsForm(sent(request), stranger=request.person is None)
    if form.is_valid():
        try:
            return _told(request, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    mine = queries.complaints_of(request.person, by=request.actor) if request.person else []
    context = {"form": form, "mine": mine}
    return page(request, "portal/tell_us.html", context, status=422 if form.is_bound else 200)


def _told(request: Any, said: dict[str, Any]) -> HttpResponse:
    by = getattr(request, "actor", None) or STRANGER
    voice = Voice(
        words=said["words"],
        about=said["about"],
        name=said.get("name", ""),
        contact=said.get("telephone", ""),
        language=of_reader(),
    )
    if said["kind"] == "thanks":
        actions.give_thanks(voice=voice, person=request.person, by=by, **once(request))
        return done(request, _("Thank you. We pass it on to those whom it is for."), "portal:tell_us")
    complaint = actions.take_complaint(voice=voice, person=request.person, by=by, **once(request))
    if complaint.request:
        return lead_on(request, complaint.request, [])
    text = _("We have your complaint. Your reference is %(reference)s.") % {"reference": complaint.reference}
    if request.person and may_speak(request.person, by):
        return done(request, text, "portal:complaint", complaint.id)
    return done(request, text, "portal:tell_us")


@require_http_methods(["GET", "POST"])
@patient
def complaint(request: PatientRequest, complaint_id: UUID) -> HttpResponse:
    """Where it stands; once it was answered, the answer, and how to say that it is not right."""
    case = queries.complaint_for(complaint_id, by=request.actor)
    if case.complaint.person_id != request.person.id:
        raise NotThere
    form = ReopenForm(sent(request))
    if form.is_valid():
        try:
            actions.reopen_complaint(complaint=case.complaint, by=request.actor, **form.cleaned_data, **once(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("We look into it again."), "portal:complaint", complaint_id)
    context = {
        "case": case,
        "lines": [one for one in case.entries if one.kind in {EntryKind.ASKED, EntryKind.ANSWER, EntryKind.REOPENED}],
        "promises": showing.cards(list(case.promises)),
        "answered": case.complaint.state == ComplaintState.ANSWERED,
        "form": form,
    }
    return page(request, "portal/complaint.html", context, status=422 if form.errors else 200)
