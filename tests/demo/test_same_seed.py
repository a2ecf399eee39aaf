"""Law I-43: the same seed gives the same trace, on either engine. Run as a person runs it, each in data of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.engines import postgresql

SOURCE = Path(__file__).parents[2] / "src"
BACKWARDS = """
from django.db.backends.signals import connection_created
def turn(connection, **_):
    connection.cursor().execute("PRAGMA reverse_unordered_selects = ON")
connection_created.connect(turn, weak=False)
"""
SCRIPT = """
import django, json
django.setup()
from almoner.demo import rehearsal
from almoner.demo.throwaway import throwaway_data
rehearsal.TICK = rehearsal.TICK * 6
for seed in {seeds}:
    with throwaway_data():
        print(json.dumps(rehearsal.play(days=1, seed=seed, people=12, visits=5).as_dict()))
"""


def played(home: Path, *seeds: int, engine: str = "", before: str = "") -> list[dict[str, Any]]:
    env = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "ALMONER_HOME": str(home),
        "ALMONER_DATABASE_URL": engine,
        "DJANGO_SETTINGS_MODULE": "almoner.settings",
    }
    script = SCRIPT.replace("django.setup()", "django.setup()" + before).format(seeds=seeds)
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return played(tmp_path_factory.mktemp("first"), 5)[0]


def test_I_43_the_same_seed_gives_the_same_trace(first: dict[str, Any], tmp_path: Path) -> None:
    other, again = played(tmp_path, 6, 5)
    assert first == again
    assert first["trace"] != other["trace"]
    assert not list(tmp_path.glob("*.sqlite3")), "the hospital's own data folder is left alone"


def test_I_43_no_order_is_relied_upon_that_nobody_asked_for(first: dict[str, Any], tmp_path: Path) -> None:
    assert played(tmp_path, 5, before=BACKWARDS) == [first]


def test_I_43_the_trace_is_the_same_on_either_engine(first: dict[str, Any], tmp_path: Path) -> None:
    with postgresql() as url:
        assert played(tmp_path, 5, engine=url) == [first]
