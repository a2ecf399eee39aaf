"""When a promise falls due, from its standard and the facts of the event. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from almoner.charter.enums import Hours
from almoner.charter.hours import OpenHours
from almoner.charter.standard import Due, Standard


@dataclass(frozen=True)
class Calendars:
    """The site's clock and the two kinds of hours in which promises are counted. The working hours are looked up when
    something is counted in them."""

    zone: ZoneInfo
    contact: OpenHours
    look_up: Callable[[], OpenHours]

    @cached_property
    def working(self) -> OpenHours:
        return self.look_up()


class FactMissing(ValueError):
    """The event does not carry the moment that the standard counts from."""


def due_at(due: Due, facts: dict[str, Any], at: datetime, calendars: Calendars) -> datetime:
    """The moment, in UTC, by which the promise is to be kept."""
    if due.on:
        return _moment(facts, due.on)
    if due.before:
        start = _moment(facts, due.before)
        if due.wall is None:
            return start - due.by
        day = (start.astimezone(calendars.zone) - due.by).date()
        return datetime.combine(day, due.wall, calendars.zone).astimezone(UTC)
    moment = _after(due, facts, at, calendars)
    return max(at, min(moment, _moment(facts, due.latest))) if facts.get(due.latest) else moment


def _after(due: Due, facts: dict[str, Any], at: datetime, calendars: Calendars) -> datetime:
    length = due.by_level[_level(facts)] if due.by_level else due.after
    assert length is not None, "a standard that was read has a due time"  # noqa: S101
    if due.hours == Hours.WORKING:
        return calendars.working.after(at, length)
    if due.hours == Hours.CONTACT:
        return calendars.contact.after(at, length)
    return at + length


def send_from(standard: Standard, due: datetime, at: datetime, calendars: Calendars) -> datetime:
    """The moment from which its messages may go out: at once, or from that time of the due day."""
    if standard.send_from is None:
        return at
    day = due.astimezone(calendars.zone).date()
    return max(at, datetime.combine(day, standard.send_from, calendars.zone).astimezone(UTC))


def applies(when: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Whether an event's facts meet a standard's conditions.

    `fact = value`, `fact = [values]`, or for numbers `fact_over` and `fact_under`. A fact that is not there meets only
    `false`.
    """
    return all(_meets(name, wanted, facts) for name, wanted in when.items())


def unmet(when: dict[str, Any], facts: dict[str, Any]) -> list[str]:
    """The names of the conditions that an event's facts do not meet."""
    return [name for name, wanted in when.items() if not _meets(name, wanted, facts)]


def comes_too_late(due: Due, falls_due: datetime, at: datetime) -> bool:
    """Whether an event comes when what counts back from a moment would be over: there is nothing left to promise."""
    return bool(due.before) and falls_due <= at


def _meets(name: str, wanted: Any, facts: dict[str, Any]) -> bool:
    if name.endswith("_over"):
        value = facts.get(name.removesuffix("_over"))
        return value is not None and value > wanted
    if name.endswith("_under"):
        value = facts.get(name.removesuffix("_under"))
        return value is not None and value < wanted
    value = facts.get(name, False)
    return value in wanted if isinstance(wanted, list) else bool(value == wanted)


def _moment(facts: dict[str, Any], name: str) -> datetime:
    value = facts.get(name)
    if not isinstance(value, str):
        raise FactMissing(f"the event carries no moment “{name}”")
    return datetime.fromisoformat(value).astimezone(UTC)


def _level(facts: dict[str, Any]) -> int:
    level = facts.get("level")
    if level not in {1, 2, 3, 4, 5}:
        raise FactMissing("the event carries no urgency level from 1 to 5")
    return int(level)
