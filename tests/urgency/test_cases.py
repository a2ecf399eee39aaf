"""URG-2: our own figures, on cases worked with and on cases held back. Only totals of the latter are looked at."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from almoner.urgency.evaluation import Report, evaluate

PARTS = ("development", "frozen")


@cache
def measured(part: str) -> Report:
    return evaluate(Path(__file__).parent / f"cases_{part}.toml")


def test_cases_are_many_in_three_languages_and_a_third_is_not_urgent() -> None:
    assert [report.unread for report in map(measured, PARTS)] == [[], []]
    rows = [outcome.example for part in PARTS for outcome in measured(part).outcomes]
    assert len(rows) >= 120
    assert len({(row.case.language, row.case.text) for row in rows}) == len(rows)
    assert len(measured("frozen").outcomes) * 3 >= len(rows)
    for language in ("en", "es", "ar"):
        theirs = [row.expected.level for row in rows if row.case.language == language]
        assert len(theirs) >= 40
        assert set(theirs) == {1, 2, 3, 4, 5}
    assert sum((row.expected.level or 0) >= 4 for row in rows) * 3 >= len(rows)


@pytest.mark.parametrize(
    ("part", "sensitivity", "specificity", "exact", "under"),
    [("development", 1.0, 0.98, 0.97, 0.0), ("frozen", 1.0, 0.92, 0.88, 0.01)],
)
def test_URG_2_figures_hold(part: str, sensitivity: float, specificity: float, exact: float, under: float) -> None:
    found = measured(part).figures.emergency
    assert (found.sensitivity.rate or 0) >= sensitivity
    assert (found.specificity.rate or 0) >= specificity
    assert (found.exact.rate or 0) >= exact
    assert (found.under.rate or 0) <= under
