"""Law I-43: the same seed gives the same trace. Run as a person runs it, each in data of its own. That both engines
give the same, script/rehearsals.py finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

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


def played(home: Path, *seeds: int, before: str = "") -> list[dict[str, Any]]:
    env = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "ALMONER_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "almoner.settings",
    }
    script = SCRIPT.replace("django.setup()", "django.setup()" + before).format(seeds=seeds)
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_I_43_the_same_seed_gives_the_same_trace_and_relies_on_no_order_that_nobody_asked_for(tmp_path: Path) -> None:
    first, other = played(tmp_path, 5, 6)
    assert played(tmp_path, 5, before=BACKWARDS) == [first]
    assert first["trace"] != other["trace"]
    assert not list(tmp_path.glob("*.sqlite3")), "the hospital's own data folder is left alone"
