"""A clinician's day: who is with them, who is next and why, who waits, the diary with its gaps, what is left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.models import CommunicationNeed, Person, Staff
from almoner.people.rules import visible_to
from almoner.scheduling.enums import Kind, State
from almoner.scheduling.models import Appointment, Claim, Resource, Understanding
from almoner.scheduling.placed import Placed
from almoner.scheduling.queries import day_of
from almoner.urgency.models import Request
from almoner.visits.arrivals import waiting_for
from almoner.visits.enums import FollowUpState, TestState, VisitState
from almoner.visits.models import FollowUpPlan, TestOrder, Visit
from almoner.visits.queues import Queues, order_of
from almoner.visits.waiting import Wait
from almoner.visits.windows import WINDOW, Standing

WORDS_WITHIN = timedelta(days=30)
SHOWN = 20


class Interpreter(StrEnum):
    NOT_NEEDED = "not_needed"
    BOOKED = "booked"
    SHARED = "shared"
    """The clinician speaks the language."""
    MISSING = "missing"


class Prepared(StrEnum):
    NOTHING_ASKED = "nothing_asked"
    UNDERSTOOD = "understood"
    NOT_UNDERSTOOD = "not_understood"
    NOT_ASKED_BACK = "not_asked_back"


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who is here for the clinician, with what is good to know before the door opens."""

    visit: Visit
    words: str
    needs: tuple[CommunicationNeed, ...]
    waited_minutes: int
    wait: Wait | None
    interpreter: Interpreter
    prepared: Prepared
    results_missing: int


@dataclass(frozen=True, slots=True)
class Line(Placed):
    """A line of the diary. `stands` is expected, late, missed, the state of the visit, free, urgent or blocked."""

    starts_at: datetime
    ends_at: datetime
    stands: str
    appointment: Appointment | None = None
    visit: Visit | None = None
    of_site: ZoneInfo | None = None

    @property
    def zone(self) -> ZoneInfo:
        return self.of_site or clock.zone()


@dataclass(frozen=True, slots=True)
class ClinicianDay:
    with_me: list[Seen]
    next: Seen | None
    """Who is to be called, or has been called and not begun."""
    why_next: str
    """A code: only, urgent, time."""
    others: list[Seen]
    diary: list[Line]
    results: list[TestOrder]
    follow_ups: list[FollowUpPlan]

    @property
    def late_or_missed(self) -> list[Line]:
        return [line for line in self.diary if line.stands in {"late", "missed"}]


def clinician_day(*, by: Actor) -> ClinicianDay:
    """The day of the clinician who asks; the same number of statements however full it is. It leaves one trace."""
    by.need(Permission.SEE_CLINICAL)
    waiting = waiting_for(by=by)
    audit.read(what="day", person_id=None, by=by, facts={"people": sorted({str(one.person_id) for one in waiting})})
    seen = _seen(waiting, by)
    with_me = [one for one in seen if one.visit.state == VisitState.WITH_CLINICIAN]
    line = [one for one in seen if one.visit.state != VisitState.WITH_CLINICIAN]
    line.sort(key=lambda one: (one.visit.state != VisitState.CALLED, one.visit.away_since is not None))
    return ClinicianDay(
        with_me=with_me,
        next=line[0] if line else None,
        why_next=_why_next([one.visit for one in line]),
        others=line[1:],
        diary=_diary(by),
        results=_results(by),
        follow_ups=_follow_ups(by),
    )


def day_pulse(*, by: Actor) -> tuple[Any, ...]:
    """Changes whenever who waits for the clinician does."""
    here = Visit.objects.here().filter(clinician_id=by.staff_id, day=clock.today(by.place)).order_by("id")
    return tuple(here.values_list("id", "state", "level")) if by.staff_id else ()


def preparedness(appointments: Iterable[Appointment]) -> dict[UUID, Prepared]:
    """How far each of these visits was prepared with the person. One statement."""
    wanted = {one.id: one for one in appointments}
    answers: dict[tuple[UUID, int], bool] = {}
    heard = Understanding.objects.filter(appointment_id__in=wanted).order_by("created_at", "id")
    for appointment_id, sequence, understood in heard.values_list("appointment_id", "sequence", "understood"):
        answers[appointment_id, sequence] = understood
    said = {True: Prepared.UNDERSTOOD, False: Prepared.NOT_UNDERSTOOD}
    return {
        one.id: said[answers[one.id, one.sequence]]
        if (one.id, one.sequence) in answers
        else (Prepared.NOT_ASKED_BACK if one.service.needs_readback else Prepared.NOTHING_ASKED)
        for one in wanted.values()
    }


