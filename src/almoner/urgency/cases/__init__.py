"""Stored cases: what people say, and the level a clinician would give it. README.md beside them says what they are.

Read by tests, measurements and rehearsals of changed rules (`urgency.rehearsal`) only. Rules are written on
`development`; nobody who writes rules looks at `frozen`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

PARTS = ("development", "frozen")
DISPOSITIONS: dict[int, tuple[str, ...]] = {
    1: ("emergency",),
    2: ("urgent_hour",),
    3: ("same_day",),
    4: ("days",),
    5: ("routine", "self_care"),
}
LANGUAGES = ("en", "es", "ar")
VOICES = ("patient", "carer", "staff")
CONSCIOUSNESS = ("alert", "confused", "voice", "pain", "unresponsive")
VITALS = {
    "respiratory_rate": (0, 80),
    "spo2": (50, 100),
    "systolic": (40, 300),
    "diastolic": (20, 200),
    "pulse": (20, 300),
    "temperature_c": (30, 45),
    "pain_0_10": (0, 10),
}
"""What a stored case may say of a measurement: a slip of the pen is found, a real extreme is not refused."""
ABOUT = {"id", "text", "language", "age_years", "sex", "pregnant", "vitals"}
AROUND = {"expected", "voice", "kind", "variant_of"}


class FaultyCase(ValueError):
    """A line that is no stored case; says which and why."""


@dataclass(frozen=True, slots=True)
class StoredCase:
    """`request` is the input as an integrator sends it; `level` is None where the right answer is to abstain."""

    id: str
    request: Mapping[str, Any]
    level: int | None
    disposition: str
    why: str
    source: str
    voice: str
    kind: str
    variant_of: str | None = None

    @property
    def language(self) -> str:
        return str(self.request["language"])

    @property
    def text(self) -> str:
        return str(self.request["text"])


def read(part: str) -> tuple[StoredCase, ...]:
    """The cases of one part, in the order of their ids."""
    if part not in PARTS:
        raise FaultyCase(f"no part is called {part!r}: there are {', '.join(PARTS)}")
    path = Path(__file__).parent / f"{part}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(stored(line, f"{path.name}:{number}") for number, line in enumerate(lines, 1) if line.strip())


def stored(line: str, where: str) -> StoredCase:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise FaultyCase(f"{where}: no JSON ({error})") from error
    faults = list(_faults(row)) if isinstance(row, dict) else ["not an object"]
    if faults:
        raise FaultyCase(f"{where}: {'; '.join(faults)}")
    expected = row["expected"]
    return StoredCase(
        id=row["id"],
        request=MappingProxyType({key: value for key, value in row.items() if key in ABOUT}),
        level=expected.get("level"),
        disposition=expected.get("disposition", ""),
        why=expected["why"],
        source=expected["source"],
        voice=row["voice"],
        kind=row["kind"],
        variant_of=row.get("variant_of"),
    )


def _faults(row: dict[str, Any]) -> Iterator[str]:
    yield from (f"unknown key {key!r}" for key in sorted(set(row) - ABOUT - AROUND))
    for key in ("id", "text", "kind"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield f"{key} is missing"
    if row.get("language") not in LANGUAGES:
        yield f"language is {row.get('language')!r}"
    if row.get("voice") not in VOICES:
        yield f"voice is {row.get('voice')!r}"
    if "variant_of" in row and not isinstance(row["variant_of"], str):
        yield f"variant_of is {row['variant_of']!r}"
    yield from _of_the_person(row)
    yield from _of_the_vitals(row.get("vitals", {}))
    yield from _of_the_expected(row.get("expected"))


def _of_the_person(row: dict[str, Any]) -> Iterator[str]:
    if "age_years" in row and not _between(row["age_years"], 0, 120):
        yield f"age_years is {row['age_years']!r}"
    if row.get("sex") not in (None, "female", "male", "other"):
        yield f"sex is {row['sex']!r}"
    if row.get("pregnant") not in (None, True, False):
        yield f"pregnant is {row['pregnant']!r}"
    if row.get("pregnant") and row.get("sex") == "male":
        yield "a man is pregnant"


def _of_the_vitals(vitals: object) -> Iterator[str]:
    if not isinstance(vitals, dict):
        yield "vitals are no object"
        return
    for name, value in vitals.items():
        if name == "consciousness":
            right = value in CONSCIOUSNESS
        elif name == "on_oxygen":
            right = isinstance(value, bool)
        else:
            right = name in VITALS and _between(value, *VITALS[name])
        if not right:
            yield f"vital sign {name} is {value!r}"


def _of_the_expected(expected: object) -> Iterator[str]:
    if not isinstance(expected, dict):
        yield "expected is missing"
        return
    yield from (f"expected has no {key}" for key in ("why", "source") if not expected.get(key))
    if "abstain" in expected:
        if expected["abstain"] is not True or {"level", "disposition"} & set(expected):
            yield "expected abstains and yet has a level"
    elif expected.get("disposition") not in DISPOSITIONS.get(expected.get("level", 0), ()):
        yield f"level {expected.get('level')!r} has no disposition {expected.get('disposition')!r}"


def _between(value: object, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
