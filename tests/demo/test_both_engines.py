"""A whole day of a small hospital rehearsed on both engines at once, as a person runs it, each in data of its own that
is gone afterwards.

SQLite gives what no order was asked for backwards, so one trace means that nothing relies on such an order either. In
the middle a web process and a worker are killed over a copy of the data.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.rehearsal
ENGINES = ("sqlite", "postgresql")
BACKWARDS = """
import sys
from django.db.backends.signals import connection_created
from almoner import cli
def turn(connection, **_):
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA reverse_unordered_selects = ON")
connection_created.connect(turn, weak=False)
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the rehearsal told on each engine, and what it left in the data folder."""
    homes = {engine: tmp_path_factory.mktemp(engine) for engine in ENGINES}
    with ThreadPoolExecutor() as pool:
        return dict(zip(ENGINES, pool.map(rehearsed, ENGINES, homes.values()), strict=True))


def rehearsed(engine: str, home: Path) -> dict[str, Any]:
    url = os.environ["ALMONER_DATABASE_URL"] if engine == "postgresql" else ""
    env = {**os.environ, "ALMONER_DATABASE": engine, "ALMONER_DATABASE_URL": url, "ALMONER_HOME": str(home)}
    command = [sys.executable, "-c", BACKWARDS, "rehearse", "--days", "1", "--people", "75", "--json"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return {**json.loads(done.stdout), "status": done.returncode, "left": list(home.glob("*.sqlite3"))}


def test_I_43_the_same_seed_gives_the_same_trace_on_both_engines(reports: dict[str, dict[str, Any]]) -> None:
    assert reports["sqlite"]["trace"] == reports["postgresql"]["trace"]
    told = [{name: report[name] for name in report if name != "left"} for report in reports.values()]
    assert told[0] == told[1]


@pytest.mark.parametrize("engine", ENGINES)
def test_I_1_I_6_the_day_ends_with_nothing_silent_and_no_law_broken(
    reports: dict[str, dict[str, Any]], engine: str
) -> None:
    report = reports[engine]
    assert (report["promises_silent"], report["broken"], report["status"]) == (0, [], 0)
    assert report["laws_checked"] > 300
    assert report["journeys"] > 30


@pytest.mark.faults
@pytest.mark.parametrize("engine", ENGINES)
def test_F1_I_18_I_39_I_40_killed_in_the_middle_nothing_is_lost_or_goes_twice(
    reports: dict[str, dict[str, Any]], engine: str
) -> None:
    killed = {"acts": 20, "messages": 30, "lost": 0, "twice": 0, "laws_broken": 0}
    assert reports[engine]["killed"] == killed


@pytest.mark.parametrize("engine", ENGINES)
def test_the_hospitals_own_data_are_left_alone(reports: dict[str, dict[str, Any]], engine: str) -> None:
    assert reports[engine]["left"] == []
