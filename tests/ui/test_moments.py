"""Times as people say them."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from almoner.core.clock import zone
from almoner.ui import moments

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=zone())


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (timedelta(hours=4), "today 16:00"),
        (timedelta(hours=13), "tomorrow 01:00"),
        (timedelta(hours=-13), "yesterday 23:00"),
        (timedelta(days=2), "Friday 6 March, 12:00"),
        (timedelta(days=310), "Friday 8 January 2027, 12:00"),
    ],
)
def test_a_moment_is_said_by_its_day_and_the_clock(later: timedelta, said: str) -> None:
    with translation.override("en"):
        assert moments.day_and_clock(NOON + later, now=NOON) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (12, "12 minutes left"),
        (1, "1 minute left"),
        (0, "due now"),
        (-8, "8 minutes late"),
        (90, "90 minutes left"),
        (-120, "2 hours late"),
        (3 * 1440, "3 days left"),
    ],
)
def test_what_is_left_is_said_in_a_length_that_one_can_picture(minutes: int, said: str) -> None:
    with translation.override("en"):
        assert moments.time_left(minutes) == said


def test_the_edge_of_a_drawing_says_the_clock_only_when_asked() -> None:
    with translation.override("en"):
        assert [moments.short(NOON, clock_too=clock_too) for clock_too in (True, False)] == ["4 Mar, 12:00", "4 Mar"]
