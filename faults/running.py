"""One run: providers that count, wires that fail, workers that are killed, and at last quiet until nothing waits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from faults.course import Course, Told
from faults.moving import SPEED, Clock
from faults.providers import letters_in, providers
from faults.proxy import Wire, lines

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 0.25
"""So many seconds a worker may live without anything on the wire, before it is killed all the same."""
SHORT_LIFE = (0.04, 0.16)
"""Seconds from what was seen to the end."""
LONG_LIFE, LONGEST_LIFE = 20, 2.0
"""So much is seen in a long life, which has so many seconds at the most."""
A_ROUND = 8
OFF = 1200


class Hospital:
    """The process that has read all programs (`faults.outbox`), and what it splits off."""

    def __init__(self, env: dict[str, str], since: float) -> None:
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.outbox", str(SPEED), str(since)],
            cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, do: str, **more: Any) -> Any:
        with self._turn:
            if self._process.stdin is None:
                raise RuntimeError("it has ended")
            self._process.stdin.write(f"{json.dumps({'do': do, **more})}\n")
            self._process.stdin.flush()
            told = json.loads(self._hear())
        if isinstance(told, dict) and "failed" in told:
            raise RuntimeError(f"the hospital of the run could not {do}")
        return told

    def _hear(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the hospital of the run has ended")
        return line

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def play(course: Course) -> Told:
    began, since = time.monotonic(), time.time()
    moving = Clock(SPEED, since)
    with ExitStack() as until_done:
        home = Path(until_done.enter_context(tempfile.TemporaryDirectory(prefix="almoner-faults-")))
        url = until_done.enter_context(_database(course.engine))
        behind = until_done.enter_context(providers(course, moving))
        until_done.enter_context(lines(*behind.wires))
        hospital = Hospital(_environment(home, url) | behind.settings, since)
        until_done.callback(hospital.end)
        hospital.ask("begin", messages=course.messages, seed=course.seed)
        _trouble(course, hospital, behind.wires, moving)
        ahead = hospital.ask("drain")
        hospital.ask("forward", seconds=ahead - moving.ahead.total_seconds())
        report = hospital.ask("report")
        taken = [*behind.taken(), *letters_in(home)]
    passages = [passage for wire in behind.wires for passage in wire.log]
    return Told(course, taken, passages, course.kills, report, time.monotonic() - began)


def _database(engine: str) -> AbstractContextManager[str]:
    if engine == "sqlite":
        return nullcontext("")
    from tests.engines import postgresql

    return postgresql()


def _environment(home: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALMONER_")}
    return kept | {
        "ALMONER_HOME": str(home), "ALMONER_DATABASE_URL": url, "ALMONER_PUBLIC_URL": "https://hospital.example",
        "DJANGO_SETTINGS_MODULE": "almoner.settings", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }  # fmt: skip


# ── Workers that are killed ──────────────────────────────────────────────────────────────────────────────────────────


def _trouble(course: Course, hospital: Hospital, wires: list[Wire], moving: Clock) -> None:
    """Let workers live and die in rounds, while the wires do what they like. After each round all of them are dead for
    a while: leases run out, and what was to be tried again is due."""
    lucks = [Random(f"{course.seed} worker {number}") for number in range(course.workers)]
    for wire in wires:
        wire.troubled = True
    left = course.kills
    while left:
        lives = [min(A_ROUND, left // course.workers + (place < left % course.workers)) for place in range(len(lucks))]
        with ThreadPoolExecutor(len(lucks)) as pool:
            each = [pool.submit(_lives, *one, hospital, wires) for one in zip(lives, lucks, strict=True)]
        for one in each:
            one.result()
        left -= sum(lives)
        moving.put_forward(OFF)
        hospital.ask("forward", seconds=OFF)
    for wire in wires:
        wire.troubled = False


def _lives(count: int, luck: Random, hospital: Hospital, wires: list[Wire]) -> None:
    """One worker after another, each killed a moment after anything of it, or of another, was seen on a wire; the last
    one lives longer: it may wait for an answer in vain, and goes on."""
    for number in range(count):
        worker = hospital.ask("work")
        if number < count - 1:
            _await(partial(_more_than, _seen(wires), wires), PATIENCE)
            time.sleep(luck.uniform(*SHORT_LIFE))
        else:
            _await(partial(_more_than, _seen(wires) + LONG_LIFE, wires), LONGEST_LIFE)
        os.kill(worker, signal.SIGKILL)
        hospital.ask("ended", pid=worker)


def _more_than(seen: int, wires: list[Wire]) -> bool:
    return _seen(wires) > seen


def _seen(wires: list[Wire]) -> int:
    return sum(len(wire.log) for wire in wires)


def _await(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.002)
