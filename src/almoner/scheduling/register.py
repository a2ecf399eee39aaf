"""Everybody and everything that can be booked, each at a place of its own at its site: what a bit of a sheet means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from almoner.catalogue.models import Offering, Service
from almoner.core import clock
from almoner.people import holidays
from almoner.people.holidays import Holiday
from almoner.people.models import Site
from almoner.scheduling import one_more
from almoner.scheduling.models import AlsoAt, Demand, EveryDay, GroupRelease, GroupStart, Resource
from almoner.scheduling.needs import Need
from almoner.scheduling.overbooking import Rates
from almoner.scheduling.sheets import mask_of

Key = UUID | str
"""An identifier as the engine gives it: turning each of thousands into a UUID is most of the work of a search."""


def as_stored(key: UUID) -> Key:
    return key if connection.features.has_native_uuid_field else key.hex


def as_id(key: Key) -> UUID:
    return key if isinstance(key, UUID) else UUID(hex=key)


@dataclass(frozen=True, slots=True)
class Bookable:
    """A resource as far as a search asks of it."""

    key: Key
    kind: str
    name: str
    release_hours: int
    staff_id: UUID | None
    profession: str
    sex: str
    languages: frozenset[str]
    """That its member of staff speaks; for an interpreter, that it interprets."""
    room_kind: str
    step_free: bool
    capacity: int | None
    """Of a room, for how many people of a group it is; None: for any."""

    def suits(self, need: Need) -> bool:
        """Whether it meets a need, apart from who gives the service."""
        return (
            self.kind == need.kind
            and (not need.staff_id or self.staff_id == need.staff_id)
            and (not need.sex or self.sex == need.sex)
            and (not need.language or need.language in self.languages)
            and (not need.profession or self.profession == need.profession)
            and (not need.room_kind or self.room_kind == need.room_kind)
            and (not need.step_free or self.step_free)
            and (need.people == 1 or self.capacity is None or self.capacity >= need.people)
            and (not need.interprets or need.interprets in self.languages)
        )


@dataclass(frozen=True, slots=True)
class Hours:
    """When a site is open, by its wall clock."""

    opens: time
    closes: time
    days_off: frozenset[date]
    holidays: Mapping[date, Holiday] = field(default_factory=dict, hash=False)
    every_day: frozenset[str] = frozenset()
    """The professions that work on these as on any other day."""

    @property
    def a_day(self) -> float:
        """In hours."""
        return (self.closes.hour - self.opens.hour) + (self.closes.minute - self.opens.minute) / 60


@dataclass(slots=True, eq=False)
class AtSite:
    """The resources of one site. Their order never depends on the engine."""

    key: Key
    name: str
    zone: ZoneInfo
    hours: Hours
    who: list[Bookable] = field(default_factory=list)
    """Everybody and everything that belongs here or has sessions here besides."""
    places: dict[Key, int] = field(default_factory=dict)
    """Where each stands in `who`."""
    release: dict[int, int] = field(default_factory=dict)
    """Hours before its start that kept time is given to everyone, and the places to which each applies."""

    def places_for(self, capacity: int, used: Iterable[Bookable]) -> int:
        """How many places a group of so many has with these: no more than any of the rooms holds."""
        return min([capacity, *(one.capacity for one in used if one.capacity)])


@dataclass(frozen=True, slots=True)
class Kept:
    """Of those who give `service` times are kept: `an_hour` says how many of a level come, by site, weekday, level."""

    service: Service
    an_hour: Mapping[Key, Mapping[int, Mapping[int, float]]]


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A group that is to begin at a site each week at `at` by its wall clock. Nobody else has the time until
    `release_hours` before, unless somebody began it."""

    service: Service
    weekday: int
    at: time
    release_hours: int


@dataclass(slots=True, eq=False)
class Register:
    sites: dict[Key, AtSite]
    givers: dict[UUID, set[UUID]]
    """The staff who give each service."""
    kept: tuple[Kept, ...] = ()
    begins: Mapping[tuple[UUID, Key], Sequence[tuple[int, time]]] = field(default_factory=dict)
    """When groups of a service begin at a site, by weekday and its wall clock; where nothing is said, at any time."""
    planned: Mapping[Key, Sequence[PlannedGroup]] = field(default_factory=dict)
    """The groups for which time is kept, by site."""
    released: frozenset[tuple[UUID, Key, datetime]] = frozenset()
    """Those of them, by service, site and start, of which a manager gave the time free."""
    more: Mapping[UUID, one_more.Rule] = field(default_factory=dict)
    """Of which services one more may be booked where nothing is free."""
    rates: Mapping[UUID, Rates] = field(default_factory=dict)
    """How often people stay away; read only where one more may be booked."""
    groups: dict[Need, dict[Key, int]] = field(default_factory=dict)

    def group(self, need: Need) -> dict[Key, int]:
        """The places that meet a need, by site; sites without any are left out."""
        if need not in self.groups:
            self.groups[need] = {site.key: places for site in self._sites(need) if (places := self._at(site, need))}
        return self.groups[need]

    def who(self, need: Need) -> Iterator[Bookable]:
        """All that meet a need, each once."""
        found = {one.key: one for site in self._sites(need) for one in site.who if self._meets(one, need)}
        yield from found.values()

    def place_at(self, site_id: UUID, resource_id: UUID) -> int | None:
        """The place of a resource at a site, by their ids; None where it is not there, or no longer."""
        site = self.sites.get(as_stored(site_id))
        return site.places.get(as_stored(resource_id)) if site else None

    def stands(self, key: Key) -> list[tuple[AtSite, int]]:
        """The sites at which a resource is, with its place at each."""
        return [(site, site.places[key]) for site in self.sites.values() if key in site.places]

    def _sites(self, need: Need) -> Iterator[AtSite]:
        wanted = {as_stored(UUID(site)) for site in need.sites}
        return (site for key, site in self.sites.items() if not wanted or key in wanted)

    def _at(self, site: AtSite, need: Need) -> int:
        return mask_of(place for place, one in enumerate(site.who) if self._meets(one, need))

    def _meets(self, one: Bookable, need: Need) -> bool:
        return one.suits(need) and (not need.service_id or one.staff_id in self.givers.get(need.service_id, ()))


