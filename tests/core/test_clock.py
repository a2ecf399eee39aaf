"""Time: one source, a wall clock that changes twice a year (law I-13)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.core import clock

LONDON, SPRING, AUTUMN = ZoneInfo("Europe/London"), date(2026, 3, 29), date(2026, 10, 25)


@pytest.fixture(autouse=True)
def london(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/London"


def test_clock_is_set_and_goes_on_by_itself_again() -> None:
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
        with clock.at(moment + timedelta(hours=1)):
            assert clock.now() == moment + timedelta(hours=1)
        assert clock.now() == moment
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_clock_wants_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 11, 23, 9)):  # noqa: DTZ001
        pass


def test_today_is_the_date_on_the_wall_not_in_utc() -> None:
    with clock.at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("day", "at_time", "expected"),
    [
        (SPRING, time(0, 30), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        (SPRING, time(1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (SPRING, time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (AUTUMN, time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (AUTUMN, time(2, 30), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
def test_I_13_missing_hour_moves_on_and_doubled_hour_means_the_first(
    day: date, at_time: time, expected: datetime
) -> None:
    assert clock.on_the_wall(day, at_time) == expected


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.times())
def test_I_13_a_time_on_the_wall_is_shown_again_unless_the_clock_left_it_out(day: date, at_time: time) -> None:
    shown = clock.on_the_wall(day, at_time).astimezone(LONDON)
    left_out = shown.replace(tzinfo=None) != datetime.combine(day, at_time)
    if left_out:
        assert shown.replace(tzinfo=None) - datetime.combine(day, at_time) == timedelta(hours=1)
    else:
        assert (shown.date(), shown.time()) == (day, at_time)
