"""Possible, usual, sudden: the impossible is refused, the rest is asked about and never thrown away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.records.enums import Sign
from almoner.records.plausibility import POSSIBLE, USUAL, impossible, oddities, usual

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def odd(value: str, sign: str = Sign.SPO2, age: float = 46, before: tuple[datetime, str] | None = None) -> list[str]:
    last = {sign: (before[0], Decimal(before[1]))} if before else {}
    return [one.why for one in oddities({sign: Decimal(value)}, age_years=age, taken_at=NOON, last=last)]


@pytest.mark.parametrize(
    ("sign", "value"), [(Sign.SPO2, 48), (Sign.TEMPERATURE, 27), (Sign.WEIGHT, 0.6), (Sign.PULSE, 0), (Sign.PULSE, 310)]
)
def test_X_2_rare_and_real_values_are_possible(sign: str, value: float) -> None:
    assert impossible({sign: Decimal(str(value))}) == []


@pytest.mark.parametrize(
    ("sign", "value"), [(Sign.SPO2, 101), (Sign.TEMPERATURE, 98.6), (Sign.PAIN, 11), (Sign.PULSE, -1)]
)
def test_X_2_impossible_value_is_named(sign: str, value: float) -> None:
    assert impossible({sign: Decimal(str(value))}) == [sign]


def test_pressures_the_wrong_way_round_are_both_named() -> None:
    swapped = {Sign.SYSTOLIC: Decimal(80), Sign.DIASTOLIC: Decimal(120)}
    assert impossible(swapped) == [Sign.SYSTOLIC, Sign.DIASTOLIC]


def test_unusual_is_asked_about() -> None:
    assert (odd("97"), odd("80")) == ([], ["unusual"])


def test_sudden_change_is_asked_about_within_its_time_only() -> None:
    hour, week = NOON - timedelta(hours=1), NOON - timedelta(days=7)
    assert odd("86", before=(hour, "99")) == ["jump"]
    assert odd("86", before=(week, "99")) == []


def test_weight_changes_by_share() -> None:
    before = (NOON - timedelta(days=3), "70")
    assert (odd("76.9", Sign.WEIGHT, before=before), odd("77.1", Sign.WEIGHT, before=before)) == ([], ["jump"])


def test_pulse_of_a_baby_is_no_pulse_of_a_grown_up() -> None:
    assert (odd("140", Sign.PULSE, age=0.5), odd("60", Sign.PULSE, age=0.5)) == ([], ["unusual"])
    assert (odd("155", Sign.PULSE), odd("60", Sign.PULSE)) == (["unusual"], [])


@given(st.sampled_from(list(Sign.values)), st.floats(min_value=0, max_value=110))
def test_usual_lies_within_possible_at_every_age(sign: str, age: float) -> None:
    low, high = usual(sign, age)
    assert POSSIBLE[sign][0] <= low < high <= POSSIBLE[sign][1]


def test_every_sign_has_its_bounds() -> None:
    assert set(POSSIBLE) == set(USUAL) == set(Sign.values)
