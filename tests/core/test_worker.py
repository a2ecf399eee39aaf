"""The worker's rounds: what has much to do goes on at once, everything else at its pace."""

from __future__ import annotations

import threading
import time

import pytest

from almoner.core import worker
from almoner.core.worker import Task, work

pytestmark = pytest.mark.django_db


def rounds(monkeypatch: pytest.MonkeyPatch, *, at_once: bool, count: int) -> float:
    """Seconds that so many rounds took, of a task that always did something."""
    stop, left = threading.Event(), [count]

    def run() -> int:
        left[0] -= 1
        if not left[0]:
            stop.set()
        return 1

    monkeypatch.setattr(worker, "_tasks", {"one": Task("one", 60, run, at_once)})
    begin = time.monotonic()
    work(stop)
    return time.monotonic() - begin


def test_a_task_with_much_to_do_is_not_kept_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rounds(monkeypatch, at_once=True, count=40) < 5
    assert rounds(monkeypatch, at_once=False, count=3) >= 1


def test_a_task_that_fails_is_tried_again_at_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, times = threading.Event(), []

    def fails() -> int:
        times.append(time.monotonic())
        raise RuntimeError

    def ends() -> int:
        stop.set()
        return 0

    monkeypatch.setattr(
        worker, "_tasks", {"fails": Task("fails", 60, fails, at_once=True), "ends": Task("ends", 0, ends)}
    )
    work(stop)
    assert len(times) == 1
