"""How much of each thing that a visit needs is free in some days, which of them lacks, and from when on it is there.

Read as the search reads: lapsed holds count as free, time kept for the urgent does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import and_

from almoner.scheduling import memory, planned_hours
from almoner.scheduling.memory import Memory
from almoner.scheduling.needs import Need, needs_of, ticks_of
from almoner.scheduling.register import Key
from almoner.scheduling.search import Wanted, days_of, sheet_for
from almoner.scheduling.sheets import lowest, runs_from, singles

Places = dict[tuple[Key, date], int]
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


def lacking(wanted: Wanted, *, look_until: date) -> Lacking:
    """Each need in order. What lacks is looked for until `look_until`. A number of statements that does not grow."""
    with memory.current() as known:
        needs = needs_of(wanted.service, wanted.wish)
        found = [_free(need, wanted, known) for need in needs]
        stands = [
            Stand(
                need,
                sum(1 for _ in known.register.who(need)),
                len(free),
                None if free else _again_on(need, wanted, known, look_until),
            )
            for need, (free, _places) in zip(needs, found, strict=True)
        ]
    return Lacking(tuple(stands), tuple(_apart(needs, [places for _free, places in found])))


def _apart(needs: Sequence[Need], places: Sequence[Places]) -> list[Need]:
    if not all(places) or len(needs) < 2 or _together(places):
        return []
    others = [[one for at, one in enumerate(places) if at != left] for left in range(len(needs))]
    return [need for need, rest in zip(needs, others, strict=True) if _together(rest)]


def _together(places: Sequence[Places]) -> bool:
    """Whether there is a place, a day and a tick at which a visit can begin with all of them."""
    return any(reduce(and_, (one.get(place, 0) for one in places)) for place in places[0])


def _free(need: Need, wanted: Wanted, known: Memory) -> tuple[set[Key], Places]:
    """Who of a group has room in these days, and where and when a visit can begin with any of them."""
    free: set[Key] = set()
    begins: Places = {}
    groups, days = known.register.group(need), list(days_of(wanted))
    known.ready(groups, days)
    planned_hours.ready(known, list(groups), days)
    for day in days:
        for key, group in groups.items():
            who, ticks = _on_sheet(wanted, known, key, day, group)
            if ticks:
                free.update(known.register.sites[key].who[lowest(one)].key for one in singles(who))
                begins[key, day] = ticks
    return free, begins


def _on_sheet(wanted: Wanted, known: Memory, key: Key, day: date, group: int) -> tuple[int, int]:
    """Who of a group can begin a visit on a day, and at which ticks somebody can."""
    page = sheet_for(wanted, known, key, day)
    if page is None:
        return 0, 0
    who = ticks = 0
    for tick, free in enumerate(runs_from(page.columns, ticks_of(wanted.service)[1])):
        if tick >= page.from_tick and page.allowed >> tick & 1 and free & group:
            who |= free & group
            ticks |= 1 << tick
    return who, ticks


def _again_on(need: Need, wanted: Wanted, known: Memory, look_until: date) -> date | None:
    """The first day after those asked for on which one of a group has room."""
    later = replace(wanted, first_day=wanted.last_day + timedelta(days=1), last_day=look_until)
    return min((day for _site, day in _free(need, later, known)[1]), default=None)
