"""A case from another program: read whole, or refused by the name of what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almoner.urgency.answering import answer, as_line
from almoner.urgency.case import Case, Vitals
from almoner.urgency.incoming import FIELDS, case_in

WHOLE = {
    "id": "a-1",
    "text": "tos",
    "age_years": 54.5,
    "sex": "female",
    "pregnant": False,
    "language": "es-MX",
    "answers": {"fever": "no", "danger_sign:stroke": False, "chest": None},
    "vitals": {
        "respiratory_rate": 18, "spo2": 97, "on_oxygen": False, "systolic": 128, "diastolic": 80, "pulse": 82,
        "temperature_c": 37.1, "consciousness": "alert", "pain_0_10": 6,
    },
}  # fmt: skip


def told(**document: Any) -> dict[str, Any]:
    return answer(json.dumps({"id": "a", **document}).encode())


def test_whole_case_is_read_as_it_stands() -> None:
    assert case_in(WHOLE) == Case(
        text="tos",
        age_years=54.5,
        sex="female",
        pregnant=False,
        language="es",
        answers={"fever": "no", "danger_sign:stroke": False, "chest": None},
        vitals=Vitals(18, 97, False, 1, 128, 80, 82, 37.1, "alert", 6),
    )


def test_null_is_not_told_and_only_the_id_is_needed() -> None:
    nulls = dict.fromkeys(FIELDS)
    assert case_in({"id": "a", **nulls}) == case_in({"id": "a"}) == Case()
    assert case_in({"id": "a", "vitals": {"spo2": 95, "pulse": None, "spo2_scale": None}}).vitals == Vitals(spo2=95)


@pytest.mark.parametrize(
    ("line", "known", "error"),
    [
        (b"not json", None, "this is not JSON"),
        (b'{"id": "a"', None, "this is not JSON"),
        (b'{"id": "a", "age_years": NaN}', None, "this is not JSON: NaN is no number of JSON"),
        (b'{"id": "a", "vitals": {"spo2": 80, "spo2": 97}}', None, "this is not JSON: a name stands twice among spo2"),
        (b'{"id": "\xff"}', None, "this is not JSON"),
        (b"[" * 100_000, None, "this is not JSON"),
        (b'["a"]', None, "this is not a JSON object"),
        (b"null", None, "this is not a JSON object"),
        (b'{"text": "cough"}', None, "id must be there and be text or a whole number"),
        (b'{"id": 7.5}', None, "id must be there and be text or a whole number"),
        (b'{"id": true}', None, "id must be there and be text or a whole number"),
        (b'{"id": "a", "text": 7}', "a", "text must be text"),
        (b'{"id": "a", "age_years": "54"}', "a", "age_years must be a number"),
        (b'{"id": "a", "age_years": true}', "a", "age_years must be a number"),
        (b'{"id": "a", "age_years": -1}', "a", "age_years must be from 0 to 130"),
        (b'{"id": "a", "age_years": 1e400}', "a", "age_years must be from 0 to 130"),
        (b'{"id": "a", "sex": "f"}', "a", "sex must be one of female, male, other, unknown"),
        (b'{"id": "a", "pregnant": "no"}', "a", "pregnant must be true or false"),
        (b'{"id": "a", "language": "fr"}', "a", "language must be one of en, es, ar"),
        (b'{"id": "a", "answers": ["yes"]}', "a", "answers must be an object"),
        (b'{"id": "a", "answers": {"chest": "perhaps"}}', "a", "answers.chest must be yes or no"),
        (b'{"id": "a", "answers": {"danger_sign:chst": "yes"}}', "a", "no such question in answers: danger_sign:chst"),
        (b'{"id": "a", "vitals": {"sp02": 80}}', "a", "no such vital sign: sp02"),
        (b'{"id": "a", "vitals": {"spo2": 101}}', "a", "vitals.spo2 must be from 0 to 100"),
        (b'{"id": "a", "vitals": {"temperature_c": 98.6}}', "a", "vitals.temperature_c must be from 10 to 50"),
        (b'{"id": "a", "vitals": {"on_oxygen": 1}}', "a", "vitals.on_oxygen must be true or false"),
        (b'{"id": "a", "vitals": {"consciousness": "A"}}', "a", "vitals.consciousness must be one of alert, confused"),
        (b'{"id": "a", "vitals": {"spo2_scale": 3}}', "a", "vitals.spo2_scale must be 1 or 2"),
        (b'{"id": "a", "vitals": {"systolic": 80, "diastolic": 128}}', "a", "vitals.diastolic is above"),
        (b'{"id": "a", "agee_years": 0.1}', "a", "no such field: agee_years; age_years may be meant"),
    ],
    ids=lambda value: value[:50].decode("latin-1") if isinstance(value, bytes) else "",
)  # fmt: skip
def test_what_is_wrong_is_named_under_its_id(line: bytes, known: str | None, error: str) -> None:
    found = answer(line)
    assert (found["id"], set(found)) == (known, {"id", "error"})
    assert found["error"].startswith(error)


def test_what_is_no_part_of_a_case_is_named_as_not_read() -> None:
    found = answer(b'{"id": 7, "text": "chest pain", "ward": "A3", "expected": {"level": 1}}')
    assert (found["id"], found["level"], found["not_read"]) == (7, 1, ["ward"])


def test_text_that_nobody_would_say_is_refused() -> None:
    assert told(text="x" * 10_001)["error"] == "text is longer than 10000 characters"


def test_answer_says_level_reasons_and_what_to_ask() -> None:
    found = told(text="I have a headache", age_years=30)
    assert (found["id"], found["level"], found["disposition"], found["minutes_to_be_seen"]) == ("a", 4, "days", 4320)
    assert found["reasons"] == [
        {
            "rule": "HEADACHE",
            "level": 4,
            "text": "A headache without danger signs is seen within days.",
            "evidence": "headache",
        }
    ]
    assert found["question"].endswith("?")
    assert found["rules_version"].startswith("2026.1-")
    then = told(text="I have a headache", age_years=30, answers={found["ask_next"]: "yes"})
    assert (then["level"], then["ask_next"], then["question"]) == (1, None, None)


def test_question_that_nobody_could_answer_is_not_asked_again() -> None:
    first = told(text="I have a headache", age_years=30)["ask_next"]
    then = told(text="I have a headache", age_years=30, answers={first: None})
    assert then["level"] == 4
    assert then["ask_next"] != first


def test_texts_come_in_the_language_of_the_case_or_the_one_asked_for() -> None:
    line = json.dumps({"id": "a", "text": "me duele la cabeza", "language": "es"}).encode()
    own, english = answer(line), answer(line, "en")
    assert own["reasons"][0]["text"].startswith("Un dolor de cabeza")
    assert english["reasons"][0]["text"].startswith("A headache")
    assert [{**one, "text": ""} for one in own["reasons"]] == [{**one, "text": ""} for one in english["reasons"]]


def test_half_known_vital_signs_raise_and_what_is_missing_is_named() -> None:
    found = told(vitals={"respiratory_rate": 26, "consciousness": "confused"})
    assert found["level"] == 1
    assert found["missing_vitals"] == ["spo2", "systolic", "diastolic", "pulse", "temperature_c"]
    assert {"NEWS2-5", "CONSCIOUSNESS"} & {reason["rule"] for reason in found["reasons"]}


def test_weeks_of_age_are_a_fraction_of_a_year() -> None:
    assert [told(text="fever", age_years=age)["level"] for age in (0.1, 0.3)] == [1, 3]


def test_self_care_silence_and_crisis_are_told() -> None:
    assert told(text="runny nose and a sore throat", age_years=30)["disposition"] == "self_care"
    silent = told()
    assert (silent["abstained"], silent["level"], silent["ask_next"]) == (True, 3, "danger")
    assert told(text="I want to kill myself")["crisis"] == "self_harm"


def asked_of(**document: Any) -> list[str]:
    """Every question in turn, each answered with no."""
    answers: dict[str, str] = {}
    while question := told(text="stomach ache", age_years=40, answers=answers, **document)["ask_next"]:
        answers[question] = "no"
    return list(answers)


def test_whoever_cannot_be_pregnant_is_not_asked() -> None:
    assert {"pregnant", "late_period"} <= set(asked_of())
    assert "pregnant" not in asked_of(pregnant=False)
    assert {"pregnant", "late_period"} & set(asked_of(sex="male")) == set()


def test_line_is_one_line_of_utf_8_whatever_was_said() -> None:
    found = answer(b'{"id": "\\ud800\\n", "text": "\xd8\xb5\xd8\xaf\xd8\xa7\xd8\xb9"}')
    line = as_line(found)
    assert line.count(b"\n") == 1
    assert json.loads(line.decode()) == found


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)
vitals = st.dictionaries(st.sampled_from([*WHOLE["vitals"], "spo2_scale", "x"]), anything | st.integers(0, 100))
documents = st.fixed_dictionaries(
    {}, optional={name: anything | (vitals if name == "vitals" else st.just(WHOLE[name])) for name in WHOLE}
)


@settings(max_examples=150)
@given(documents)
def test_no_document_stops_the_run(document: dict[str, Any]) -> None:
    found = answer(json.dumps(document).encode())
    assert ("error" in found) != ("level" in found)
    assert json.loads(as_line(found)) == found
