"""The hazard log names a control, a test that proves it, and an owner for every hazard; the tests are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from tests.architecture.tree import ROOT

LOG = ROOT / "docs" / "safety" / "hazards.md"
COLUMNS = ["no.", "hazard", "cause", "effect", "control", "test", "residual", "owner"]
OWNERS = {"rules", "triage", "operations", "managers"}
NAMED = re.compile(r"`(test_\w+)`")
DEFINED = re.compile(r"^\s*(?:async )?def (test_\w+)", re.MULTILINE)


@cache
def known() -> frozenset[str]:
    found = (DEFINED.findall(path.read_text(encoding="utf-8")) for path in ROOT.glob("tests/**/test_*.py"))
    return frozenset(name for names in found for name in names)


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the table, its head first."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def faults(text: str) -> Iterator[str]:
    head, *hazards = rows(text)
    if head != COLUMNS:
        yield f"the columns are {head}"
    for number, cells in enumerate(hazards, start=1):
        yield from _of_row(number, cells)


def _of_row(number: int, cells: list[str]) -> Iterator[str]:
    if len(cells) != len(COLUMNS) or not all(cells):
        yield f"H-{number:02d} does not fill every column"
        return
    if cells[0] != f"H-{number:02d}":
        yield f"{cells[0]} stands where H-{number:02d} should"
    named = NAMED.findall(cells[5])
    if not named:
        yield f"{cells[0]} is proved by nothing"
    yield from (f"{cells[0]}: there is no test {name}" for name in named if name not in known())
    if cells[6].split(":")[0] not in {"low", "medium", "high"}:
        yield f"{cells[0]} says of no residual risk how large it is"
    if cells[7] not in OWNERS:
        yield f"{cells[0]} belongs to nobody that is known: {cells[7]}"


def test_every_hazard_has_a_control_a_test_and_an_owner() -> None:
    assert list(faults(LOG.read_text(encoding="utf-8"))) == []


def test_hazards_are_enough_to_be_worth_reading() -> None:
    _head, *hazards = rows(LOG.read_text(encoding="utf-8"))
    assert len(hazards) >= 25
    assert len({cells[1] for cells in hazards}) == len(hazards)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("| H-01 | h | c | e | c | `test_that_nobody_wrote` | low | rules |", "no test test_that_nobody_wrote"),
        ("| H-01 | h | c | e | c | by eye | low | rules |", "proved by nothing"),
        ("| H-02 | h | c | e | c | `test_belittling_never_lowers` | low | rules |", "stands where H-01"),
        ("| H-01 | h | c | e |  | `test_belittling_never_lowers` | low | rules |", "does not fill"),
        ("| H-01 | h | c | e | c | `test_belittling_never_lowers` | none | rules |", "how large"),
        ("| H-01 | h | c | e | c | `test_belittling_never_lowers` | low | somebody |", "belongs to nobody"),
    ],
)
def test_fault_of_the_log_is_told(cells: str, fault: str) -> None:
    found = list(faults(f"| {' | '.join(COLUMNS)} |\n|---|\n{cells}"))
    assert len(found) == 1
    assert fault in found[0]
