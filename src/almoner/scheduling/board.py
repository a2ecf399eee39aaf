"""The free time of many resources at once, read from the diaries: few statements, and no writing.

Holds that have lapsed count as free here whether or not anybody has swept them (laws I-11, I-12).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from almoner.scheduling import diaries
from almoner.scheduling.enums import URGENT_UP_TO
from almoner.scheduling.models import Claim, Diary
from almoner.scheduling.needs import Need, with_languages

FEW = 100
"""Up to so many resources are named one by one; of more, each diary in the order of time is asked whether it fits."""
FIRST_PAGE = 64


Key = UUID | str
"""An identifier as the engine gives it: turning each of thousands into a UUID is most of the work of a search."""


@dataclass(slots=True, eq=False)
class Page:
    """Free bits of one resource on one day, at a level of urgency. No free tick comes before `bound`."""

    diary_id: Key
    resource_id: Key
    site_id: Key
    day: date
    midnight: datetime
    free: int
    bound: int

    @property
    def begins_at(self) -> datetime:
        """No free tick of this page comes earlier, nor of one that comes after it in the order."""
        return diaries.moment_of(self.bound, self.midnight)


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the diaries is looked at: by whom it may be used, from when on, and how long a run must be."""

    now: datetime
    from_at: datetime
    last_day: date
    length: int
    level: int
    lapsed: dict[Key, int]

    def days(self) -> Q:
        return Q(day__gte=(self.from_at - timedelta(days=2)).date(), day__lte=self.last_day)


COLUMNS = (
    "id", "resource_id", "resource__site_id", "on", "begins", "free", "urgent", "first", "resource__release_hours",
)  # fmt: skip


def with_days(rows: QuerySet[Diary]) -> QuerySet[Diary]:
    """With `on` and `begins`, the day and its midnight. SQLite gives them as the text that it stores: thousands of rows
    name a few days, and each is read once (`_day`, `_moment`) instead of once for each row."""
    if connection.vendor != "sqlite":
        return rows.annotate(on=F("day"), begins=F("midnight"))
    return rows.annotate(on=Cast("day", TextField()), begins=Cast("midnight", TextField()))


@lru_cache(maxsize=1024)
def _day(told: date | str) -> date:
    return date.fromisoformat(told) if isinstance(told, str) else told


@lru_cache(maxsize=1024)
def _moment(told: datetime | str) -> datetime:
    moment = datetime.fromisoformat(told) if isinstance(told, str) else told
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def look(now: datetime, from_at: datetime, last_day: date, length: int, level: int) -> View:
    """Begin to look: reads which holds have lapsed, in one statement, or two where there are any."""
    claims: dict[UUID, list[tuple[datetime, datetime]]] = {}
    rows = Claim.objects.filter(lapses_at__lte=now, ends_at__gt=from_at).values_list("diary_id", "starts_at", "ends_at")
    for diary_id, starts_at, ends_at in rows:
        claims.setdefault(diary_id, []).append((starts_at, ends_at))
    lapsed: dict[Key, int] = {}
    if claims:
        for diary in Diary.objects.filter(id__in=claims).only("midnight", "open", "blocked"):
            usable = diaries.unpack(diary.open) & ~diaries.unpack(diary.blocked)
            touched = (diaries.between(*claim, diary.midnight) for claim in claims[diary.id])
            lapsed[as_stored(diary.id)] = diaries.either(*touched) & usable
    return View(now, from_at, last_day, length, level, lapsed)


def plain(rows: QuerySet[Any, Any]) -> list[Sequence[Any]]:
    """The rows as the engine gives them: identifiers may be text, and moments without a zone are in UTC."""
    compiler = rows.query.get_compiler(connection=connection)
    return [row for chunk in compiler.execute_sql(chunked_fetch=False) for row in chunk]


def as_stored(key: UUID) -> Key:
    """An identifier as `plain` rows have it."""
    return key if connection.features.has_native_uuid_field else key.hex


def in_order(need: Need, view: View) -> Iterator[list[Page]]:
    """Pages of the group's diaries by day and first free tick, growing; one statement each."""
    meets = _one_of(need)
    size, after = FIRST_PAGE, None
    rows = with_days(Diary.objects.filter(meets, view.days(), longest__gt=0, longest__gte=view.length))
    rows = rows.order_by("day", "first", "id")
    while True:
        chunk = plain((rows.filter(after) if after else rows).values_list(*COLUMNS)[:size])
        yield [found for found in (page(row, view) for row in chunk) if found.free]
        if len(chunk) < size:
            return
        day, first, last_id = _day(chunk[-1][3]), chunk[-1][7], chunk[-1][0]
        after = Q(day__gt=day) | Q(day=day, first__gt=first) | Q(day=day, first=first, id__gt=last_id)
        size *= 4


def on_days(need: Need, view: View, days: Sequence[date]) -> list[Page]:
    """All pages of the group on these days, in one statement."""
    resources = with_languages().filter(need.meets).values("id")
    rows = with_days(Diary.objects.filter(resource_id__in=resources, day__in=days, longest__gte=view.length))
    ordered = rows.order_by("resource__name", "id").values_list(*COLUMNS)
    return [found for found in (page(row, view) for row in plain(ordered)) if found.free]


def _one_of(need: Need) -> Q:
    ids = [row[0] for row in plain(need.resources().values_list("id")[: FEW + 1])]
    if len(ids) <= FEW:
        return Q(resource_id__in=ids)
    return Q(Exists(with_languages().filter(need.meets, id=OuterRef("resource_id"))))


def page(row: Sequence[Any], view: View) -> Page:
    """One row of `COLUMNS` as free bits: with lapsed holds, without what is past or kept for the more urgent."""
    diary_id, resource_id, site_id, told, begins, stored, urgent, first, release_hours = row
    day, midnight = _day(told), _moment(begins)
    free = diaries.unpack(stored)
    if diary_id in view.lapsed:
        free |= view.lapsed[diary_id]
    if urgent and view.level > URGENT_UP_TO:
        released = diaries.tick_of(view.now + timedelta(hours=release_hours), midnight)
        free &= ~diaries.unpack(urgent) | diaries.span(0, released)
    if midnight < view.from_at:
        begun = -((midnight - view.from_at) // diaries.TICK)
        free = free >> begun << begun
    return Page(diary_id, resource_id, site_id, day, midnight, free, first)
