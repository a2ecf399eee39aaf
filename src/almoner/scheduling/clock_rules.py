"""What the rules of a time zone say for the years to come, kept so that it shows when they say something else. Pure.

Zone data change: a country gives up summer time, or moves its day, with a few weeks' notice. What was booked before is
stored in UTC and would be an hour off (law I-13). Whoever knows what the rules said when it was booked can read the
wall of that time, and find the moment at which the wall shows it under the rules of now.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from almoner.scheduling import diaries

DAYS = 800
"""So far ahead rules are read: further than anything is booked."""
A_DAY = timedelta(days=1)
FAR = 10**6
"""More seconds than any wall is ahead of UTC."""
Change = tuple[int, int]
"""A moment, in seconds as computers count them, and how far the wall is ahead of UTC from then on, in seconds."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How the wall of a place goes, from the first of `changes` up to `until`, and as at its ends before and after."""

    changes: tuple[Change, ...]
    until: date

    def ahead(self, moment: datetime) -> timedelta:
        """How far the wall is ahead of UTC."""
        place = bisect_right(self.changes, (int(moment.timestamp()), FAR)) - 1
        return timedelta(seconds=self.changes[max(place, 0)][1])

    def wall(self, moment: datetime) -> datetime:
        """What the wall shows, without a zone; `fold` says that it shows it for the second time."""
        shown = moment.astimezone(UTC).replace(tzinfo=None) + self.ahead(moment)
        place = bisect_right(self.changes, (int(moment.timestamp()), FAR)) - 1
        if place < 1:
            return shown
        changed, ahead = self.changes[place]
        back = self.changes[place - 1][1] - ahead
        return shown.replace(fold=int(moment.timestamp() - changed < back))

    def from_day(self, day: date, until: date) -> tuple[Change, ...]:
        """The changes between two days, with what holds at the beginning of the first."""
        begin, end = (datetime.combine(one, time(), UTC) for one in (day, until))
        first = (int(begin.timestamp()), int(self.ahead(begin).total_seconds()))
        return (first, *(one for one in self.changes if first[0] < one[0] < int(end.timestamp())))

    def agree(self, other: Rules, day: date) -> bool:
        """Whether both say the same from `day` on, as far as both go."""
        until = min(self.until, other.until)
        return self.from_day(day, until) == other.from_day(day, until)


def rules_of(zone: ZoneInfo, from_day: date, days: int = DAYS) -> Rules:
    """What the data of the zone say now. A wall changes at most once in a day."""
    at = datetime.combine(from_day, time(), UTC)
    changes = [(int(at.timestamp()), _ahead(zone, at))]
    for _ in range(days):
        if (now := _ahead(zone, at + A_DAY)) != changes[-1][1]:
            changes.append((_when(zone, int(at.timestamp()), int((at + A_DAY).timestamp())), now))
        at += A_DAY
    return Rules(tuple(changes), at.date())


def _ahead(zone: ZoneInfo, moment: datetime) -> int:
    return int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds())


def _when(zone: ZoneInfo, before: int, after: int) -> int:
    """The second at which the wall changes, between one before and one after."""
    old = _ahead(zone, datetime.fromtimestamp(before, UTC))
    while after - before > 1:
        middle = (before + after) // 2
        if _ahead(zone, datetime.fromtimestamp(middle, UTC)) == old:
            before = middle
        else:
            after = middle
    return after


@dataclass(frozen=True, slots=True)
class Shift:
    """From the rules by which something was booked to those of now."""

    then: Rules
    zone: ZoneInfo

    def moved(self, moment: datetime) -> datetime:
        """The moment, in UTC, at which the wall now shows what it was to show then.

        A time that is left out now moves on by as much as the clock does; of one that comes twice the first is meant.
        """
        wall = self.then.wall(moment)
        found = wall.replace(tzinfo=self.zone).astimezone(UTC)
        if wall.fold and found.astimezone(self.zone).replace(tzinfo=None) != wall:
            return wall.replace(tzinfo=self.zone, fold=0).astimezone(UTC)
        return found

    def touches(self, moment: datetime) -> bool:
        return self.moved(moment) != moment

    def bits(self, bits: int, old_midnight: datetime, midnight: datetime) -> int:
        """The bits of a diary's day, each stretch where the wall now shows the hours that it had."""
        found = 0
        for first, length in diaries.runs(bits):
            begin, end = (diaries.moment_of(tick, old_midnight) for tick in (first, first + length))
            found |= diaries.between(self.moved(begin), self.moved(end), midnight)
        return found


def clear(taken: Sequence[tuple[datetime, datetime]], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether nothing that is taken overlaps."""
    return not any(begin < ends_at and starts_at < end for begin, end in taken)
