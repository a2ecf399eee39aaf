"""The rehearsal: whole journeys by the same actions as the screens use, with every law held against the data."""

from __future__ import annotations

import pytest

from almoner.core.models import Setting
from almoner.demo import fill, rehearsal
from almoner.demo.cast import is_rehearsal, members
from almoner.demo.lying import Occupancy
from almoner.people.models import Person, Site
from almoner.scheduling.models import Appointment

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


def test_fill_leaves_data_that_is_there_alone(db: None) -> None:
    Setting.objects.create(name="something", value=1)
    fill.fill(
        scale=fill.Scale(people=40, ahead=3, beds=Occupancy(of_ten=1, gone_home=0)),
        source=fill.Random(1),
        by=fill.SYSTEM,
    )
    people = Person.objects.count()
    assert is_rehearsal()
    assert len(members()) >= 13
    assert Appointment.objects.exists()
    assert Site.objects.get().name == "Riverside General Hospital"
    assert not fill.fill_if_empty()
    assert Person.objects.count() == people