_ASKED = ("id", "kind", "name", "site_id", "release_hours", "languages", "staff_id", "staff__profession", "staff__sex",
          "staff__languages", "room__kind", "room__step_free", "room__capacity")  # fmt: skip


def read() -> Register:
    """All that can be booked, as it is now: eight statements, one more where groups are planned, and two more where one
    more may be booked somewhere."""
    every_day: dict[UUID, set[str]] = {}
    for site_id, profession in EveryDay.objects.values_list("site_id", "profession"):
        every_day.setdefault(site_id, set()).add(profession)
    sites = {site.id: _at_site(site, frozenset(every_day.get(site.id, ()))) for site in Site.objects.all()}
    besides: dict[UUID, list[UUID]] = {}
    for resource_id, site_id in AlsoAt.objects.values_list("resource_id", "site_id"):
        besides.setdefault(resource_id, []).append(site_id)
    rows = Resource.objects.filter(active=True, staff__left_on=None).exclude(room__active=False)
    for row in rows.values_list(*_ASKED).iterator(chunk_size=2000):
        one = _bookable(row)
        for site_id in {row[3], *besides.get(row[0], ())}:
            sites[site_id].who.append(one)
    givers: dict[UUID, set[UUID]] = {}
    for service_id, staff_id in Offering.objects.values_list("service_id", "staff_id").iterator():
        givers.setdefault(service_id, set()).add(staff_id)
    for site in sites.values():
        site.who.sort(key=lambda one: (one.name, str(one.key)))
        site.release = _by_release(site.who)
        site.places = {one.key: place for place, one in enumerate(site.who)}
    begins, planned = _begins()
    of_groups = (begins, planned, _released() if planned else frozenset())
    return Register({site.key: site for site in sites.values()}, givers, _kept(sites), *of_groups, *_more())


def _more() -> tuple[Mapping[UUID, one_more.Rule], Mapping[UUID, Rates]]:
    rules = one_more.rules()
    return rules, one_more.rates() if rules else {}


def _begins() -> tuple[dict[tuple[UUID, Key], list[tuple[int, time]]], dict[Key, list[PlannedGroup]]]:
    """When groups begin, where the hospital has said so; and those of services that are offered, by site."""
    found: dict[tuple[UUID, Key], list[tuple[int, time]]] = {}
    planned: dict[Key, list[PlannedGroup]] = {}
    for one in GroupStart.objects.select_related("service").order_by("weekday", "at", "service__code", "id"):
        site = as_stored(one.site_id)
        found.setdefault((one.service_id, site), []).append((one.weekday, one.at))
        if one.service.active and one.service.capacity > 1:
            planned.setdefault(site, []).append(PlannedGroup(one.service, one.weekday, one.at, one.release_hours))
    return found, planned


def _released() -> frozenset[tuple[UUID, Key, datetime]]:
    rows = GroupRelease.objects.filter(starts_at__gt=clock.now()).values_list("service_id", "site_id", "starts_at")
    return frozenset((service_id, as_stored(site_id), starts_at) for service_id, site_id, starts_at in rows.order_by())


def _at_site(site: Site, every_day: frozenset[str]) -> AtSite:
    days_off = holidays.days_off(site.holidays, site.working_days)
    hours = Hours(site.opens_at, site.closes_at, days_off, holidays.by_day(site.holidays), every_day)
    return AtSite(as_stored(site.id), site.name, ZoneInfo(site.time_zone), hours)


def demand() -> QuerySet[Demand]:
    """How many urgent people come, of the services of which times are to be kept for them (APT-6)."""
    return Demand.objects.filter(protection__on=True, protection__service__active=True, protection__weeks__gt=0)


def _kept(sites: Mapping[UUID, AtSite]) -> tuple[Kept, ...]:
    """The same, by service and site."""
    an_hour: dict[Service, dict[Key, dict[int, dict[int, float]]]] = {}
    for one in demand().select_related("protection__service").order_by("protection__service__code", "id"):
        site = sites[one.site_id]
        if site.hours.a_day > 0:
            weekdays = an_hour.setdefault(one.protection.service, {}).setdefault(site.key, {})
            weekdays.setdefault(one.weekday, {})[one.level] = one.seen / one.protection.weeks / site.hours.a_day
    return tuple(Kept(service, found) for service, found in an_hour.items())


def _bookable(row: tuple[Any, ...]) -> Bookable:
    key, kind, name, _site, hours, interprets, staff_id, profession, sex, speaks, room_kind, *of_room = row
    step_free, capacity = of_room
    languages = _spoken(tuple(speaks if staff_id else interprets or ()))
    return Bookable(
        as_stored(key), kind, name, hours, staff_id, profession or "", sex or "", languages, room_kind or "",
        bool(step_free), capacity,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _spoken(languages: tuple[str, ...]) -> frozenset[str]:
    """The same set for all who speak the same."""
    return frozenset(languages)


def _by_release(who: Iterable[Bookable]) -> dict[int, int]:
    places: dict[int, list[int]] = {}
    for place, one in enumerate(who):
        places.setdefault(one.release_hours, []).append(place)
    return {hours: mask_of(found) for hours, found in places.items()}
