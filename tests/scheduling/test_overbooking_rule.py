"""The rule by which one more may be booked: exact, careful, and blind to who people are."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from math import isclose, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.scheduling.overbooking import LEAST_SEEN, WEIGHT, Rates, latest, lead_of, present, too_many

CHANCES = st.lists(st.floats(0, 1), max_size=7)


def counted(chances: list[float]) -> list[float]:
    """By going through every case that there is."""
    found = [0.0] * (len(chances) + 1)
    for comes in product((True, False), repeat=len(chances)):
        found[sum(comes)] += prod(1 - away if come else away for come, away in zip(comes, chances, strict=True))
    return found


@given(CHANCES)
def test_how_many_come_is_what_going_through_every_case_says(chances: list[float]) -> None:
    assert all(isclose(a, b, abs_tol=1e-12) for a, b in zip(present(chances), counted(chances), strict=True))


@given(CHANCES, st.integers(0, 8))
def test_too_many_come_when_one_more_than_the_places_does(chances: list[float], places: int) -> None:
    more = sum(chance for come, chance in enumerate(counted(chances)) if come + 1 > places)
    assert isclose(too_many(chances, places), more, abs_tol=1e-9)


@given(st.lists(st.floats(0.01, 0.6), min_size=1, max_size=9), st.floats(0.01, 0.2), st.sets(st.integers(0, 8)))
def test_one_more_comes_at_the_latest_time_that_keeps_the_limit_and_never_the_first(
    chances: list[float], limit: float, may: set[int]
) -> None:
    may &= set(range(len(chances)))
    allowed = [nth for nth in may - {0} if prod(1 - away for away in chances[nth:]) <= limit]
    assert latest(chances, limit, may) == (max(allowed) if allowed else None)


def test_nobody_is_booked_in_addition_where_everybody_comes() -> None:
    assert latest([0.0] * 12, 0.2, range(12)) is None
    assert latest([], 0.2, []) is None


@pytest.mark.parametrize(("days", "lead"), [(0, 0), (2.9, 0), (3, 1), (13.9, 1), (14, 2), (90, 2)])
def test_how_long_before_is_counted_in_three_kinds(days: float, lead: int) -> None:
    assert lead_of(timedelta(days=days)) == lead


def test_little_that_is_known_draws_to_the_mean_of_the_service_and_much_stands() -> None:
    often, seldom = (0, 2, False), (1, 0, True)
    rates = Rates({often: 1000, seldom: 3}, {often: 400, seldom: 3})
    assert isclose(rates.mean, 403.5 / 1004)
    assert isclose(rates.chance(0, 2, confirmed=False), 0.4, abs_tol=0.001)
    assert isclose(rates.chance(1, 0, confirmed=True), (3 + WEIGHT * rates.mean) / (3 + WEIGHT))
    assert rates.chance(6, 0, confirmed=True) == pytest.approx(rates.mean)


def test_before_somebody_could_confirm_both_answers_count() -> None:
    rates = Rates({(0, 0, True): 100, (0, 0, False): 100}, {(0, 0, True): 2, (0, 0, False): 40})
    assert rates.chance(0, 0, confirmed=True) < rates.chance(0, 0, confirmed=None) < rates.chance(0, 0, confirmed=False)


def test_of_a_service_of_which_little_is_known_nothing_is_predicted() -> None:
    assert [Rates({(0, 0, True): count}, {}).is_enough for count in (LEAST_SEEN - 1, LEAST_SEEN)] == [False, True]
