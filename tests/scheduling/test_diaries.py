"""Days as bits: every operation against the plainest way of saying the same, over many zones and change days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given
from hypothesis import strategies as st

from almoner.scheduling import diaries

ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
)
days = st.dates(date(2015, 1, 1), date(2036, 12, 31))
zones = st.sampled_from(ZONES).map(ZoneInfo)
bits = st.integers(0, (1 << 300) - 1)


@given(days, zones)
@example(date(2026, 3, 29), ZoneInfo("Europe/London"))
@example(date(2026, 10, 25), ZoneInfo("Europe/London"))
def test_I_13_ticks_of_a_day_join_midnight_to_midnight(day: date, zone: ZoneInfo) -> None:
    midnight = diaries.start_of(day, zone)
    assert diaries.moment_of(diaries.ticks_of(day, zone), midnight) == diaries.start_of(day + timedelta(days=1), zone)


def test_I_13_a_day_that_loses_or_gains_an_hour_has_276_or_300_ticks() -> None:
    london = ZoneInfo("Europe/London")
    counted = [diaries.ticks_of(day, london) for day in (date(2026, 3, 29), date(2026, 6, 1), date(2026, 10, 25))]
    assert counted == [276, 288, 300]


@given(days, zones, st.integers(0, 400), st.integers(0, 299))
def test_I_13_tick_and_moment_are_each_other_s_inverse(day: date, zone: ZoneInfo, tick: int, seconds: int) -> None:
    midnight = diaries.start_of(day, zone)
    assert diaries.tick_of(diaries.moment_of(tick, midnight) + timedelta(seconds=seconds), midnight) == tick


@given(days, zones, st.times().map(lambda t: t.replace(minute=t.minute // 5 * 5, second=0, microsecond=0)))
def test_I_13_a_session_begins_when_the_wall_shows_it(day: date, zone: ZoneInfo, begin: time) -> None:
    session = diaries.session(day, begin, begin, zone)
    first, _length = next(diaries.runs(session))
    shown = diaries.moment_of(first, diaries.start_of(day, zone)).astimezone(zone)
    wall = datetime.combine(day, begin, zone)
    left_out = wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None)
    assert left_out or (shown.date(), shown.time()) == (day, begin)


def test_I_13_a_morning_session_is_as_long_as_ever_on_the_day_the_clocks_change() -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)):
        assert diaries.session(day, time(9), time(12), ZoneInfo("Europe/London")).bit_count() == 36


def test_I_13_a_night_session_has_the_hours_that_the_night_has() -> None:
    london = ZoneInfo("Europe/London")
    nights = {day: diaries.session(day, time(21), time(7), london).bit_count() for day in
              (date(2026, 3, 28), date(2026, 6, 1), date(2026, 10, 24))}  # fmt: skip
    assert list(nights.values()) == [108, 120, 132]


def test_I_13_a_session_that_ends_in_the_hour_that_comes_twice_ends_with_the_second() -> None:
    assert diaries.session(date(2026, 10, 24), time(22), time(1, 30), ZoneInfo("Europe/London")).bit_count() == 54


@given(bits)
def test_runs_are_the_whole_and_do_not_touch(free: int) -> None:
    runs = list(diaries.runs(free))
    assert diaries.either(*(diaries.span(begin, begin + length) for begin, length in runs)) == free
    assert all(begin > before + length for (before, length), (begin, _) in pairwise(runs))


@given(bits)
def test_packed_bits_come_back(free: int) -> None:
    assert diaries.unpack(diaries.pack(free)) == free


@given(st.integers(-50, 350), st.integers(-50, 350))
def test_span_has_the_ticks_between(first: int, last: int) -> None:
    assert diaries.span(first, last) == sum(1 << n for n in range(max(first, 0), max(last, 0)))


def test_between_takes_every_tick_that_is_touched() -> None:
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    touched = diaries.between(midnight + timedelta(minutes=7), midnight + timedelta(minutes=16), midnight)
    assert touched == 0b1110
