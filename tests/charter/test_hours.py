"""Counting time in the hours that somebody is there."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.charter.durations import duration
from almoner.charter.hours import OpenHours

LONDON = ZoneInfo("Europe/London")
WORKING = OpenHours(LONDON, time(8), time(18), frozenset(range(5)), frozenset({date(2026, 12, 25)}))


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (wall(2026, 11, 24, 9), timedelta(hours=2), wall(2026, 11, 24, 11)),
        (wall(2026, 11, 24, 17), timedelta(hours=2), wall(2026, 11, 25, 9)),
        (wall(2026, 11, 27, 17, 30), timedelta(hours=1), wall(2026, 11, 30, 8, 30)),
        (wall(2026, 11, 28, 12), timedelta(minutes=30), wall(2026, 11, 30, 8, 30)),
        (wall(2026, 12, 24, 17), timedelta(hours=2), wall(2026, 12, 28, 9)),
        (wall(2026, 11, 27, 10), timedelta(days=2), wall(2026, 12, 1, 10)),
        (wall(2026, 11, 28, 10), timedelta(days=1), wall(2026, 12, 1, 8)),
        (wall(2026, 11, 24, 9), timedelta(0), wall(2026, 11, 24, 9)),
    ],
)
def test_working_time_passes_only_while_open(start: datetime, length: timedelta, end: datetime) -> None:
    assert WORKING.after(start, length) == end


def test_I_13_working_time_keeps_the_wall_clock_over_the_change_to_summer() -> None:
    assert WORKING.after(wall(2027, 3, 26, 10), timedelta(days=1)) == wall(2027, 3, 29, 10)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - given a zone
    st.integers(0, 60 * 200),
    st.integers(0, 60 * 200),
)
def test_working_time_adds_up(start: datetime, first: int, second: int) -> None:
    one, two = timedelta(minutes=first + 1), timedelta(minutes=second + 1)
    if not one % timedelta(days=1) or not two % timedelta(days=1) or not (one + two) % timedelta(days=1):
        return  # whole days count days, not minutes
    assert WORKING.after(WORKING.after(start, one), two) == WORKING.after(start, one + two)


def test_a_place_that_never_opens_says_so() -> None:
    never = OpenHours(LONDON, time(8), time(18), frozenset())
    with pytest.raises(ValueError, match="never opens"):
        never.after(wall(2026, 11, 24), timedelta(hours=1))
    with pytest.raises(ValueError, match="never opens"):
        never.next_open(wall(2026, 11, 24))


@pytest.mark.parametrize(
    ("text", "length"),
    [("10 minutes", timedelta(minutes=10)), ("1 hour", timedelta(hours=1)), ("2 weeks", timedelta(weeks=2))],
)
def test_a_length_is_read_as_a_manager_writes_it(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize("text", ["ten minutes", "10", "10 mins", "-1 hour", 10, None])
def test_a_length_that_cannot_be_read_says_how_to_write_it(text: object) -> None:
    with pytest.raises(ValueError, match="write it like"):
        duration(text)


def test_shorter_day_counts_only_while_it_is_open() -> None:
    """Christmas Eve closes at noon: four hours from ten are two of that day and two of the next that is open."""
    eve, feast = date(2026, 12, 24), date(2026, 12, 25)
    short = {eve: (time(8), time(12))}
    hours = OpenHours(LONDON, time(8), time(18), frozenset(range(5)), frozenset({feast}), short)
    assert hours.after(wall(2026, 12, 24, 10), timedelta(hours=2)) == wall(2026, 12, 24, 12)
    assert hours.after(wall(2026, 12, 24, 10), timedelta(hours=4)) == wall(2026, 12, 28, 10)
    assert hours.after(wall(2026, 12, 23, 16), timedelta(days=1)) == wall(2026, 12, 24, 12)
