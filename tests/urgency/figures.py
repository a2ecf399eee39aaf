"""Reads the cases and gauges them: shared by the tests of accuracy and by whoever wants the figures printed."""

from __future__ import annotations

import csv
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from almoner.urgency.accuracy import Accuracy, accuracy
from almoner.urgency.assessment import assess
from almoner.urgency.case import Case, Vitals

HERE = Path(__file__).parent


def cases(part: str) -> list[dict[str, Any]]:
    return tomllib.loads((HERE / f"cases_{part}.toml").read_text("utf-8"))["case"]


def case_of(row: dict[str, Any]) -> Case:
    known = {name.name for name in fields(Case)} - {"vitals"}
    given = {name: value for name, value in row.items() if name in known}
    return Case(**given, vitals=Vitals(**row.get("vitals", {})))


def gauged(part: str) -> list[tuple[int, int]]:
    return [(row["level"], assess(case_of(row)).level) for row in cases(part)]


def figures(part: str) -> Accuracy:
    return accuracy(gauged(part))


def emergency_visits(path: Path) -> list[tuple[int, int]]:
    """Visits to an emergency department, as (expert's level, ours). Column names as in that file's own heading."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return [(int(row["expert_level"]), assess(_visit(row)).level) for row in csv.DictReader(file)]


def _visit(row: dict[str, str]) -> Case:
    awake = {"1": "alert", "2": "voice", "3": "pain", "4": "unresponsive"}
    names = ("systolic", "diastolic", "pulse", "respiratory_rate", "temperature_c", "spo2", "pain_0_10")
    measured = {name: _number(row[name]) for name in names}
    return Case(
        text=row["chief_complaint"],
        age_years=_number(row["age_years"]),
        sex={"1": "female", "2": "male"}.get(row["sex_1f_2m"], "unknown"),
        vitals=Vitals(consciousness=awake.get(row["avpu_1a_4u"]), **measured),  # type: ignore[arg-type]
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def told(name: str, found: Accuracy) -> str:
    parts = (f"{part.name}: {getattr(found, part.name)}" for part in fields(found))
    return "\n  ".join((name, *parts))


if __name__ == "__main__":
    lines = [told(part, figures(part)) for part in ("development", "frozen")]
    for path in map(Path, sys.argv[1:]):
        pairs = emergency_visits(path)
        lines += [told(f"{path.name}, emergency = level {top} or worse", accuracy(pairs, top)) for top in (1, 2)]
    sys.stdout.write("\n".join(lines) + "\n")
