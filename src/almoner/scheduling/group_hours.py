"""The hours of planned groups as a manager sees them: until when each is kept, and for whom of those on a roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Site
from almoner.scheduling import memory, planned_hours, teams
from almoner.scheduling.enums import GroupHour
from almoner.scheduling.memory import Memory
from almoner.scheduling.models import Resource
from almoner.scheduling.placed import Placed
from almoner.scheduling.planned_groups import keeping, planned_of
from almoner.scheduling.planned_hours import Hour, SiteDay
from almoner.scheduling.register import AtSite, as_id, as_stored
from almoner.scheduling.teams import Planned

DAYS_SHOWN = 28


@dataclass(frozen=True, slots=True)
class HourToCome(Placed):
    """One planned group that nobody is booked in yet."""

    service: Service
    site_id: UUID
    site: str
    starts_at: datetime
    ends_at: datetime
    of_site: ZoneInfo
    given_at: datetime
    state: GroupHour

    @property
    def zone(self) -> ZoneInfo:
        return self.of_site

    @property
    def given_there(self) -> datetime:
        return clock.there(self.given_at, self.zone)


@dataclass(frozen=True, slots=True)
class KeptOf(Placed):
    """Of one resource: an hour in which it is kept for a group, or, where not `alone`, one of several who could be."""

    service: Service
    starts_at: datetime
    ends_at: datetime
    of_site: ZoneInfo
    alone: bool

    @property
    def zone(self) -> ZoneInfo:
        return self.of_site


def hours_to_come(service: Service, *, by: Actor) -> list[HourToCome]:
    """Those of the next four weeks at the sites of `by` that nobody has begun, earliest first."""
    by.need(Permission.MANAGE_ROSTER)
    with memory.current() as known:
        sites = [site for key, site in known.register.sites.items() if not by.site_id or key == as_stored(by.site_id)]
        days = [clock.today() + timedelta(days=ahead) for ahead in range(DAYS_SHOWN)]
        found = [one for at in _days(known, sites, days) for one in _of_day(service, at)]
    return sorted(found, key=lambda one: (one.starts_at, one.site, str(one.site_id)))


def _days(known: Memory, sites: Sequence[AtSite], days: Sequence[date]) -> Iterator[SiteDay]:
    """The days at these sites that are laid out and on which a group may be planned."""
    planned = [site for site in sites if known.register.planned.get(site.key)]
    keys = [site.key for site in planned]
    known.ready(keys, days)
    planned_hours.ready(known, keys, days)
    for site in planned:
        for day in days:
            sheet = known.sheet(site.key, day)
            if sheet:
                yield SiteDay(known, site, day, sheet)


def _of_day(service: Service, at: SiteDay) -> Iterator[HourToCome]:
    now = clock.now()
    can = {one for stretch in _together(at) for one in stretch}
    for one in planned_hours.hours_of(at):
        if one.service.id == service.id and one.starts_at > now and not planned_hours.stands(one, at, now):
            ends_at = one.starts_at + timedelta(minutes=one.service.minutes)
            yield HourToCome(
                one.service, as_id(at.site.key), at.site.name, one.starts_at, ends_at, at.site.zone, one.given_at,
                _state(one, now, can=planned_of(one, at) in can),
            )  # fmt: skip


def _together(at: SiteDay) -> list[list[Planned]]:
    return teams.together([found for one in planned_hours.kept(at) if (found := planned_of(one, at)).ways])


def _state(one: Hour, now: datetime, *, can: bool) -> GroupHour:
    if one.is_released:
        return GroupHour.RELEASED
    if one.is_given(now):
        return GroupHour.GIVEN
    return GroupHour.KEPT if can else GroupHour.NOBODY


def kept_of(some: Iterable[Resource], days: Sequence[date], *, by: Actor) -> Mapping[tuple[UUID, date], list[KeptOf]]:
    """Of these resources, by day: the hours in which each is kept for a group, or is one of several who could be. Only
    at the site of `by`."""
    by.need(Permission.MANAGE_ROSTER)
    wanted = {as_stored(one.id): one.id for one in some}
    found: dict[tuple[UUID, date], list[KeptOf]] = {}
    with memory.current() as known:
        sites = [site for key, site in known.register.sites.items() if not by.site_id or key == as_stored(by.site_id)]
        for at in _days(known, sites, [day for day in days if day >= clock.today()]):
            places = {place: wanted[one.key] for place, one in enumerate(at.site.who) if one.key in wanted}
            for place, one in _kept_at(at, places):
                found.setdefault((places[place], at.day), []).append(one)
    return found


def _kept_at(at: SiteDay, places: Iterable[int]) -> Iterator[tuple[int, KeptOf]]:
    some, spans = list(places), keeping(at).spans
    for one in planned_hours.kept(at):
        planned = planned_of(one, at)
        for place in some:
            if any(way >> place & 1 for ways in planned.ways for way in ways):
                alone = any(bits >> place & 1 and planned.overlaps(begin, end) for begin, end, bits in spans)
                ends_at = one.starts_at + timedelta(minutes=one.service.minutes)
                yield place, KeptOf(one.service, one.starts_at, ends_at, at.site.zone, alone)


def site_for(site_id: UUID, *, by: Actor) -> Site:
    """A site whose groups `by` plans. Raises NotThere."""
    by.need(Permission.MANAGE_ROSTER)
    found = Site.objects.filter(id=site_id).first()
    if found is None or (by.site_id and found.id != by.site_id):
        raise NotThere
    return found
