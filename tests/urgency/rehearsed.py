"""A rehearsal on a few cases, which are read in no time."""

from __future__ import annotations

import pytest

from almoner.urgency import rehearsal
from almoner.urgency.case import Case
from almoner.urgency.rehearsal import Heard, heard_in


def few_cases(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Heard, ...]]:
    """Put three cases in the place of the stored ones, and give them."""
    few = {
        "development": (
            heard_in("d-vomiting", Case(text="I keep vomiting"), 4),
            heard_in("d-papers", Case(text="I need a repeat prescription"), 5),
            heard_in("d-choking", Case(text="My son is choking"), 1),
        ),
        "frozen": (heard_in("f-choking", Case(text="she is choking"), 1),),
    }
    monkeypatch.setattr(rehearsal, "stored", few.__getitem__)
    monkeypatch.setattr(rehearsal, "texts", lambda: {one.id: one.case for one in few["development"]})
    rehearsal._stored_levels.cache_clear()
    return few
