"""The door as those who come, the desk and the waiting room ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from almoner.catalogue.models import Room
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import CommunicationNeed, Person, Site, Staff
from almoner.people.rules import may_see
from almoner.people.sites import sites
from almoner.scheduling.enums import State
from almoner.scheduling.models import Appointment
from almoner.scheduling.presence import staff_at
from almoner.visits.awaiting import awaited_at, notice_of
from almoner.visits.enums import HERE
from almoner.visits.models import ClinicDelay, DelayNotice, Visit
from almoner.visits.windows import WINDOW

STEPS = ("arrived_at", "greeted_at", "told_at", "away_since", "called_at", "started_at", "ended_at")


@dataclass(frozen=True, slots=True)
class Door:
    """Whether somebody with an appointment may say that they are here.

    `stands`: another_day, early, open, late; here once they have said so; over when it does not stand any more.
    """

    stands: str
    opens_at: datetime
    """On the wall of the visit."""
    visit: Visit | None = None


def door_of(*, appointment: Appointment, by: Actor) -> Door:
    if not may_see(appointment.person, by):
        raise NotThere
    opens_at = clock.there(WINDOW.opens_at(appointment.starts_at), appointment.zone)
    visit = _with_all().filter(appointment=appointment).first()
    if visit:
        return Door("here" if visit.state in HERE else "over", opens_at, visit)
    if appointment.state not in {State.BOOKED, State.MISSED}:
        return Door("over", opens_at)
    day, today = appointment.on_there, clock.today(appointment.zone)
    if day != today:
        return Door("another_day" if day > today else "over", opens_at)
    return Door(WINDOW.standing(appointment.starts_at, clock.now(), awaited_at(appointment)), opens_at)


def delay_of(*, appointment: Appointment, by: Actor) -> DelayNotice | None:
    """What they were told of a delay, while they are still to come for the time that it was about."""
    if not may_see(appointment.person, by):
        raise NotThere
    here = Visit.objects.filter(appointment=appointment).exists()
    notice = notice_of(appointment)
    standing = notice and not here and appointment.state == State.BOOKED and notice.expected_at > clock.now()
    return notice if standing else None


def live_visit_of(*, person: Person, by: Actor) -> Visit | None:
    """Where somebody stands who is here today, or who has been: the latest."""
    if not may_see(person, by):
        raise NotThere
    today = _with_all().filter(person=person, day__in=_days_now())
    return (
        today.filter(state__in=HERE).order_by("-arrived_at", "id").first()
        or today.order_by("-arrived_at", "id").first()
    )


def _days_now() -> set[date]:
    """Today, by the calendar of every site: whoever is here is so on the day of their own."""
    return {clock.today(site.zone) for site in sites()}


def _with_all() -> QuerySet[Visit]:
    return Visit.objects.select_related(
        "person", "site", "service", "clinician", "room", "request", "appointment__service"
    )


def needs_of_visit(*, visit: Visit, by: Actor) -> list[CommunicationNeed]:
    if not may_see(visit.person, by):
        raise NotThere
    return list(visit.person.needs.filter(ended_at__isnull=True).order_by("created_at", "id"))


def clinicians_of_day(*, site: Site, by: Actor) -> list[Staff]:
    """Who has visits at this site today, by name."""
    by.need(Permission.RECEIVE_ARRIVALS)
    today = clock.today(site.zone)
    booked = Appointment.objects.filter(
        site=site,
        starts_at__gte=clock.on_the_wall(today, time.min, site.zone),
        starts_at__lt=clock.on_the_wall(today + timedelta(days=1), time.min, site.zone),
        state__in=[State.BOOKED, State.MISSED, State.ARRIVED, State.IN_PROGRESS],
    ).values("clinician__staff_id")
    given = Visit.objects.filter(site=site, day=today, clinician__isnull=False).values("clinician_id")
    return list(Staff.objects.filter(id__in=booked.union(given)).order_by("name", "id"))


def waiting_by_clinician(*, site: Site, by: Actor) -> dict[UUID, int]:
    """How many wait for each clinician now."""
    by.need(Permission.RECEIVE_ARRIVALS)
    waiting = Visit.objects.waiting().filter(site=site, day=clock.today(site.zone), clinician__isnull=False)
    return dict(waiting.order_by().values_list("clinician_id").annotate(Count("id")))


def coming_by_clinician(*, site: Site, by: Actor) -> dict[UUID, int]:
    """How many are still to come to each clinician today."""
    by.need(Permission.RECEIVE_ARRIVALS)
    coming = Appointment.objects.filter(
        site=site,
        state=State.BOOKED,
        starts_at__gt=clock.now(),
        starts_at__lt=clock.on_the_wall(clock.today(site.zone) + timedelta(days=1), time.min, site.zone),
        visit__isnull=True,
    )
    return dict(coming.order_by().values_list("clinician__staff_id").annotate(Count("id")))


def clinician_of_day(*, site: Site, id: UUID, by: Actor) -> Staff:  # noqa: A002 - the name every gate takes
    """A clinician of this site. Raises NotThere."""
    by.need(Permission.RECEIVE_ARRIVALS)
    found = Staff.objects.filter(id=id, left_on__isnull=True).filter(id__in=staff_at(site.id)).first()
    if found is None:
        raise NotThere
    return found


def rooms_for(*, visit: Visit, by: Actor) -> list[Room]:
    """The rooms that a visit may be in, by name."""
    by.need(Permission.ALLOT)
    if not may_see(visit.person, by):
        raise NotThere
    rooms = Room.objects.filter(site=visit.site_id, active=True)
    if visit.service and visit.service.room_kinds:
        rooms = rooms.filter(kind__in=visit.service.room_kinds)
    return list(rooms.order_by("name", "id"))


def arrivals_pulse(*, site: Site, by: Actor) -> tuple[object, ...]:
    """Changes whenever the arrivals of today do, and each minute, because a wait grows by itself."""
    by.need(Permission.RECEIVE_ARRIVALS)
    return (*_pulse(site), clock.now().replace(second=0, microsecond=0))


def screen_pulse(*, site: Site) -> tuple[object, ...]:
    """Changes whenever the waiting-room screen may."""
    now = clock.now()
    return (*_pulse(site), now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0))


def _pulse(site: Site) -> tuple[object, ...]:
    today = clock.today(site.zone)
    steps = {step: Max(step) for step in STEPS}
    told = Visit.objects.filter(site=site, day=today).aggregate(
        count=Count("id"), allotted=Count("clinician"), away=Count("away_since"), **steps
    )
    booked = Appointment.objects.filter(
        site=site,
        starts_at__gte=clock.on_the_wall(today, time.min, site.zone),
        starts_at__lt=clock.on_the_wall(today + timedelta(days=1), time.min, site.zone),
    )
    states = tuple(booked.order_by("state").values_list("state").annotate(Count("id")))
    delays = ClinicDelay.objects.filter(day=today, clinician__in=staff_at(site.id)).count()
    return (*told.values(), states, delays)
