"""Finding the days on which several visits can be had one after the other. Reads only, as the search does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from almoner.catalogue.models import Service
from almoner.catalogue.standing import told_hours
from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.people.models import Person
from almoner.scheduling import fasting, joined, memory, series
from almoner.scheduling.joined import Gaps, Joined, Wanted
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.proposing import busy_of
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.search import find_times
from almoner.scheduling.series import Span
from almoner.scheduling.suitability import check
from almoner.scheduling.times import Time

WEEKS = 8
A_WEEK = timedelta(days=7)
IN_A_WEEK = 2000
CONSULTING = "consulting"
"""The kind of room in which people talk: what is done elsewhere is done before it."""
TRIED = 8
"""Ways through a day that are looked at closely, those with the least waiting first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One visit of the day: what it is for, and how long after it its result is there for the last one."""

    service: Service
    result_minutes: int = 0


@dataclass(frozen=True, slots=True)
class DayWish:
    """What is wanted on one day. Where not `as_given`, the order is found: see `joined.in_order`."""

    pieces: tuple[Piece, ...]
    from_day: date
    least_minutes: int = 10
    most_minutes: int = 120
    as_given: bool = False
    days: int = 3

    @property
    def gaps(self) -> Gaps:
        return Gaps(timedelta(minutes=self.least_minutes), timedelta(minutes=self.most_minutes))


@dataclass(frozen=True, slots=True)
class DayProposal:
    """One day: the visits in order of time, with the services they are for, and what they ask together."""

    services: tuple[Service, ...]
    way: Joined
    asked: fasting.Day
    wanted: tuple[Wanted, ...] = ()

    @property
    def fasting_first(self) -> bool:
        return bool(self.wanted and self.wanted[0].rule)

    @property
    def waits_for_results(self) -> bool:
        return any(one.result_minutes for one in self.wanted[:-1])

    @property
    def day(self) -> date:
        return self.way.times[0].on_there


@memory.current()
def propose_days(person: Person, wish: DayWish, *, ordered: bool = False, by: Actor) -> list[DayProposal]:
    """The first days on which all can be had, each with the least waiting that was found.

    Raises TheirsToBook, NotThere and NotSuitable. Looks ahead for `WEEKS` weeks, a week at a time.
    """
    for piece in wish.pieces:
        need_to_book_for(person, by, piece.service)
        check(piece.service, person, ordered=ordered, by=by)
    wanted = [_wanted(piece) for piece in wish.pieces]
    order = list(range(len(wanted))) if wish.as_given else joined.in_order(wanted)
    looked = _Looked(
        tuple(wish.pieces[nth].service for nth in order),
        tuple(wanted[nth] for nth in order),
        wish.gaps,
        tuple(timedelta(minutes=wanted[nth].result_minutes) for nth in order),
        tuple(busy_of(person, wish.from_day)),
    )
    return _days(looked, max(wish.from_day, clock.today()), wish.days)


def _wanted(piece: Piece) -> Wanted:
    hours = told_hours(piece.service)
    rule = fasting.rule_of(hours.food, hours.clear)
    talk = CONSULTING in piece.service.room_kinds
    return Wanted(piece.service.code, rule, hours.drink_by, piece.result_minutes, talk)


def _days(looked: _Looked, begin: date, wanted: int) -> list[DayProposal]:
    found: list[DayProposal] = []
    for nth in range(WEEKS):
        first = begin + nth * A_WEEK
        for options in looked.week(first, first + A_WEEK - timedelta(days=1)):
            way = looked.way(options)
            if way:
                asked = joined.asked_together(looked.wanted, way.times)
                found.append(DayProposal(looked.services, way, asked, looked.wanted))
            if len(found) == wanted:
                return found
    return found


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is looked for, in order."""

    services: tuple[Service, ...]
    wanted: tuple[Wanted, ...]
    gaps: Gaps
    results: tuple[timedelta, ...]
    busy: tuple[Span, ...]

    def week(self, first: date, last: date) -> list[list[list[Time]]]:
        """The days of a week on which there is something for each, in order, with what there is for each."""
        by_day: list[dict[date, list[Time]]] = []
        for service in self.services:
            of_service: dict[date, list[Time]] = {}
            found = find_times(service, from_day=first, until=last, limit=IN_A_WEEK, by=SYSTEM)
            for one in series.clear_of(found, self.busy):
                of_service.setdefault(one.on_there, []).append(one)
            by_day.append(of_service)
            if not of_service:
                return []
        days = sorted(set.intersection(*(set(each) for each in by_day)))
        return [[each[day] for each in by_day] for day in days]

    def _next(self, service: Service, from_at: datetime, rough: Time) -> list[Time]:
        """The first time from a moment on, of the same day at the same site as one that is known by rough steps."""
        here = Preferences(sites=(str(rough.site_id),))
        found = find_times(service, from_at=from_at, until=rough.on_there, limit=1, preferences=here, by=SYSTEM)
        return series.clear_of(found, self.busy)

    def way(self, options: Sequence[Sequence[Time]]) -> Joined | None:
        """The best way through a day. A list of times is in steps: those ways that look best are asked for again to
        the minute, each visit as early after the one before as it can be had."""
        slack = [timedelta(minutes=service.minutes) for service in self.services]
        rough = sorted(joined.chains(options, self.gaps, self.results, slack=slack), key=Joined.rank)
        closer: list[Joined] = []
        for each in rough[:TRIED]:
            closer += [found for found in [self._closer(each)] if joined.fits(found, self.gaps, self.results)]
            if closer and closer[-1].waiting <= self.gaps.least * (len(options) - 1):
                return closer[-1]
        return joined.best(closer)

    def _closer(self, way: Joined) -> Joined:
        taken = [way.times[0]]
        for nth, rough in enumerate(way.times[1:], start=1):
            last = nth == len(way.times) - 1
            earliest = joined.earliest_after(taken, self.gaps, self.results, last=last)
            found = self._next(self.services[nth], earliest, rough) if earliest < rough.starts_at else []
            taken.append(min([*found, rough], key=lambda each: each.starts_at))
        return Joined(tuple(taken))
