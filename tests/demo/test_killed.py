"""What was lost or done twice when processes were killed is counted, and makes a rehearsal unsound. That nothing is,
test_both_engines finds."""

from __future__ import annotations

from typing import Any

import pytest

from almoner.core import clock
from almoner.demo import killing
from almoner.demo.report import Report
from almoner.desk.models import Contact


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
