"""What people do in a rehearsal: they ring, book, change their minds, stay away; staff work, and forget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.charter import actions as charter
from almoner.charter.enums import State as PromiseState
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.refusal import Refused
from almoner.demo.booking import book_one, suits
from almoner.demo.population import Invented
from almoner.messaging import actions as messaging
from almoner.messaging.channels.answering import How, Question, Reply, as_most_do
from almoner.people.models import Person
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import CancelReason, State
from almoner.scheduling.models import Appointment
from almoner.timeline.actions import record

FORGOTTEN_OF = 20
"""One deed in so many is forgotten until it has broken and somebody is told."""


@dataclass(slots=True)
class Hospital:
    people: Sequence[Person]
    agent: Actor
    manager: Actor
    source: Random
    services: list[Service]
    missing: set[UUID] = field(default_factory=set)
    """Ids of people who tend to miss visits."""
    journeys: int = 0


def live(hospital: Hospital) -> None:
    """What happens in one tick of the clock."""
    wall = clock.local(clock.now())
    if 8 <= wall.hour < 18:
        for _ in range(hospital.source.choice((0, 1, 1, 2, 3))):
            _somebody_rings(hospital)
        _staff_work(hospital)
    _visits(hospital)
    if wall.hour == 11 and wall.minute == 0:
        _hospital_cancels(hospital)
        _worker_dies()


def _somebody_rings(hospital: Hospital) -> None:
    hospital.journeys += 1
    reasons: list[Callable[[Hospital, Person], None]] = [
        _books,
        _asks_back,
        _asks_clinician,
        _cancels,
        _moves,
        _hangs_up,
    ]
    reason = hospital.source.choices(reasons, weights=[46, 16, 10, 10, 12, 6])[0]
    person = hospital.source.choice(hospital.people)
    try:
        reason(hospital, person)
    except Refused:
        _asks_back(hospital, person)


def _books(hospital: Hospital, person: Person) -> None:
    service = hospital.source.choice(hospital.services)
    if suits(service, person, clock.today()):
        book_one(person, service, hospital.source.randint(1, 300), hospital.agent)


def _asks_back(hospital: Hospital, person: Person) -> None:
    _contact_ends(hospital, person, "CALL_BACK", timedelta(minutes=hospital.source.choice((60, 90, 120))))


def _asks_clinician(hospital: Hospital, person: Person) -> None:
    _contact_ends(hospital, person, "CLINICIAN_QUESTION", timedelta(hours=hospital.source.choice((3, 4, 24))))


def _contact_ends(hospital: Hospital, person: Person, outcome: str, within: timedelta) -> None:
    facts = {"outcome": outcome, "channel": "call", "promised_at": (clock.now() + within).isoformat()}
    record(kind="contact.ended", person=person, subject_id=person.id, facts=facts, by=hospital.agent)


def _hangs_up(_hospital: Hospital, person: Person) -> None:
    record(kind="call.abandoned", person=person, subject_id=person.id, facts={"channel": "call"}, by=SYSTEM)


def _coming(person: Person) -> Appointment | None:
    later = clock.now() + timedelta(hours=1)
    coming = Appointment.objects.filter(person=person, state=State.BOOKED, starts_at__gt=later)
    return coming.select_related("service", "person").order_by("starts_at", "id").first()


def _cancels(hospital: Hospital, person: Person) -> None:
    visit = _coming(person)
    if visit:
        scheduling.cancel(appointment=visit, by=hospital.agent)


def _moves(hospital: Hospital, person: Person) -> None:
    from almoner.scheduling.search import find_times

    visit = _coming(person)
    if visit is None:
        return
    begin = clock.now() + timedelta(days=hospital.source.randint(2, 9))
    times = find_times(visit.service, from_at=begin, limit=3, person=person, by=hospital.agent)
    if times:
        held = scheduling.hold(service=visit.service, time=times[-1], person=person, ordered=True, by=hospital.agent)
        scheduling.move(appointment=visit, hold=held, reason="asked by telephone", by=hospital.agent)


def _hospital_cancels(hospital: Hospital) -> None:
    """A clinician is ill: somebody's visit falls out, with a reason and a date by which they have a new one."""
    tomorrow = clock.now() + timedelta(hours=20)
    visits = Appointment.objects.filter(state=State.BOOKED, starts_at__gt=tomorrow).select_related("person", "service")
    visit = visits.order_by("starts_at", "id").first()
    if visit:
        scheduling.cancel_by_hospital(
            appointment=visit,
            reason=CancelReason.STAFF,
            note="The clinician is ill",
            advice="Ring us if it gets worse",
            promise_on=clock.now() + timedelta(days=1),
            by=hospital.agent,
        )


def _worker_dies() -> None:
    """A worker takes messages and is never heard of again: its leases run out, and another takes them."""
    messaging.claim_due(limit=3, by=SYSTEM)


def _visits(hospital: Hospital) -> None:
    now = clock.now()
    today = Appointment.objects.filter(
        starts_at__lte=now + timedelta(minutes=10), state__in=(State.BOOKED, State.ARRIVED, State.IN_PROGRESS)
    ).select_related("person", "service")
    for visit in today.order_by("starts_at", "id"):
        _one_visit(hospital, visit, now)


def _one_visit(hospital: Hospital, visit: Appointment, now: datetime) -> None:
    by = hospital.agent
    if visit.state == State.BOOKED and now > visit.starts_at + timedelta(minutes=30):
        scheduling.mark_missed(appointment=visit, by=by)
    elif visit.state == State.BOOKED and visit.person_id not in hospital.missing:
        scheduling.mark_arrived(appointment=visit, by=by)
    elif visit.state == State.ARRIVED and now >= visit.starts_at:
        scheduling.mark_started(appointment=visit, by=by)
    elif visit.state == State.IN_PROGRESS and now >= visit.ends_at:
        scheduling.mark_fulfilled(appointment=visit, by=by)


def _staff_work(hospital: Hospital) -> None:
    """Staff do what is due within the hour; what they forget comes before the managers, who see to it."""
    soon = clock.now() + timedelta(hours=1)
    due = Promise.objects.live().filter(due_at__lte=soon).select_related("person").order_by("due_at", "id")
    for promise in due[:60]:
        if promise.state == PromiseState.BROKEN:
            if hospital.source.random() < 0.3:
                charter.keep(promise=promise, how="rang them and said sorry", by=hospital.manager)
        elif (not promise.parts or promise.by_hand_since) and not _forgotten(promise):
            charter.keep(promise=promise, how="rang them", by=hospital.agent)


def _forgotten(promise: Promise) -> bool:
    return promise.id.int % FORGOTTEN_OF == 0


def answering(invented: Sequence[Invented]) -> Callable[[Question], Reply]:
    """How the invented people answer: as most do, but for those whose traits say otherwise."""
    traits = {value: one.traits for one in invented for _, value in one.contacts}

    def reply(question: Question) -> Reply:
        known = traits.get(question.address, frozenset())
        if question.channel == "email" and "bounces" in known:
            return Reply(How.BOUNCE)
        if question.channel in {"call", "text"} and "wrong_number" in known:
            return Reply(How.NO_ANSWER if question.channel == "call" else How.BOUNCE)
        if question.channel == "call" and "answers_machine" in known:
            return Reply(How.MACHINE)
        return as_most_do(question)

    return reply
