"""How much of a day is kept for the more urgent (APT-6)."""

from __future__ import annotations

from math import exp, factorial

from hypothesis import given
from hypothesis import strategies as st

from almoner.scheduling.protection import ENOUGH_IN, Protected, enough, kept

MEANS = st.floats(0, 40)
SHARES = st.floats(0.01, 0.995)


def chance_of_at_most(count: int, mean: float) -> float:
    return sum(exp(-mean) * mean**n / factorial(n) for n in range(count + 1))


@given(mean=MEANS, share=SHARES)
def test_APT_6_what_is_kept_is_enough_in_that_share_and_one_less_is_not(mean: float, share: float) -> None:
    count = enough(mean, share)
    assert chance_of_at_most(count, mean) >= share - 1e-9
    assert count == 0 or chance_of_at_most(count - 1, mean) < share + 1e-9


def test_APT_6_nobody_expected_nothing_kept() -> None:
    assert enough(0.0, 0.99) == 0
    assert Protected(level=2, an_hour=3.0, hours=3.5).keep(0.0) == 0
    assert Protected(level=2, an_hour=3.0, hours=3.5).keep(-2.0) == 0


@given(rate=st.floats(0, 6), left=st.lists(st.floats(-2, 12), min_size=2))
def test_APT_6_the_less_is_left_of_a_stretch_the_less_is_kept(rate: float, left: list[float]) -> None:
    of_a_level = Protected(level=3, an_hour=rate, hours=7.0)
    counts = [of_a_level.keep(hours) for hours in sorted(left)]
    assert counts == sorted(counts)
    assert max(counts) <= of_a_level.keep(7.0)


def test_APT_6_levels_are_kept_for_together() -> None:
    half, whole = Protected(level=2, an_hour=1.0, hours=3.5), Protected(level=3, an_hour=1.0, hours=7.0)
    of_half, of_whole = enough(3.5, ENOUGH_IN[2]), enough(7.0, ENOUGH_IN[3])
    assert kept([half], 9.0, 12.5, now=0.0) == of_half
    assert kept([half, whole], 9.0, 16.0, now=0.0) == 2 * of_half + of_whole
    assert kept([half, whole], 9.0, 16.0, now=12.5) == of_half + enough(3.5, ENOUGH_IN[3])
    assert kept([half, whole], 9.0, 16.0, now=16.0) == 0
    assert kept([], 9.0, 16.0, now=0.0) == 0
