"""People ring: they book, move, cancel, ask, wait for an earlier time; some hang up before anybody answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.demo.booking import book_from, hold_from, suits
from almoner.demo.life.hospital import Hospital
from almoner.demo.ringing import called, number_of
from almoner.desk.actions import end_contact, note_abandoned_call
from almoner.desk.models import Contact
from almoner.people.models import Person
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import CancelReason, MoveReason, OfferState, State
from almoner.scheduling.models import Appointment, Offer

FARTHEST_HOURS = 300


def people_ring(hospital: Hospital) -> None:
    for _ in range(hospital.one_of((0, 1, 1, 2, 3))):
        _somebody_rings(hospital)
    _offers_are_answered(hospital)


def _somebody_rings(hospital: Hospital) -> None:
    person = hospital.one_of(hospital.people)
    hospital.begins("ring_in")
    if hospital.lot(0.06):
        hospital.try_to(note_abandoned_call, number=number_of(person), by=SYSTEM)
        return
    reasons: list[Callable[[Hospital, Person, Contact], tuple[str, str]]] = [
        _books, _asks_back, _asks_clinician, _cancels, _moves, _waits,
    ]  # fmt: skip
    reason = hospital.source.choices(reasons, weights=[46, 16, 10, 10, 10, 6])[0]
    contact = called(person, asked="", by=hospital.by("agent"))
    try:
        outcome, why = reason(hospital, person, contact)
    except Refused:
        outcome, why = "REFUSED_BY_US", "It could not be booked at once"
    _ends(hospital, contact, outcome, why)


def _ends(hospital: Hospital, contact: Contact, outcome: str, why: str) -> None:
    """With an outcome; what the desk leaves open gets a time."""
    if not contact.is_identified and outcome not in {"CALL_BACK", "CLINICIAN_QUESTION", "REFUSED_BY_US"}:
        outcome = "INFO_GIVEN"
    within = {"CALL_BACK": (60, 90, 120), "CLINICIAN_QUESTION": (180, 240, 1440), "REFUSED_BY_US": (240, 480)}
    promised_at = None
    if outcome in within:
        promised_at = clock.now() + timedelta(minutes=hospital.one_of(within[outcome]))
    hospital.try_to(
        end_contact, contact=contact, outcome=outcome, reason=why, promised_at=promised_at, by=hospital.by("agent")
    )


def _books(hospital: Hospital, person: Person, _contact: Contact) -> tuple[str, str]:
    service = hospital.one_of(hospital.services)
    begin = clock.now() + timedelta(hours=hospital.source.randint(1, FARTHEST_HOURS))
    if suits(service, person, clock.today()) and book_from(service, person, begin, hospital.by("agent")):
        hospital.begins("appointment")
        return "BOOKED", ""
    return "INFO_GIVEN", ""


def _asks_back(_hospital: Hospital, _person: Person, _contact: Contact) -> tuple[str, str]:
    return "CALL_BACK", "Wants to speak with somebody who is not free"


def _asks_clinician(_hospital: Hospital, _person: Person, _contact: Contact) -> tuple[str, str]:
    return "CLINICIAN_QUESTION", "May I take my tablets before the test?"


def _coming(person: Person) -> Appointment | None:
    later = clock.now() + timedelta(hours=1)
    coming = Appointment.objects.filter(person=person, state=State.BOOKED, starts_at__gt=later)
    return coming.select_related("service", "person").order_by("starts_at", "id").first()


def _cancels(hospital: Hospital, person: Person, _contact: Contact) -> tuple[str, str]:
    visit = _coming(person)
    if visit is None:
        return "INFO_GIVEN", ""
    scheduling.cancel(appointment=visit, reason=CancelReason.PATIENT, by=hospital.by("agent"))
    return "CANCELLED_BY_PATIENT", "Cannot come"


def _moves(hospital: Hospital, person: Person, _contact: Contact) -> tuple[str, str]:
    visit = _coming(person)
    begin = clock.now() + timedelta(days=hospital.source.randint(2, 9))
    held = hold_from(visit.service, person, begin, hospital.by("agent")) if visit else None
    if visit is None or held is None:
        return "INFO_GIVEN", ""
    scheduling.move(appointment=visit, hold=held, reason=MoveReason.SUITS, by=hospital.by("agent"))
    return "RESCHEDULED", ""


def _waits(hospital: Hospital, person: Person, _contact: Contact) -> tuple[str, str]:
    """Waits for an earlier time than the one they have."""
    visit = _coming(person)
    if visit is None or visit.starts_at < clock.now() + timedelta(days=2):
        return "INFO_GIVEN", ""
    scheduling.join_waiting_list(
        person=person, service=visit.service, appointment=visit, ordered=True, by=hospital.by("agent")
    )
    hospital.begins("waiting_list")
    return "WAITLISTED", ""


def _offers_are_answered(hospital: Hospital) -> None:
    """By telephone at the desk; who does not answer lets it lapse. Others press a key when they are rung."""
    open_now = Offer.objects.filter(state=OfferState.OPEN, created_at__lt=clock.now())
    for offer in open_now.select_related("entry__person", "entry__service").order_by("created_at", "id"):
        lot = offer.id.int % 10
        if lot < 4:
            hospital.try_to(scheduling.accept_offer, offer=offer, by=hospital.by("agent"))
        elif lot < 6:
            hospital.try_to(scheduling.decline_offer, offer=offer, by=hospital.by("agent"))
