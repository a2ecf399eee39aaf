"""The hospital's own rules: proposed, rehearsed, signed by somebody else, in force."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cast import Cast
from tests.urgency.conftest import Ask

from almoner.urgency import actions, rehearsal
from almoner.urgency.case import Case
from almoner.urgency.live import live_book
from almoner.urgency.rehearsal import Heard, heard_in
from almoner.urgency.rulebook import Rule
from almoner.urgency.rulebook.book import standard

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rehearse on a few cases, which are read in no time."""
    few: dict[str, tuple[Heard, ...]] = {
        "development": (
            heard_in("d1", Case(text="I cannot stop vomiting since yesterday"), 3),
            heard_in("d2", Case(text="I need a repeat prescription"), 5),
        ),
        "frozen": (heard_in("f1", Case(text="I keep vomiting"), 3),),
    }
    monkeypatch.setattr(rehearsal, "stored", few.__getitem__)


def row(rule_id: str, **changed: object) -> Rule:
    found = standard().rows[rule_id]
    assert isinstance(found, Rule)
    return replace(found, **changed)  # type: ignore[arg-type]


def test_x(cast: Cast, ask: Ask) -> None:
    print(
        [
            (one.id, rehearsal.reasons_for(one.people, one.case, standard())[1])
            for p in ("development", "frozen")
            for one in rehearsal.stored(p)
        ]
    )
    change = actions.propose_rule_change(rule_id="ADMIN", row=row("ADMIN", level=4), why="x", by=cast.manager)
    print(change.rehearsals.get().result)
    print(actions.sign_rule_change(change=change, rehearsal=1, by=cast.doctor).version.name)
    print(live_book().version, live_book().rows["ADMIN"])
    assert 0
