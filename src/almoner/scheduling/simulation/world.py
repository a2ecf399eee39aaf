"""A made-up clinic and those who ask it for a visit: the same for every policy that is tried on it.

Time is counted in hours from a Monday's midnight. A clinic of some clinicians sees people on workdays, each in a time
of half an hour; clinicians are away at times, told three weeks before.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

DAY = 24.0
WEEK = 7 * DAY
OPENS, VISIT = 9.0, 0.5
ASKED_FROM, ASKED_UNTIL = 8.0, 17.0
LEVELS = {2: 0.05, 3: 0.09, 4: 0.30, 5: 0.56}
"""The share of those who ask by level of urgency; the first level does not wait for a time at all."""
URGENT_SAY_BY = 14.5
"""After this hour of a day, who must be seen within the hour is sent to the emergency department instead."""
NOTICE = ((0.15, 1.0), (0.35, 4.0), (0.70, 24.0), (1.0, 48.0))
"""Hours of notice that people who are not urgent need: by the share of them up to which it is so."""
CANCELS, MISSES, AWAY = 0.12, 0.05, 0.04
CANCELLED_BEFORE = (2.0, 12.0, 30.0, 72.0, 168.0)
TOLD_AWAY = 3 * WEEK
RUN_OUT = 8 * WEEK
"""So long the clinic goes on, asked as before, after the last whose wait is counted."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`load`: the share of the times that those who ask would fill, those counted twice who miss a visit."""

    months: int = 3
    clinicians: int = 6
    times_a_day: int = 14
    load: float = 0.9
    backlog_days: int = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks. `cancels`: so many hours before the time that they have then, or half-way to it if that is
    later; `takes`: their mood for offers."""

    number: int
    level: int
    asked_at: float
    notice: float
    cancels: float | None
    misses: bool
    takes: float
    counted: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of one clinician; `place` is its number in the day."""

    number: int
    starts_at: float
    clinician: int
    place: int

    @property
    def day(self) -> int:
        return int(self.starts_at // DAY)


@dataclass(frozen=True, slots=True)
class World:
    """`away`: when it is told, and the times that fall away. `seen`: of half a year before, by weekday and level, how
    many came on each day: what a policy may learn from."""

    scale: Scale
    slots: tuple[Slot, ...]
    people: tuple[Person, ...]
    away: tuple[tuple[float, tuple[int, ...]], ...]
    seen: dict[tuple[int, int], tuple[int, ...]]

    @property
    def open_hours(self) -> float:
        """Of a workday."""
        return self.scale.times_a_day * VISIT

    @property
    def counted_until(self) -> float:
        return counted_until(self.scale)


def counted_until(scale: Scale) -> float:
    return scale.months * 30 * DAY


def is_workday(day: int) -> bool:
    return day % 7 < 5


def make(scale: Scale, seed: int) -> World:
    """The world of a seed. Demand, clinicians and what was seen before come from sources of their own."""
    slots = _slots(scale)
    return World(
        scale,
        slots,
        tuple(_people(scale, Random(f"{seed} people"))),
        tuple(_away(slots, Random(f"{seed} away"))),
        _seen(scale, Random(f"{seed} seen")),
    )


def _slots(scale: Scale) -> tuple[Slot, ...]:
    days = int((counted_until(scale) + RUN_OUT) // DAY) + 90
    places = (
        (day * DAY + OPENS + place * VISIT, clinician, place)
        for day in range(days)
        if is_workday(day)
        for place in range(scale.times_a_day)
        for clinician in range(scale.clinicians)
    )
    return tuple(Slot(number, *place) for number, place in enumerate(places))


def _a_day(scale: Scale) -> float:
    """How many ask on a workday."""
    not_urgent = LEVELS[4] + LEVELS[5]
    times_each = 1 - not_urgent * CANCELS + not_urgent * MISSES
    return scale.clinicians * scale.times_a_day * (1 - AWAY) * scale.load / times_each


def _people(scale: Scale, source: Random) -> list[Person]:
    found: list[Person] = []
    backlog = round(scale.backlog_days * _a_day(scale))
    found.extend(_person(len(found), 0.0, source, counted=False, levels=(4, 5)) for _ in range(backlog))
    until = counted_until(scale)
    for day in range(int((until + RUN_OUT) // DAY)):
        if is_workday(day):
            hours = sorted(source.uniform(ASKED_FROM, ASKED_UNTIL) for _ in range(poisson(_a_day(scale), source)))
            for hour in hours:
                found.append(_person(len(found), day * DAY + hour, source, counted=day * DAY < until))
    return found


def _person(
    number: int, asked_at: float, source: Random, *, counted: bool, levels: tuple[int, ...] = tuple(LEVELS)
) -> Person:
    level = source.choices(levels, [LEVELS[one] for one in levels])[0]
    lot, cancel, miss, takes = (source.random() for _ in range(4))
    if level == 2 and asked_at % DAY > URGENT_SAY_BY:
        level = 3
    notice = 0.5 if level <= 3 else next(hours for share, hours in NOTICE if lot <= share)
    cancels = source.choice(CANCELLED_BEFORE) if cancel < CANCELS and level > 3 else None
    return Person(number, level, asked_at, notice, cancels, miss < MISSES and level > 3, takes, counted)


def _away(slots: tuple[Slot, ...], source: Random) -> list[tuple[float, tuple[int, ...]]]:
    by_day: dict[tuple[int, int], list[int]] = {}
    for slot in slots:
        by_day.setdefault((slot.day, slot.clinician), []).append(slot.number)
    return [
        (max(day * DAY - TOLD_AWAY, 0.0), tuple(numbers))
        for (day, _clinician), numbers in sorted(by_day.items())
        if source.random() < AWAY
    ]


def _seen(scale: Scale, source: Random, weeks: int = 26) -> dict[tuple[int, int], tuple[int, ...]]:
    return {
        (weekday, level): tuple(poisson(_a_day(scale) * LEVELS[level], source) for _ in range(weeks))
        for weekday in range(5)
        for level in (2, 3)
    }


def poisson(mean: float, source: Random) -> int:
    """How many come, when they come independently of each other and `mean` do on average."""
    count, passed = 0, source.expovariate(1.0)
    while passed < mean:
        count += 1
        passed += source.expovariate(1.0)
    return count
