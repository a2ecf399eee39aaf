"""The free times of a week or a month at a glance: on which days there are any, how many, and from when."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from almoner.core import clock
from almoner.scheduling import memory
from almoner.scheduling.asking import Asked
from almoner.scheduling.closed_days import Closed, closed_days
from almoner.scheduling.times import Time

MOST = 5000
"""More than a month can hold of one service: each start is counted once."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day and its free times, in order. None of a day that is over."""

    on: date
    times: tuple[Time, ...]
    closed: tuple[Closed, ...] = ()
    """The holidays that it is."""

    @property
    def count(self) -> int:
        return len(self.times)

    @property
    def first(self) -> datetime | None:
        return self.times[0].starts_at if self.times else None


def days_between(asked: Asked, first: date, last: date) -> list[Day]:
    """Every day from `first` to `last`, both included, in one search."""
    today = clock.today()
    if last < today:
        return [Day(on, ()) for on in dates(first, last)]
    begin = clock.on_the_wall(max(first, today), time.min)
    with memory.current():
        by_day = _by_day(asked.times(from_at=begin, until=last, limit=MOST))
        closed = closed_days(asked, dates(max(first, today), last))
    return [Day(on, by_day.get(on, ()), closed.get(on, ())) for on in dates(first, last)]


def week_of(asked: Asked, on: date) -> list[Day]:
    """The seven days of the week in which `on` lies, Monday first."""
    monday = on - timedelta(days=on.weekday())
    return days_between(asked, monday, monday + timedelta(days=WEEK - 1))


def month_of(asked: Asked, on: date) -> list[list[Day | None]]:
    """The month in which `on` lies, as weeks from Monday; None for days of other months."""
    first = on.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    days: list[Day | None] = list(days_between(asked, first, last))
    padded = [None] * first.weekday() + days + [None] * (WEEK - 1 - last.weekday())
    return [padded[begin : begin + WEEK] for begin in range(0, len(padded), WEEK)]


def first_day(asked: Asked, from_day: date | None = None) -> date | None:
    """The first day, from this one on, that has a time at all."""
    begin = clock.on_the_wall(max(from_day, clock.today()), time.min) if from_day else None
    found = asked.times(from_at=begin, limit=1)
    return clock.local(found[0].starts_at).date() if found else None


def month_before(on: date) -> date:
    """The first of the month before."""
    return (on.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(on: date) -> date:
    """The first of the month after."""
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1)


def dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def _by_day(times: Sequence[Time]) -> dict[date, tuple[Time, ...]]:
    return {on: tuple(of_day) for on, of_day in groupby(times, key=lambda one: clock.local(one.starts_at).date())}
