"""Groups as staff see them: which services have any and when they begin, which are to come, and who is in one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.scheduling.enums import HOLDING_TIME
from almoner.scheduling.group_models import RELEASE_HOURS
from almoner.scheduling.models import Appointment, Claim, GroupStart
from almoner.scheduling.placed import Placed
from almoner.scheduling.queries import appointments

DAYS_SHOWN = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Planned:
    """A service to which groups come, and when they begin at the sites in question; at any time, where `begins` has
    nothing. `coming`: so many people have a place in the days to come; `release_hours`: so long before its start the
    hour of a group in which nobody is booked is given free."""

    service: Service
    begins: tuple[tuple[int, time], ...]
    coming: int
    release_hours: int = RELEASE_HOURS


@dataclass(frozen=True, slots=True)
class Coming(Placed):
    """A group that somebody is booked in."""

    starts_at: datetime
    ends_at: datetime
    of_site: ZoneInfo
    clinician: str
    room: str
    people: int
    places: int
    """No more than the room holds."""

    @property
    def zone(self) -> ZoneInfo:
        return self.of_site


@dataclass(frozen=True, slots=True)
class Gathering:
    """A group that a visit is of: the visits in it that somebody may see, how many there are besides, and how many it
    has places for."""

    visits: tuple[Appointment, ...]
    hidden: int
    places: int

    @property
    def taken(self) -> int:
        return len(self.visits) + self.hidden


def planned(*, by: Actor) -> list[Planned]:
    """Every service to which groups come. Three statements."""
    by.need(Permission.MANAGE_ROSTER)
    begins: dict[object, list[tuple[int, time]]] = {}
    release: dict[object, int] = {}
    for start in GroupStart.objects.filter(_at(by)).order_by("weekday", "at", "id"):
        begins.setdefault(start.service_id, []).append((start.weekday, start.at))
        release[start.service_id] = start.release_hours
    near = _coming(by).order_by().values("service").annotate(count=Count("id"))
    counts = dict(near.values_list("service", "count"))
    return [
        Planned(one, tuple(begins.get(one.id, ())), counts.get(one.id, 0), release.get(one.id, RELEASE_HOURS))
        for one in Service.objects.offered().filter(capacity__gt=1).order_by("code")
    ]


def planned_for(service: Service, *, by: Actor) -> Planned:
    """Of one service, also where it has no groups yet."""
    found = next((one for one in planned(by=by) if one.service.id == service.id), None)
    return found or Planned(service, (), 0)


def not_planned(*, by: Actor) -> list[Service]:
    """Services to which people come one at a time."""
    by.need(Permission.MANAGE_ROSTER)
    return list(Service.objects.offered().filter(capacity=1).order_by("code"))


def coming(service: Service, *, by: Actor) -> list[Coming]:
    """The groups of a service that somebody is booked in, earliest first. Never who."""
    by.need(Permission.MANAGE_ROSTER)
    rows = _coming(by).filter(service=service).order_by()
    told = rows.values_list(
        "starts_at", "ends_at", "site__time_zone", "clinician__name", "room__name", "room__room__capacity"
    )
    named = Counter(
        (begins, ends, zone, clinician, room or "", min(holds or service.capacity, service.capacity))
        for begins, ends, zone, clinician, room, holds in told
    )
    return [
        Coming(begins, ends, ZoneInfo(zone), clinician, room, people, places)
        for (begins, ends, zone, clinician, room, places), people in sorted(named.items())
    ]


def _coming(by: Actor) -> QuerySet[Appointment]:
    now = clock.now()
    at = Q(site_id=by.site_id) if by.site_id else Q()
    return Appointment.objects.filter(
        at, service__capacity__gt=1, state__in=HOLDING_TIME, starts_at__gt=now, starts_at__lt=now + DAYS_SHOWN
    )


def gathering_of(visit: Appointment, *, by: Actor) -> Gathering | None:
    """The group that a visit is of; None for one that stands alone or has no place any more."""
    own = Claim.objects.filter(appointment=visit, resource_id=visit.clinician_id, places__gt=1).first()
    if own is None:
        return None
    others = Claim.objects.filter(resource_id=own.resource_id, group_key=own.group_key, appointment__isnull=False)
    ids = list(others.values_list("appointment_id", flat=True))
    seen = appointments(by).filter(id__in=ids).order_by("person__family_name", "person__given_name", "reference")
    visits = tuple(seen)
    return Gathering(visits, len(ids) - len(visits), own.places)


def _at(by: Actor) -> Q:
    return Q(site_id=by.site_id) if by.site_id else Q()
