"""NEWS2: every band, both oxygen scales, the single three, rounding, and what was not measured."""

from __future__ import annotations

import pytest

from almoner.urgency.case import Vitals
from almoner.urgency.news2 import news2

NORMAL = {
    "respiratory_rate": 16.0, "spo2": 97.0, "on_oxygen": False, "systolic": 120.0, "pulse": 70.0,
    "consciousness": "alert", "temperature_c": 37.0,
}  # fmt: skip


def score(sign: str, value: object, **more: object) -> int:
    return news2(Vitals(**{**NORMAL, sign: value, **more})).parts[sign]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sign", "bands"),
    [
        ("respiratory_rate", [(8, 3), (9, 1), (11, 1), (12, 0), (20, 0), (21, 2), (24, 2), (25, 3)]),
        ("spo2", [(91, 3), (92, 2), (93, 2), (94, 1), (95, 1), (96, 0), (100, 0)]),
        ("systolic", [(90, 3), (91, 2), (100, 2), (101, 1), (110, 1), (111, 0), (219, 0), (220, 3)]),
        ("pulse", [(40, 3), (41, 1), (50, 1), (51, 0), (90, 0), (91, 1), (110, 1), (111, 2), (130, 2), (131, 3)]),
        ("temperature_c", [(35.0, 3), (35.1, 1), (36.0, 1), (36.1, 0), (38.0, 0), (38.1, 1), (39.0, 1), (39.1, 2)]),
        ("consciousness", [("alert", 0), ("confused", 3), ("voice", 3), ("pain", 3), ("unresponsive", 3)]),
        ("on_oxygen", [(False, 0), (True, 2)]),
    ],
)
def test_each_band_scores_as_published(sign: str, bands: list[tuple[object, int]]) -> None:
    assert [(value, score(sign, value)) for value, _ in bands] == bands


@pytest.mark.parametrize(
    ("spo2", "on_oxygen", "expected"),
    [(83, False, 3), (84, False, 2), (85, True, 2), (86, False, 1), (87, True, 1), (88, False, 0), (92, True, 0),
     (93, False, 0), (100, False, 0), (93, True, 1), (94, True, 1), (95, True, 2), (96, True, 2), (97, True, 3)],
)  # fmt: skip
def test_scale_two_is_for_a_prescribed_target(spo2: float, expected: int, *, on_oxygen: bool) -> None:
    assert score("spo2", spo2, on_oxygen=on_oxygen, spo2_scale=2) == expected


@pytest.mark.parametrize(("value", "expected"), [(38.05, 1), (38.04, 0), (36.05, 0), (35.04, 3), (39.05, 2)])
def test_temperature_is_rounded_to_a_tenth_first(value: float, expected: int) -> None:
    assert score("temperature_c", value) == expected


def test_missing_sign_is_named_and_never_counted_as_normal() -> None:
    found = news2(Vitals(respiratory_rate=25, spo2=95))
    assert (found.total, found.at_most, found.complete) == (4, 18, False)
    assert found.missing == ("on_oxygen", "systolic", "pulse", "consciousness", "temperature_c")
    assert found.single_three == ("respiratory_rate",)


def test_everything_normal_is_zero_and_everything_wrong_is_twenty() -> None:
    worst = Vitals(8, 80, on_oxygen=True, systolic=80, pulse=140, temperature_c=34, consciousness="pain")
    assert (news2(Vitals(**NORMAL)).total, news2(worst).total) == (0, 20)  # type: ignore[arg-type]
