"""The rehearsal: whole journeys by the same actions as the screens use, with every law held against the data."""

from __future__ import annotations

import pytest

from almoner.demo import rehearsal

pytestmark = pytest.mark.django_db


@pytest.fixture
def half_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ticks of half an hour: fewer of them, with the same life in each."""
    monkeypatch.setattr(rehearsal, "TICK", rehearsal.TICK * 3)


def test_I_6_a_day_ends_with_nothing_silent_and_no_law_broken(half_a_day: None) -> None:
    report = rehearsal.play(days=1, seed=11, people=25, visits=12)
    assert report.promises_silent == 0, report.broken
    assert report.laws_broken == 0, report.broken
    assert report.journeys > 10
    assert report.laws_checked > 50
    ended = report.promises_kept + report.promises_made_good + report.promises_withdrawn
    assert report.promises_opened == ended + report.promises_open
    assert sum(report.messages.values()) > 10
    assert "silent           0" in report.as_text()
    assert set(report.as_dict()) >= {
        "journeys", "promises_opened", "promises_kept", "promises_made_good", "promises_withdrawn", "promises_open",
        "promises_silent", "laws_checked", "laws_broken", "messages", "seed",
    }  # fmt: skip
