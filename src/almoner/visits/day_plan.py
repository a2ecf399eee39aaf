"""The plan of one day at the bedside: what comes when, what nothing by mouth asks of it, and what clashes. Pure.

A round is a stretch of time, never a point; a test says what to expect; a meal that falls into a fast is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from almoner.scheduling import fasting
from almoner.visits.enums import PlanKind

GETTING_THERE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the plan. Without `ends_at` it is a moment. `note` is a code or plain words; `kept` marks a meal that
    waits until the fast is over."""

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    note: str = ""
    kept: bool = False

    @property
    def until(self) -> datetime:
        return self.ends_at or self.starts_at


@dataclass(frozen=True, slots=True)
class Test:
    """A test of the day. `food_hours`, `clear_hours`: without food and drink before; `drink_by_hours`: drink before."""

    __test__ = False

    name: str
    starts_at: datetime
    ends_at: datetime
    food_hours: int | None = None
    clear_hours: int | None = None
    drink_by_hours: int | None = None
    expect: str = ""


@dataclass(frozen=True, slots=True)
class Fast:
    """From when without food, from when without any drink (None: water is allowed throughout), and until when."""

    food_from: datetime
    drink_from: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """Two lines that cannot both be as they stand: `overlap`, `round`, `drink`. Only a person can resolve it."""

    what: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class DayPlan:
    items: tuple[Item, ...]
    fasts: tuple[Fast, ...]
    clashes: tuple[Clash, ...]


def build(
    tests: Sequence[Test],
    *,
    rounds: Sequence[Item] = (),
    meals: Sequence[Item] = (),
    visiting: Sequence[Item] = (),
    agreed: Sequence[Item] = (),
) -> DayPlan:
    """The whole day in order of time. `agreed` is what staff put in by hand (STAY-7)."""
    fasts = tuple(fasts_of(tests))
    lines = [
        *(_as_item(test) for test in tests),
        *(_as_line(fast) for fast in fasts),
        *rounds,
        *(_meal(meal, fasts) for meal in meals),
        *visiting,
        *agreed,
    ]
    order = sorted(lines, key=lambda item: (item.starts_at, item.until, item.kind, item.title))
    return DayPlan(tuple(order), fasts, tuple(_clashes(tests, rounds, fasts)))


def fasts_of(tests: Sequence[Test]) -> list[Fast]:
    """The stretches without food: what one test asks, joined with the next where they touch; the strictest counts."""
    found: list[Fast] = []
    for test in sorted(tests, key=lambda one: one.ends_at):
        rule = fasting.rule_of(test.food_hours, test.clear_hours)
        if rule is None:
            continue
        limits = fasting.limits(rule, test.starts_at)
        new = Fast(limits.food_until, limits.clear_until, test.ends_at)
        while found and new.food_from <= found[-1].until:
            new = _joined(found.pop(), new)
        found.append(new)
    return found


def _joined(first: Fast, second: Fast) -> Fast:
    """One fast out of two: nothing is eaten or drunk between them that either forbids."""
    drinks = [moment for moment in (first.drink_from, second.drink_from) if moment]
    return Fast(min(first.food_from, second.food_from), min(drinks, default=None), max(first.until, second.until))


def fasting_at(fasts: Iterable[Fast], moment: datetime) -> Fast | None:
    """The fast that holds at `moment`, if any."""
    return next((fast for fast in fasts if fast.food_from <= moment < fast.until), None)


def _as_item(test: Test) -> Item:
    return Item(PlanKind.TEST, test.name, test.starts_at, test.ends_at, test.expect)


def _as_line(fast: Fast) -> Item:
    return Item(PlanKind.FASTING, "", fast.food_from, fast.until, "no_drink" if fast.drink_from else "water_allowed")


def _meal(meal: Item, fasts: Iterable[Fast]) -> Item:
    fast = fasting_at(fasts, meal.starts_at)
    return replace(meal, kept=True, note="kept_until_after", ends_at=fast.until) if fast else meal


def _clashes(tests: Sequence[Test], rounds: Sequence[Item], fasts: Sequence[Fast]) -> Iterable[Clash]:
    order = sorted(tests, key=lambda test: (test.starts_at, test.name))
    for number, test in enumerate(order):
        for other in order[number + 1 :]:
            if other.starts_at < test.ends_at + GETTING_THERE:
                yield Clash("overlap", test.name, other.name)
        if test.drink_by_hours is not None:
            drinks_at = test.starts_at - timedelta(hours=test.drink_by_hours)
            if any(fast.drink_from and fast.drink_from <= drinks_at < fast.until for fast in fasts):
                yield Clash("drink", test.name, "")
    for each in rounds:
        away = [test for test in order if test.starts_at <= each.starts_at and test.ends_at >= each.until]
        yield from (Clash("round", test.name, each.title) for test in away)
