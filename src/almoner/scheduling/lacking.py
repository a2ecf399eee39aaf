"""How much of each thing that a visit needs is free in some days, which of them lacks, and from when on it is there.

Read from the diaries, as the search reads them: lapsed holds count as free, time kept for the urgent does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.scheduling import diaries
from almoner.scheduling.enums import URGENT_UP_TO
from almoner.scheduling.models import Claim, Diary
from almoner.scheduling.needs import Need, needs_of
from almoner.scheduling.preferences import Preferences

Places = dict[tuple[UUID, date], int]
"""By site and day, bits of the ticks at which a visit can begin."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How it stands with one need: `known` is how many there are at all, `free` how many of them have room for the
    visit in the days asked for. `again_on` is the first day after those on which one has; None where none is in sight,
    or where none lacks."""

    need: Need
    known: int
    free: int
    again_on: date | None = None

    @property
    def lacks(self) -> bool:
        return self.free == 0


@dataclass(frozen=True, slots=True)
class Lacking:
    """`apart` are needs that are free in these days, but never when all the others are."""

    stands: tuple[Stand, ...]
    apart: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """In which days something is looked for, and for what sort of visit."""

    from_at: datetime
    last_day: date
    length: int
    level: int
    wish: Preferences

    @property
    def days(self) -> tuple[date, date]:
        """With the days before, whose sessions may run past midnight."""
        return clock.local(self.from_at).date() - timedelta(days=1), self.last_day


def lacking(service: Service, window: Window, *, look_until: date) -> Lacking:
    """Each need in order. What lacks is looked for until `look_until`. Five statements for each need at most."""
    needs = needs_of(service, window.wish)
    stands: list[Stand] = []
    places: list[Places] = []
    for need in needs:
        free, begins = _free(need, window)
        again_on = None if free else _again_on(need, window, look_until)
        stands.append(Stand(need, need.resources().count(), len(free), again_on))
        places.append(begins)
    return Lacking(tuple(stands), tuple(_apart(needs, places)))


def _apart(needs: Sequence[Need], places: Sequence[Places]) -> list[Need]:
    if not all(places) or len(needs) < 2 or _together(places):
        return []
    others = [[one for at, one in enumerate(places) if at != left] for left in range(len(needs))]
    return [need for need, rest in zip(needs, others, strict=True) if _together(rest)]


def _together(places: Sequence[Places]) -> bool:
    """Whether there is a place, a day and a tick at which a visit can begin with all of them."""
    return any(reduce(and_, (one.get(place, 0) for one in places)) for place in places[0])


def _free(need: Need, window: Window) -> tuple[set[UUID], Places]:
    """Who of a group has room in these days, and where and when a visit can begin with any of them."""
    rows = _pages(need, window)
    lapsed = _lapsed(rows)
    free: set[UUID] = set()
    begins: Places = {}
    for diary in rows:
        bits = _begins(diary, lapsed.get(diary.id, 0), window)
        if bits:
            free.add(diary.resource_id)
            place = (diary.resource.site_id, diary.day)
            begins[place] = begins.get(place, 0) | bits
    return free, begins


def _again_on(need: Need, window: Window, look_until: date) -> date | None:
    """The first day after the window on which one of a group has room."""
    begin = clock.on_the_wall(window.last_day + timedelta(days=1), datetime.min.time())
    later = Window(begin, look_until, window.length, window.level, window.wish)
    return min((day for _site, day in _free(need, later)[1]), default=None)


def _pages(need: Need, window: Window) -> list[Diary]:
    rows = Diary.objects.filter(
        resource__in=need.resources().values("id"), day__range=window.days, longest__gte=window.length
    )
    return list(rows.select_related("resource").order_by("day", "id"))


def _lapsed(rows: Sequence[Diary]) -> dict[UUID, int]:
    """Time that holds which have lapsed still claim, as bits by diary."""
    by_id = {diary.id: diary for diary in rows}
    first = min((diary.midnight for diary in rows), default=None)
    found: dict[UUID, int] = {}
    claims = Claim.objects.filter(lapses_at__lte=clock.now(), ends_at__gt=first) if first else Claim.objects.none()
    for claim in claims:
        diary = by_id.get(claim.diary_id)
        if diary:
            usable = diaries.unpack(diary.open) & ~diaries.unpack(diary.blocked)
            taken = diaries.between(claim.starts_at, claim.ends_at, diary.midnight)
            found[diary.id] = found.get(diary.id, 0) | taken & usable
    return found


def _begins(diary: Diary, lapsed: int, window: Window) -> int:
    """Bits at which a visit can begin with this resource on this day."""
    free = diaries.unpack(diary.free) | lapsed
    if window.level > URGENT_UP_TO:
        released = diaries.tick_of(clock.now() + timedelta(hours=diary.resource.release_hours), diary.midnight)
        free &= ~diaries.unpack(diary.urgent) | diaries.span(0, released)
    if diary.midnight < window.from_at:
        begun = -((diary.midnight - window.from_at) // diaries.TICK)
        free = free >> begun << begun
    return diaries.fits(free, window.length) & window.wish.allowed(diary.day, clock.zone())
