"""What is known when urgency is gauged: words, person, answers and vital signs. No name, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Consciousness = Literal["alert", "confused", "voice", "pain", "unresponsive"]
POSSIBLE = {
    "respiratory_rate": (0, 200), "spo2": (0, 100), "systolic": (0, 400), "diastolic": (0, 300), "pulse": (0, 400),
    "temperature_c": (10, 50), "pain_0_10": (0, 10),
}  # fmt: skip
"""What can be measured in anybody at all. What is within this but hardly likely counts, and goes before a person."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """Vital signs as measured; None is not measured, and is never taken for normal.

    Respiratory rate and pulse a minute, oxygen saturation in percent, pressures in mmHg, temperature in °C.
    `spo2_scale` 2 is for people with a prescribed target of 88 to 92 % only.
    """

    respiratory_rate: float | None = None
    spo2: float | None = None
    on_oxygen: bool | None = None
    spo2_scale: Literal[1, 2] = 1
    systolic: float | None = None
    diastolic: float | None = None
    pulse: float | None = None
    temperature_c: float | None = None
    consciousness: Consciousness | None = None
    pain_0_10: float | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One request for help. `answers` holds question or danger-sign ids with yes, no, True or False."""

    text: str = ""
    age_years: float | None = None
    sex: str = "unknown"
    pregnant: bool | None = None
    language: str = "en"
    answers: Mapping[str, Any] = field(default_factory=dict)
    vitals: Vitals = field(default_factory=Vitals)
