"""The visits of a person: each with its preparation, its promises, and what can be done about it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.charter import queries as charter
from almoner.charter import showing
from almoner.core.refusal import Refused
from almoner.portal.answers import page
from almoner.portal.finding import language
from almoner.portal.gates import PatientRequest, patient
from almoner.scheduling import actions, queries
from almoner.scheduling.enums import CancelReason, State
from almoner.scheduling.facts import where
from almoner.scheduling.models import Appointment
from almoner.scheduling.preparation import preparation_for
from almoner.ui.answers import done, refused


class CancelForm(forms.Form):
    reason = forms.ChoiceField(label=gettext_lazy("Why can you not come?"), widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [choice for choice in CancelReason.choices if str(choice[0]).startswith("pat")]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]


@require_GET
@patient
def visits(request: PatientRequest) -> HttpResponse:
    every = queries.appointments_of(request.person, request.actor)
    coming = [visit for visit in every if visit.state == State.BOOKED]
    past = [visit for visit in every if visit.state != State.BOOKED]
    context = {"coming": [_row(visit) for visit in coming], "past": [_row(visit) for visit in past]}
    return page(request, "portal/visits.html", context, here="visits")


def _row(visit: Appointment) -> dict[str, object]:
    return {"visit": visit, "name": visit.service.name_in(language()), "where": where(visit)}


@require_GET
@patient
def visit(request: PatientRequest, visit_id: UUID) -> HttpResponse:
    found = queries.appointment_for(request.actor, visit_id)
    promises = [
        p for p in charter.promises_for_person(person=request.person, by=request.actor) if p.subject_id == found.id
    ]
    context = {
        **_row(found),
        "preparation": preparation_for(found, language()),
        "promises": showing.cards(promises),
        "can_change": found.state == State.BOOKED,
    }
    return page(request, "portal/visit.html", context, here="visits")


@require_POST
@patient
def confirm_visit(request: PatientRequest, visit_id: UUID) -> HttpResponse:
    found = queries.appointment_for(request.actor, visit_id)
    try:
        actions.confirm(appointment=found, channel="web", by=request.actor)
    except Refused as told:
        return refused(request, told, "portal:visit", visit_id)
    return done(request, _("Thank you. We expect you."), "portal:visit", visit_id)


@require_http_methods(["GET", "POST"])
@patient
def cancel_visit(request: PatientRequest, visit_id: UUID) -> HttpResponse:
    """Asks once, and says what it means."""
    found = queries.appointment_for(request.actor, visit_id)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel(appointment=found, reason=form.cleaned_data["reason"], by=request.actor)
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("Your visit is cancelled. We confirm it in writing."), "portal:visits")
    return page(request, "portal/cancel_visit.html", {**_row(found), "form": form}, here="visits")
