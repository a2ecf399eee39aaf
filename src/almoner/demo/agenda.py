"""Deeds in the order of their moments, each done with the clock set to its own. What lies ahead is left undone."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, cycle, islice
from typing import Any

from almoner.core import clock, worker
from almoner.core.refusal import Refused

ROUNDS = 40
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
NOT_IN_THE_PAST = frozenset(
    {
        "scheduling.diaries",
        "scheduling.demand",
        "people.doubles",
        "people.strays",
        "people.leaves",
        "people.tallies",
        "urgency.rules",
    }
)
"""What the worker leaves to the real days: opening time ahead, learning from what was, and keeping the records in
order."""


@dataclass(slots=True)
class Agenda:
    """What is to be done, and when. A deed that is refused is passed over, as somebody would who finds it done."""

    refused: list[str] = field(default_factory=list)
    _deeds: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)

    def at(self, moment: datetime, deed: Callable[..., object], /, **told: Any) -> None:
        entry: tuple[datetime, int, Callable[[], object]] = (moment, next(self._numbers), partial(deed, **told))
        heapq.heappush(self._deeds, entry)

    def play(self, until: datetime) -> None:
        """Do what comes up to `until`. Deeds may put further ones on the agenda, of the past that is left."""
        while self._deeds and self._deeds[0][0] <= until:
            moment, _, deed = heapq.heappop(self._deeds)
            with clock.at(moment):
                try:
                    deed()
                except Refused as refusal:
                    self.refused.append(f"{moment:%Y-%m-%d %H:%M}Z {type(refusal).__name__}: {refusal}")


def worker_works(*, without: Container[str] = (), since: timedelta | None = None) -> None:
    """The worker works until nothing is left to do at this moment, each task until it is done; bounded, so that a
    fault shows. Where it worked `since` so long ago, only the tasks whose turn has come since."""
    tasks = [task for task in worker.tasks() if task.name not in without and (since is None or _has_turn(task, since))]
    idle = 0
    for task in islice(cycle(tasks), ROUNDS * len(tasks)):
        idle = 1 if _until_done(task) else idle + 1
        if idle == len(tasks):
            return


def _has_turn(task: worker.Task, since: timedelta) -> bool:
    """Whether a turn at the task's own pace lies in this stretch of time."""
    pace = timedelta(seconds=task.every_seconds)
    return (clock.now() - EPOCH) % pace < since


def _until_done(task: worker.Task) -> int:
    done = 0
    for _ in range(ROUNDS):
        more = task.run()
        if not more:
            break
        done += more
    return done
