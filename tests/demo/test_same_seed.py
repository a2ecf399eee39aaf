"""Law I-43: the same seed gives the same trace. Run as a person runs it, each in data of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[2] / "src"
SCRIPT = """
import django, json
django.setup()
from almoner.demo import rehearsal
from almoner.demo.throwaway import throwaway_data
rehearsal.TICK = rehearsal.TICK * 6
for seed in (5, 5, 6):
    with throwaway_data():
        print(json.dumps(rehearsal.play(days=1, seed=seed, people=12, visits=5).as_dict()))
"""


def played(tmp_path: Path) -> list[dict[str, Any]]:
    env = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "ALMONER_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "almoner.settings",
    }
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_I_43_the_same_seed_gives_the_same_trace(tmp_path: Path) -> None:
    first, again, other = played(tmp_path)
    assert first == again
    assert first["trace"] != other["trace"]
    assert not list(tmp_path.glob("*.sqlite3")), "the hospital's own data folder is left alone"
