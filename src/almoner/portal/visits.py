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
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.scheduling import actions, queries
from almoner.scheduling.confirming import ways_said
from almoner.scheduling.enums import CancelReason, ConfirmedBy, State
from almoner.scheduling.facts import where
from almoner.scheduling.models import Appointment
from almoner.scheduling.place_words import group_words
from almoner.scheduling.preparation import preparation_for
from almoner.scheduling.rules import can_book_for
from almoner.scheduling.series_words import place_words
from almoner.ui.answers import done, refused
from almoner.ui.choices import RadioCards
from almoner.visits.queries import delay_of, door_of


class CancelForm(forms.Form):
    """Why, in the words of who cancels."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why can you not come?"),
        widget=RadioCards,
        choices=[
            (CancelReason.PATIENT.value, gettext_lazy("The time does not suit me")),
            (CancelReason.PATIENT_BETTER.value, gettext_lazy("I feel better")),
            (CancelReason.PREP_INCOMPLETE.value, gettext_lazy("I could not prepare as asked")),
            (CancelReason.TRANSPORT.value, gettext_lazy("I cannot get there")),
            (CancelReason.PATIENT_CHANGED.value, gettext_lazy("Another reason")),
        ],
    )


def visit_of(request: PatientRequest, visit_id: UUID) -> Appointment:
    """A visit of the person whose pages these are. Raises NotThere."""
    found = queries.appointment_for(request.actor, visit_id)
    if found.person_id != request.person.id:
        raise NotThere
    return found


def row(visit: Appointment) -> dict[str, object]:
    name = visit.service.name_in(of_reader())
    return {"visit": visit, "name": name, "where": where(visit), "of_series": place_words(visit)}


@require_GET
@patient
def visits(request: PatientRequest) -> HttpResponse:
    coming = queries.appointments_of(request.person, request.actor, upcoming=True)
    past = queries.appointments_of(request.person, request.actor, upcoming=False)
    context = {"coming": [row(visit) for visit in coming], "past": [row(visit) for visit in past]}
    return page(request, "portal/visits.html", context, here="visits")


@require_GET
@patient
def visit(request: PatientRequest, visit_id: UUID) -> HttpResponse:
    found = visit_of(request, visit_id)
    promises = charter.promises_for_person(person=request.person, by=request.actor)
    booked = found.state == State.BOOKED
    context = {
        **row(found),
        "group": group_words(found.service),
        "preparation": preparation_for(found, of_reader()) if booked else None,
        "promises": showing.cards([promise for promise in promises if promise.subject_id == found.id]),
        "can_change": booked and can_book_for(request.person, request.actor),
        "confirmed": ways_said(found),
        "booked": booked,
        "door": door_of(appointment=found, by=request.actor),
        "delay": delay_of(appointment=found, by=request.actor),
        "may_say_here": can_book_for(request.person, request.actor),
    }
    return page(request, "portal/visit.html", context, here="visits")


@require_POST
@patient
def confirm_visit(request: PatientRequest, visit_id: UUID) -> HttpResponse:
    found = visit_of(request, visit_id)
    try:
        actions.confirm(appointment=found, channel=ConfirmedBy.WEB, by=request.actor)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "portal:visit", visit_id)
    return done(request, _("Thank you. We expect you."), "portal:visit", visit_id)


@require_http_methods(["GET", "POST"])
@patient
def cancel_visit(request: PatientRequest, visit_id: UUID) -> HttpResponse:
    """Asks once, and says what it means."""
    found = visit_of(request, visit_id)
    if not can_book_for(request.person, request.actor):
        raise NotThere
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            _cancel(request, found, form.cleaned_data["reason"])
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("Your visit is cancelled. We confirm it in writing."), "portal:visits")
    context = {**row(found), "form": form, "booked": found.state == State.BOOKED}
    status = 409 if form.non_field_errors() else 200
    return page(request, "portal/cancel_visit.html", context, here="visits", status=status)


def _cancel(request: PatientRequest, visit: Appointment, reason: str) -> None:
    key = request.POST.get("key", "")[:80] or None
    actions.cancel(appointment=visit, reason=reason, by=request.actor, key=key)  # type: ignore[call-arg]
