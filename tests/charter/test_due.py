"""When a promise falls due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from almoner.charter.due import Calendars, FactMissing, applies, due_at
from almoner.charter.enums import Hours
from almoner.charter.hours import OpenHours
from almoner.charter.standard import Due

ZONE = ZoneInfo("Europe/London")
CALENDARS = Calendars(
    ZONE,
    OpenHours(ZONE, time(9, 30), time(20), frozenset(range(7))),
    lambda: OpenHours(ZONE, time(8), time(18), frozenset(range(5))),
)
AT = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)
FACTS = {"starts_at": "2027-03-29T09:30:00+00:00", "level": 2}


@pytest.mark.parametrize(
    ("due", "moment"),
    [
        (Due(after=timedelta(minutes=10)), AT + timedelta(minutes=10)),
        (Due(after=timedelta(hours=1), hours=Hours.WORKING), datetime(2026, 11, 30, 9, tzinfo=UTC)),
        (Due(after=timedelta(hours=1), hours=Hours.CONTACT), datetime(2026, 11, 28, 10, 30, tzinfo=UTC)),
        (Due(before="starts_at", by=timedelta(days=3), wall=time(18)), datetime(2027, 3, 26, 18, tzinfo=UTC)),
        (Due(before="starts_at", by=timedelta(hours=2)), datetime(2027, 3, 29, 7, 30, tzinfo=UTC)),
        (Due(on="starts_at"), datetime(2027, 3, 29, 9, 30, tzinfo=UTC)),
        (Due(by_level={n: timedelta(minutes=n) for n in range(1, 6)}), AT + timedelta(minutes=2)),
        (Due(after=timedelta(hours=4), latest="starts_at"), AT + timedelta(hours=4)),
        (Due(after=timedelta(days=200), latest="starts_at"), datetime(2027, 3, 29, 9, 30, tzinfo=UTC)),
        (Due(after=timedelta(hours=4), latest="answer_by_at"), AT + timedelta(hours=4)),
    ],
)
def test_I_5_when_a_promise_falls_due_follows_from_facts_alone(due: Due, moment: datetime) -> None:
    assert due_at(due, FACTS, AT, CALENDARS) == moment


def test_I_13_three_days_before_keeps_the_wall_clock_over_the_change() -> None:
    facts = {"starts_at": "2027-03-29T08:30:00+00:00"}  # Monday 09:30 in summer time; Friday is still winter time
    due = due_at(Due(before="starts_at", by=timedelta(days=3), wall=time(18)), facts, AT, CALENDARS)
    assert due.astimezone(ZONE).strftime("%a %H:%M") == "Fri 18:00"


@pytest.mark.parametrize("due", [Due(on="answer_by_at"), Due(before="ends_at"), Due(by_level={1: timedelta()})])
def test_an_event_without_the_moment_or_level_is_told(due: Due) -> None:
    with pytest.raises(FactMissing):
        due_at(due, {"level": 9}, AT, CALENDARS)


@pytest.mark.parametrize(
    ("when", "facts", "meets"),
    [
        ({}, {}, True),
        ({"by": "patient"}, {"by": "patient"}, True),
        ({"by": "patient"}, {"by": "hospital"}, False),
        ({"outcome": ["A", "B"]}, {"outcome": "B"}, True),
        ({"outcome": ["A", "B"]}, {}, False),
        ({"rebooked": False}, {}, True),
        ({"lead_hours_over": 24}, {"lead_hours": 24}, False),
        ({"lead_hours_over": 24}, {"lead_hours": 25}, True),
        ({"lead_hours_over": 24}, {}, False),
        ({"score_under": 7}, {"score": 6}, True),
        ({"score_under": 7}, {"score": 7}, False),
    ],
)
def test_I_5_a_standard_applies_when_the_facts_meet(when: dict[str, Any], facts: dict[str, Any], meets: bool) -> None:
    assert applies(when, facts) is meets
