"""What is learnt from sentences: it only raises, says by which words, can be switched off, and is of what is stored."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from script import learn

from almoner.urgency.assessment import assess
from almoner.urgency.case import Case
from almoner.urgency.cases import read
from almoner.urgency.learnt import SOUNDS, sounds
from almoner.urgency.learnt.features import FEWEST_WORDS, TABLE, tellings
from almoner.urgency.learnt.weights import about, questions
from almoner.urgency.rulebook.book import Rulebook, standard

PICTURES = [
    ("en", "she went floppy like a wet towel in my arms and her lips are the colour of slate"),
    ("es", "mi marido se escurrió por la pared de la cocina, está gris y chorreando de sudor y no me contesta"),
    ("ar", "ستي من مبارح بتحكي مع ناس مش موجودين وجسمها نار وما بتقوم من التخت"),
]


@cache
def alone() -> Rulebook:
    """The standard without what is learnt."""
    return replace(standard(), computed=tuple(row for row in standard().computed if row.id not in SOUNDS))


def test_weights_are_of_the_sentences_that_are_stored() -> None:
    """Learn anew with script/learn.py --write after any change of them."""
    assert about()["read"] == learn.digest_of_read()
    assert [len(question.weights) for question in questions()] == [TABLE] * 3
    assert [sorted(question.limits) for question in questions()] == [["ar", "en", "es"]] * 3


def test_what_is_held_back_is_not_learnt_from() -> None:
    assert [path for path in learn.READ if "frozen" in path] == []


def test_sound_only_raises_and_says_by_which_words() -> None:
    lower, unquoted, raised = [], [], 0
    for row in [row for row in read("development") if row.level][::7]:
        case = Case(row.text, language=row.language)
        found = assess(case)
        by_rules = assess(case, book=alone())
        lower += [row.id] * (found.level > by_rules.level)
        said = [reason for reason in found.reasons if reason.rule_id in SOUNDS]
        raised += len(said)
        unquoted += [row.id] * any(one.evidence not in row.text or not one.evidence for one in said)
    assert (lower, unquoted) == ([], [])
    assert raised > 0


def test_a_hospital_that_switches_the_sound_off_has_the_rules_alone() -> None:
    case = Case(PICTURES[0][1], age_years=70)
    assert assess(case).level == 1 < assess(case, book=alone()).level
    assert [reason.rule_id for reason in assess(case, book=alone()).reasons if reason.rule_id in SOUNDS] == []


@pytest.mark.parametrize(("language", "text"), PICTURES)
def test_an_emergency_told_as_a_picture_is_heard(language: str, text: str) -> None:
    assert sounds(text, language, 70, pregnant=False)[0].row == SOUNDS[0]


@given(
    st.sampled_from([row for row in read("development") if row.level]),
    st.sampled_from(["thank you so much", "شكرا جزيلا لكم"]),
)
def test_I_8_a_sentence_before_or_after_takes_nothing_away(row, remark) -> None:  # type: ignore[no-untyped-def]
    heard = {one.row for one in sounds(row.text, row.language, None, pregnant=False)}
    for text in (f"{row.text}. {remark}", f"{remark}. {row.text}"):
        assert heard <= {one.row for one in sounds(text, row.language, None, pregnant=False)}


@pytest.mark.parametrize(
    "text", ["", "   ", "😀😀😀", "chest", "…", "hello there you", "\u202e\u202d", "0 1 2 3 4 5 6"]
)
def test_too_little_is_not_judged(text: str) -> None:
    assert sounds(text, "en", None, pregnant=False) == ()


@pytest.mark.parametrize("language", ["en-GB", "so", ""])
def test_another_language_has_the_limit_that_is_hardest_to_pass(language: str) -> None:
    text = PICTURES[0][1]
    assert isinstance(sounds(text, language, None, pregnant=False), tuple)


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for one in sounds(text, "en", 40, pregnant=True):
        assert one.words in text


def test_tellings_are_the_whole_and_every_few_sentences_in_a_row() -> None:
    told = [
        " ".join(word.form for word in one.words)
        for one in tellings("One two three four five six seven eight. Nine. Ten to seventeen, one by one, all of them!")
    ]
    first, last = "one two three four five six seven eight", "ten to seventeen one by one all of them"
    assert told[0] == f"{first} nine {last}"
    assert set(told[1:]) == {first, f"{first} nine", f"nine {last}", last}
    assert tellings(" ".join(["word"] * (FEWEST_WORDS - 1))) == []
