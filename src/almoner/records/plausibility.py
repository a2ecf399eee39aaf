"""What a value can be, what it usually is, and how fast it changes. Pure.

The impossible is refused; the unusual and the sudden are asked about and then kept: a saturation of 48 % is real, and
is the one value that nobody may throw away. Bounds are wider than those of the published code sets
(`demo` hospitals included) because those were drawn from grown-ups in intensive care.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from almoner.records.enums import Sign

Bounds = tuple[float, float]

POSSIBLE: Mapping[str, Bounds] = {
    Sign.RESPIRATORY_RATE: (0, 150),
    Sign.SPO2: (10, 100),
    Sign.SYSTOLIC: (20, 320),
    Sign.DIASTOLIC: (0, 220),
    Sign.PULSE: (0, 350),
    Sign.TEMPERATURE: (20, 46),
    Sign.PAIN: (0, 10),
    Sign.WEIGHT: (0.3, 650),
    Sign.HEIGHT: (20, 275),
    Sign.GLUCOSE: (0, 120),
}
USUAL: Mapping[str, Bounds] = {
    Sign.RESPIRATORY_RATE: (8, 30),
    Sign.SPO2: (85, 100),
    Sign.SYSTOLIC: (80, 200),
    Sign.DIASTOLIC: (40, 120),
    Sign.PULSE: (40, 150),
    Sign.TEMPERATURE: (35, 40.5),
    Sign.PAIN: (0, 10),
    Sign.WEIGHT: (35, 200),
    Sign.HEIGHT: (135, 210),
    Sign.GLUCOSE: (3, 20),
}
USUAL_IN_CHILDREN: tuple[tuple[float, Mapping[str, Bounds]], ...] = (
    (1, {Sign.RESPIRATORY_RATE: (25, 60), Sign.PULSE: (90, 180), Sign.SYSTOLIC: (60, 120), Sign.DIASTOLIC: (25, 80),
         Sign.WEIGHT: (1, 14), Sign.HEIGHT: (35, 90)}),
    (5, {Sign.RESPIRATORY_RATE: (20, 45), Sign.PULSE: (80, 160), Sign.SYSTOLIC: (70, 130), Sign.DIASTOLIC: (30, 90),
         Sign.WEIGHT: (6, 35), Sign.HEIGHT: (60, 130)}),
    (13, {Sign.RESPIRATORY_RATE: (10, 35), Sign.PULSE: (60, 150), Sign.SYSTOLIC: (75, 150), Sign.DIASTOLIC: (35, 100),
          Sign.WEIGHT: (12, 90), Sign.HEIGHT: (90, 185)}),
)  # fmt: skip
"""Below each age in years. What is not named is as in grown-ups."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A change of more than `by` (or that share of the last value) within `within` is asked about."""

    within: timedelta
    by: float = 0
    share: float = 0


JUMPS: Mapping[str, Jump] = {
    Sign.RESPIRATORY_RATE: Jump(timedelta(hours=24), by=15),
    Sign.SPO2: Jump(timedelta(hours=24), by=10),
    Sign.SYSTOLIC: Jump(timedelta(hours=24), by=60),
    Sign.DIASTOLIC: Jump(timedelta(hours=24), by=40),
    Sign.PULSE: Jump(timedelta(hours=24), by=50),
    Sign.TEMPERATURE: Jump(timedelta(hours=24), by=2.5),
    Sign.WEIGHT: Jump(timedelta(days=90), share=0.1),
    Sign.HEIGHT: Jump(timedelta(days=365), by=4),
    Sign.GLUCOSE: Jump(timedelta(hours=4), by=12),
}


@dataclass(frozen=True, slots=True)
class Oddity:
    """Why a value is asked about: `unusual` with the usual bounds, or `jump` with the value before."""

    sign: str
    why: str
    value: Decimal
    low: Decimal
    high: Decimal


def impossible(values: Mapping[str, Decimal]) -> list[str]:
    """The signs whose value nobody can have. Both pressures, where the lower is not the lower."""
    out = [sign for sign, value in values.items() if not _within(value, POSSIBLE[sign])]
    systolic, diastolic = values.get(Sign.SYSTOLIC), values.get(Sign.DIASTOLIC)
    if not out and systolic is not None and diastolic is not None and diastolic >= systolic:
        return [Sign.SYSTOLIC, Sign.DIASTOLIC]
    return out


def oddities(
    values: Mapping[str, Decimal],
    *,
    age_years: float,
    taken_at: datetime,
    last: Mapping[str, tuple[datetime, Decimal]],
) -> list[Oddity]:
    """What should be asked about before the values are kept. `last` gives the value before, and when it was taken."""
    found = []
    for sign, value in values.items():
        low, high = usual(sign, age_years)
        if not _within(value, (low, high)):
            found.append(Oddity(sign, "unusual", value, Decimal(str(low)), Decimal(str(high))))
        before = last.get(sign)
        if before and _jumped(sign, value, taken_at, before):
            found.append(Oddity(sign, "jump", value, before[1], before[1]))
    return found


def usual(sign: str, age_years: float) -> Bounds:
    for below, bounds in USUAL_IN_CHILDREN:
        if age_years < below:
            return bounds.get(sign, USUAL[sign])
    return USUAL[sign]


def _within(value: Decimal, bounds: Bounds) -> bool:
    return bounds[0] <= float(value) <= bounds[1]


def _jumped(sign: str, value: Decimal, taken_at: datetime, before: tuple[datetime, Decimal]) -> bool:
    rule = JUMPS.get(sign)
    if rule is None or abs(taken_at - before[0]) > rule.within:
        return False
    limit = rule.by or rule.share * float(before[1])
    return abs(float(value - before[1])) > limit
