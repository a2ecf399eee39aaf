"""URG-2: our own figures, on cases worked with and on cases held back. Only totals of the latter are looked at."""

from __future__ import annotations

import pytest
from tests.urgency.figures import cases, figures

PARTS = ("development", "frozen")


def test_cases_are_many_in_three_languages_and_a_third_is_not_urgent() -> None:
    rows = [row for part in PARTS for row in cases(part)]
    assert len(rows) >= 120
    assert len({(row["language"], row["text"]) for row in rows}) == len(rows)
    assert len(cases("frozen")) * 3 >= len(rows)
    for language in ("en", "es", "ar"):
        theirs = [row["level"] for row in rows if row["language"] == language]
        assert len(theirs) >= 40
        assert set(theirs) == {1, 2, 3, 4, 5}
    assert sum(row["level"] >= 4 for row in rows) * 3 >= len(rows)


@pytest.mark.parametrize(
    ("part", "sensitivity", "specificity", "exact", "under"),
    [("development", 1.0, 0.98, 0.97, 0.0), ("frozen", 0.89, 0.98, 0.88, 0.05)],
)
def test_URG_2_figures_hold(part: str, sensitivity: float, specificity: float, exact: float, under: float) -> None:
    found = figures(part)
    assert (found.sensitivity.rate or 0) >= sensitivity
    assert (found.specificity.rate or 0) >= specificity
    assert (found.exact.rate or 0) >= exact
    assert (found.under.rate or 0) <= under
