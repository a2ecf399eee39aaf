"""What an interview asks: what is expected to change the level most, none twice, and no more than it must."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from almoner.urgency.assessment import assess
from almoner.urgency.case import Case
from almoner.urgency.concern import answerable, concerns
from almoner.urgency.danger import signs_answered
from almoner.urgency.interview_plan import areas, complaint_texts, groups_heard, most_questions
from almoner.urgency.interviewing import AREA, COMPLAINT, SOMETHING_ELSE, Ending, Said, Step, chosen, next_step
from almoner.urgency.next_question import Question, choose
from almoner.urgency.rulebook import askings, signs
from almoner.urgency.rulebook.book import standard

DENIED = signs_answered({sign.id: "no" for sign in signs()})
TOLD = [
    "I have a headache",
    "my little one has a fever and a rash",
    "me duele la barriga y vomito",
    "عندي صداع ودوخة",
    "I fell and hit my head",
    "back pain since tuesday",
    "I cannot sleep and feel very low",
    "qwertz uiop",
]


def case(text: str, answers: dict[str, Any] | None = None, **more: Any) -> Case:
    return Case(text=text, answers=chosen({**DENIED, **(answers or {})}), **more)


def run(text: str, said: str, **more: Any) -> tuple[list[str], list[int], Step]:
    """Answer everything alike: the questions in turn, the level after each, and the end."""
    asked: list[str] = []
    answers: dict[str, Any] = {}
    levels = [assess(case(text, **more)).level]
    while True:
        step = next_step(case(text, answers, **more), min(levels))
        if step.ending:
            return asked, levels, step
        answers[step.name] = SOMETHING_ELSE if step.choosing else said
        asked.append(step.name)
        levels.append(min(levels[-1], assess(case(text, answers, **more)).level))


def _all_asked(told: Case) -> list[Question]:
    """Every question that could change something, in the order in which they would be asked without a limit."""
    found: list[Question] = []
    while (best := choose(concerns(told)[0], told, assess(told).level, standard())) is not None:
        found.append(best)
        told = replace(told, answers={**told.answers, best.id: "no"})
    return found


# ── Which question ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_emergency_that_few_have_is_asked_for_before_a_worse_day_that_many_have() -> None:
    first = next_step(case("I have a headache", age_years=30)).question
    assert first is not None
    assert (first.could_become, first.id) == (1, "sudden_belly")


def test_of_two_that_may_find_an_emergency_the_likelier_is_asked_first() -> None:
    fever = Case(text="my child has a fever", age_years=4)
    assert [one.could_become for one in _all_asked(fever)][:2] == [1, 1]
    asked = [one.id for one in _all_asked(fever)]
    assert asked.index("can_breathe") < asked.index("glass")


def test_what_a_danger_sign_asked_in_the_same_words_is_not_asked_again() -> None:
    assert "stroke" in {asking.id for asking in askings()}
    asked, _levels, _step = run("I feel dizzy", "no", age_years=50)
    assert not {"stroke", "chest"} & set(asked)
    undenied = next_step(Case(text="I feel dizzy", age_years=50)).question
    assert undenied is not None
    assert undenied.id in {"stroke", "chest"}


def test_what_is_hard_to_say_to_a_list_is_asked_all_the_same() -> None:
    asked, _levels, _step = run("I feel very low", "no", age_years=30)
    assert "safe" in asked


@pytest.mark.parametrize("known", [{"pregnant": False}, {"sex": "male"}, {"age_years": 75}, {"age_years": 6}], ids=str)
def test_nobody_is_asked_whether_they_are_pregnant_where_it_is_known(known: dict[str, Any]) -> None:
    text = "my belly hurts"
    assert "pregnant" in run(text, "no", age_years=30)[0]
    assert "pregnant" not in run(text, "no", **{"age_years": 30, **known})[0]


def test_a_question_that_could_bring_nobody_further_than_they_wait_is_not_asked() -> None:
    waits_at = 2
    step = next_step(case("back pain", age_years=40), waits_at)
    assert step.question is None or step.question.could_become < waits_at


# ── How it goes and ends ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("said", list(Said))
@pytest.mark.parametrize("text", TOLD)
def test_I_8_an_interview_asks_each_once_never_lowers_and_ends(text: str, said: str) -> None:
    asked, levels, step = run(text, said, age_years=34)
    assert len(set(asked)) == len(asked)
    assert len([one for one in asked if one not in {AREA, COMPLAINT}]) <= most_questions()
    assert levels == sorted(levels, reverse=True)
    assert step.ending == (Ending.DANGER if levels[-1] == 1 else step.ending)


def test_I_8_not_to_know_lowers_nothing_and_is_not_asked_again() -> None:
    told = "I have a headache"
    for_no, no_levels, _step = run(told, "no", age_years=34)
    unknown, levels, _step = run(told, "unknown", age_years=34)
    assert (unknown, levels) == (for_no, no_levels)


def test_it_ends_when_an_emergency_is_found() -> None:
    step = next_step(case("I have a headache", {"sudden_belly": "yes"}, age_years=34))
    assert step.ending == Ending.DANGER


def test_it_ends_when_nothing_could_change_the_level() -> None:
    assert next_step(case("I have a wart on my hand", age_years=34)).ending == Ending.SETTLED


def test_it_ends_after_as_many_as_are_asked() -> None:
    told = "I have a headache, a fever and a cough, and I vomit"
    assert len(_all_asked(Case(text=told, age_years=34))) > most_questions()
    answers = {one.id: "unknown" for one in _all_asked(Case(text=told, age_years=34))[: most_questions()]}
    assert next_step(Case(text=told, age_years=34, answers=answers)).ending == Ending.ENOUGH


def test_it_goes_on_where_it_was_left() -> None:
    whole, _levels, _step = run("I have a headache", "no", age_years=34)
    half = dict.fromkeys(whole[:2], "no")
    rest = next_step(case("I have a headache", half, age_years=34))
    assert (rest.name, rest.number) == (whole[2], 3)


def test_SEL_10_where_words_are_not_understood_it_is_asked_what_they_are_most_like() -> None:
    step = next_step(case("qwertz uiop", age_years=34))
    assert (step.choosing, len(step.choices)) == (AREA, len(areas()))
    step = next_step(case("qwertz uiop", {AREA: "head"}, age_years=34))
    assert step.choosing == COMPLAINT
    assert "headache" in dict(step.choices)
    told = case("qwertz uiop", {AREA: "head", COMPLAINT: "headache"}, age_years=34)
    assert not assess(told).abstained
    assert next_step(told).question is not None
    assert next_step(case("qwertz uiop", {AREA: SOMETHING_ELSE}, age_years=34)).ending == Ending.SETTLED


# ── The plan ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_SEL_9_every_danger_sign_is_heard_once() -> None:
    heard = [one for group in groups_heard() for one in group.signs]
    assert sorted(heard) == sorted(sign.id for sign in signs())
    assert all(len(group.signs) <= 8 for group in groups_heard())


def test_every_choice_has_words_in_all_languages_and_means_something_to_the_rules() -> None:
    offered = [one for area in areas() for one in area.complaints]
    assert len(offered) == len(set(offered))
    assert set(offered) == set(complaint_texts())
    assert set(offered) <= answerable()
    assert all(len(area.complaints) <= 8 for area in areas())
    assert len(areas()) <= 8
    for texts in [*(area.text for area in areas()), *complaint_texts().values()]:
        assert set(texts) == {"en", "es", "ar"}


@pytest.mark.parametrize("complaint", sorted(complaint_texts()))
def test_a_choice_by_key_is_gauged_as_words_would_be(complaint: str) -> None:
    assert not assess(case("", {COMPLAINT: complaint}, age_years=40)).abstained
