"""Web process and worker killed in the middle of a rehearsal: what was acknowledged is there, nothing went twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from almoner.core import clock
from almoner.demo import killing
from almoner.demo.report import Report
from almoner.desk.models import Contact

SOURCE = Path(__file__).parents[2] / "src"
SCRIPT = """
import django, json
from datetime import timedelta
django.setup()
from almoner.demo import rehearsal
from almoner.demo.lying import Occupancy
from almoner.demo.throwaway import throwaway_data
rehearsal.TICK, rehearsal.PAST_DAYS = timedelta(hours=6), 1
rehearsal.BEDS = Occupancy(of_ten=0, gone_home=0)
with throwaway_data():
    report = rehearsal.play(days=1, seed=5, people=2, visits=0, kill_after=timedelta(hours=6))
print(json.dumps(report.as_dict()))
"""


@pytest.mark.faults
def test_F1_I_18_I_39_I_40_killed_in_the_middle_of_a_rehearsal_nothing_is_lost_or_goes_twice(tmp_path: Path) -> None:
    """Real processes, on the engine of this run; they raise an error where they were not killed in the middle."""
    env = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "ALMONER_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "almoner.settings",
    }
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["killed"] == {"acts": 20, "messages": 30, "lost": 0, "twice": 0, "laws_broken": 0}
    assert (told["laws_broken"], told["promises_silent"]) == (0, 0), told["broken"]


@pytest.mark.django_db
def test_F1_an_act_that_is_lost_and_one_that_was_done_twice_are_counted() -> None:
    for number in [0, *range(killing.ACTS - 1)]:
        Contact.objects.create(channel="call", direction="in", asked=f"act {number}", started_at=clock.now())
    counted = killing._counted()
    assert (counted.lost, counted.twice) == (1, 1)
    assert not reported(killed=counted).is_sound
    assert reported(killed=None).is_sound
    assert "no process was killed" in reported(killed=None).as_text()
    assert "lost 1, twice 1" in reported(killed=counted).as_text()


def reported(**told: Any) -> Report:
    counts = dict.fromkeys((name for name in Report.__dataclass_fields__ if name.startswith("promises")), 0)
    shares: dict[str, Any] = {"by_stage": {}, "messages": {}, "waits": {}, "broken": [], "trace": ""}
    return Report(seed=1, days=1, journeys=0, laws_checked=0, laws_broken=0, **counts, **shares, **told)
