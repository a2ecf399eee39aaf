"""The figures of the document are those of the rules and cases in force; of what is held back only totals are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from script import figures
from script.figures import BEGIN, PARTS, ROWS, Column
from tests.architecture.tree import ROOT

from almoner.urgency.evaluation import evaluate

TEXT = figures.TOLD.read_text(encoding="utf-8")
DEVELOPMENT = PARTS[0]


def test_figures_are_those_of_the_rules_in_force() -> None:
    assert figures.stale(figures.standing(TEXT)) == [], "reckon them anew: script/figures.py --write"


def test_column_equals_what_the_command_prints() -> None:
    told = figures.standing(TEXT)[DEVELOPMENT.path]
    printed = evaluate(ROOT / DEVELOPMENT.path).as_text(0)
    assert len(told.cells) == len(ROWS)
    assert [cell for cell in told.cells if cell not in printed] == []


def test_languages_stand_as_they_are_reckoned_and_their_sum_is_the_column() -> None:
    table = figures.languages()
    assert table in TEXT
    sums = [line.split("|")[2].strip() for line in table.splitlines()[2:]]
    assert tuple(sums) == figures.standing(TEXT)[figures.TOLD_BY_LANGUAGE.path].cells


def test_change_of_the_rules_or_the_cases_makes_the_figures_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {part.path: Column(figures.digest(part), ("1",) * len(ROWS)) for part in PARTS}
    assert figures.stale(columns) == []
    columns[DEVELOPMENT.path] = replace(columns[DEVELOPMENT.path], digest="0" * 12)
    assert figures.stale(columns) == [f"{DEVELOPMENT.name}: reckoned by other rules or cases"]
    assert set(figures.still(DEVELOPMENT, columns[DEVELOPMENT.path]).cells) == {"–"}
    assert figures.still(PARTS[1], columns[PARTS[1].path]) == columns[PARTS[1].path]
    monkeypatch.setattr(figures, "DECIDES", (*figures.DECIDES, "gauging.py"))
    assert len(figures.stale(columns)) == len(PARTS)


def test_what_was_never_reckoned_is_a_dash_and_not_stale() -> None:
    bare = figures.standing(f"{BEGIN}\n<!-- end of the figures -->\n")
    assert set(bare) == {part.path for part in PARTS}
    assert all(column == Column("–", ("–",) * len(ROWS)) for column in bare.values())
    assert figures.stale(bare) == []


def test_writing_again_changes_nothing_else() -> None:
    columns = figures.standing(TEXT)
    assert figures.written(TEXT, columns) == TEXT
    with pytest.raises(SystemExit):
        figures.written("no place", columns)


@pytest.mark.parametrize(
    ("arguments", "reckoned"), [([], 0), (["--development"], 0), (["--write"], 5), (["--write", "--development"], 2)]
)
def test_what_is_held_back_is_reckoned_only_when_that_is_meant(arguments: list[str], reckoned: int) -> None:
    asked = figures.asked_for(arguments)
    assert len(asked) == reckoned
    assert reckoned != 2 or not any(part.held_back for part in asked)
