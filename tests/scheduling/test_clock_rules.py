"""Reading a wall by the rules of then, and finding the moment by those of now (law I-13)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.scheduling import diaries
from almoner.scheduling.clock_rules import Shift, rules_of

BEGIN = date(2026, 1, 1)
ZONES = sorted(available_timezones())
LONDON, MADRID, LORD_HOWE = (ZoneInfo(key) for key in ("Europe/London", "Europe/Madrid", "Australia/Lord_Howe"))
MINUTE = timedelta(minutes=1)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 2, tzinfo=UTC) + minutes * MINUTE)


@given(st.sampled_from(ZONES), MOMENTS)
def test_I_13_rules_show_the_wall_that_the_zone_shows(key: str, moment: datetime) -> None:
    zone = ZoneInfo(key)
    there = moment.astimezone(zone)
    wall = rules_of(zone, moment.date() - timedelta(days=60), 120).wall(moment)
    assert (wall, wall.fold) == (there.replace(tzinfo=None), there.fold)


@given(st.sampled_from(ZONES), MOMENTS)
def test_I_13_where_rules_stay_no_moment_moves(key: str, moment: datetime) -> None:
    zone = ZoneInfo(key)
    assert Shift(rules_of(zone, moment.date() - timedelta(days=60), 120), zone).moved(moment) == moment


def test_I_13_all_zones_agree_with_themselves_and_their_changes_are_to_the_second() -> None:
    for key in ZONES:
        zone = ZoneInfo(key)
        rules = rules_of(zone, BEGIN, 370)
        assert rules.agree(rules_of(zone, BEGIN + timedelta(days=60), 60), BEGIN + timedelta(days=70)), key
        for at, ahead in rules.changes[1:]:
            before, after = (datetime.fromtimestamp(at + second, UTC).astimezone(zone) for second in (-1, 0))
            assert before.utcoffset() != after.utcoffset(), key
            assert after.utcoffset() == timedelta(seconds=ahead), key


@given(
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.dates(date(2026, 2, 1), date(2027, 6, 1)),
    st.times(),
)
def test_I_13_a_visit_keeps_its_wall_from_zone_to_zone(then: str, now: str, day: date, at: time) -> None:
    """Unless the new clock leaves its hour out, or it could not be told by the old one."""
    old, new = ZoneInfo(then), ZoneInfo(now)
    booked = datetime.combine(day, at, old).astimezone(UTC)
    told = booked.astimezone(old).replace(tzinfo=None)
    shown = Shift(rules_of(old, day - timedelta(days=5), 10), new).moved(booked).astimezone(new).replace(tzinfo=None)
    if shown != told:
        left_out = told.replace(tzinfo=new).astimezone(UTC).astimezone(new).replace(tzinfo=None)
        assert left_out == shown
        assert left_out != told


def test_I_13_a_new_day_of_change_is_seen() -> None:
    """Morocco and Egypt have told theirs with weeks of notice; here Madrid's days with London's hours."""
    assert not rules_of(LONDON, BEGIN).agree(rules_of(MADRID, BEGIN), BEGIN)


@pytest.mark.parametrize("day", [date(2026, 4, 4), date(2026, 4, 5), date(2026, 10, 3), date(2026, 10, 4)])
def test_I_13_hours_of_a_session_stay_on_the_wall_through_a_half_hour_change(day: date) -> None:
    hours = diaries.session(day, time(9), time(17), LONDON)
    shift = Shift(rules_of(LONDON, day - timedelta(days=9), 20), LORD_HOWE)
    midnight = diaries.start_of(day, LORD_HOWE)
    assert shift.bits(hours, diaries.start_of(day, LONDON), midnight) == diaries.session(
        day, time(9), time(17), LORD_HOWE
    )


def test_I_13_the_second_of_a_doubled_hour_stays_the_second() -> None:
    """01:30 twice in London on 25 October; the clock of Lisbon does the same in the same night."""
    lisbon, begin = ZoneInfo("Europe/Lisbon"), date(2026, 10, 20)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    shift = Shift(rules_of(LONDON, begin, 10), lisbon)
    assert [shift.moved(first), shift.moved(first + 60 * MINUTE)] == [first, first + 60 * MINUTE]
