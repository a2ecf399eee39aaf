"""How long somebody waits, as an honest range with the reason. Pure.

Visits do not take the minutes that they are planned for. The range comes from what has still to be done before, how
fast this clinician is today, and how much one visit differs from the next; it is meant to hold at least four times
in five, and is given in steps of five minutes because nobody can know it better.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEP = 5
NARROWEST = 10
"""Less than this between the two ends would promise more than can be known."""
USUAL_PACE, USUAL_SPREAD = 1.05, 0.45
"""Real minutes for each planned one, and how far one visit strays, before anything is known of the day."""
WEIGHT = 5
"""So many visits does the usual pace count for beside those of the day."""
REACH = 1.3
"""Standard deviations to either side."""


@dataclass(frozen=True, slots=True)
class Done:
    """A visit that took place today: planned and real minutes."""

    planned: float
    real: float


@dataclass(frozen=True, slots=True)
class Queue:
    """What stands before somebody.

    `ahead`: planned minutes of each one before them. `under_way`: planned minutes and minutes so far of whoever is
    with the clinician. `not_before`: minutes until their own time, before which nobody is called. `urgent`: how many
    of those ahead go first because they are more urgent. `away`: minutes until the clinician is back.
    """

    ahead: Sequence[float] = ()
    under_way: Sequence[tuple[float, float]] = ()
    done: Sequence[Done] = ()
    clinicians: int = 1
    not_before: float = 0
    urgent: int = 0
    away: float = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """`reasons` are codes with a number, strongest first: ahead, urgent, slow, away, time, none."""

    low: int
    high: int
    reasons: tuple[tuple[str, int], ...]


def pace(done: Sequence[Done]) -> tuple[float, float]:
    """Real minutes for each planned one today, and their spread, drawn towards the usual while little is known."""
    ratios = [each.real / each.planned for each in done if each.planned > 0]
    total = WEIGHT + len(ratios)
    mean = (WEIGHT * USUAL_PACE + sum(ratios)) / total
    squares = WEIGHT * USUAL_SPREAD**2 + sum((ratio - mean) ** 2 for ratio in ratios)
    return mean, math.sqrt(squares / total)


def wait(queue: Queue) -> Wait:
    """The range in minutes from now until somebody is called in."""
    mean, spread = pace(queue.done)
    length, variance = 0.0, 0.0
    for planned in queue.ahead:
        length += planned * mean
        variance += (planned * spread) ** 2
    for planned, so_far in queue.under_way:
        rest, doubt = _rest(planned * mean, planned * spread, so_far)
        length += rest
        variance += doubt**2
    drift = length * spread / math.sqrt(WEIGHT + len(queue.done))
    doubt = math.sqrt(variance + drift**2) / queue.clinicians
    middle = length / queue.clinicians + queue.away
    low = max(queue.not_before, queue.away, middle - REACH * doubt)
    high = max(queue.not_before + NARROWEST, middle + REACH * doubt)
    return Wait(*_rounded(low, high), _reasons(queue, mean, middle))


def _rest(expected: float, spread: float, so_far: float) -> tuple[float, float]:
    """What is left of a visit. One that has gone over its time has some more before it, and nobody knows how much."""
    left = expected - so_far
    least = 0.3 * expected
    return (left, spread) if left > least else (least, max(spread, least))


def _rounded(low: float, high: float) -> tuple[int, int]:
    begin = max(0, math.floor(low / STEP) * STEP)
    end = math.ceil(high / STEP) * STEP
    return begin, max(end, begin + NARROWEST)


def _reasons(queue: Queue, mean: float, middle: float) -> tuple[tuple[str, int], ...]:
    said: list[tuple[str, int]] = []
    if queue.away:
        said.append(("away", math.ceil(queue.away / STEP) * STEP))
    if queue.urgent:
        said.append(("urgent", queue.urgent))
    others = len(queue.ahead) + len(queue.under_way) - queue.urgent
    if others > 0:
        said.append(("ahead", others))
    if mean >= 1.25 and queue.done:
        said.append(("slow", round((mean - 1) * 100)))
    if not said and queue.not_before > middle:
        said.append(("time", round(queue.not_before)))
    return tuple(said) or (("none", 0),)
