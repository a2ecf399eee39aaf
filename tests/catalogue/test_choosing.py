"""The few questions that lead to one service."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product

from almoner.catalogue.choosing import QUESTIONS, Outcome, Question, known_of, next_step


@dataclass(frozen=True)
class Choice:
    code: str
    visit_minutes: int = 30
    performers: list[str] = field(default_factory=lambda: ["physician"])
    assistants: list[str] = field(default_factory=list)
    room_kinds: list[str] = field(default_factory=lambda: ["consulting"])
    min_age: int | None = None
    max_age: int | None = None
    pregnancy: bool = False
    needs_order: bool = False
    follow_up: bool = False


FIRST = Choice("GEN-NEW", min_age=16)
AGAIN = Choice("GEN-FUP", visit_minutes=15, min_age=16, follow_up=True)
CHILD = Choice("PED-NEW", max_age=15)
SCAN = Choice("IMG-MRI", performers=["radiographer"], assistants=["anaesthetist"], room_kinds=["mri"], needs_order=True)


def asked(choice: Question | Outcome | None) -> str:
    assert isinstance(choice, Question)
    return choice.key


def ended(choice: Question | Outcome | None) -> Outcome:
    assert isinstance(choice, Outcome)
    return choice


def test_SEL_4_one_choice_needs_no_question() -> None:
    assert next_step([SCAN], {}) == Outcome("IMG-MRI", 30, ("radiographer",), ("anaesthetist",), ("mri",))


def test_SEL_4_the_question_that_tells_most_apart_comes_first() -> None:
    assert asked(next_step([FIRST, AGAIN, CHILD], {})) == "child"
    assert asked(next_step([FIRST, AGAIN], {})) == "seen_before"


def test_SEL_4_what_is_known_is_not_asked() -> None:
    assert ended(next_step([FIRST, AGAIN, CHILD], known_of(age=7))).code == "PED-NEW"
    assert asked(next_step([FIRST, AGAIN, CHILD], known_of(age=40))) == "seen_before"
    assert ended(next_step([FIRST, AGAIN, CHILD], known_of(age=40, seen_before=False))).code == "GEN-NEW"


def test_SEL_4_the_end_says_how_long_and_what_it_takes() -> None:
    done = ended(next_step([AGAIN, FIRST], {"child": False, "seen_before": True}))
    assert done == Outcome("GEN-FUP", 15, ("physician",), (), ("consulting",))


def test_SEL_4_nothing_left_is_said() -> None:
    assert next_step([CHILD], {"child": False}) is None
    assert next_step([], {}) is None


def test_SEL_4_every_way_ends_after_at_most_one_of_each_question() -> None:
    pregnant = replace(SCAN, code="OBG-SCAN", pregnancy=True)
    for answers in product([True, False], repeat=len(QUESTIONS)):
        given = dict(zip((question.key for question in QUESTIONS), answers, strict=True))
        known: dict[str, bool] = {}
        step = next_step([FIRST, AGAIN, CHILD, SCAN, pregnant], known)
        while isinstance(step, Question):
            assert step.key not in known
            known[step.key] = given[step.key]
            step = next_step([FIRST, AGAIN, CHILD, SCAN, pregnant], known)
        assert step is not None
