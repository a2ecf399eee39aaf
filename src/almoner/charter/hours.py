"""Counting time in the hours that somebody is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_LOOK_AHEAD = 3700


@dataclass(frozen=True, slots=True)
class OpenHours:
    """When a place is open: from `opens` to `closes` by the wall clock of `zone`, on `weekdays` (0 is Monday)."""

    zone: ZoneInfo
    opens: time
    closes: time
    weekdays: frozenset[int]
    holidays: frozenset[date] = field(default=frozenset())
    short: Mapping[date, tuple[time, time]] = field(default_factory=dict, hash=False)
    """Days with other hours than these."""

    def is_open_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def is_open_at(self, moment: datetime) -> bool:
        return self.next_open(moment) == moment

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = start.astimezone(self.zone).date()
        for _ in range(_LOOK_AHEAD):
            if self.is_open_on(day):
                first, last = self.short.get(day, (self.opens, self.closes))
                opens = datetime.combine(day, first, self.zone).astimezone(UTC)
                closes = datetime.combine(day, last, self.zone).astimezone(UTC)
                if closes > start:
                    yield max(opens, start), closes
            day += timedelta(days=1)

    def next_open(self, moment: datetime) -> datetime:
        """`moment` itself where open, or else when it next opens."""
        for opens, _ in self._spans(moment):
            return opens
        raise ValueError("a place that never opens has no next opening")

    def after(self, moment: datetime, length: timedelta) -> datetime:
        """The moment at which `length` has gone by, counting open time only. Whole days count open days:
        “2 days” from Friday 10:00 is Tuesday 10:00."""
        if length >= timedelta(days=1) and not length % timedelta(days=1):
            return self._after_days(moment, length.days)
        left = length
        for opens, closes in self._spans(moment):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise ValueError("a place that never opens cannot count time")

    def _after_days(self, moment: datetime, days: int) -> datetime:
        start = self.next_open(moment).astimezone(self.zone)
        day = start.date()
        while days:
            day += timedelta(days=1)
            days -= self.is_open_on(day)
        opens, closes = self.short.get(day, (self.opens, self.closes))
        at = min(max(start.time(), opens), closes)
        return datetime.combine(day, at, self.zone).astimezone(UTC)
