"""The few questions that lead from several services to one (SEL-4); agents and patients are asked the same. Pure.

The question that tells most of them apart comes first, and only when its answer is not known already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Known = Mapping[str, bool]
"""What is known of the person, by the keys of the questions."""


class Choice(Protocol):
    """What a service says that can be asked for (`catalogue.models.Service`)."""

    code: str
    visit_minutes: int
    performers: list[str]
    assistants: list[str]
    room_kinds: list[str]
    min_age: int | None
    max_age: int | None
    pregnancy: bool
    needs_order: bool
    follow_up: bool


@dataclass(frozen=True, slots=True)
class Question:
    """To be answered with yes or no."""

    key: str
    text: str | Promise


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end: the service, how long the person is there, and all that it takes."""

    code: str
    visit_minutes: int
    performers: tuple[str, ...]
    assistants: tuple[str, ...]
    room_kinds: tuple[str, ...]


ADULT = 16
QUESTIONS = (
    Question("child", _("Is it for somebody under 16?")),
    Question("pregnant", _("Is the person pregnant?")),
    Question("seen_before", _("Have we seen the person about this before?")),
    Question("has_order", _("Did a doctor refer the person for this?")),
)


def next_step(choices: Sequence[Choice], known: Known) -> Question | Outcome | None:
    """The next question; or the outcome; or None when nothing is left that suits.

    `choices` stand with the best first, and the best of those that no question can tell apart is taken.
    """
    left = [one for one in choices if all(_suits(one, key, answer=answer) for key, answer in known.items())]
    if not left:
        return None
    telling = [question for question in QUESTIONS if question.key not in known and _telling(left, question.key) > 0]
    if len(left) > 1 and telling:
        return max(telling, key=lambda question: _telling(left, question.key))
    one = left[0]
    return Outcome(one.code, one.visit_minutes, tuple(one.performers), tuple(one.assistants), tuple(one.room_kinds))


def known_of(
    *,
    age: int | None = None,
    pregnant: bool | None = None,
    seen_before: bool | None = None,
    has_order: bool | None = None,
) -> dict[str, bool]:
    """What is known already, so that nobody is asked again."""
    given = {
        "child": None if age is None else age < ADULT,
        "pregnant": pregnant,
        "seen_before": seen_before,
        "has_order": has_order,
    }
    return {key: answer for key, answer in given.items() if answer is not None}


def _telling(left: Sequence[Choice], key: str) -> int:
    """How many choices the question tells apart from the most common kind; 0 when it tells none."""
    kinds = Counter((_suits(one, key, answer=True), _suits(one, key, answer=False)) for one in left)
    return len(left) - max(kinds.values())


def _suits(one: Choice, key: str, *, answer: bool) -> bool:
    if key == "child":
        return (one.min_age or 0) < ADULT if answer else one.max_age is None or one.max_age >= ADULT
    if key == "pregnant":
        return answer or not one.pregnancy
    if key == "seen_before":
        return answer or not one.follow_up
    return answer or not one.needs_order
