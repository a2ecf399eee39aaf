"""A worker that is killed in the middle of a simulation takes it along; the next worker begins it anew, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing

from tests.bootstrap.house import House
from tests.bootstrap.test_serving import children_of, within

ASK = """
import django; django.setup()
from almoner.scheduling.models import WhatIf
WhatIf.objects.create(months=1, clinicians=2, load_percent=80, seed=3, asked_by="Grace")
"""


def state(house: House) -> tuple[str, int]:
    with closing(house.connect()) as database:
        row = database.execute("SELECT state, tries FROM scheduling_whatif").fetchone()
    return str(row[0]), int(row[1])


def worker(house: House) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "almoner.cli", "work"], env=house.surroundings)


def simulating(process: subprocess.Popen[bytes]) -> Callable[[], int]:
    return lambda: children_of(process.pid).get("simulate", 0)


def test_simulation_survives_a_worker_that_is_killed(lived_in: House) -> None:
    assert lived_in.run("-c", ASK).returncode == 0
    first = worker(lived_in)
    try:
        assert within(60, simulating(first))
        child = simulating(first)()
        os.kill(child, signal.SIGSTOP)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert state(lived_in) == ("running", 1)
        os.kill(child, signal.SIGCONT)
        assert within(20, lambda: not os.path.exists(f"/proc/{child}"))  # noqa: PTH110 - no path but a process
        lived_in.say("UPDATE scheduling_whatif SET lease_until = started_at")
        second = worker(lived_in)
        try:
            assert within(120, lambda: state(lived_in)[0] == "done")
        finally:
            second.terminate()
            second.wait(timeout=30)
        assert state(lived_in) == ("done", 2)
    finally:
        first.kill()
        first.wait()
