"""The plan of the day: fasts as the tests ask, meals kept, clashes said (STAY-1, STAY-7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from almoner.visits.day_plan import Clash, Fast, Item, Test, build, fasting_at, fasts_of
from almoner.visits.enums import PlanKind

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


def at(hour: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


def a_test(name: str, begin: float, length: float = 0.5, **more: object) -> Test:
    return Test(name, at(begin), at(begin + length), **more)  # type: ignore[arg-type]


def meal(name: str, hour: float) -> Item:
    return Item(PlanKind.MEAL, name, at(hour))


SCAN = a_test("Scan", 10, food_hours=6, clear_hours=2)


def test_fast_runs_from_the_hours_that_the_test_asks_until_it_is_over() -> None:
    assert fasts_of([SCAN]) == [Fast(at(4), at(8), at(10.5))]


def test_water_stays_allowed_where_the_test_says_nothing_of_it() -> None:
    assert fasts_of([a_test("Blood", 9, food_hours=8)]) == [Fast(at(1), None, at(9.5))]


def test_two_tests_that_touch_make_one_fast_and_the_strictest_counts() -> None:
    both = fasts_of([SCAN, a_test("Scope", 13, food_hours=6, clear_hours=4)])
    assert both == [Fast(at(4), at(8), at(13.5))]


def test_two_tests_far_apart_leave_room_to_eat() -> None:
    both = fasts_of([SCAN, a_test("Scope", 20, food_hours=6, clear_hours=4)])
    assert both == [Fast(at(4), at(8), at(10.5)), Fast(at(14), at(16), at(20.5))]


def test_STAY_6_meal_in_a_fast_is_kept_until_after() -> None:
    plan = build([SCAN], meals=[meal("Breakfast", 8), meal("Lunch", 12.5)])
    meals = {item.title: (item.kept, item.ends_at) for item in plan.items if item.kind == PlanKind.MEAL}
    assert meals == {"Breakfast": (True, at(10.5)), "Lunch": (False, None)}


def test_STAY_7_day_is_in_order_and_the_round_is_a_stretch() -> None:
    rounds = [Item(PlanKind.ROUND, "Round", at(8.5), at(11))]
    agreed = [Item(PlanKind.CONSULT, "Dietitian", at(14))]
    plan = build([SCAN], rounds=rounds, agreed=agreed)
    assert [item.kind for item in plan.items] == [PlanKind.FASTING, PlanKind.ROUND, PlanKind.TEST, PlanKind.CONSULT]
    assert plan.items[1].until - plan.items[1].starts_at == timedelta(hours=2.5)


def test_clashes_are_said() -> None:
    rounds = [Item(PlanKind.ROUND, "Round", at(10), at(11))]
    tests = [a_test("Scan", 9.5, 2, food_hours=6, clear_hours=2), a_test("Bladder", 10, 0.5, drink_by_hours=1)]
    assert set(build(tests, rounds=rounds).clashes) == {
        Clash("overlap", "Scan", "Bladder"), Clash("round", "Scan", "Round"), Clash("drink", "Bladder", ""),
    }  # fmt: skip


tests_of_day = st.lists(
    st.builds(
        lambda begin, length, food, clear: Test(
            "T", at(begin), at(begin + length), food_hours=food, clear_hours=clear
        ),
        st.integers(6, 20),
        st.sampled_from([0.5, 1, 2]),
        st.sampled_from([None, 4, 6, 8]),
        st.sampled_from([None, 2, 4]),
    ),
    max_size=5,
)  # fmt: skip


@given(tests_of_day)
def test_fasts_cover_every_test_that_asks_for_one_and_never_overlap(tests: list[Test]) -> None:
    fasts = fasts_of(tests)
    for one in tests:
        if one.food_hours or one.clear_hours:
            hours = max(one.food_hours or 0, one.clear_hours or 0)
            fast = fasting_at(fasts, one.starts_at)
            assert fast and fast.food_from <= one.starts_at - timedelta(hours=hours)
        if one.clear_hours:
            assert fast and fast.drink_from and fast.drink_from <= one.starts_at - timedelta(hours=one.clear_hours)
    ends = sorted(fasts, key=lambda fast: fast.food_from)
    assert all(before.until < after.food_from for before, after in pairwise(ends))


@given(tests_of_day)
def test_no_meal_stands_in_a_fast_unless_it_is_kept(tests: list[Test]) -> None:
    plan = build(tests, meals=[meal("M", hour) for hour in (8, 12.5, 18)])
    for item in plan.items:
        if item.kind == PlanKind.MEAL:
            assert item.kept == (fasting_at(plan.fasts, item.starts_at) is not None)
