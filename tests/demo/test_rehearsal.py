"""The rehearsal: whole journeys by the same actions as the screens use, with every law held against the data."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from almoner.charter.book import charter
from almoner.charter.models import Promise
from almoner.charter.queries import promise_board
from almoner.core.actor import Actor
from almoner.core.permissions import Role
from almoner.demo import rehearsal
from almoner.demo.lying import Occupancy
from almoner.people.models import StaffRole
from almoner.scheduling import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ticks of an hour: fewer of them, with the same life in each; little of a past, and not much of diaries ahead."""
    monkeypatch.setattr(rehearsal, "TICK", rehearsal.TICK * 6)
    monkeypatch.setattr(rehearsal, "PAST_DAYS", 2)
    monkeypatch.setattr(tasks, "OPEN_AHEAD", timedelta(days=30))
    monkeypatch.setattr(rehearsal, "BEDS", Occupancy(of_ten=1, gone_home=6, days=1))


def on_lists() -> set[UUID]:
    """What stands on the boards of the teams on which somebody works."""
    manager = Actor(name="Daniel", roles=frozenset({Role.MANAGER}))
    held = set(StaffRole.objects.filter(ends_on__isnull=True).values_list("role", flat=True))
    worked = [key for key, team in charter().teams.items() if held & set(team.roles)]
    return {promise.id for team in worked for promise in promise_board(by=manager, team=team, limit=10_000)}


def test_I_1_I_6_a_day_ends_with_nothing_silent_and_no_law_broken(small: None) -> None:
    report = rehearsal.play(days=1, seed=11, people=25, visits=12)
    assert report.promises_silent == 0, report.broken
    assert on_lists() == set(Promise.objects.live().values_list("id", flat=True)), "law I-1"
    assert report.laws_broken == 0, report.broken
    assert report.journeys > 10
    for stage in ("ring_in", "urgency", "complaint", "carer", "cancelled_by_hospital"):
        assert report.by_stage[stage], stage
    assert report.laws_checked > 50
    ended = report.promises_kept + report.promises_made_good + report.promises_withdrawn
    assert report.promises_opened == ended + report.promises_open
    assert sum(report.messages.values()) > 10
    assert "silent           0" in report.as_text()
    assert set(report.as_dict()) >= {
        "journeys", "promises_opened", "promises_kept", "promises_made_good", "promises_withdrawn", "promises_open",
        "promises_silent", "laws_checked", "laws_broken", "messages", "seed",
    }  # fmt: skip
