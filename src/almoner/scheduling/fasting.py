"""Fasting rules as clock times, and what several visits of one day ask together. Pure.

Hours before a visit are elapsed hours: six hours before half past eight is half past two by the clock on most days, and
half past one or half past three in a night in which the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Rule:
    """Hours without food and without any drink before a visit; `clear_hours` None: water is always allowed."""

    food_hours: int
    clear_hours: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """Until when one may eat, and drink clear fluids. None: no limit to water."""

    food_until: datetime
    clear_until: datetime | None

    def there(self, zone: ZoneInfo) -> Limits:
        """The same, to be read on the wall of a place."""
        return Limits(self.food_until.astimezone(zone), self.clear_until and self.clear_until.astimezone(zone))


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as far as preparation is concerned. `drink_by_hours`: to have drunk so long before (full bladder)."""

    name: str
    starts_at: datetime
    ends_at: datetime
    rule: Rule | None = None
    drink_by_hours: int | None = None
    eat_as_usual: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """Two visits of one day ask for opposite things; only a person can resolve it."""

    what: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Day:
    """All visits of one day together: the strictest limits, and what a person must resolve."""

    limits: Limits | None
    may_eat_from: datetime | None
    clashes: tuple[Clash, ...]

    def there(self, zone: ZoneInfo) -> Day:
        """The same, to be read on the wall of a place."""
        again = self.may_eat_from and self.may_eat_from.astimezone(zone)
        return Day(self.limits and self.limits.there(zone), again, self.clashes)


def rule_of(food_hours: int | None, clear_hours: int | None) -> Rule | None:
    """The rule that a service states; whoever may not even drink clear fluids may not eat either."""
    if not food_hours and not clear_hours:
        return None
    return Rule(max(food_hours or 0, clear_hours or 0), clear_hours or None)


def limits(rule: Rule, starts_at: datetime) -> Limits:
    """The last moments for food and clear fluids, counted back in elapsed time."""
    start = starts_at.astimezone(UTC)
    clear = start - timedelta(hours=rule.clear_hours) if rule.clear_hours else None
    return Limits(start - timedelta(hours=rule.food_hours), clear)


def strictest(all_limits: Iterable[Limits]) -> Limits | None:
    """The earliest of each: what keeps every one of them."""
    given = list(all_limits)
    if not given:
        return None
    clears = [each.clear_until for each in given if each.clear_until]
    return Limits(min(each.food_until for each in given), min(clears) if clears else None)


def of_day(visits: Sequence[Visit]) -> Day:
    """What the visits ask together. Nothing is eaten between two that ask for an empty stomach."""
    fasted = [(visit, limits(visit.rule, visit.starts_at)) for visit in visits if visit.rule]
    together = strictest(each for _visit, each in fasted)
    until = max((visit.ends_at for visit, _limits in fasted), default=None)
    return Day(together, until, tuple(_clashes(visits, fasted)))


def _clashes(visits: Sequence[Visit], fasted: Sequence[tuple[Visit, Limits]]) -> Iterable[Clash]:
    for visit, each in fasted:
        for other in visits:
            if other is visit:
                continue
            if (
                other.drink_by_hours is not None
                and each.clear_until
                and _in(other.starts_at - timedelta(hours=other.drink_by_hours), each.clear_until, visit.ends_at)
            ):
                yield Clash("drink", visit.name, other.name)
            if other.eat_as_usual and _in(other.starts_at, each.food_until, visit.ends_at):
                yield Clash("food", visit.name, other.name)


def _in(moment: datetime, begin: datetime, end: datetime) -> bool:
    return begin < moment < end
