"""The questions as data: each may change a level, in plain words, and is asked of those whom it can concern."""

from __future__ import annotations

import pytest

from almoner.urgency.concern import Concern
from almoner.urgency.reasons import word_reasons
from almoner.urgency.rulebook import Asking, askings
from almoner.urgency.rulebook.book import standard

PEOPLE = {
    "everyone": [(40, ()), (0.2, ()), (6, ()), (55, ()), (70, ())],
    "adult": [(40, ()), (55, ()), (70, ())],
    "child": [(4, ()), (0.2, ()), (1.5, ())],
    "infant": [(0.2, ()), (0.4, ())],
    "pregnancy": [(30, ("pregnant",))],
    "childbearing": [(30, ()), (30, ("pregnant",))],
}


def level(age: float, *concepts: str) -> int:
    concern = Concern({}, age, child=False).with_concepts(*concepts, words="said")
    return min((reason.level for reason in word_reasons(concern, "en", standard())), default=9)


def raised_by(asking: Asking) -> list[str]:
    """The complaints for which a yes makes it more urgent."""
    people = PEOPLE[asking.applies_to]
    return [
        complaint
        for complaint in asking.when
        if any(level(age, complaint, asking.concept, *more) < level(age, complaint, *more) for age, more in people)
    ]


@pytest.mark.parametrize("asking", [one for one in askings() if one.when], ids=lambda one: one.id)
def test_yes_to_a_question_raises_every_complaint_that_it_is_asked_for(asking: Asking) -> None:
    assert set(asking.when) - set(raised_by(asking)) == set()


def test_no_question_is_asked_twice_for_one_complaint() -> None:
    pairs = [(one.concept, complaint) for one in askings() for complaint in one.when]
    assert sorted(pair for pair in set(pairs) if pairs.count(pair) > 1) == []


def test_questions_are_short_enough_to_be_said() -> None:
    long = [one.id for one in askings() for text in one.text.values() if one.id != "danger" and len(text.split()) > 17]
    assert long == []


@pytest.mark.parametrize(
    ("age", "male", "child", "asked"),
    [
        (30, False, False, True),
        (None, False, False, True),
        (12, False, False, True),
        (55, False, False, True),
        (5, False, False, False),
        (11.9, False, False, False),
        (56, False, False, False),
        (30, True, False, False),
        (None, False, True, False),
    ],
)
def test_only_who_may_be_with_child_is_asked_about_it(age: float | None, male: bool, child: bool, asked: bool) -> None:
    assert Concern({}, age, child, male=male).fits("childbearing") is asked
    about_it = {one.id for one in askings() if one.applies_to == "childbearing"}
    assert {"pregnant", "after_birth", "late_period"} <= about_it
