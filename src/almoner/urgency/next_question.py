"""Which question to ask next: the one that is expected to change the level most.

Of every question that is not answered yet, what a yes would do is tried out, and weighed by how likely a yes is. So a
rare sign of an emergency comes before a common one of a slightly worse day, and what could change nothing is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from almoner.urgency.case import Case
from almoner.urgency.concern import NO, Concern
from almoner.urgency.interview_plan import likely, said_by_a_sign, worth
from almoner.urgency.reasons import word_reasons
from almoner.urgency.rulebook import Asking, askings, context_only, in_language, signs
from almoner.urgency.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose yes would raise the level; `could_become` is the level after a yes. `expected` is by how much it
    changes what we know, on the whole."""

    id: str
    concept: str
    text: str
    could_become: int
    expected: float = 0.0


def choose(people: Iterable[Concern], case: Case, level: int, book: Rulebook) -> Question | None:
    """The question that is expected to change `level` most; of equal ones the one that may find the greater danger, and
    then the one that stands first in the rulebook. None where no answer could change anything."""
    if level == 1:
        return None
    found = [one for concern in people for one in _worth_asking(concern, case, level, book)]
    return max(found, key=lambda one: (one.expected, -one.could_become), default=None)


def _worth_asking(concern: Concern, case: Case, level: int, book: Rulebook) -> Iterator[Question]:
    told = {asking.id for asking in askings() if _is_told(asking, concern, case)}
    understood = not concern.partly_read and bool(set(concern.found) - context_only())
    for asking in askings():
        if asking.id in told or not _concerns(asking, concern, understood=understood):
            continue
        supposed = concern.with_concepts(asking.concept, words="")
        would_be = min((reason.level for reason in word_reasons(supposed, case.language, book)), default=level)
        if would_be < level:
            expected = likely(asking.id) * (worth(would_be) - worth(level))
            yield Question(asking.id, asking.concept, in_language(asking.text, case.language), would_be, expected)


def _concerns(asking: Asking, concern: Concern, *, understood: bool) -> bool:
    """Whether it fits this person and what they told of; a question for everybody only while little was understood."""
    if not concern.fits(asking.applies_to):
        return False
    return any(concept in concern.found for concept in asking.when) if asking.when else not understood


def _is_told(asking: Asking, concern: Concern, case: Case) -> bool:
    """Asked before, whatever the answer was, or known from elsewhere."""
    if asking.id in case.answers or asking.concept in case.answers or asking.concept in concern.found:
        return True
    if any(one.id in case.answers for one in askings() if one.concept == asking.concept):
        return True
    if asking.concept == "pregnant" and _is_known_if_pregnant(concern, case):
        return True
    return _was_denied_as_danger(asking, case)


def _is_known_if_pregnant(concern: Concern, case: Case) -> bool:
    """Told outright, or it cannot be: a man who speaks of himself, or by the age."""
    return case.pregnant is not None or not concern.fits("childbearing")


def _was_denied_as_danger(asking: Asking, case: Case) -> bool:
    """A danger sign of the same meaning was asked and denied; of a general question, all of them were."""
    denied = {sign.id for sign in signs() if _said_no(case.answers.get(f"danger_sign:{sign.id}"))}
    if asking.concept == "danger_sign":
        return len(denied) == len(signs())
    if asking.id not in said_by_a_sign():
        return False
    return any(sign.id in denied and asking.concept in sign.concepts for sign in signs())


def _said_no(value: object) -> bool:
    return str(value).strip().casefold() in NO
