"""What is heard in a text."""

from __future__ import annotations

import pytest

from almoner.catalogue.hearing import hear, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my knee hurts", "en"),
        ("me duele la rodilla", "es"),
        ("ركبتي تؤلمني", "ar"),
        ("", "en"),
        ("MRI", "en"),
    ],
)
def test_language_is_found_from_the_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_preferred_language_wins_where_words_fit_both() -> None:
    assert language_of("diabetes", "es") == "es"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("I have hartburn", "heartburn"),
        ("heart burn", "heartburn"),
        ("pallpitations", "palpitations"),
        ("diarhea", "diarrhoea"),
        ("ringing in my ears", "tinnitus"),
        ("I can't hear", "hearing"),
        ("asidez de estómago", "heartburn"),
        ("لطفلتي", "child"),
    ],
)
def test_slips_and_turns_are_understood(text: str, key: str) -> None:
    assert key in hear(text).keys


@pytest.mark.parametrize("text", ["what time is visiting", "where do I park", "the telly is broken today morning"])
def test_ordinary_words_are_not_mended_into_illness(text: str) -> None:
    assert hear(text).read_as == {}


@pytest.mark.parametrize(
    ("text", "said", "not_said"),
    [
        ("no fever, just a cough", "cough", "fever"),
        ("stomach pain but no heartburn", "stomach", "heartburn"),
        ("I don't have a rash but my knee is swollen", "knee", "rash"),
        ("sin fiebre pero con tos", "cough", "fever"),
        ("سعال بدون حرارة", "cough", "fever"),
    ],
)
def test_what_is_denied_is_left_out(text: str, said: str, not_said: str) -> None:
    keys = hear(text).keys
    assert said in keys
    assert not_said not in keys


def test_a_denial_that_is_the_complaint_stays() -> None:
    assert "insomnia" in hear("I am not sleeping").keys
    assert "hearing" in hear("no oigo nada").keys


@pytest.mark.parametrize(
    "text",
    [
        "crushing chest pain",
        "I can't breathe",
        "I want to kill myself",
        "he is having a fit",
        "my baby has blue lips",
        "throwing up blood",
        "no puedo respirar",
        "quiero morirme",
        "me duele el pecho",
        "ألم في الصدر",
        "أريد أن أموت",
        "فاقد الوعي",
    ],
)
def test_SEL_9_danger_is_heard(text: str) -> None:
    assert hear(text).danger


@pytest.mark.parametrize(
    "text",
    [
        "my knee hurts",
        "I don't live here",
        "no chest pain",
        "sin dolor en el pecho",
        "baby scan",
        "لا يوجد ألم في الصدر",
    ],
)
def test_no_danger_is_heard_where_there_is_none(text: str) -> None:
    assert not hear(text).danger


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("my 4 year old has a rash", 4),
        ("18 months old", 1.5),
        ("mi hija de 5 años", 5),
        ("ابني عمره 3 سنوات", 3),
        ("rash", None),
    ],
)
def test_age_is_heard(text: str, age: float | None) -> None:
    assert hear(text).age == age
