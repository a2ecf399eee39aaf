"""Visits to emergency departments, each with the level that experts gave it, as cases: the published Korean data set
(Moon and others, PLoS ONE 14(9): e0216972, 2019), by the column names that its README gives."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

COLUMNS = frozenset({"chief_complaint", "expert_level", "age_years", "sex_1f_2m", "avpu_1a_4u"})
AWAKE = {"1": "alert", "2": "voice", "3": "pain", "4": "unresponsive"}
SEX = {"1": "female", "2": "male"}
MEASURED = ("systolic", "diastolic", "pulse", "respiratory_rate", "temperature_c", "spo2", "pain_0_10")


def are_in(content: bytes) -> bool:
    """Whether the first line names the columns of such visits."""
    heading = content.split(b"\n", maxsplit=1)[0].decode("utf-8-sig", errors="replace")
    return set(next(csv.reader([heading]), [])) >= COLUMNS


def documents_in(content: bytes) -> Iterator[dict[str, Any]]:
    """Each visit as a case in JSON. What was not measured, or is lost in the file, is not known."""
    text = content.decode("utf-8-sig", errors="replace")
    for place, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2):
        yield {
            "id": str(row.get("row") or place),
            "text": row["chief_complaint"],
            "age_years": _number(row["age_years"]),
            "sex": SEX.get(row["sex_1f_2m"]),
            "vitals": {sign: _number(row.get(sign)) for sign in MEASURED}
            | {"consciousness": AWAKE.get(row["avpu_1a_4u"])},
            "expected": {"level": _number(row["expert_level"])},
        }


def _number(written: str | None) -> float | None:
    """Marks such as '??' stand where a value is lost."""
    try:
        return float(written or "")
    except ValueError:
        return None
