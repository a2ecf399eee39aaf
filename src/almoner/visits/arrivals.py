"""The arrivals of a day as the desk and the waiting room see them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.enums import ContactKind, Need
from almoner.people.models import CommunicationNeed, ContactPoint, Person, Site
from almoner.people.rules import may_see, visible_to
from almoner.scheduling.enums import State
from almoner.scheduling.models import Appointment
from almoner.scheduling.presence import staff_at
from almoner.visits.allotment import Suggestion
from almoner.visits.awaiting import awaited_at
from almoner.visits.candidates import suggestions
from almoner.visits.enums import BEFORE_SEEN, HERE, VisitState
from almoner.visits.models import ClinicDelay, Visit
from almoner.visits.queues import Queues, order_of
from almoner.visits.waiting import Wait
from almoner.visits.windows import WINDOW, Standing

GREET_WITHIN = timedelta(minutes=2)
NEWS_WITHIN = timedelta(minutes=30)
FETCH = frozenset({Need.BLIND, Need.DEAF, Need.HARD_OF_HEARING, Need.LEARNING_DISABILITY})
"""Needs for which a screen or a loudspeaker is no call: somebody walks to them (ARR-8)."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One line of the arrivals: somebody expected, late, or here.

    `stands` is expected, late, missed, or the state of the visit. `unacknowledged`: here for more than two minutes and
    not greeted; `news_due`: not told how long for half an hour; `call_back`: waits elsewhere and should be called now.
    """

    person: Person
    at: datetime
    stands: str
    appointment: Appointment | None
    visit: Visit | None
    needs: tuple[str, ...]
    wait: Wait | None = None
    unacknowledged: bool = False
    news_due: bool = False
    call_back: bool = False
    over_time: bool = False
    zone: ZoneInfo = field(default_factory=clock.zone)
    """Of the site."""
    comes_at: datetime | None = None
    """Of somebody expected who comes later than their time, because they were told of a delay."""
    telephone: str = ""
    """Of somebody who waits elsewhere: where to call them back."""

    @property
    def at_there(self) -> datetime:
        return clock.there(self.at, self.zone)

    @property
    def comes_there(self) -> datetime | None:
        return clock.there(self.comes_at, self.zone) if self.comes_at else None

    @property
    def level(self) -> int:
        if self.visit:
            return self.visit.level_now
        return self.appointment.level if self.appointment else 5

    @property
    def fetch(self) -> bool:
        return not FETCH.isdisjoint(self.needs)


def arrivals_of_day(*, site: Site, by: Actor, day: date | None = None) -> list[Arrival]:
    """Everybody expected or here, in order of time; five statements, however many they are.

    One more while somebody waits elsewhere.
    """
    by.need(Permission.RECEIVE_ARRIVALS)
    day = day or clock.today(site.zone)
    seen = Person.objects.filter(visible_to(by))
    queues = Queues(site.id, day)
    visits = list(
        Visit.objects.filter(site=site, day=day, person__in=seen).select_related(
            "person", "service", "clinician", "room", "request", "appointment__service"
        )
    )
    expected = Appointment.objects.filter(
        site=site,
        person__in=seen,
        starts_at__gte=clock.on_the_wall(day, time.min, site.zone),
        starts_at__lt=clock.on_the_wall(day + timedelta(days=1), time.min, site.zone),
        state__in=[State.BOOKED, State.MISSED],
        visit__isnull=True,
    ).select_related("person", "service", "clinician__staff", "room__room", "delay_notice")
    appointments = list(expected)
    needs = needs_by_person([*(one.person_id for one in visits), *(one.person_id for one in appointments)])
    numbers = _numbers([visit.person_id for visit in visits if visit.away_since])
    lines = [
        *(_of_visit(visit, needs[visit.person_id], queues, numbers.get(visit.person_id, "")) for visit in visits),
        *(_of_appointment(one, needs[one.person_id]) for one in appointments),
    ]
    lines = [replace(line, zone=site.zone) for line in lines]
    return sorted(lines, key=lambda line: (line.at, line.person.name_key, str(line.person.id)))


def unacknowledged(*, site: Site, by: Actor) -> list[Visit]:
    """Who came in more than two minutes ago and has not been greeted, longest first (ARR-4)."""
    by.need(Permission.RECEIVE_ARRIVALS)
    late = Visit.objects.filter(
        site=site,
        state=VisitState.ARRIVED,
        arrived_at__lt=clock.now() - GREET_WITHIN,
        person__in=Person.objects.filter(visible_to(by)),
    )
    return list(late.select_related("person").order_by("arrived_at", "id"))


@dataclass(frozen=True, slots=True)
class Called:
    ticket: str
    room: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Screen:
    """What a waiting room may show: tickets and rooms, and no name, service or reason beside them (ARR-6)."""

    called: list[Called] = field(default_factory=list)
    next: list[str] = field(default_factory=list)
    delays: list[tuple[str, int, int]] = field(default_factory=list)
    """Of each room where it runs late: room, from, to minutes."""


def waiting_room(*, site: Site, limit: int = 8) -> Screen:
    """The screen of a site now. It needs nobody's leave, because it tells of nobody."""
    queues = Queues(site.id, clock.today(site.zone))
    here = [visit for visit in queues.visits if visit.state in HERE]
    rooms = dict(
        Visit.objects.filter(id__in=[visit.id for visit in here], room__isnull=False).values_list("id", "room__name")
    )
    called = sorted(
        (visit for visit in here if visit.state == VisitState.CALLED),
        key=lambda visit: visit.called_at or visit.arrived_at,
    )
    waiting = sorted((visit for visit in here if _may_be_called(visit)), key=order_of)
    late: dict[str, tuple[str, int, int]] = {}
    for visit in waiting:
        if visit.clinician_id in queues.delays and visit.id in rooms:
            expected = queues.wait_of(visit)
            late.setdefault(rooms[visit.id], (rooms[visit.id], expected.low, expected.high))
    return Screen(
        called=[
            Called(visit.ticket, rooms.get(visit.id, ""), visit.called_at or clock.now()) for visit in called[::-1]
        ],
        next=[visit.ticket for visit in waiting[:limit]],
        delays=sorted(late.values()),
    )


