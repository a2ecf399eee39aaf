"""Catalogue data is checked before it is used, and every fault is told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.catalogue.hospital import data

from almoner.catalogue.reading import FaultyCatalogue, check, read_catalogue


def faults_of(changed: dict[str, list[dict[str, Any]]]) -> list[str]:
    with pytest.raises(FaultyCatalogue) as refused:
        check(changed)
    return refused.value.faults


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("minutes", 0, "service GEN-NEW: minutes must be 1 or more, and visit_minutes not less"),
        ("minutes_after", 241, "service GEN-NEW: minutes_after must be 0 to 240"),
        ("minutes_before", -5, "service GEN-NEW: minutes_before must be 0 to 240"),
        ("visit_minutes", 10, "service GEN-NEW: minutes must be 1 or more, and visit_minutes not less"),
        ("specialty", "XYZ", "service GEN-NEW: there is no specialty “XYZ”"),
        ("first_step", "XYZ", "service GEN-NEW: its first step “XYZ” is no service"),
        ("performers", [], "service GEN-NEW: performers is missing"),
        ("rooms", [], "service GEN-NEW: rooms is missing"),
        ("sex", "woman", "service GEN-NEW: sex “woman” is no sex"),
        ("summary", {"es": "x"}, "service GEN-NEW: no summary in English"),
        ("answers", {"dragons": 3}, "service GEN-NEW: “dragons” is no need of the lexicon"),
        ("answers", {"cough": 9}, "service GEN-NEW: cough has weight 9, not 1 to 3"),
        ("colour", "red", "service GEN-NEW: “colour” is no field of a service"),
        ("preparation", [{"kind": "hat", "text": {"en": "x"}}],
         "service GEN-NEW, preparation 1: kind “hat” is none of bring, food, drink, medicine, clothes, escort, other"),
        ("preparation", [{"kind": "food", "text": {"en": "x"}, "timing": "from"}],
         "service GEN-NEW, preparation 1: hours_before goes with timing “from” or “by”, and they with it"),
        ("preparation", [{"kind": "food", "text": {"en": "x"}, "timing": "soon"}],
         "service GEN-NEW, preparation 1: timing “soon” is none of from, by, at, after"),
        ("preparation", [{"kind": "food", "text": {"ar": "x"}}], "service GEN-NEW, preparation 1: no text in English"),
        ("preparation", [{"kind": "food", "text": {"en": "x"}, "size": 1}],
         "service GEN-NEW, preparation 1: “size” is no field of it"),
    ],
)  # fmt: skip
def test_fault_is_told(field: str, value: object, fault: str) -> None:
    changed = data()
    row = next(row for row in changed["service"] if row["code"] == "GEN-NEW")
    row[field] = value
    assert faults_of(changed) == [fault]


def test_faults_are_told_together() -> None:
    changed = data()
    changed["service"].append(dict(changed["service"][0]))
    changed["specialty"][0]["name"] = {}
    assert len(faults_of(changed)) == 2


def test_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("[[service")
    with pytest.raises(FaultyCatalogue, match=r"broken\.toml is not TOML"):
        read_catalogue(tmp_path)


def test_folder_may_hold_other_tables_and_be_empty(tmp_path: Path) -> None:
    (tmp_path / "wards.toml").write_text('[[ward]]\ncode = "A"\n')
    assert read_catalogue(tmp_path) == {"specialty": [], "service": [], "room": [], "approval": []}
