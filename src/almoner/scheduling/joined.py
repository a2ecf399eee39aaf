"""Several visits on one day: their order, and the times that leave the least waiting between them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from almoner.scheduling import fasting
from almoner.scheduling.times import Time

MOST = 5
"""Visits on one day."""
KEPT = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of the visits: what it asks, how long after it its result is there for the last one of the day, and whether
    it is a talk, to which the others bring their results."""

    name: str
    rule: fasting.Rule | None = None
    drink_by_hours: int | None = None
    result_minutes: int = 0
    talk: bool = False


@dataclass(frozen=True, slots=True)
class Gaps:
    """The least and the most time from the end of one visit to the start of the next."""

    least: timedelta
    most: timedelta


@dataclass(frozen=True, slots=True)
class Joined:
    """One way through the day, in order of time."""

    times: tuple[Time, ...]

    @property
    def waiting(self) -> timedelta:
        """All time between the visits."""
        pairs = zip(self.times, self.times[1:], strict=False)
        return sum((after.starts_at - before.ends_at for before, after in pairs), timedelta())

    @property
    def starts_at(self) -> datetime:
        return self.times[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return self.times[-1].ends_at

    def rank(self) -> tuple[timedelta, datetime, list[UUID]]:
        """The least waiting first; of two alike the one that begins earlier."""
        return self.waiting, self.starts_at, [part.resource_id for time in self.times for part in time.parts]


def in_order(wanted: Sequence[Wanted]) -> list[int]:
    """Which comes when: what is done fasting first, the longest fast before the others; talks last; before them what
    the last visit waits for, the longest wait first; else as they were asked for."""
    return sorted(range(len(wanted)), key=lambda nth: (*_rank(wanted[nth]), nth))


def _rank(one: Wanted) -> tuple[int, bool, int]:
    return (-(one.rule.food_hours if one.rule else 0), one.talk, -one.result_minutes)


def chains(
    options: Sequence[Sequence[Time]], gaps: Gaps, results: Sequence[timedelta], *, slack: Sequence[timedelta] = ()
) -> list[Joined]:
    """Ways through the options, one of each in their order, at one site, within the gaps: of those that reach the same
    time the `KEPT` with the least waiting, so that a day of many visits is not gone through without end.

    The last one begins no earlier than the results are there; the most gap counts from then. `slack` lets each begin
    so much later: where times are known by rough steps, it may be had earlier.
    """
    wider = list(slack) or [timedelta()] * len(options)
    ways = [Joined((time,)) for time in options[0]]
    for nth, times in enumerate(options[1:], start=1):
        last, reached = nth == len(options) - 1, []
        for time in times:
            onward = [
                Joined((*way.times, time))
                for way in ways
                if way.ends_at <= time.starts_at and _follows(way.times, time, gaps, wider[nth], results, last=last)
            ]
            reached += sorted(onward, key=Joined.rank)[:KEPT]
        ways = reached
    return ways


def _follows(
    taken: Sequence[Time], time: Time, gaps: Gaps, slack: timedelta, results: Sequence[timedelta], *, last: bool
) -> bool:
    if time.site != taken[-1].site:
        return False
    earliest = earliest_after(taken, gaps, results, last=last)
    return earliest <= time.starts_at <= earliest + (gaps.most - gaps.least) + slack


def best(ways: Sequence[Joined]) -> Joined | None:
    """The way with the least waiting, if there is any."""
    return min(ways, key=Joined.rank, default=None)


def earliest_after(taken: Sequence[Time], gaps: Gaps, results: Sequence[timedelta], *, last: bool) -> datetime:
    """The moment before which the next visit cannot begin."""
    after = taken[-1].ends_at + gaps.least
    waits = [before.ends_at + wait for before, wait in zip(taken, results, strict=False)] if last else []
    return max([after, *waits])


def fits(way: Joined, gaps: Gaps, results: Sequence[timedelta]) -> bool:
    """Whether a way keeps order, gaps, site and results."""
    times = way.times
    return all(
        _follows(times[:nth], times[nth], gaps, timedelta(), results, last=nth == len(times) - 1)
        for nth in range(1, len(times))
    )


def asked_together(wanted: Sequence[Wanted], times: Sequence[Time]) -> fasting.Day:
    """What the visits ask of the day: until when to eat, from when again, and what only a person can resolve."""
    return fasting.of_day(
        [
            fasting.Visit(one.name, time.starts_at, time.ends_at, one.rule, one.drink_by_hours)
            for one, time in zip(wanted, times, strict=True)
        ]
    )
