"""The public holidays of a site, each with what it makes of the hours: as `Site.holidays` keeps them. Pure.

A day that is kept as text alone is one without a name, on which the site is closed: so they were kept at first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from almoner.people.enums import HolidayHours

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Holiday:
    """`opens` and `closes` are given for shorter hours only."""

    day: date
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    """By language; English is always among them, unless it has none at all."""
    hours: HolidayHours = HolidayHours.CLOSED
    opens: time | None = None
    closes: time | None = None

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.names.get("en", "")

    def is_off(self, working_days: Collection[int]) -> bool:
        """Whether nobody works: a day on which the site is open for some hours counts."""
        return self.hours == HolidayHours.CLOSED or (self.hours == HolidayHours.SUNDAY and SUNDAY not in working_days)


def read(stored: Any) -> Holiday:
    if isinstance(stored, str):
        return Holiday(date.fromisoformat(stored))
    opens, closes = (time.fromisoformat(at) if at else None for at in (stored.get("opens"), stored.get("closes")))
    return Holiday(
        date.fromisoformat(stored["day"]), stored.get("names", {}), HolidayHours(stored["hours"]), opens, closes
    )


def as_stored(one: Holiday) -> dict[str, Any]:
    opens, closes = (at.isoformat("minutes") if at else None for at in (one.opens, one.closes))
    return {
        "day": one.day.isoformat(), "names": dict(one.names), "hours": str(one.hours), "opens": opens, "closes": closes,
    }  # fmt: skip


def by_day(stored: Iterable[Any]) -> dict[date, Holiday]:
    """In order of the days."""
    found = sorted((read(one) for one in stored), key=lambda one: one.day)
    return {one.day: one for one in found}


def days_off(stored: Iterable[Any], working_days: Collection[int]) -> frozenset[date]:
    """Those on which no working hours are kept."""
    return frozenset(day for day, one in by_day(stored).items() if one.is_off(working_days))


def short_days(stored: Iterable[Any]) -> dict[date, tuple[time, time]]:
    """Those with shorter hours: from when until when."""
    return {day: (one.opens, one.closes) for day, one in by_day(stored).items() if one.opens and one.closes}
