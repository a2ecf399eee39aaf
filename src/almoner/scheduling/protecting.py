"""The times of a site's day that are kept for people who are more urgent (APT-6), by what `protection` says of them.

Kept is not a certain time but a number: of those who give a service, so many times stay free in a stretch. When no more
than these are left, the stretch is closed to everyone who is less urgent, whatever service of theirs is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from almoner.core import clock
from almoner.core.prepared import Prepared
from almoner.scheduling import diaries, memory
from almoner.scheduling.enums import URGENT_UP_TO, Kind
from almoner.scheduling.memory import Memory
from almoner.scheduling.models import Resource
from almoner.scheduling.needs import Need, ticks_of
from almoner.scheduling.protection import STRETCHES, Protected, kept
from almoner.scheduling.register import AtSite, Kept, as_stored, demand
from almoner.scheduling.sheets import Sheet, begins

HOUR = timedelta(hours=1)
_MORE_URGENT = Prepared(
    lambda level, staff_ids: (
        demand()
        .filter(level__lt=level, protection__service__offerings__staff__in=staff_ids)
        .values_list("id", flat=True)[:1]
    )
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a day in which times are kept for `level`: how many, and how many are free from now on."""

    level: int
    begin: int
    end: int
    """Ticks of the sheet."""
    free: int
    kept: int
    is_over: bool

    @property
    def is_closed(self) -> bool:
        """Whether all that is left is kept."""
        return not self.is_over and self.free <= self.kept


def columns_for(level: int, sheet: Sheet, site: AtSite, day: date, known: Memory) -> Sequence[int]:
    """Who is free on a sheet for somebody of this level, tick by tick."""
    if level <= min(STRETCHES):
        return sheet.free
    columns = sheet.free if level <= URGENT_UP_TO else sheet.open_to_all(clock.now(), site.release)
    shut = _shut(level, sheet, site, day, known)
    if not shut:
        return columns
    columns = list(columns)
    for begin, end, places in shut:
        for tick in range(begin, min(end, len(columns))):
            columns[tick] &= ~places
    return columns


def kept_from(level: int, times: Sequence[tuple[Resource, datetime]]) -> list[tuple[Resource, datetime]]:
    """Which of these times, by clinician and start, are kept from somebody of this level. For an action that has
    written nothing yet. One statement where nobody more urgent is expected of any of these clinicians."""
    if level <= min(STRETCHES) or not _expected({one.staff_id for one, _at in times}, level):
        return []
    with memory.before_writing() as known:
        return [(clinician, at) for clinician, at in times if is_kept(clinician, at, level, known)]


def _expected(staff_ids: AbstractSet[UUID | None], level: int) -> bool:
    """Whether people more urgent than `level` are expected who ask for a service of theirs."""
    return _MORE_URGENT.one(level=level, staff_ids=staff_ids - {None}) is not None


def is_kept(clinician: Resource, starts_at: datetime, level: int, known: Memory) -> bool:
    """Whether a time of theirs is closed to somebody of this level, although it may be free."""
    stands = known.register.stands(as_stored(clinician.id))
    if level <= min(STRETCHES):
        return False
    return any(_is_kept_at(site, place, starts_at, level, known, here=len(stands) == 1) for site, place in stands)


def _is_kept_at(site: AtSite, place: int, starts_at: datetime, level: int, known: Memory, *, here: bool) -> bool:
    """`here`: they are at no other site. Else only where they are free at this one can it be kept there."""
    day = starts_at.astimezone(site.zone).date()
    known.ready([site.key], [day])
    sheet = known.sheet(site.key, day)
    tick = diaries.tick_of(starts_at, sheet.midnight) if sheet else 0
    if sheet is None or not (here or (tick < len(sheet.free) and sheet.free[tick] >> place & 1)):
        return False
    shut = _shut(level, sheet, site, day, known)
    return any(begin <= tick < end and places >> place & 1 for begin, end, places in shut)


def _shut(level: int, sheet: Sheet, site: AtSite, day: date, known: Memory) -> list[tuple[int, int, int]]:
    """Stretches that are closed to this level, by first and last tick, and to whose times that applies. Found out once
    for days that have not begun."""
    has_begun = clock.now() >= _opens(site, day)
    if level in sheet.closed and not has_begun:
        return sheet.closed[level]  # type: ignore[no-any-return]
    found: dict[tuple[int, int], int] = {}
    for one in known.register.kept:
        for stretch in stretches(one, sheet, site, day, known):
            if stretch.is_closed and stretch.level < level:
                ticks = (stretch.begin, stretch.end)
                found[ticks] = found.get(ticks, 0) | _givers(one, site, known)
    shut = [(begin, end, places) for (begin, end), places in found.items()]
    if not has_begun:
        sheet.closed[level] = shut
    return shut


def stretches(one: Kept, sheet: Sheet, site: AtSite, day: date, known: Memory) -> Iterator[Stretch]:
    """The stretches of a day in which times of one service are kept, for each level that is expected."""
    protected, givers, now = _protected(one, site, day), _givers(one, site, known), clock.now()
    if not protected or not givers:
        return
    opens = _opens(site, day)
    first, past = diaries.tick_of(opens, sheet.midnight), (now - opens) / HOUR
    from_tick = -((sheet.midnight - now) // diaries.TICK)
    starts = begins(sheet.free, [givers], ticks_of(one.service)[1], from_tick, -1)
    free = [(tick, who.bit_count()) for tick, who in starts]
    for number, level in enumerate(protected):
        lasts = round(level.hours * HOUR / diaries.TICK)
        for nth in range(round(site.hours.a_day / level.hours)):
            begin, at = first + nth * lasts, nth * level.hours
            mine = [(tick, count) for tick, count in free if begin <= tick < begin + lasts]
            left, last = sum(count for _, count in mine), mine[-1][0] - first if mine else 0
            keep = kept(protected[: number + 1], at, at + level.hours, past, last * diaries.TICK / HOUR)
            yield Stretch(level.level, begin, begin + lasts, left, keep, is_over=past >= at + level.hours)


def _protected(one: Kept, site: AtSite, day: date) -> tuple[Protected, ...]:
    """What is expected at a site on a day, the most urgent first."""
    if day in site.hours.days_off:
        return ()
    of_day = one.an_hour.get(site.key, {}).get(day.weekday(), {})
    return tuple(
        Protected(level, of_day[level], share * site.hours.a_day)
        for level, share in STRETCHES.items()
        if level in of_day
    )


def _givers(one: Kept, site: AtSite, known: Memory) -> int:
    return known.register.group(Need(Kind.CLINICIAN, "", service_id=one.service.id)).get(site.key, 0)


def _opens(site: AtSite, day: date) -> datetime:
    return datetime.combine(day, site.hours.opens, site.zone)
