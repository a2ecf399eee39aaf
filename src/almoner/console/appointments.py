"""One visit at the desk: its preparation said back, its promises, and confirming, moving or cancelling it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.charter import queries as charter
from almoner.charter import showing
from almoner.console.answers import page
from almoner.console.booking import acting, around
from almoner.console.booking_forms import CancelForm, HospitalCancelForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import visit_row
from almoner.core import audit, days
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.desk.enums import Channel as Touch
from almoner.desk.queries import live_contact_with
from almoner.messaging.reading_out import read_out
from almoner.people.models import Person
from almoner.scheduling import actions, queries
from almoner.scheduling.enums import ConfirmedBy, State
from almoner.scheduling.group_times import gathering_of
from almoner.scheduling.models import Appointment
from almoner.scheduling.place_words import extra_words
from almoner.scheduling.preparation import Step, preparation_for
from almoner.ui.answers import done, refused
from almoner.ui.choices import CheckCards
from almoner.ui.templatetags.ui import when
from almoner.visits import actions as visits
from almoner.visits.queries import delay_of


class SaidBackForm(forms.Form):
    """Which parts of the preparation they said back right."""

    right = forms.MultipleChoiceField(
        label=gettext_lazy("What did they say back right?"), required=False, widget=CheckCards
    )

    def __init__(self, *args: Any, steps: tuple[Step, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right"].choices = [(str(number), _said(step)) for number, step in enumerate(steps, start=1)]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, bool]:
        chosen = set(self.cleaned_data["right"])
        return {str(words): value in chosen for value, words in self.fields["right"].choices}  # type: ignore[attr-defined]


BY_CONTACT = {
    Touch.CALL: ConfirmedBy.CALL, Touch.WALK_UP: ConfirmedBy.DESK, Touch.EMAIL: ConfirmedBy.EMAIL,
    Touch.TEXT: ConfirmedBy.TEXT, Touch.WEB: ConfirmedBy.WEB,
}  # fmt: skip


def _said(step: Step) -> str:
    if step.at is None:
        return str(step.text)
    return f"{when(step.at)}: {step.text}"


@require_GET
@staff(Permission.BOOK)
def appointment(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    return _appointment(request, queries.appointment_for(request.actor, visit_id))


def _appointment(
    request: StaffRequest, found: Appointment, *, form: SaidBackForm | None = None, status: int = 200
) -> HttpResponse:
    audit.read(what="appointment", person_id=found.person_id, by=request.actor)
    made = charter.promises_for_person(person=found.person, by=request.actor)
    preparation = preparation_for(found, of_reader())
    context = {
        **around(request, found.person, found.reference),
        **visit_row(found),
        "preparation": preparation,
        "form": form or (SaidBackForm(steps=preparation.steps) if preparation.steps else None),
        "may_receive": request.actor.may(Permission.RECEIVE_ARRIVALS),
        "delay": delay_of(appointment=found, by=request.actor),
        "script": _script(request, found) if found.state == State.BOOKED else [],
        "in_addition": extra_words(found.extra),
        "gathering": gathering_of(found, by=request.actor),
        "promises": showing.cards([promise for promise in made if promise.subject_id == found.id]),
    }
    return page(request, "console/appointment.html", context, here="desk", status=status)


def _script(request: StaffRequest, found: Appointment) -> list[str]:
    """All about the visit, as a call would say it."""
    kind = "appointment.moved" if found.moved_from else "appointment.confirmed"
    return read_out(kind=kind, subject_id=found.id, person=found.person, language=of_reader(), by=request.actor)


@require_POST
@staff(Permission.BOOK)
def read_back(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """They said the preparation back. What was wrong stays promised: somebody rings and explains again."""
    found = queries.appointment_for(request.actor, visit_id)
    form = SaidBackForm(request.POST, steps=preparation_for(found, of_reader()).steps)
    if not form.is_valid():
        return _appointment(request, found, form=form, status=422)
    try:
        heard = actions.confirm_understood(appointment=found, answers=form.answers(), by=acting(request, found.person))
    except Refused as told:
        return refused(request, told, "console:appointment", visit_id)
    said = _("Understood, and noted.") if heard.understood else _("Noted. Explain what was wrong, and ask again.")
    return done(request, said, "console:appointment", visit_id)


def _heard_by(request: StaffRequest, person: Person) -> ConfirmedBy:
    """How they say it: by the way they are in touch, and by telephone where nobody has noted one."""
    contact = live_contact_with(person, request.actor)
    return BY_CONTACT.get(Touch(contact.channel), ConfirmedBy.CALL) if contact else ConfirmedBy.CALL


@require_POST
@staff(Permission.BOOK)
def confirm_appointment(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """They say that they come."""
    found = queries.appointment_for(request.actor, visit_id)
    by = acting(request, found.person)
    try:
        actions.confirm(appointment=found, channel=_heard_by(request, found.person), by=by)
    except Refused as told:
        return refused(request, told, "console:appointment", visit_id)
    return done(request, _("Confirmed."), "console:appointment", visit_id)


@require_POST
@staff(Permission.RECEIVE_ARRIVALS)
def come_later(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """The clinic runs late, and they say that they come when they can expect to be seen."""
    found = queries.appointment_for(request.actor, visit_id)
    try:
        notice = visits.come_later(appointment=found, by=acting(request, found.person))
    except Refused as told:
        return refused(request, told, "console:appointment", visit_id)
    said = _("Noted. They are expected at %s.") % days.clock(notice.expected_there)
    return done(request, said, "console:appointment", visit_id)


@require_http_methods(["GET", "POST"])
@staff(Permission.BOOK)
def cancel_appointment(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """They cannot come. Asks once, and says what it means."""
    found = queries.appointment_for(request.actor, visit_id)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel(appointment=found, by=acting(request, found.person), **form.cleaned_data)
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("Cancelled. They get it in writing."), "console:appointment", visit_id)
    return _ending(request, found, form, "console/cancel_appointment.html")


@require_http_methods(["GET", "POST"])
@staff(Permission.BOOK)
def cancel_by_hospital(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """We cancel: never without the reason, advice, and when they have a new date (CHG-3)."""
    found = queries.appointment_for(request.actor, visit_id)
    form = HospitalCancelForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel_by_hospital(appointment=found, by=request.actor, **form.cleaned_data)
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(
                request, _("Cancelled. They are told, and the new date is promised."), "console:appointment", visit_id
            )
    return _ending(request, found, form, "console/cancel_by_hospital.html")


def _ending(request: StaffRequest, found: Appointment, form: forms.Form, template: str) -> HttpResponse:
    context = {**around(request, found.person, found.reference), **visit_row(found), "form": form}
    return page(request, template, context, here="desk", status=422 if form.is_bound else 200)
