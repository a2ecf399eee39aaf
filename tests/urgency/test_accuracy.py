"""Exact bounds, held against values known from elsewhere and against what must be true of any."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.urgency.accuracy import Share, accuracy, beta_quantile, clopper_pearson, regularised_beta


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.3084971), (10, 10, 0.6915029, 1.0), (5, 10, 0.1870860, 0.8129140), (1, 20, 0.0012651, 0.2487328),
     (95, 100, 0.8871651, 0.9835681)],
)  # fmt: skip
def test_bounds_equal_published_tables(hits: int, of: int, low: float, high: float) -> None:
    assert clopper_pearson(hits, of) == pytest.approx((low, high), abs=2e-6)


@given(st.integers(1, 60), st.integers(0, 60))
def test_bounds_are_the_points_where_the_binomial_tail_is_one_in_forty(of: int, hits: int) -> None:
    hits = min(hits, of)
    low, high = clopper_pearson(hits, of)

    def tail(p: float, counts: range) -> float:
        return sum(math.comb(of, k) * p**k * (1 - p) ** (of - k) for k in counts)

    assert low <= hits / of <= high
    assert hits == 0 or tail(low, range(hits, of + 1)) == pytest.approx(0.025, abs=1e-9)
    assert hits == of or tail(high, range(hits + 1)) == pytest.approx(0.025, abs=1e-9)


def test_beta_of_one_and_one_is_the_line() -> None:
    assert [regularised_beta(x, 1, 1) for x in (0.0, 0.25, 0.5, 1.0)] == pytest.approx([0.0, 0.25, 0.5, 1.0])
    assert beta_quantile(0.3, 1, 1) == pytest.approx(0.3)
    assert beta_quantile(0.5, 2, 2) == pytest.approx(0.5)


def test_nothing_known_is_anything() -> None:
    assert clopper_pearson(0, 0) == (0.0, 1.0)
    assert Share(0, 0).rate is None
    with pytest.raises(ValueError, match="between"):
        clopper_pearson(3, 2)


def test_under_and_over_triage_are_told_apart() -> None:
    found = accuracy([(1, 1), (1, 2), (3, 3), (4, 3), (5, 1)])
    assert [(part.hits, part.of) for part in (found.exact, found.under, found.over)] == [(2, 5), (1, 5), (2, 5)]
    assert [(part.hits, part.of) for part in (found.sensitivity, found.specificity)] == [(1, 2), (2, 3)]
    assert str(found.sensitivity) == "50.0% (1.3%–98.7%), 1 of 2"
