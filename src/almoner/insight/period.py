"""Which days are counted, on the hospital's wall clock. Pure but for the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from almoner.core import clock

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
LONGEST = 731


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`, both counted."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not self.first <= self.last < self.first + timedelta(days=LONGEST):
            raise ValueError("a period goes forward, for two years at most")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def begins_at(self) -> datetime:
        return clock.on_the_wall(self.first, time())

    @property
    def ends_at(self) -> datetime:
        """The first moment that is not counted any more."""
        return clock.on_the_wall(self.last + DAY, time())

    def weeks(self, count: int) -> list[Period]:
        """Stretches of seven days up to the last day, the oldest first. They may begin before the period does."""
        ends = [self.last - WEEK * back for back in range(count)]
        return [Period(end - WEEK + DAY, end) for end in reversed(ends)]


def last_days(days: int) -> Period:
    """So many days up to today."""
    today = clock.today()
    return Period(today - timedelta(days=days - 1), today)
