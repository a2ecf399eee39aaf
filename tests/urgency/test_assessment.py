"""The level: worst wins, vital signs only raise, remarks never lower, silence abstains."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almoner.urgency.assessment import Assessment, assess
from almoner.urgency.case import Case, Vitals
from almoner.urgency.rulebook import levels


def level(text: str, **more: Any) -> int:
    return assess(Case(text=text, **more)).level


def rules(found: Assessment) -> set[str]:
    return {reason.rule_id for reason in found.reasons}


def test_URG_1_a_level_with_time_reasons_and_version() -> None:
    found = assess(Case(text="I have pain in my chest", age_years=60))
    assert (found.level, found.disposition, found.minutes_to_be_seen) == (1, "emergency", 0)
    assert ("CHEST-PAIN", "pain in my chest") in {(reason.rule_id, reason.evidence) for reason in found.reasons}
    assert found.danger_signs == ("chest_pain",)
    assert found.rules_version.startswith("2026.1-")


def test_worst_of_several_complaints_wins() -> None:
    alone, also = level("runny nose"), level("runny nose, sore throat and my face is drooping on one side")
    assert (alone, also) == (5, 1)


@pytest.mark.parametrize(
    "remark", ["it's probably nothing", "don't want to waste your time", "just a bit", "slight", "I'm fine really"]
)
def test_belittling_never_lowers(remark: str) -> None:
    for text in ("my chest hurts", "my face is drooping", "I have a headache", "coughing blood"):
        assert level(f"{text}, {remark}") <= level(text)


@pytest.mark.parametrize("text", ["", "   ", "hello", "blah blah", "مرحبا", "hola"])
def test_silence_abstains_at_the_level_of_caution_and_asks(text: str) -> None:
    found = assess(Case(text=text))
    assert (found.abstained, found.level, found.reasons) == (True, 3, ())
    assert found.ask_next is not None
    assert found.ask_next.id == "danger"


def test_condition_alone_is_no_complaint_understood() -> None:
    assert assess(Case(text="I take warfarin and have diabetes")).abstained


def test_worse_brings_it_forward_but_papers_stay_papers() -> None:
    assert level("my cough is getting worse") == 3
    assert level("cough") == 4
    assert level("need a sick note, the printer gets worse") == 5


STRANGE = "the grobblewick behind the henhouse zinged upward along the curtain rail while uncle Barnaby knitted mittens"


def test_long_story_of_which_little_was_understood_is_read_today() -> None:
    told = assess(Case(text=f"I need a sick note. {STRANGE}, and then everybody yodelled sideways", age_years=40))
    assert {reason.rule_id for reason in told.reasons} == {"ADMIN", "PARTLY-READ"}
    assert (told.level, told.abstained) == (3, False)
    assert assess(Case(text=f"my chest hurts. {STRANGE} and yodelled sideways", age_years=40)).level == 1
    assert assess(Case(text="I need a sick note because the grobblewick zinged upward", age_years=40)).level == 5


@pytest.mark.parametrize("language", ["en", "es-MX", "so", "zh"])
def test_words_count_in_whatever_language_they_were_said_to_be(language: str) -> None:
    assert (
        assess(Case(text=f"I need a sick note. {STRANGE}, and then everybody yodelled", language=language)).level == 3
    )


def test_self_care_only_where_everything_is() -> None:
    assert assess(Case(text="runny nose and a sore throat", age_years=30)).disposition == "self_care"
    assert assess(Case(text="runny nose and varicose veins", age_years=30)).disposition == "routine"


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("fever", {"age_years": 30}, 4),
        ("fever and I am on chemotherapy", {"age_years": 30}, 1),
        ("fever", {"age_years": 70}, 3),
        ("I hit my head", {"age_years": 30}, 2),
        ("I hit my head and take apixaban", {"age_years": 30}, 1),
        ("bit of belly pain", {"age_years": 30}, 3),
        ("bit of belly pain", {"age_years": 60}, 2),
        ("headache", {"age_years": 30}, 4),
        ("severe headache", {"age_years": 30, "pregnant": True}, 1),
        ("bleeding from my vagina", {"age_years": 30}, 3),
        ("bleeding from my vagina", {"age_years": 70}, 4),
        ("bleeding from my vagina", {"age_years": 30, "pregnant": True}, 2),
    ],
)
def test_who_it_is_changes_the_level(text: str, more: dict[str, Any], expected: int) -> None:
    assert level(text, **more) == expected


@pytest.mark.parametrize(
    ("text", "age", "expected"),
    [
        ("fever", 0.1, 1), ("fever", 0.3, 3), ("fever", 4, 4), ("he is coughing", 0.01, 1),
        ("floppy", 2, 1), ("vomiting green", 0.2, 1), ("barking cough", 2, 3), ("headache", 8, 3),
        ("my testicle hurts", 9, 1), ("my testicle hurts", 30, 2),
    ],
)  # fmt: skip
def test_children_have_their_own_rules(text: str, age: float, expected: int) -> None:
    assert level(text, age_years=age) == expected


def test_child_spoken_of_by_an_adult_is_gauged_as_a_child() -> None:
    found = assess(Case(text="my 3 week old baby has a fever", age_years=34))
    assert (found.level, found.about) == (1, "baby")
    assert "FEVER-3-MONTHS" in rules(found)


@pytest.mark.parametrize(
    ("vitals", "age", "expected"),
    [
        ({"respiratory_rate": 25}, 40, 2),
        ({"respiratory_rate": 26, "spo2": 91, "pulse": 120}, 40, 1),
        ({"temperature_c": 38.4}, 0.1, 1),
        ({"respiratory_rate": 61}, 3, 1),
        ({"respiratory_rate": 45}, 3, 2),
        ({"pulse": 185}, 0.5, 2),
        ({"spo2": 90}, 6, 1),
        ({"consciousness": "unresponsive"}, 50, 1),
        ({"consciousness": "confused"}, 14, 1),
        ({"pain_0_10": 9}, 30, 2),
        ({"pain_0_10": 7}, 30, 3),
        ({"pain_0_10": 4}, 30, 4),
        ({"pulse": 0}, 30, 1),
        ({"pulse": 0}, 3, 1),
        ({"respiratory_rate": 0}, 30, 1),
        ({"systolic": 70}, 30, 1),
        ({"spo2": 82}, 30, 1),
        ({"systolic": 185}, 30, 3),
        ({"pulse": 151}, 40, 1),
    ],
)
def test_vital_signs_raise(vitals: dict[str, Any], age: float, expected: int) -> None:
    assert level("I have a cold", age_years=age, vitals=Vitals(**vitals)) == expected


def test_pregnancy_has_its_own_pressures_and_no_news2() -> None:
    for vitals in (Vitals(systolic=160), Vitals(diastolic=110)):
        found = assess(Case(text="swollen feet", age_years=30, pregnant=True, vitals=vitals))
        assert (found.level, found.news2) == (1, None)
    assert assess(Case(text="swollen feet", age_years=15, vitals=Vitals(pulse=70))).news2 is None


def test_qsofa_with_words_of_infection_is_an_emergency() -> None:
    low = Vitals(respiratory_rate=23, systolic=99)
    assert level("fever and cough", age_years=50, vitals=low) == 1
    assert level("acne", age_years=50, vitals=low) == 2


def test_missing_vital_signs_are_named_and_normal_ones_never_lower() -> None:
    fine = Vitals(16, 98, on_oxygen=False, systolic=120, pulse=70, temperature_c=37, consciousness="alert")
    found = assess(Case(text="crushing chest pain", age_years=60, vitals=replace(fine, diastolic=None)))
    assert (found.level, found.missing_vitals) == (1, ("diastolic",))
    assert assess(Case(text="cough")).missing_vitals[0] == "respiratory_rate"


def test_strange_value_counts_and_goes_before_a_person() -> None:
    found = assess(Case(text="acne", age_years=30, vitals=Vitals(temperature_c=98.6)))
    assert (found.level, found.doubtful_vitals) == (2, ("temperature_c",))


def test_question_is_the_one_that_could_change_the_level_most() -> None:
    found = assess(Case(text="I have a headache", age_years=30))
    assert found.ask_next is not None
    assert found.ask_next.could_become == 1
    answered = assess(Case(text="I have a headache", age_years=30, answers={found.ask_next.id: "yes"}))
    assert (answered.level, answered.ask_next) == (1, None)


def test_no_to_a_question_lowers_nothing_and_is_not_asked_again() -> None:
    first = assess(Case(text="I have a headache", age_years=30))
    assert first.ask_next is not None
    then = assess(Case(text="I have a headache", age_years=30, answers={first.ask_next.id: "no"}))
    assert then.level == first.level
    assert then.ask_next != first.ask_next
    contradicted = Case(text="my chest hurts", age_years=30, answers={"chest": "no"})
    assert assess(contradicted).level == 1


@pytest.mark.parametrize(
    ("text", "language", "crisis"),
    [
        ("I want to kill myself", "en", "self_harm"),
        ("no quiero vivir", "es", "self_harm"),
        ("أريد أن أموت", "ar", "self_harm"),
        ("my husband hits me", "en", "abuse"),
        ("I took a whole packet of tablets", "en", "overdose"),
    ],
)
def test_URG_12_crisis_has_its_own_path(text: str, language: str, crisis: str) -> None:
    found = assess(Case(text=text, language=language))
    assert (found.crisis, found.level) == (crisis, 1)


def test_FUP_8_doubt_after_treatment_with_a_red_flag_is_no_routine_question() -> None:
    assert level("question about my operation last week: the wound smells and I am shivering", age_years=50) == 2


numbers = st.none() | st.floats(0, 320)
measured_vitals = st.builds(
    Vitals,
    respiratory_rate=numbers,
    spo2=st.none() | st.floats(0, 100),
    systolic=numbers,
    pulse=numbers,
    temperature_c=st.none() | st.floats(25, 45),
)


@settings(max_examples=60, deadline=None)
@given(age=st.none() | st.floats(0, 100), pregnant=st.booleans(), vitals=measured_vitals)
def test_measuring_never_lowers_and_answers_always_fit(age: float | None, pregnant: bool, vitals: Vitals) -> None:
    case = Case(text="cough and a sore throat", age_years=age, pregnant=pregnant)
    plain, measured = assess(case), assess(replace(case, vitals=vitals))
    assert measured.level <= plain.level
    assert measured.minutes_to_be_seen == levels()[measured.level].minutes
    assert measured.level == min(reason.level for reason in measured.reasons)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a nail flew up and it is sticking in my eye"),
        ("es", "se me clavó una astilla de hierro en el ojo y sigue dentro"),
        ("ar", "دخل مسمار في عينه ولسه فيها"),
        ("en", "my heart pump is alarming red"),
        ("es", "la bomba del corazón pita y está en rojo"),
        ("ar", "مضخة القلب تصفر والضوء أحمر"),
        ("en", "I have myasthenia and I can hardly swallow or hold my head up today"),
        ("es", "tengo miastenia y hoy casi no puedo tragar"),
        ("ar", "عندي وهن عضلي وما أقدر أبلع اليوم"),
        ("en", "he swallowed a coin, it is stuck and he dribbles all his spit"),
    ],
)
def test_URG_1_rare_emergencies_are_known_by_their_names(language: str, text: str) -> None:
    assert assess(Case(text=text, age_years=50, language=language)).level == 1


@pytest.mark.parametrize(
    "text",
    [
        "a bit of metal flew in my eye while grinding, it scratches",
        "I have myasthenia and no trouble swallowing, I need my tablets again",
        "is there a course about heart pumps for nurses",
        "my waters have gone and I am only 33 weeks, clear water, no pain",
    ],
)
def test_URG_1_what_is_near_them_is_no_emergency(text: str) -> None:
    assert assess(Case(text=text, age_years=40, pregnant="waters" in text, sex="female")).level > 1
