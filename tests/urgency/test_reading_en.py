"""How people say it in English: families of words, denial, dialects, texting, notes of staff."""

from __future__ import annotations

import pytest

from almoner.urgency.reading import read


def present(text: str) -> set[str]:
    return {one.concept for one in read(text).findings if not (one.denied or one.past or one.family or one.asked)}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("feels like a belt being tightened round my chest", "chest_pain"),
        ("there is a weight behind my breastbone", "chest_pain"),
        ("my chest dey pain me", "chest_pain"),
        ("his ticker is hurting", "chest_pain"),
        ("his mouth has dropped at one corner", "stroke_signs"),
        ("her words came out all jumbled", "stroke_signs"),
        ("my hand would not close round the cup", "stroke_signs"),
        ("he sounds drunk but has had nothing", "stroke_signs"),
        ("I have to stop after three words to get my breath", "breathless_severe"),
        ("his ribs are sucking in", "grunting"),
        ("my tongue is getting fat", "throat_swelling"),
        ("the blood is squirting through the towel", "bleeding_severe"),
        ("he threw up stuff like coffee grounds", "vomiting_blood"),
        ("her poo is like tar", "black_stool"),
        ("nan does not know who I am", "confusion"),
        ("he is hard to wake", "drowsy"),
        ("purple dots that do not fade under a glass", "rash_nonblanching"),
        ("I took about 25 paracetamol", "overdose"),
        ("my toddler drank some bleach", "poisoning"),
        ("I do not want to live", "self_harm"),
        ("I am standing on the bridge", "suicide_plan"),
        ("he put his hands round my neck", "strangled"),
        ("he kicked me again last night", "abuse"),
        ("came off my motorbike", "major_trauma"),
        ("she is as limp as a rag doll", "floppy"),
        ("he will not take his bottle", "drinks_poorly"),
        ("cannot feel it when I wipe", "numb_saddle"),
        ("not a drop since last night, bladder full", "bladder_full"),
        ("my waters have gone and they are green", "meconium"),
        ("baby has not kicked much today, 30 weeks", "baby_moves_less"),
        ("one of my balls is swollen", "testicle_pain"),
        ("sugar is 2.4", "low_sugar"),
        ("sats 88 on the finger thing", "low_oxygen"),
        ("bp 190/115 at the pharmacy", "very_high_pressure"),
        ("fever of 102", "fever"),
        ("temp 40.3", "high_fever"),
    ],
)
def test_what_is_dangerous_is_heard_in_everyday_words(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Ant. chest pain", "chest_pain"),
        ("SOB on exertion", "breathless"),
        ("LOC x1", "faint"),
        ("Lt. side weakness", "stroke_signs"),
        ("abd. pain, RLQ", "lower_right_pain"),
        ("N/V since AM", "vomiting"),
        ("HA, h/o migraine", "headache"),
        ("scalp lac.", "cut"),
        ("UTI sx", "urine_pain"),
    ],
)
def test_notes_of_staff_are_understood(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("never had chest pain like this", "chest_pain"),
        ("cannot walk without chest pain", "chest_pain"),
        ("not eaten all day, vomiting", "vomiting"),
        ("he hasnt slept fever and chills", "fever"),
        ("no better, still short of breath", "breathless"),
    ],
)
def test_a_no_that_denies_something_else_hides_nothing(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("no chest pain or breathlessness", "breathless"),
        ("denies suicidal intent, chest pain and fever", "fever"),
        ("not breathless, not vomiting", "breathless"),
        ("she isn't bleeding", "bleeding"),
        ("nobody has a fever, no", "rash"),
        ("it hardly bled", "bleeding"),
    ],
)
def test_what_is_denied_is_not_a_complaint(text: str, concept: str) -> None:
    assert concept not in present(text)


@pytest.mark.parametrize(
    "text",
    [
        "had a stroke of luck with the parking",
        "the boss is giving me a heart attack",
        "this heat is killing me",
        "I am drowning in paperwork and sick of it",
        "can you fit me in before four",
        "my phone died and the website crashed",
        "is there a talk about the signs of a stroke",
        "leaflet about chest pain",
        "it is probably just stress",
        "a pain in the neck, this form",
    ],
)
def test_figures_of_speech_and_questions_are_no_complaint(text: str) -> None:
    assert present(text) <= {"administrative", "asks_advice", "medicine_question"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("for 3 weeks", "for_weeks"),
        ("since this morning", "for_hours"),
        ("since tuesday", "for_days"),
        ("for six months now", "for_months"),
        ("on and off for twenty years", "for_years"),
        ("every day this week, 3 weeks old", "for_days"),
        ("came on all of a sudden", "sudden"),
        ("getting better each day", "improving"),
        ("it has gone away completely", "resolved"),
        ("same as always", "unchanged"),
    ],
)
def test_the_course_of_a_complaint_is_read(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize("text", ["my 3 week old is well", "he is 40 years old", "every 3 hours"])
def test_an_age_or_an_interval_is_no_course(text: str) -> None:
    assert not present(text) & {"for_hours", "for_weeks", "for_months", "for_years", "long"}
