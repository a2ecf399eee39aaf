"""A diary of one day as an integer: bit n is the n-th tick of five minutes from the site's local midnight. Pure.

Ticks count elapsed time, so a day on which the clocks change has 276 or 300 of them and none is ambiguous. A session
that runs past midnight stays in the diary of the day on which it begins; its bits go on beyond that day's last tick.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, reduce
from operator import or_
from zoneinfo import ZoneInfo

TICK = timedelta(minutes=5)
MINUTES = 5


@lru_cache(maxsize=2048)
def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which `day` begins; where midnight is left out, that at which the clocks change."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def ticks_of(day: date, zone: ZoneInfo) -> int:
    """How many ticks `day` has: 288, or 276 and 300 where an hour is left out or comes twice."""
    return (start_of(day + timedelta(days=1), zone) - start_of(day, zone)) // TICK


def tick_of(moment: datetime, midnight: datetime) -> int:
    """The tick in which `moment` lies, of the diary that begins at `midnight`."""
    return (moment - midnight) // TICK


def moment_of(tick: int, midnight: datetime) -> datetime:
    return midnight + tick * TICK


def ticks_for(minutes: int) -> int:
    """The ticks that a visit of so many minutes takes: begun ones count whole."""
    return -(-minutes // MINUTES)


def span(first: int, last: int) -> int:
    """Bits from `first` up to, but without, `last`."""
    first = max(first, 0)
    return 0 if last <= first else ((1 << (last - first)) - 1) << first


def between(starts_at: datetime, ends_at: datetime, midnight: datetime) -> int:
    """Bits of every tick that the time touches."""
    return span(tick_of(starts_at, midnight), -((midnight - ends_at) // TICK))


@lru_cache(maxsize=8192)
def session(day: date, begin: time, end: time, zone: ZoneInfo) -> int:
    """Bits of a session that the wall clock bounds; one that ends no later than it begins ends on the day after.

    A time that the clock change leaves out moves on by as much as the clock does; of one that comes twice, a session
    begins with the first and ends with the second.
    """
    last_day = day if end > begin else day + timedelta(days=1)
    starts_at = datetime.combine(day, begin, zone).astimezone(UTC)
    ends_at = datetime.combine(last_day, end, zone).replace(fold=1).astimezone(UTC)
    if _left_out(last_day, end, zone):
        ends_at = datetime.combine(last_day, end, zone).astimezone(UTC)
    return between(starts_at, ends_at, start_of(day, zone))


def _left_out(day: date, at: time, zone: ZoneInfo) -> bool:
    wall = datetime.combine(day, at, zone)
    return wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None)


def either(*alternatives: int) -> int:
    """Where any one of the alternatives will do."""
    return reduce(or_, alternatives, 0)


def runs(bits: int) -> Iterator[tuple[int, int]]:
    """First tick and length of every run of set bits, in order."""
    while bits:
        begin = (bits & -bits).bit_length() - 1
        rest = bits >> begin
        length = (~rest & (rest + 1)).bit_length() - 1
        yield begin, length
        bits &= ~span(begin, begin + length)


def pack(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def unpack(stored: bytes | memoryview) -> int:
    return int.from_bytes(stored, "little")
