"""Measuring: every figure can be counted by hand here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from almoner.urgency.evaluation import CasesNotRead, Report, evaluate, read_examples
from almoner.urgency.evaluation.examples import expected_in
from almoner.urgency.evaluation.outcomes import pace
from almoner.urgency.incoming import NotACase

CASES: list[dict[str, Any]] = [
    {"id": "right", "text": "my chest hurts", "age_years": 60, "expected": {"level": 1, "disposition": "emergency"}},
    {"id": "under", "text": "headache", "sex": "female", "voice": "carer", "expected": {"level": 1}},
    {"id": "less", "text": "headache", "age_years": 15, "expected": {"level": 3}},
    {"id": "over", "text": "my chest hurts", "language": "es", "expected": {"level": 5}},
    {"id": "routine", "text": "runny nose", "age_years": 30, "expected": {"level": 5, "disposition": "routine"}},
    {"id": "silent", "text": "hello", "expected": {"abstain": True}},
    {"id": "spoke", "text": "my chest hurts", "expected": {"abstain": True}},
    {"id": "puzzled", "text": "hello", "expected": {"level": 3}, "rationale": "nothing said"},
]
UNREAD = ['{"id": "bad", "vitals": {"spo2": 200}, "expected": {"level": 1}}', "no JSON", '{"id": "bare", "text": "x"}']
VISITS = (
    "row,sex_1f_2m,age_years,arrival_mode,injury_1n_2y,chief_complaint,avpu_1a_4u,pain_0n_1y,pain_0_10,systolic,diastolic,"
    "pulse,respiratory_rate,temperature_c,spo2,nurse_level,expert_level\n"
    "7,2,71,3,2,chest pain,1,1,2,160,100,84,18,36.6,,2,1\n"
    '9,1,40,1,1,"cough, ??",2,0,#BOÞ!,??,80,90,20,37,98,4,4\n'
)  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    file = tmp_path_factory.mktemp("cases") / "own.jsonl"
    file.write_text("\n".join([*map(json.dumps, CASES), "", *UNREAD]), encoding="utf-8")
    return evaluate(file)


def counted(share: dict[str, Any]) -> tuple[int, int]:
    return (share["hits"], share["of"])


def test_URG_2_figures_are_what_one_counts_by_hand(report: Report) -> None:
    found = report.as_dict()["figures"]
    assert found.pop("cases") == 8
    assert {name: counted(share) for name, share in found.items()} == {
        "exact": (3, 6),
        "within_one": (4, 6),
        "under": (2, 6),
        "over": (1, 6),
        "emergency_sensitivity": (1, 2),
        "emergency_specificity": (3, 4),
        "urgent_sensitivity": (1, 2),
        "urgent_specificity": (3, 4),
        "disposition_exact": (1, 2),
        "abstained_as_expected": (1, 2),
        "abstained_without_need": (1, 6),
    }
    assert (found["exact"]["low"], found["exact"]["high"]) == pytest.approx((0.1181, 0.8819), abs=1e-4)


def test_confusion_has_a_row_for_what_was_expected(report: Report) -> None:
    table = report.as_dict()["confusion"]
    assert table["1"] == {"1": 1, "2": 0, "3": 0, "4": 1, "5": 0, "abstained": 0}
    assert table["3"] == {"1": 0, "2": 0, "3": 1, "4": 1, "5": 0, "abstained": 1}
    assert table["abstained"] == {"1": 1, "2": 0, "3": 1, "4": 0, "5": 0, "abstained": 1}


def test_missed_come_with_the_most_dangerous_first(report: Report) -> None:
    missed = report.as_dict()["missed"]
    assert [(one["id"], one["kind"]) for one in missed] == [
        ("under", "under"), ("less", "under"), ("spoke", "abstention"), ("over", "over"), ("routine", "disposition"),
    ]  # fmt: skip
    assert missed[0]["expected"] == {"level": 1, "disposition": None}
    assert [(one["rule"], one["evidence"]) for one in missed[0]["found"]["reasons"]] == [("HEADACHE", "headache")]
    assert [one["id"] for one in report.as_dict(2)["missed"]] == ["under", "less"]


def test_groups_part_all_cases_and_say_whose_is_not_told(report: Report) -> None:
    groups = report.as_dict()["groups"]
    cases = {by: {name: part["cases"] for name, part in parts.items()} for by, parts in groups.items()}
    assert cases == {
        "language": {"en": 7, "es": 1},
        "sex": {"female": 1, "unknown": 7},
        "age": {"12 to 15": 1, "16 to 39": 1, "40 to 64": 1, "not told": 5},
        "voice": {"carer": 1, "not told": 7},
    }
    assert counted(groups["voice"]["carer"]["under"]) == (1, 1)


def test_what_was_not_understood_is_in_no_figure_but_named(report: Report) -> None:
    told = report.as_dict()
    assert [(one["place"], one["id"]) for one in told["unread"]] == [(10, "bad"), (11, None), (12, "bare")]
    assert told["fields_passed_over"] == {"rationale": 1}
    assert "Not understood, and in no figure: 3" in report.as_text()
    assert "passed over: rationale (1)" in report.as_text()


def test_text_tells_people_the_same(report: Report) -> None:
    text = report.as_text()
    assert "  level exact                                   50.0% (11.8%–88.2%), 3 of 6\n" in text
    assert "  under: 1 expected, 4 given (less urgent than expected)\n      said:  headache\n" in text
    assert "      found: HEADACHE “headache”\n" in text
    assert "  routine: routine expected, self_care given (another disposition than expected)\n" in text
    assert "By voice" in text
    assert max(map(len, text.splitlines())) <= 132
    assert "Missed" not in report.as_text(0)


def test_pace_is_measured_for_every_case(report: Report) -> None:
    times = sorted(outcome.microseconds for outcome in report.outcomes)
    assert times[0] > 0
    found = pace(report.outcomes)
    assert (found.median, found.p95) == (pytest.approx((times[3] + times[4]) / 2), times[-1])


def test_visits_are_known_by_their_columns(tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"
    file.write_text(VISITS, encoding="utf-8")
    first, second = read_examples(file).read
    assert (first.id, first.case.text, first.case.sex, first.expected.level) == ("7", "chest pain", "male", 1)
    assert (first.case.vitals.systolic, first.case.vitals.spo2, first.case.vitals.consciousness) == (160, None, "alert")
    assert (second.case.text, second.case.vitals.systolic, second.case.vitals.pain_0_10) == ("cough, ??", None, None)
    assert (second.case.vitals.consciousness, second.expected.level) == ("voice", 4)


@pytest.mark.parametrize(
    ("expected", "error"),
    [
        (None, "expected must be there"),
        ({}, "expected.level must be one of 1, 2, 3, 4, 5"),
        ({"level": 6}, "expected.level must be one of"),
        ({"level": True}, "expected.level must be one of"),
        ({"level": [1]}, "expected.level must be one of"),
        ({"disposition": "soon"}, "expected.disposition must be one of"),
        ({"level": 1, "disposition": "routine"}, "expected.level 1 and expected.disposition routine contradict"),
    ],
)
def test_expectation_that_makes_no_sense_is_refused(expected: Any, error: str) -> None:
    with pytest.raises(NotACase, match=error):
        expected_in({"expected": expected})


def test_disposition_alone_says_the_level() -> None:
    assert expected_in({"expected": {"disposition": "self_care"}}).level == 5
    assert expected_in({"expected": {"abstain": False, "level": 2}}).level == 2


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("none.jsonl", None, "No such file or directory"),
        ("empty.jsonl", b"", "has no case that can be read"),
        ("other.csv", b"a,b\n1,2\n", "lacks a column; needed are: age_years, avpu_1a_4u, "),
        ("prose.jsonl", b"a\nb\n", "has no case that can be read; the first: this is not JSON"),
        ("broken.toml", b"[[case", "cannot be read"),
        ("picture.toml", b"\xff\xd8", "cannot be read"),
    ],
)
def test_file_without_cases_is_named(tmp_path: Path, name: str, content: bytes | None, error: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CasesNotRead, match=error):
        read_examples(tmp_path / name)
