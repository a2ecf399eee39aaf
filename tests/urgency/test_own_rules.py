"""A hospital's own rules as values: the standard with rows changed, switched off or added. No database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.urgency.rehearsed import few_cases

from almoner.urgency.assessment import assess
from almoner.urgency.case import Case, Vitals
from almoner.urgency.evaluation import evaluate
from almoner.urgency.rehearsal import Moved, Part, from_facts, rehearse
from almoner.urgency.rulebook import Rule
from almoner.urgency.rulebook.book import Rulebook, standard
from almoner.urgency.rulebook.changing import (
    differing,
    faults,
    overtaken,
    own_version,
    touches_emergency,
    with_own,
    with_row,
)
from almoner.urgency.rulebook.exported import RulesNotRead, exported, read_rules
from almoner.urgency.rulebook.rows import as_plain, from_plain, row_digest

TODAY = date(2026, 11, 23)
VOMITING = Case(text="I keep vomiting", age_years=30)


def row(rule_id: str, **changed: Any) -> Rule:
    found = standard().rows[rule_id]
    assert isinstance(found, Rule)
    return replace(found, **changed)


def book(**rows: Any) -> Rulebook:
    """The standard with these rows in the place of others; None switches off. Names with _ for -."""
    own: dict[str, dict[str, Any]] = {}
    for name, wanted in rows.items():
        own = with_row(own, name.replace("_", "-"), wanted)
    return with_own(own, own_version(1, own))


def test_every_row_survives_being_kept_and_has_no_fault() -> None:
    rows = list(standard().rows.values())
    assert [from_plain(json.loads(json.dumps(as_plain(one)))) for one in rows] == rows
    assert {one.id: found for one in rows if (found := list(faults(one, TODAY)))} == {}


def test_row_that_was_kept_before_a_field_existed_says_nothing_of_it() -> None:
    told = as_plain(row("VOMITING"))
    del told["unless"]
    assert from_plain(told) == row("VOMITING", unless=())


def test_row_of_its_own_counts_and_names_the_version_under_which_it_does() -> None:
    found = assess(VOMITING, book=book(VOMITING=row("VOMITING", level=2)))
    assert (found.level, [reason.rule_id for reason in found.reasons]) == (2, ["VOMITING"])
    assert found.rules_version.startswith("2026.1.1-")
    assert assess(VOMITING).level == 4


def test_row_that_is_switched_off_says_nothing() -> None:
    assert assess(VOMITING, book=book(VOMITING=None)).abstained


def test_row_that_is_added_speaks_over_what_the_reader_knows() -> None:
    added = row("VOMITING", id="VOMITING-HERE", level=3)
    found = assess(VOMITING, book=book(VOMITING_HERE=added))
    assert [reason.rule_id for reason in found.reasons] == ["VOMITING-HERE", "VOMITING"]


def test_score_that_no_longer_makes_an_emergency_still_makes_what_it_also_is() -> None:
    ill = Case(age_years=40, vitals=Vitals(respiratory_rate=26, spo2=90, pulse=132, systolic=105))
    assert assess(ill).level == 1
    assert "NEWS2-5" in {reason.rule_id for reason in assess(ill, book=book(NEWS2_7=None)).reasons}


def test_going_back_to_the_standard_is_no_change_of_its_own() -> None:
    own = with_row({}, "VOMITING", row("VOMITING", level=2))
    assert with_row(own, "VOMITING", row("VOMITING")) == {}
    assert with_row(with_row({}, "OWN", row("VOMITING", id="OWN")), "OWN", None) == {}


def test_update_that_brings_another_text_of_a_changed_row_is_noticed() -> None:
    own = with_row({}, "VOMITING", row("VOMITING", level=2))
    assert overtaken(own) == []
    assert overtaken({"VOMITING": {**own["VOMITING"], "standard": "another"}}) == ["VOMITING"]


def test_digest_of_a_row_is_of_what_is_read_and_not_of_the_name_of_its_version() -> None:
    assert row_digest(row("VOMITING", version="9")) == row_digest(row("VOMITING"))
    assert row_digest(row("VOMITING", level=3)) != row_digest(row("VOMITING"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": "chest pain"}, ("id", "shape")),
        ({"level": 6}, ("level", "unknown")),
        ({"needs": ("hiccups_of_doom",)}, ("needs", "unknown")),
        ({"needs": ("no:fever",)}, ("needs", "unknown")),
        ({"needs": (), "one_of": ()}, ("needs", "empty")),
        ({"unless": ("vomiting",)}, ("unless", "contradiction")),
        ({"level": 2, "unless": ("improving",)}, ("unless", "unsettled")),
        ({"level": 1, "one_of": ("no:fever",)}, ("one_of", "unsettled")),
        ({"age": "over_3000"}, ("age", "unknown")),
        ({"source": " "}, ("source", "empty")),
        ({"text": {"en": "Water.", "es": "Agua."}}, ("text_ar", "empty")),
        ({"review_on": TODAY}, ("review_on", "date")),
        ({"review_on": date(2031, 1, 1)}, ("review_on", "date")),
    ],
)
def test_fault_of_a_row_is_told_with_its_field(changed: dict[str, Any], told: tuple[str, str]) -> None:
    assert told in list(faults(row("VOMITING", **changed), TODAY))


def test_rule_of_an_emergency_is_touched_by_more_than_words() -> None:
    choking = row("CHOKING")
    assert touches_emergency(choking, None)
    assert touches_emergency(choking, replace(choking, level=2))
    assert touches_emergency(choking, replace(choking, one_of=("fever",)))
    assert not touches_emergency(choking, replace(choking, text={**choking.text, "en": "Something else."}))
    assert not touches_emergency(row("VOMITING"), None)
    assert not touches_emergency(replace(choking, one_of=("fever",)), choking), "back to the standard is safe"


def test_two_rows_differ_by_their_fields() -> None:
    assert differing(row("VOMITING"), row("VOMITING", level=2, version="7")) == ["level"]
    assert "level" in differing(None, row("VOMITING"))
    assert differing(None, None) == []


def test_rehearsal_shows_each_case_that_falls_and_only_counts_those_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    few_cases(monkeypatch)
    changed = book(CHOKING=row("CHOKING", level=2), ADMIN=row("ADMIN", level=4))
    found = rehearse(standard(), changed)
    assert found.development.falling == [Moved("d-choking", 1, 2, 1)]
    assert found.development.rising == [Moved("d-papers", 5, 4, 5)]
    assert found.frozen == Part(cases=1, fall=1, rise=0, lose_emergency=1)
    assert found.own.cases == 0
    assert found.loses_emergencies
    assert from_facts(json.loads(json.dumps(found.as_facts()))) == found


def test_case_that_would_wait_too_long_comes_first() -> None:
    milder, worse = Moved("a", 1, 2, 3), Moved("b", 2, 4, 2)
    assert Part(2, 2, 0, 1, (milder, worse)).falling == [worse, milder]


@pytest.fixture
def exported_rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(exported(book(VOMITING=row("VOMITING", level=2), ADMIN=None))), "utf-8")
    return path


def test_exported_rules_are_the_same_when_they_are_read(exported_rules: Path) -> None:
    read = read_rules(exported_rules)
    own = book(VOMITING=row("VOMITING", level=2), ADMIN=None)
    assert (read.version, dict(read.rows)) == (own.version, dict(own.rows))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda told: told.update(standard="2020.1-0"), "stands on the rules 2020.1-0"),
        (lambda told: told["rules"][0].update(level=5), "changed after they were exported"),
        (lambda told: told.pop("format"), "holds no rules of Almoner"),
        (lambda told: told["rules"].append({"id": "X"}), "cannot be read"),
    ],
)
def test_rules_that_are_not_as_exported_are_refused(exported_rules: Path, change: Any, complaint: str) -> None:
    told = json.loads(exported_rules.read_text("utf-8"))
    change(told)
    exported_rules.write_text(json.dumps(told), "utf-8")
    with pytest.raises(RulesNotRead, match=complaint):
        read_rules(exported_rules)


def test_cases_are_measured_by_exported_rules(exported_rules: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "1", "text": "I keep vomiting", "age_years": 30, "expected": {"level": 2}}\n', "utf-8")
    by_own = evaluate(cases, book=read_rules(exported_rules))
    assert (by_own.figures.emergency.exact.hits, by_own.rules_version[:8]) == (1, "2026.1.1")
    assert evaluate(cases).figures.emergency.exact.hits == 0
