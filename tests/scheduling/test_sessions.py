"""The hours of a week: what overlaps, how long they are, and what a season leaves behind. Pure."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.scheduling import diaries
from almoner.scheduling.sessions import (
    Lasting,
    Period,
    Session,
    for_days,
    joined,
    lay_out,
    minutes,
    on_day,
    periods,
    unclear,
)

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 23)
MORNING = Session(0, time(8), time(12))
AFTERNOON = Session(0, time(13), time(17))
NIGHT = Session(0, time(22), time(6))


@pytest.mark.parametrize(
    ("sessions", "clear"),
    [
        ([MORNING, AFTERNOON], True),
        ([MORNING, Session(0, time(12), time(13))], True),
        ([MORNING, Session(0, time(11), time(13))], False),
        ([MORNING, Session(0, time(9), time(10), urgent=True)], True),
        ([Session(0, time(9), time(10), urgent=True), Session(0, time(9, 30), time(11), urgent=True)], False),
        ([NIGHT, Session(1, time(6), time(10))], True),
        ([NIGHT, Session(1, time(5), time(10))], False),
        ([Session(6, time(22), time(6)), Session(0, time(5), time(9))], False),
        ([Session(0, time(9), time(9))], False),
        ([Session(0, time(12), time(9))], False),
        ([Session(7, time(8), time(12))], False),
        ([], True),
    ],
)
def test_week_is_clear_when_nothing_overlaps_also_behind_midnight(sessions: list[Session], clear: bool) -> None:
    assert unclear(sessions) is not clear


def test_minutes_count_what_overlaps_once_and_a_night_whole() -> None:
    assert minutes([MORNING, Session(0, time(9), time(10), urgent=True), NIGHT]) == (4 + 8) * 60


def test_season_ends_and_gives_way_to_the_week_that_was_there_before() -> None:
    rows = [Lasting(MORNING, MONDAY)]
    first, last = date(2027, 6, 1), date(2027, 8, 31)
    assert for_days(rows, [AFTERNOON], first, last) == [
        Lasting(MORNING, MONDAY, date(2027, 5, 31)),
        Lasting(MORNING, date(2027, 9, 1)),
        Lasting(AFTERNOON, first, last),
    ]


def test_week_for_good_ends_every_season_to_come() -> None:
    rows = for_days([Lasting(MORNING, MONDAY)], [AFTERNOON], date(2027, 6, 1), date(2027, 8, 31))
    assert for_days(rows, [NIGHT], date(2027, 1, 1), None) == [
        Lasting(MORNING, MONDAY, date(2026, 12, 31)),
        Lasting(NIGHT, date(2027, 1, 1)),
    ]


def test_season_taken_back_leaves_one_row_again() -> None:
    first, last = date(2027, 6, 1), date(2027, 8, 31)
    rows = for_days([Lasting(MORNING, MONDAY)], [AFTERNOON], first, last)
    assert for_days(rows, [MORNING], first, last) == [Lasting(MORNING, MONDAY)]


def test_periods_follow_each_other_and_the_last_is_for_good() -> None:
    first, last = date(2027, 6, 1), date(2027, 8, 31)
    rows = for_days([Lasting(MORNING, MONDAY)], [], first, last)
    assert periods(rows, MONDAY) == [
        Period(MONDAY, date(2027, 5, 31), (MORNING,)),
        Period(first, last, ()),
        Period(date(2027, 9, 1), None, (MORNING,)),
    ]


def test_other_hours_stand_in_for_the_week_and_closed_is_none() -> None:
    rows = [Lasting(MORNING, MONDAY)]
    others = {MONDAY: (AFTERNOON,), MONDAY + timedelta(7): ()}
    found = [on_day(rows, others, MONDAY + timedelta(days)) for days in (0, 7, 14)]
    assert found == [(AFTERNOON,), (), (MORNING,)]


def test_I_13_night_keeps_its_hours_on_the_wall_when_the_clocks_change() -> None:
    """The night to the last Sunday of March is an hour shorter; to that of October an hour longer."""
    rows = [Lasting(Session(5, time(22), time(6)), MONDAY)]
    found = [
        _lengths(lay_out(rows, {}, saturday, LONDON)[0])
        for saturday in (date(2027, 3, 20), date(2027, 3, 27), date(2027, 10, 30))
    ]
    assert found == [[8 * 60], [7 * 60], [9 * 60]]


def test_closed_day_lets_the_night_before_run_out() -> None:
    rows = [Lasting(NIGHT, MONDAY), Lasting(Session(1, time(4), time(10)), MONDAY)]
    closed = {MONDAY + timedelta(1): ()}
    night, after = (lay_out(rows, closed, MONDAY + timedelta(days), LONDON)[0] for days in (0, 1))
    assert (_lengths(night), after) == ([8 * 60], 0)


def _lengths(bits: int) -> list[int]:
    """The minutes of every run."""
    return [length * diaries.MINUTES for _, length in diaries.runs(bits)]


_days = st.dates(MONDAY, MONDAY + timedelta(60))
_sessions = st.lists(
    st.builds(Session, st.integers(0, 6), st.sampled_from([time(8), time(13), time(22)]), st.just(time(17))), max_size=5
)


@given(st.lists(st.tuples(_sessions, _days, st.none() | st.integers(0, 40)), max_size=5))
def test_every_day_has_the_hours_that_were_said_last_for_it(said: list[tuple[list[Session], date, int | None]]) -> None:
    rows: list[Lasting] = []
    meant: dict[date, set[Session]] = {MONDAY + timedelta(n): set() for n in range(110)}
    for week, first, length in said:
        last = None if length is None else first + timedelta(length)
        rows = for_days(rows, week, first, last)
        meant.update({day: set(week) for day in meant if first <= day and (last is None or day <= last)})
    for day, week in meant.items():
        assert set(on_day(rows, {}, day)) == {one for one in week if one.weekday == day.weekday()}
    assert joined(rows) == rows
