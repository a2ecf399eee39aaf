"""Units in which signs are accepted, and the one in which each is kept. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from almoner.records.enums import Sign

KEPT_IN: dict[str, str] = {
    Sign.RESPIRATORY_RATE: "/min",
    Sign.SPO2: "%",
    Sign.SYSTOLIC: "mmHg",
    Sign.DIASTOLIC: "mmHg",
    Sign.PULSE: "/min",
    Sign.TEMPERATURE: "°C",
    Sign.PAIN: "/10",
    Sign.WEIGHT: "kg",
    Sign.HEIGHT: "cm",
    Sign.GLUCOSE: "mmol/L",
}
Conversion = Callable[[Decimal], Decimal]
CONVERT: Mapping[tuple[str, str], Conversion] = {
    (Sign.TEMPERATURE, "°F"): lambda value: (value - 32) * 5 / 9,
    (Sign.WEIGHT, "lb"): lambda value: value * Decimal("0.45359237"),
    (Sign.HEIGHT, "in"): lambda value: value * Decimal("2.54"),
    (Sign.GLUCOSE, "mg/dL"): lambda value: value / Decimal("18.016"),
}
STEP = Decimal("0.01")


class UnitUnknown(ValueError):
    """The sign is not taken in this unit."""


class NotANumber(ValueError):
    """What was entered is no number."""


def accepted(sign: str) -> list[str]:
    """The units of `sign`, the one that is kept first."""
    return [KEPT_IN[sign], *(unit for known, unit in CONVERT if known == sign)]


def number(entered: str | float | Decimal) -> Decimal:
    """What was entered, with a comma or a point. Raises NotANumber."""
    try:
        value = Decimal(str(entered).strip().replace(",", "."))
    except InvalidOperation as fault:
        raise NotANumber(str(entered)) from fault
    if not value.is_finite():
        raise NotANumber(str(entered))
    return value


def kept(sign: str, value: Decimal, unit: str = "") -> Decimal:
    """`value` in the unit that is kept, to a hundredth. Raises UnitUnknown."""
    if unit in {"", KEPT_IN[sign]}:
        return value.quantize(STEP, ROUND_HALF_UP)
    convert = CONVERT.get((sign, unit))
    if convert is None:
        raise UnitUnknown(f"{sign} {unit}")
    return convert(value).quantize(STEP, ROUND_HALF_UP)
