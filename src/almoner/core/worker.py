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
    """`run` does one round and tells how many things it did; a full round is followed by another at once."""

    name: str
    every_seconds: float
    run: Callable[[], int]
    due: float = 0.0


_tasks: dict[str, Task] = {}


def register(name: str, every_seconds: float, run: Callable[[], int]) -> None:
    """Have `run` called about every `every_seconds`. Rooms register when the program starts."""
    _tasks[name] = Task(name, every_seconds, run)


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
        moment = time.monotonic()
        for task in tasks():
            if task.due <= moment:
                done = _run(task)
                task.due = moment + (0 if done else task.every_seconds)
        close_old_connections()
        stop.wait(0.5)


def _run(task: Task) -> int:
    try:
        return task.run()
    except Exception:
        logger.exception("task %s failed; it is tried again", task.name)
        return 0
