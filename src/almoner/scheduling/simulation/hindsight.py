"""The best that could have been done, had everything been known: each person one time, the whole as good as it can be.

An assignment of people to times (Jonker and Volgenant's algorithm, by scipy) of least cost: days waited, and far more
than that for each person who is seen after what is aimed at, the more urgent the more. Who cancels needs no time; who
misses a visit needs the one they come to.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from almoner.scheduling.simulation.measures import is_late
from almoner.scheduling.simulation.world import DAY, Person, World

LATE = {2: 10_000.0, 3: 3_000.0, 4: 300.0, 5: 100.0}
"""What it costs, in days, when somebody of a level is seen after what is aimed at."""
WITHIN = 14 * DAY
"""Longer than this nobody is let wait: the table of costs stays small."""


class TooFull(Exception):
    """More people than times."""


def best(world: World) -> dict[int, float]:
    """When each person would be seen, by their number. Raises TooFull."""
    away = {number for _, numbers in world.away for number in numbers}
    slots = [slot for slot in world.slots if slot.number not in away]
    starts = [slot.starts_at for slot in slots]
    people = [person for person in world.people if person.cancels is None]
    rows, columns, costs = [], [], []
    for row, person in enumerate(people):
        first = bisect_left(starts, person.asked_at + person.notice)
        last = bisect_left(starts, person.asked_at + WITHIN)
        for column in range(first, last):
            rows.append(row)
            columns.append(column)
            costs.append(_cost(person, starts[column], world))
    table = csr_array((costs, (rows, columns)), shape=(len(people), len(slots)))
    try:
        chosen, times = min_weight_full_bipartite_matching(table)
    except ValueError as trouble:
        raise TooFull from trouble
    if len(chosen) < len(people):
        raise TooFull
    return {people[row].number: starts[column] for row, column in zip(numpy.asarray(chosen), times, strict=True)}


def _cost(person: Person, starts_at: float, world: World) -> float:
    late = LATE[person.level] if is_late(person, starts_at, world.scale) else 0.0
    return 1.0 + late + (starts_at - person.asked_at) / DAY
