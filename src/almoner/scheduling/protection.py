"""How much of a day is kept for the more urgent, and until when (APT-6). Pure.

For each level that is protected so many times stay free within a stretch of the day as those of it need who are still
to come: of half a day for those who must be seen within hours, of the day for those who must be seen that day. The
less is left of the stretch, the fewer can still come, and what is not needed for them is given to whoever wants it.
How many come is learned from how many came, by level and weekday: never from who they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf

ENOUGH_IN = {2: 0.5, 3: 0.85}
"""In this share of the stretches, by level, what is kept is enough for those who come. Chosen by simulation, on seeds
101 to 103, which are not reported: the least at which 95 % of both levels were seen in time. The stretches of the
most urgent are half as long as they can wait, so who finds none in one still has the next."""

STRETCHES = {2: 0.5, 3: 1.0}
"""What part of the hours of a day the stretch is in which times are kept for a level."""

LEARN_WEEKS, LEAST_WEEKS = 26, 4
"""From how many weeks is learned at most, and before how many nothing is kept."""


@dataclass(frozen=True, slots=True)
class Protected:
    """For `level`: `an_hour`, so many come in an hour in which the place is open; `hours`, how long a stretch is."""

    level: int
    an_hour: float
    hours: float

    def keep(self, hours_left: float) -> int:
        """How many times stay free in a stretch of which so many hours are left."""
        return enough(round(self.an_hour * min(max(hours_left, 0.0), self.hours), 3), ENOUGH_IN[self.level])


@lru_cache(maxsize=8192)
def enough(mean: float, share: float) -> int:
    """The least number that is enough in `share` of the cases, where `mean` come on average and each by themselves
    (Poisson)."""
    count, chance = 0, exp(-mean)
    total = chance
    while total < share:
        count += 1
        chance *= mean / count
        total += chance
    return count


def kept(protected: Sequence[Protected], begin: float, end: float, now: float, last: float = inf) -> int:
    """How many times stay free for all these levels together between two moments, the first of which begins a stretch
    of each. What is over is not counted, nor who comes when the `last` time has begun."""
    needed = 0
    for one in protected:
        at = begin
        while at < end:
            needed += one.keep(min(at + one.hours, last) - max(at, now))
            at += one.hours
    return needed
