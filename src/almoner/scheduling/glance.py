"""The free times of a week or a month at a glance: on which days there are any, how many, and from when."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    """A day and its free times, in order. None of a day that is over. `first` is on the wall of its site."""

    on: date
    times: tuple[Time, ...]
    closed: tuple[Closed, ...] = ()
    """The holidays that it is."""

    @property
    def count(self) -> int:
        return len(self.times)

    @property
    def first(self) -> datetime | None:
        return self.times[0].starts_there if self.times else None


def days_between(asked: Asked, first: date, last: date) -> list[Day]:
    """Every day from `first` to `last`, both included, in one search."""
    today = clock.today() - timedelta(days=1)  # at another site it may be yesterday
    if last < today:
        return [Day(on, ()) for on in dates(first, last)]
    with memory.current():
        by_day = _by_day(asked.times(from_day=max(first, today), until=last, limit=MOST))
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
    found = asked.times(from_day=max(from_day, clock.today()) if from_day else None, limit=1)
    return found[0].on_there if found else None


def month_before(on: date) -> date:
    """The first of the month before."""
    return (on.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(on: date) -> date:
    """The first of the month after."""
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1)


def dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def _by_day(times: Sequence[Time]) -> dict[date, tuple[Time, ...]]:
    """By the calendar of each time's own site: two of them may change the day at different moments."""
    in_order = sorted(times, key=lambda one: one.on_there)
    return {on: tuple(of_day) for on, of_day in groupby(in_order, key=lambda one: one.on_there)}
