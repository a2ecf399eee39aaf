"""Coming in at the door: by link, code, kiosk, desk, or without an appointment."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.db.models import F

from almoner.catalogue.models import Service
from almoner.core import clock, days
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import Change, Prepared, insert, update
from almoner.core.refusal import NotThere
from almoner.people.enums import Mark
from almoner.people.models import Person, Site
from almoner.people.verifying import verified_by
from almoner.scheduling import actions as scheduling
from almoner.scheduling.door_link import visit_of
from almoner.scheduling.enums import State
from almoner.scheduling.models import Appointment
from almoner.timeline.actions import record
from almoner.urgency.rulebook import levels
from almoner.visits import targets
from almoner.visits.awaiting import awaited_at
from almoner.visits.enums import BEFORE_SEEN, How, VisitState
from almoner.visits.locking import locked
from almoner.visits.models import TicketRoll, Visit
from almoner.visits.queues import Queues
from almoner.visits.refusals import (
    ArrivedLate,
    HereAlready,
    NotExpected,
    NotRecognised,
    ReasonNeeded,
    TooEarly,
)
from almoner.visits.rules import need_to_check_in, need_to_receive
from almoner.visits.tickets import BOOKED, WALKED_IN, ticket
from almoner.visits.windows import WINDOW, Standing

BOTH = frozenset({Mark.NAME, Mark.BIRTH})
_STANDING = Prepared(
    lambda key: (
        Appointment.objects.filter(id=key)
        .select_for_update(of=("self",))
        .select_related("person", "service", "site", "clinician", "room")
    )
)
_KNOWN = Prepared(lambda appointment: Visit.objects.filter(appointment=appointment))
_DRAW = Change(lambda roll: (TicketRoll.objects.filter(id=roll), {"last": F("last") + 1}))


@action
def check_in(*, appointment: Appointment, how: str, will_wait: bool = False, by: Actor) -> Visit:
    """Somebody with an appointment is here.

    Raises TooEarly before the site's window (staff at the desk may let them in), and ArrivedLate after it: they choose
    to wait, which calls again with `will_wait`, or another time (ARR-2). A visit noted as missed can still be waited
    for.
    """
    need_to_check_in(appointment.person, by)
    appointment = _standing(appointment)
    known = _KNOWN.one(appointment=appointment.id)
    if known:
        raise HereAlready(ticket=known.ticket, visit=str(known.id))
    standing = WINDOW.standing(appointment.starts_at, clock.now(), awaited_at(appointment))
    if standing == Standing.EARLY and not by.is_staff:
        opens = WINDOW.opens_at(appointment.starts_at)
        from_time = days.clock(clock.local(opens, appointment.zone))
        raise TooEarly(from_time=from_time, from_at=opens.isoformat())
    if standing == Standing.LATE and not will_wait:
        raise ArrivedLate(appointment=str(appointment.id))
    if appointment.state == State.BOOKED:
        scheduling.mark_arrived(appointment=appointment, by=by)
    site = appointment.site
    visit = _new(appointment.person, site, BOOKED, how, late=standing == Standing.LATE)
    visit.appointment, visit.service, visit.level = appointment, appointment.service, appointment.level
    visit.clinician_id = appointment.clinician.staff_id
    visit.room_id = appointment.room.room_id if appointment.room else None
    expected = Queues(site.id, visit.day).wait_of(visit)
    visit.seen_by_at = targets.seen_by_appointment(appointment.starts_at, visit.arrived_at, expected.high)
    return _note(visit, by)


@action
def check_in_by_link(*, token: str, name: str, birth_on: date, will_wait: bool = False, by: Actor) -> Visit:
    """By the link of one appointment and two identifiers. Whatever does not fit looks the same (law I-28)."""
    visit_id = visit_of(token)
    found = Appointment.objects.select_related("person").filter(id=visit_id).first() if visit_id else None
    if found is None or not _is(found.person, name, birth_on):
        raise NotRecognised
    return check_in(appointment=found, how=How.LINK, will_wait=will_wait, by=by)


@action
def check_in_by_name(*, site: Site, name: str, birth_on: date, how: str, will_wait: bool = False, by: Actor) -> Visit:
    """At the poster or the kiosk, by two identifiers. Of several visits today, the next one that is not over."""
    by.need(Permission.RECEIVE_ARRIVALS)
    today = clock.today(site.zone)
    visits = Appointment.objects.filter(
        person__birth_on=birth_on,
        site=site,
        state__in=(State.BOOKED, State.MISSED),
        starts_at__gte=clock.on_the_wall(today, time.min, site.zone),
        starts_at__lt=clock.on_the_wall(today + timedelta(days=1), time.min, site.zone),
        visit__isnull=True,
    )
    fitting = [
        one for one in visits.select_related("person").order_by("starts_at", "id") if _is(one.person, name, birth_on)
    ]
    if not fitting:
        _say_if_here(site, name, birth_on)
    if len({one.person_id for one in fitting}) != 1:
        raise NotRecognised
    in_time = [one for one in fitting if WINDOW.standing(one.starts_at, clock.now()) != Standing.LATE]
    return check_in(appointment=(in_time or fitting)[0], how=how, will_wait=will_wait, by=by)


@action
def note_arrival(
    *, person: Person, site: Site, level: int, service: Service | None = None, words: str = "", by: Actor
) -> Visit:
    """Somebody walked in. `level` is what urgency says of them; the clock runs from the door (ARR-4)."""
    need_to_receive(person, by)
    here = Visit.objects.here().filter(person=person, appointment__isnull=True).first()
    if here:
        raise HereAlready(ticket=here.ticket, visit=str(here.id))
    visit = _new(person, site, WALKED_IN, How.WALK_IN, late=False)
    visit.service, visit.level, visit.words = service, level, words.strip()[:500]
    minutes = {number: row.minutes for number, row in levels().items()}
    visit.seen_by_at = targets.seen_by_walk_in(visit.arrived_at, level, minutes)
    return _note(visit, by)


@action
def greet(*, visit: Visit, by: Actor) -> Visit:
    """A member of staff has spoken with them. What needs they have stands before whoever greets (ARR-8)."""
    need_to_receive(visit.person, by)
    visit = locked(visit, VisitState.ARRIVED)
    visit.state, visit.greeted_at, visit.greeted_by_id = VisitState.GREETED, clock.now(), by.staff_id
    update(visit, "state", "greeted_at", "greeted_by")
    record(kind="arrival.greeted", person=visit.person, subject_id=visit.id, by=by)
    return visit


@action
def leave_unseen(*, visit: Visit, reason: str, by: Actor) -> Visit:
    """They went before anybody saw them. The reason is asked and kept; their appointment is theirs to rebook."""
    need_to_check_in(visit.person, by)
    if not reason.strip():
        raise ReasonNeeded
    visit = locked(visit, *BEFORE_SEEN)
    visit.state, visit.ended_at, visit.left_because = VisitState.LEFT, clock.now(), reason.strip()[:300]
    update(visit, "state", "ended_at", "left_because")
    record(
        kind="arrival.left",
        person=visit.person,
        subject_id=visit.id,
        facts={"reason": visit.left_because, "level": visit.level},
        by=by,
    )
    return visit


def _say_if_here(site: Site, name: str, birth_on: date) -> None:
    """Raise HereAlready for the one person who fits and has said before today that they are here."""
    here = Visit.objects.here().filter(site=site, day=clock.today(site.zone), person__birth_on=birth_on)
    fitting = [one for one in here.select_related("person") if _is(one.person, name, birth_on)]
    if len({one.person_id for one in fitting}) == 1:
        raise HereAlready(ticket=fitting[0].ticket, visit=str(fitting[0].id))


def _standing(appointment: Appointment) -> Appointment:
    fresh = _STANDING.get(key=appointment.id)
    if fresh.state not in {State.BOOKED, State.MISSED, State.ARRIVED}:
        raise NotExpected
    return fresh


def _new(person: Person, site: Site, letter: str, how: str, *, late: bool) -> Visit:
    if how not in How.values:
        raise NotThere
    moment = clock.now()
    return Visit(
        person=person,
        site=site,
        day=clock.local(moment, site.zone).date(),
        ticket=_next_ticket(site, letter),
        how=how,
        late=late,
        arrived_at=moment,
    )


def _next_ticket(site: Site, letter: str) -> str:
    """The next number of the day; the roll stays locked until the arrival is noted, so that none comes twice."""
    roll, _new = TicketRoll.objects.get_or_create(site=site, day=clock.today(site.zone), letter=letter)
    _DRAW.make(roll=roll.id)
    roll.refresh_from_db(fields=["last"])
    return ticket(letter, roll.last)


def _note(visit: Visit, by: Actor) -> Visit:
    insert(visit)
    facts = {
        "seen_by_at": visit.seen_by_at.isoformat(),
        "zone": visit.site.zone.key,
        "how": visit.how,
        "ticket": visit.ticket,
        "level": visit.level,
        "late": visit.late,
        "also_about": [str(visit.appointment_id)] if visit.appointment_id else [],
    }
    record(kind="arrival.noted", person=visit.person, subject_id=visit.id, facts=facts, by=by)
    return visit


def _is(person: Person, name: str, birth_on: date) -> bool:
    return verified_by(person, name=name, birth_on=birth_on).fitted >= BOTH
