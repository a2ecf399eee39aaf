"""What is arranged for resources: their weeks, days with other hours, holidays, where they are, and what is blocked.
Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.people.models import Site
from almoner.scheduling import closings, diaries, sessions, whereabouts
from almoner.scheduling.models import Block, OtherHours, Resource, WeeklyPattern
from almoner.scheduling.sessions import NO_CLOSINGS, Closings, Lasting, Session
from almoner.scheduling.travel import known_travel
from almoner.scheduling.whereabouts import AT_ONCE, LOOK_BACK, Laid, Stretch, Travel

Span = tuple[datetime, datetime]
REACH = timedelta(days=2)
"""A diary's bits end within a day of its own day: blocks that begin later do not touch it."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """Of one resource. With another of these, what a change would do can be seen before it is made."""

    rows: tuple[Lasting, ...] = ()
    others: Mapping[date, tuple[Session, ...]] = field(default_factory=dict)
    blocks: tuple[Span, ...] = ()
    closings: Closings = field(default_factory=lambda: NO_CLOSINGS)
    home: str = ""
    """The id of the site to which it belongs."""
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)
    """Of every site, by its id."""
    travel: Travel = AT_ONCE

    @property
    def sites(self) -> frozenset[str]:
        """The ids of those at which it ever is; its own is always among them."""
        return frozenset({self.home, *(one.site or self.home for one in self.sessions())})

    @property
    def is_plain(self) -> bool:
        """Whether it is always at its own site, in no room of its own."""
        return not any(one.site or one.room for one in self.sessions())

    def sessions(self) -> Iterable[Session]:
        """All that are arranged at any time."""
        yield from (row.session for row in self.rows)
        for of_day in self.others.values():
            yield from of_day

    def on_day(self, day: date) -> tuple[Session, ...]:
        return sessions.on_day(self.rows, self.others, day, self.closings)

    def laid(self, day: date, site: str) -> Laid:
        """What is open on a day at a site, what of it is kept for the urgent, and in which rooms."""
        if not self.is_plain:
            return whereabouts.laid_at(self.stretches(day), site, day, self.zones[site])
        if site != self.home:
            return Laid()
        return Laid(*sessions.lay_out(self.rows, self.others, day, self.zones[site], self.closings))

    def stretches(self, day: date) -> list[Stretch]:
        """Where it is around `day`, without what cannot be kept."""
        return whereabouts.kept(self.meant(day), self.travel)

    def meant(self, day: date) -> list[Stretch]:
        """Where it would be around `day` by its sessions alone."""
        days = (day + timedelta(days=ahead) for ahead in range(-LOOK_BACK, 2))
        return [
            one for on in days for one in whereabouts.stretches_of(self.on_day(on), on, self.home, self.zones)
        ]  # fmt: skip

    def blocked(self, midnight: datetime) -> int:
        """What is blocked in the diary that begins at `midnight`, open or not."""
        near = ((a, b) for a, b in self.blocks if b > midnight and a < midnight + REACH)
        return diaries.either(*(diaries.between(a, b, midnight) for a, b in near))

    def usable(self, day: date, site: str) -> int:
        return self.laid(day, site).is_open & ~self.blocked(diaries.start_of(day, self.zones[site]))


def arranged(resource_ids: Iterable[UUID], since: date) -> dict[UUID, Arranged]:
    """Of each resource, as far as it matters from `since` on. A number of statements that does not grow."""
    ids = list(resource_ids)
    long_before = since - timedelta(days=LOOK_BACK)
    rows: dict[UUID, list[Lasting]] = {one: [] for one in ids}
    for pattern in WeeklyPattern.objects.filter(resource_id__in=ids):
        rows[pattern.resource_id].append(lasting(pattern))
    others: dict[UUID, dict[date, tuple[Session, ...]]] = {one: {} for one in ids}
    for other in OtherHours.objects.filter(resource_id__in=ids, day__gte=long_before):
        others[other.resource_id][other.day] = sessions_of(other)
    blocks: dict[UUID, list[Span]] = {one: [] for one in ids}
    live = Block.objects.filter(resource_id__in=ids, lifted_at=None, ends_at__gt=_well_before(since))
    for resource_id, starts_at, ends_at in live.values_list("resource_id", "starts_at", "ends_at"):
        blocks[resource_id].append((starts_at, ends_at))
    sites = list(Site.objects.order_by("code", "id"))
    zones = {str(site.id): ZoneInfo(site.time_zone) for site in sites}
    kept = closings.read(sites, long_before)
    travel = known_travel() if len(sites) > 1 else AT_ONCE
    belongs = Resource.objects.filter(id__in=ids).values_list("id", "kind", "site_id", "staff__profession")
    return {
        one: Arranged(
            tuple(rows[one]), others[one], tuple(blocks[one]),
            kept.for_resource(kind, profession or "", str(site_id)), str(site_id), zones, travel,
        )
        for one, kind, site_id, profession in belongs
    }  # fmt: skip


def _well_before(day: date) -> datetime:
    """A moment that comes before `day` in every time zone."""
    return diaries.start_of(day - timedelta(days=1), ZoneInfo("UTC"))


def lasting(row: WeeklyPattern) -> Lasting:
    site, room = (str(one) if one else "" for one in (row.site_id, row.room_id))
    session = Session(row.weekday, row.begins, row.ends, row.urgent_reserved, site, room)
    return Lasting(session, row.valid_from, row.valid_until)


def sessions_of(other: OtherHours) -> tuple[Session, ...]:
    weekday = other.day.weekday()
    return tuple(
        Session(weekday, time.fromisoformat(begins), time.fromisoformat(ends), urgent, *place)
        for begins, ends, urgent, *place in other.sessions
    )


def as_stored(of_day: Sequence[Session]) -> list[list[str | bool]]:
    """The sessions of one day as `OtherHours` keeps them."""
    return [
        [one.begins.isoformat("minutes"), one.ends.isoformat("minutes"), one.urgent, one.site, one.room]
        if one.site or one.room
        else [one.begins.isoformat("minutes"), one.ends.isoformat("minutes"), one.urgent]
        for one in sorted(of_day)
    ]
