"""Hours of fasting as clock times, and what several visits of one day ask together."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from almoner.scheduling.fasting import Clash, Limits, Rule, Visit, limits, of_day, rule_of, strictest

ZONES = sorted(zone for zone in available_timezones() if "/" in zone)
START = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
moments = st.builds(
    datetime.fromtimestamp,
    st.integers(1_420_000_000, 2_080_000_000),
    st.sampled_from(ZONES).map(ZoneInfo),
)
rules = st.builds(Rule, st.integers(1, 24), st.none() | st.integers(1, 8))


def test_SEL_7_six_and_two_hours_before_half_past_eight() -> None:
    given_rule = rule_of(6, 2)
    assert given_rule
    assert limits(given_rule, START) == Limits(START - timedelta(hours=6), START - timedelta(hours=2))


def test_I_13_hours_are_elapsed_hours_in_the_night_in_which_the_clocks_change() -> None:
    london = ZoneInfo("Europe/London")
    usual, spring, autumn = (datetime.combine(day, START.time(), london) for day in
                             (date(2026, 6, 1), date(2026, 3, 29), date(2026, 10, 25)))  # fmt: skip
    shown = [limits(Rule(8, None), start).food_until.astimezone(london).strftime("%d %H:%M")
             for start in (usual, spring, autumn)]  # fmt: skip
    assert shown == ["01 00:30", "28 23:30", "25 01:30"]


@given(rules, moments)
def test_I_13_the_fast_lasts_exactly_so_long_in_every_zone(rule: Rule, start: datetime) -> None:
    found = limits(rule, start)
    assert start.astimezone(UTC) - found.food_until == timedelta(hours=rule.food_hours)


@given(st.lists(st.tuples(rules, moments), min_size=1, max_size=5))
def test_SEL_7_the_strictest_keeps_every_rule(pairs: list[tuple[Rule, datetime]]) -> None:
    each = [limits(rule, start) for rule, start in pairs]
    found = strictest(each)
    assert found
    assert all(found.food_until <= one.food_until for one in each)
    assert all(found.clear_until and found.clear_until <= one.clear_until for one in each if one.clear_until)


def test_no_rule_is_no_limit() -> None:
    assert (rule_of(None, None), rule_of(0, 0), strictest([])) == (None, None, None)


def test_who_may_not_drink_may_not_eat() -> None:
    assert rule_of(None, 2) == Rule(2, 2)


def test_two_fasts_of_one_day_join_and_nothing_is_eaten_between() -> None:
    early = Visit("Scan", START, START + timedelta(hours=1), Rule(6, None))
    late = Visit("Gastroscopy", START + timedelta(hours=3), START + timedelta(hours=4), Rule(6, 2))
    day = of_day([early, late])
    assert day.limits == Limits(START - timedelta(hours=6), START + timedelta(hours=1))
    assert (day.may_eat_from, day.clashes) == (late.ends_at, ())


def test_a_full_bladder_and_nil_by_mouth_is_for_a_person_to_resolve() -> None:
    theatre = Visit("Day surgery", START, START + timedelta(hours=2), Rule(6, 2))
    scan = Visit("Pelvic scan", START + timedelta(hours=1), START + timedelta(hours=2), drink_by_hours=1)
    assert of_day([theatre, scan]).clashes == (Clash("drink", "Day surgery", "Pelvic scan"),)


def test_a_full_bladder_long_after_the_fast_is_no_clash() -> None:
    theatre = Visit("Day surgery", START, START + timedelta(hours=2), Rule(6, 2))
    scan = Visit("Pelvic scan", START + timedelta(hours=8), START + timedelta(hours=9), drink_by_hours=1)
    assert of_day([theatre, scan]).clashes == ()
