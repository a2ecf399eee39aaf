"""The worker: calls what the rooms registered, each at its own pace, and survives what any of them raises.

Any number of workers may run. A task claims what it does in the tables, so two workers never do one thing twice.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Task:
    """`run` does one round and tells how many things it did; a round that did something is followed by another soon, or
    `at_once` where it takes up a part of what may be much."""

    name: str
    every_seconds: float
    run: Callable[[], int]
    at_once: bool = False
    due: float = 0.0


_tasks: dict[str, Task] = {}


def register(name: str, every_seconds: float, run: Callable[[], int], *, at_once: bool = False) -> None:
    """Have `run` called about every `every_seconds`. Rooms register when the program starts."""
    _tasks[name] = Task(name, every_seconds, run, at_once)


def tasks() -> list[Task]:
    return list(_tasks.values())


def round_once() -> int:
    """Run each task once, whatever its pace. Gives the number of things done."""
    return sum(_run(task) for task in tasks())


def work(stop: threading.Event, *, once: bool = False) -> None:
    """Work until `stop` is set, or one round where `once`."""
    if once:
        round_once()
        return
    while not stop.is_set():
        moment, more = time.monotonic(), False
        for task in tasks():
            if task.due <= moment:
                done = _run(task)
                task.due = moment + (0 if done else task.every_seconds)
                more = more or (task.at_once and done > 0)
        close_old_connections()
        if not more:
            stop.wait(0.5)


def _run(task: Task) -> int:
    try:
        return task.run()
    except Exception:
        logger.exception("task %s failed; it is tried again", task.name)
        return 0