def _seen(visits: Sequence[Visit], by: Actor) -> list[Seen]:
    people = [visit.person_id for visit in visits]
    queues = Queues(visits[0].site_id, visits[0].day) if visits else None
    booked = [visit.appointment for visit in visits if visit.appointment]
    words, needs = _words_of(people), _needs_of(people)
    prepared, interpreters = preparedness(booked), _interpreters_of(booked)
    spoken = _languages_of(by)
    missing = Counter(
        TestOrder.objects.filter(person__in=people, state=TestState.DONE).values_list("person_id", flat=True)
    )
    now = clock.now()
    return [
        Seen(
            visit=visit,
            words=visit.words or words.get(visit.person_id, ""),
            needs=tuple(need for need in needs if need.person_id == visit.person_id),
            waited_minutes=int((now - visit.arrived_at).total_seconds() // 60),
            wait=queues.wait_of(visit) if queues and visit.state != VisitState.WITH_CLINICIAN else None,
            interpreter=_interpreter(visit, spoken, interpreters),
            prepared=prepared.get(visit.appointment_id or visit.id, Prepared.NOTHING_ASKED),
            results_missing=missing[visit.person_id],
        )
        for visit in visits
    ]


def _words_of(people: Sequence[UUID]) -> dict[UUID, str]:
    """What each said last when they asked for help."""
    asked = Request.objects.filter(person__in=people, created_at__gt=clock.now() - WORDS_WITHIN).exclude(words="")
    return dict(asked.order_by("created_at", "id").values_list("person_id", "words"))


def _needs_of(people: Sequence[UUID]) -> list[CommunicationNeed]:
    return list(CommunicationNeed.objects.filter(person__in=people, ended_at__isnull=True).order_by("kind", "id"))


def _interpreters_of(appointments: Sequence[Appointment]) -> set[UUID]:
    claims = Claim.objects.filter(appointment__in=appointments, resource__kind=Kind.INTERPRETER)
    return {one for one in claims.values_list("appointment_id", flat=True) if one}


def _languages_of(by: Actor) -> set[str]:
    found = Staff.objects.filter(id=by.staff_id).values_list("languages", flat=True).first() if by.staff_id else None
    return set(found or ())


def _interpreter(visit: Visit, spoken: set[str], interpreters: set[UUID]) -> Interpreter:
    needed = visit.person.interpreter_language
    if not needed:
        return Interpreter.NOT_NEEDED
    if visit.appointment_id in interpreters:
        return Interpreter.BOOKED
    return Interpreter.SHARED if needed in spoken else Interpreter.MISSING


def _why_next(line: Sequence[Visit]) -> str:
    if len(line) < 2:
        return "only"
    return "urgent" if order_of(line[0])[0] < order_of(line[1])[0] else "time"


def _diary(by: Actor) -> list[Line]:
    """Today's visits and the gaps between them."""
    resource = Resource.objects.filter(staff_id=by.staff_id).select_related("site").first() if by.staff_id else None
    if resource is None:
        return []
    today = clock.today(resource.zone)
    begin, end = (clock.on_the_wall(day, time.min, resource.zone) for day in (today, today + timedelta(days=1)))
    booked = (
        Appointment.objects.filter(clinician=resource, starts_at__gte=begin, starts_at__lt=end)
        .exclude(state=State.CANCELLED)
        .filter(person__in=Person.objects.filter(visible_to(by)))
        .select_related("person", "service", "room__room", "site", "clinician", "visit")
    )
    zone = resource.zone
    lines = [_line(one) for one in booked]
    for day in day_of([resource], today, by):
        lines += [Line(one.starts_at, one.ends_at, one.kind, of_site=zone) for one in day.stretches if one.kind in GAPS]
    return sorted(lines, key=lambda line: (line.starts_at, line.ends_at))


GAPS = frozenset({"free", "urgent", "blocked"})


def _line(appointment: Appointment) -> Line:
    visit: Visit | None = getattr(appointment, "visit", None)
    if visit:
        stands = str(visit.state)
    elif appointment.state == State.MISSED:
        stands = "missed"
    elif appointment.state == State.BOOKED:
        late = WINDOW.standing(appointment.starts_at, clock.now()) == Standing.LATE
        stands = "late" if late else "expected"
    else:
        stands = {State.ARRIVED: "arrived", State.IN_PROGRESS: "with_clinician"}.get(
            State(appointment.state), "finished"
        )
    return Line(appointment.starts_at, appointment.ends_at, stands, appointment, visit, appointment.zone)


def _results(by: Actor) -> list[TestOrder]:
    """Results to tell of tests that the one who asks has ordered, the next due first."""
    seen = Person.objects.filter(visible_to(by))
    mine = TestOrder.objects.filter(state=TestState.DONE, ordered_by_id=by.staff_id, person__in=seen)
    return list(mine.select_related("person", "service").order_by("result_by_at", "id")[:SHOWN])


def _follow_ups(by: Actor) -> list[FollowUpPlan]:
    """Follow-ups that the one who asks has planned and that have no date yet, the next due first."""
    seen = Person.objects.filter(visible_to(by))
    mine = FollowUpPlan.objects.filter(state=FollowUpState.PLANNED, planned_by_id=by.staff_id, person__in=seen)
    return list(mine.select_related("person", "service").order_by("book_by_at", "id")[:SHOWN])
