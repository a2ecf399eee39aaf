"""A short interview: what to ask next, given all that is known, and when it is enough. Pure; every channel asks by it.

Danger signs come before anything else, then what is wrong, in their own words or by a choice where these were not
understood, then the questions that are expected to change the level most. It ends as soon as nothing could change the
level any more, and after `most_questions` at the latest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from almoner.urgency.assessment import NOTHING_UNDERSTOOD, Assessment, assess
from almoner.urgency.case import Case
from almoner.urgency.concern import concerns
from almoner.urgency.interview_plan import Area, area, areas, complaint_texts, most_questions
from almoner.urgency.next_question import Question, choose
from almoner.urgency.rulebook import askings, in_language
from almoner.urgency.rulebook.book import Rulebook, standard

AREA, COMPLAINT = "area", "complaint"
"""What was chosen where words were not understood or could not be said; the names under which it stands."""
SOMETHING_ELSE = "something_else"


class Said(StrEnum):
    """What can be answered. Not to know is an answer: it lowers nothing, and is not asked again."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Ending(StrEnum):
    """Why nothing more is asked."""

    DANGER = "danger"
    SETTLED = "settled"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: a question, a choice of what it is about, or the end, with why. `number` counts from 1."""

    question: Question | None = None
    number: int = 0
    choices: tuple[tuple[str, dict[str, str]], ...] = ()
    choosing: str = ""
    ending: Ending | None = None

    @property
    def name(self) -> str:
        """The name under which the answer stands."""
        return self.question.id if self.question else self.choosing


def next_step(case: Case, in_force: int | None = None, book: Rulebook | None = None) -> Step:
    """What to ask, once danger signs were asked and words were said. `in_force` is the level at which the case waits
    already: a question that could bring it no further is not asked."""
    book = book or standard()
    found = assess(case, book=book)
    level = min(found.level, in_force or found.level)
    if level == 1:
        return Step(ending=Ending.DANGER)
    choosing = _to_choose(case, found)
    if choosing:
        return choosing
    asked = asked_in(case.answers)
    question = choose(concerns(case)[0], case, _reach(found, level), book)
    if question is None:
        return Step(ending=Ending.SETTLED)
    if len(asked) >= most_questions():
        return Step(ending=Ending.ENOUGH)
    return Step(question=question, number=len(asked) + 1)


def _reach(found: Assessment, level: int) -> int:
    """Where nothing was understood, any level that a yes leads to tells something."""
    return NOTHING_UNDERSTOOD if found.abstained else level


def _to_choose(case: Case, found: Assessment) -> Step | None:
    """Nothing was understood: what it is most like, by a list of two steps; each is asked once."""
    if not found.abstained or COMPLAINT in case.answers:
        return None
    chosen_area = case.answers.get(AREA)
    if chosen_area is None:
        return Step(choosing=AREA, choices=tuple((one.id, one.text) for one in areas()))
    if chosen_area == SOMETHING_ELSE:
        return None
    return Step(choosing=COMPLAINT, choices=_complaints(area(chosen_area)))


def again(name: str, case: Case) -> Step:
    """A step that was answered before, to be answered anew."""
    if name == AREA:
        return Step(choosing=AREA, choices=tuple((one.id, one.text) for one in areas()))
    if name == COMPLAINT:
        return Step(choosing=COMPLAINT, choices=_complaints(area(str(case.answers[AREA]))))
    asking = next(one for one in askings() if one.id == name)
    return Step(question=Question(name, asking.concept, in_language(asking.text, case.language), 0))


def _complaints(of: Area) -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple((one, complaint_texts()[one]) for one in of.complaints)


def asked_in(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The questions of the rulebook that were answered, whatever the answer was. What was chosen from a list is none,
    though a question may have its name."""
    return tuple(asking.id for asking in askings() if asking.id in answers and asking.id != answers.get(COMPLAINT))


def chosen(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the rules take them: a complaint that was chosen counts as one that was told."""
    told = str(answers.get(COMPLAINT, ""))
    return {**answers, **({told: Said.YES.value} if told in complaint_texts() else {})}


def may_be_said(name: str, said: str) -> bool:
    """Whether there is such a question, and it can be answered so."""
    if name == AREA:
        return said == SOMETHING_ELSE or said in {one.id for one in areas()}
    if name == COMPLAINT:
        return said == SOMETHING_ELSE or said in complaint_texts()
    return name in {asking.id for asking in askings()} and said in set(Said)


def question_text(name: str, language: str) -> str:
    """The words of a question of the rulebook; empty for another name."""
    return next((in_language(asking.text, language) for asking in askings() if asking.id == name), "")


def choice_text(name: str, said: str, language: str) -> str:
    """The words of a choice; empty where it was none of the list, and for what is no choice."""
    if name not in {AREA, COMPLAINT}:
        return ""
    texts = {one.id: one.text for one in areas()} if name == AREA else complaint_texts()
    return in_language(texts[said], language) if said in texts else ""
