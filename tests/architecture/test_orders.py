"""An order never ties: what comes first is the same on both engines, today and tomorrow. Every `order_by` that names
what to sort by ends with something that no two rows share."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.architecture.tree import PACKAGE, modules, parsed

SINGLE = {"id", "number", "reference", "code", "pk"}
"""No two rows share these."""
SINGLE_HERE = {
    "bed__code": "one person lies in a bed",
    "person_id": "grouped by person",
    "place": "one step in a place of a join; one row in a rank",
    "position": "one item in a position of a service; sorted by service first",
    "midnight": "one diary of a resource for a day, or locked in any order of resources",
    "starts_at": "the claims of one resource never overlap",
    "state": "grouped by state",
    "service": "grouped by service",
    "day": "grouped by day",
    "on": "grouped by day",
}
"""Nor these, where they stand last now; each with why."""
WHERE = {
    "starts_at": {"scheduling/laws.py"},
    "state": {"visits/door.py"},
    "service": {"insight/third_next.py"},
    "day": {"messaging/post_queries.py"},
    "on": {"messaging/post_queries.py"},
    "midnight": {"scheduling/claiming.py"},
}


def orders(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the last name of each `order_by` that names any."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "order_by":
            last = node.args[-1] if node.args else None
            if isinstance(last, ast.Constant):
                yield node.lineno, str(last.value).lstrip("-")


def ties(path: Path, place: str) -> list[str]:
    return [
        f"{place}:{line} ends with {last}, which may tie"
        for line, last in orders(path)
        if last not in SINGLE and not (last in SINGLE_HERE and place in WHERE.get(last, {place}))
    ]


def test_no_order_ties() -> None:
    assert [tie for path in modules() for tie in ties(path, str(path.relative_to(PACKAGE)))] == []


@pytest.mark.parametrize(
    ("source", "tied"),
    [
        ('rows.order_by("due_at")', ["here.py:1 ends with due_at, which may tie"]),
        ('rows.order_by("-starts_at")', ["here.py:1 ends with starts_at, which may tie"]),
        ('rows.order_by("due_at", "id")', []),
        ("rows.order_by()", []),
    ],
)
def test_an_order_that_ties_is_told(tmp_path: Path, source: str, tied: list[str]) -> None:
    path = tmp_path / "here.py"
    path.write_text(source, encoding="utf-8")
    assert ties(path, "here.py") == tied
