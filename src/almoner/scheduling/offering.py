"""The rules by which times that come free are offered (WL-1, WL-2, WL-4). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

EARLIER_BY = timedelta(hours=12)
"""A time that is hardly earlier than the one they have is not worth the call."""
AT_A_TIME = 100
"""So many of those who wait for a service are read at once, the more urgent and then the longest waiting first."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a hospital may set. `begins` and `ends`: the hours, by its wall clock, in which people are offered times."""

    begins: time = time(9)
    ends: time = time(20)
    stops_before: timedelta = timedelta(hours=2)
    """Nothing is offered that begins sooner."""
    anyone_within: timedelta = timedelta(hours=24)
    """A time nearer than this goes to whoever of a wave answers first; others are held for one person (WL-4)."""
    wave: int = 3
    """So many are asked about a near time at once (WL-2)."""
    between_waves: timedelta = timedelta(minutes=30)
    """The next wave goes out so long after the last one, or once everybody of that has answered."""
    to_answer: timedelta = timedelta(minutes=30)
    to_answer_by_phone: timedelta = timedelta(minutes=60)

    def is_open(self, wall: time) -> bool:
        return self.begins <= wall < self.ends

    def is_near(self, starts_at: datetime, now: datetime) -> bool:
        return starts_at - now < self.anyone_within

    def answer_by(self, starts_at: datetime, now: datetime, *, by_phone: bool) -> datetime:
        """Until when an offer made now can be answered: never so late that they could not be there."""
        length = self.to_answer_by_phone if by_phone else self.to_answer
        return min(now + length, starts_at - self.stops_before / 2)


USUAL = Rules()
"""What holds where a hospital has said nothing else, and in simulations."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An offer of one time that was made before, as far as its wave is concerned."""

    wave: int
    made_at: datetime
    is_open: bool


def wave_of_next(sent: list[Sent], now: datetime, rules: Rules, *, near: bool, places: int = 1) -> int | None:
    """The wave, from 1, in which a time may be offered to one more person now; None while it may not (WL-2). `places`:
    so many can have it, each of whom is asked as if it were one time."""
    if not sent:
        return 1
    last = max(one.wave for one in sent)
    of_last = [one for one in sent if one.wave == last]
    began = min(one.made_at for one in of_last)
    over = now - began >= rules.between_waves
    if len(of_last) < (rules.wave if near else 1) * places and not over:
        return last
    return last + 1 if over or not any(one.is_open for one in of_last) else None