def visit_for(*, by: Actor, id: UUID) -> Visit:  # noqa: A002 - the name every gate takes
    """One visit, for staff who see the person, for the person and for those who act for them."""
    found = (
        Visit.objects.select_related(
            "person", "site", "service", "clinician", "room", "request", "appointment__service"
        )
        .filter(id=id)
        .first()
    )
    if found is None or not may_see(found.person, by):
        raise NotThere
    return found


def place_in_line(*, visit: Visit, by: Actor) -> Wait:
    """How long it still is, as it stands now, with the reason."""
    if not may_see(visit.person, by):
        raise NotThere
    return Queues(visit.site_id, visit.day).wait_of(visit)


def suggestions_for(*, visit: Visit, by: Actor, prefers_sex: str = "") -> list[Suggestion]:
    """Clinicians and rooms for somebody, the best first, each with its reasons (ARR-9)."""
    by.need(Permission.ALLOT)
    if not may_see(visit.person, by):
        raise NotThere
    return suggestions(visit, prefers_sex=prefers_sex)


def waiting_for(*, by: Actor) -> list[Visit]:
    """Those who wait for the clinician who asks, in the order in which they are to be called; then who is with them."""
    mine = (
        Visit.objects.here().filter(clinician_id=by.staff_id, day=clock.today(by.place))
        if by.staff_id
        else Visit.objects.none()
    )
    seen = mine.filter(person__in=Person.objects.filter(visible_to(by)))
    return sorted(seen.select_related("person", "service", "room", "appointment__service"), key=order_of)


def delays_of_day(*, by: Actor, day: date | None = None) -> list[ClinicDelay]:
    by.need(Permission.RECEIVE_ARRIVALS)
    found = ClinicDelay.objects.filter(day=day or clock.today(by.place))
    if by.site_id:
        found = found.filter(clinician__in=staff_at(by.site_id))
    return list(found.select_related("clinician").order_by("-created_at", "id"))


def needs_by_person(people: list[UUID]) -> defaultdict[UUID, tuple[str, ...]]:
    """The live needs of each of `people`, in one statement."""
    found: defaultdict[UUID, tuple[str, ...]] = defaultdict(tuple)
    rows = CommunicationNeed.objects.filter(person_id__in=people, ended_at__isnull=True).order_by("kind", "id")
    for person_id, kind in rows.values_list("person_id", "kind"):
        found[person_id] += (kind,)
    return found


def _numbers(people: list[UUID]) -> dict[UUID, str]:
    """The telephone number of each that is tried first; no statement while nobody waits elsewhere."""
    if not people:
        return {}
    kinds = [ContactKind.MOBILE, ContactKind.LANDLINE]
    points = ContactPoint.objects.filter(person_id__in=people, kind__in=kinds, stopped_at__isnull=True)
    return dict(points.order_by("-rank", "-created_at", "id").values_list("person_id", "value"))


def _of_visit(visit: Visit, needs: tuple[str, ...], queues: Queues, telephone: str) -> Arrival:
    now = clock.now()
    waiting = visit.state in BEFORE_SEEN
    uncalled = waiting and visit.state != VisitState.CALLED
    expected = queues.wait_of(visit) if uncalled else None
    told = visit.told_at or visit.greeted_at
    return Arrival(
        person=visit.person,
        at=visit.appointment.starts_at if visit.appointment else visit.arrived_at,
        stands=visit.state,
        appointment=visit.appointment,
        visit=visit,
        needs=needs,
        wait=expected,
        unacknowledged=visit.state == VisitState.ARRIVED and now - visit.arrived_at > GREET_WITHIN,
        news_due=uncalled and told is not None and now - told > NEWS_WITHIN,
        call_back=_calls_back(visit, expected),
        over_time=waiting and now > visit.seen_by_at,
        telephone=telephone,
    )


def _of_appointment(appointment: Appointment, needs: tuple[str, ...]) -> Arrival:
    awaited = awaited_at(appointment)
    late = WINDOW.standing(appointment.starts_at, clock.now(), awaited) == Standing.LATE
    stands = "missed" if appointment.state == State.MISSED else "late" if late else "expected"
    later = awaited if awaited > appointment.starts_at else None
    return Arrival(appointment.person, appointment.starts_at, stands, appointment, None, needs, comes_at=later)


def _calls_back(visit: Visit, expected: Wait | None) -> bool:
    """Whoever waits elsewhere is called while they still have the notice that they asked for (ARR-7)."""
    return visit.away_since is not None and expected is not None and expected.low <= (visit.notice_minutes or 0)


def _may_be_called(visit: Visit) -> bool:
    return visit.state in {VisitState.ARRIVED, VisitState.GREETED, VisitState.WAITING} and visit.away_since is None
