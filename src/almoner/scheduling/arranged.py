"""What is arranged for resources: their weeks, the days with other hours, and the time that is blocked. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.scheduling import diaries, sessions
from almoner.scheduling.models import Block, OtherHours, WeeklyPattern
from almoner.scheduling.sessions import Lasting, Session

Span = tuple[datetime, datetime]
REACH = timedelta(days=2)
"""A diary's bits end within a day of its own day: blocks that begin later do not touch it."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """Of one resource. With another of these, what a change would do can be seen before it is made."""

    rows: tuple[Lasting, ...] = ()
    others: Mapping[date, tuple[Session, ...]] = field(default_factory=dict)
    blocks: tuple[Span, ...] = ()

    def on_day(self, day: date) -> tuple[Session, ...]:
        return sessions.on_day(self.rows, self.others, day)

    def bits(self, day: date, zone: ZoneInfo) -> tuple[int, int]:
        """What is open on a day, and what of it is kept for the urgent."""
        return sessions.lay_out(self.rows, self.others, day, zone)

    def blocked(self, midnight: datetime) -> int:
        """What is blocked in the diary that begins at `midnight`, open or not."""
        near = ((a, b) for a, b in self.blocks if b > midnight and a < midnight + REACH)
        return diaries.either(*(diaries.between(a, b, midnight) for a, b in near))

    def usable(self, day: date, zone: ZoneInfo) -> int:
        return self.bits(day, zone)[0] & ~self.blocked(diaries.start_of(day, zone))


def arranged(resource_ids: Iterable[UUID], since: date) -> dict[UUID, Arranged]:
    """Of each resource, as far as it matters from `since` on. Three statements, however many they are."""
    ids = list(resource_ids)
    night_before = since - timedelta(days=1)
    rows: dict[UUID, list[Lasting]] = {one: [] for one in ids}
    for pattern in WeeklyPattern.objects.filter(resource_id__in=ids):
        rows[pattern.resource_id].append(lasting(pattern))
    others: dict[UUID, dict[date, tuple[Session, ...]]] = {one: {} for one in ids}
    for other in OtherHours.objects.filter(resource_id__in=ids, day__gte=night_before):
        others[other.resource_id][other.day] = sessions_of(other)
    blocks: dict[UUID, list[Span]] = {one: [] for one in ids}
    live = Block.objects.filter(resource_id__in=ids, lifted_at=None, ends_at__gt=_well_before(since))
    for resource_id, starts_at, ends_at in live.values_list("resource_id", "starts_at", "ends_at"):
        blocks[resource_id].append((starts_at, ends_at))
    return {one: Arranged(tuple(rows[one]), others[one], tuple(blocks[one])) for one in ids}


def _well_before(day: date) -> datetime:
    """A moment that comes before `day` in every time zone."""
    return diaries.start_of(day - timedelta(days=1), ZoneInfo("UTC"))


def lasting(row: WeeklyPattern) -> Lasting:
    session = Session(row.weekday, row.begins, row.ends, row.urgent_reserved)
    return Lasting(session, row.valid_from, row.valid_until)


def sessions_of(other: OtherHours) -> tuple[Session, ...]:
    weekday = other.day.weekday()
    return tuple(
        Session(weekday, time.fromisoformat(begins), time.fromisoformat(ends), urgent)
        for begins, ends, urgent in other.sessions
    )


def as_stored(of_day: Sequence[Session]) -> list[list[str | bool]]:
    """The sessions of one day as `OtherHours` keeps them."""
    return [[one.begins.isoformat("minutes"), one.ends.isoformat("minutes"), one.urgent] for one in sorted(of_day)]
