"""NEWS2 (Royal College of Physicians, 2017): how far the vital signs of an adult stray. Pure arithmetic.

Not for people under 16 or in pregnancy. A sign that was not measured is named as missing; it is not taken for zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from almoner.urgency.case import Vitals

NO_SCORE = {
    "respiratory_rate": (12.0, 20.0), "spo2": (96.0, 100.0), "systolic": (111.0, 219.0), "pulse": (51.0, 90.0),
    "temperature": (36.1, 38.0),
}  # fmt: skip
"""Within these a sign scores nothing; saturation on scale 1. For drawings."""
HIGHEST = {
    "respiratory_rate": 3, "spo2": 3, "on_oxygen": 2, "systolic": 3, "pulse": 3, "consciousness": 3, "temperature_c": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class News2:
    """`total` counts what was measured; with `missing` signs the truth lies between `total` and `at_most`."""

    parts: dict[str, int]
    missing: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    @property
    def at_most(self) -> int:
        return self.total + sum(HIGHEST[name] for name in self.missing)

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def single_three(self) -> tuple[str, ...]:
        """The signs that score three by themselves."""
        return tuple(name for name, score in self.parts.items() if score == 3)


def news2(vitals: Vitals) -> News2:
    scores = {
        "respiratory_rate": _banded(vitals.respiratory_rate, ((8, 3), (11, 1), (20, 0), (24, 2)), 3),
        "spo2": _saturation(vitals),
        "on_oxygen": None if vitals.on_oxygen is None else 2 * vitals.on_oxygen,
        "systolic": _banded(vitals.systolic, ((90, 3), (100, 2), (110, 1), (219, 0)), 3),
        "pulse": _banded(vitals.pulse, ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2)), 3),
        "consciousness": None if vitals.consciousness is None else 3 * (vitals.consciousness != "alert"),
        "temperature_c": _temperature(vitals.temperature_c),
    }
    return News2(
        parts={name: score for name, score in scores.items() if score is not None},
        missing=tuple(name for name, score in scores.items() if score is None),
    )


def _banded(value: float | None, bands: tuple[tuple[float, int], ...], above: int) -> int | None:
    """The score of the first band whose upper limit the whole-number value does not pass."""
    if value is None:
        return None
    whole = _rounded(value, "1")
    return next((score for limit, score in bands if whole <= Decimal(str(limit))), above)


def _temperature(value: float | None) -> int | None:
    """Rounded to a tenth first, so that 38.05 falls in a band."""
    if value is None:
        return None
    tenth = _rounded(value, "0.1")
    bands = (("35.0", 3), ("36.0", 1), ("38.0", 0), ("39.0", 1))
    return next((score for limit, score in bands if tenth <= Decimal(limit)), 2)


def _saturation(vitals: Vitals) -> int | None:
    if vitals.spo2 is None:
        return None
    if vitals.spo2_scale == 1:
        return _banded(vitals.spo2, ((91, 3), (93, 2), (95, 1)), 0)
    if vitals.spo2 >= 93 and vitals.on_oxygen:
        return _banded(vitals.spo2, ((94, 1), (96, 2)), 3)
    return _banded(vitals.spo2, ((83, 3), (85, 2), (87, 1)), 0)


def _rounded(value: float, step: str) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(step), ROUND_HALF_UP)
