"""Units: what is accepted, and that nothing is lost in converting."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.records import units
from almoner.records.enums import Sign


@pytest.mark.parametrize(
    ("sign", "value", "unit", "kept"),
    [
        (Sign.TEMPERATURE, "101.3", "°F", "38.50"),
        (Sign.TEMPERATURE, "37,4", "°C", "37.40"),
        (Sign.WEIGHT, "154", "lb", "69.85"),
        (Sign.HEIGHT, "65", "in", "165.10"),
        (Sign.GLUCOSE, "180", "mg/dL", "9.99"),
        (Sign.PULSE, "72", "", "72.00"),
    ],
)
def test_value_is_kept_in_one_unit(sign: str, value: str, unit: str, kept: str) -> None:
    assert units.kept(sign, units.number(value), unit) == Decimal(kept)


@pytest.mark.parametrize("entered", ["", "abc", "1.2.3", "nan", "inf", "-"])
def test_what_is_no_number_is_said(entered: str) -> None:
    with pytest.raises(units.NotANumber):
        units.number(entered)


def test_unit_of_another_sign_is_unknown() -> None:
    with pytest.raises(units.UnitUnknown):
        units.kept(Sign.PULSE, Decimal(70), "kg")


def test_kept_unit_is_offered_first() -> None:
    assert units.accepted(Sign.GLUCOSE) == ["mmol/L", "mg/dL"]


@given(st.decimals(min_value=30, max_value=44, places=1))
def test_temperature_goes_there_and_back(celsius: Decimal) -> None:
    fahrenheit = celsius * 9 / 5 + 32
    assert units.kept(Sign.TEMPERATURE, fahrenheit, "°F") == celsius
