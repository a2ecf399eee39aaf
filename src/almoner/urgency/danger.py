"""Danger signs as they are shown, spoken and asked: before anything else, in every channel (SEL-9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from almoner.core.languages import from_left
from almoner.urgency.concern import YES
from almoner.urgency.interview_plan import groups_heard, some_of
from almoner.urgency.rulebook import Sign, in_language, signs


@dataclass(frozen=True, slots=True)
class DangerSign:
    """One sign in the reader's language, with what to do now and the site's own numbers in it."""

    id: str
    kind: str
    text: str
    action: str
    said_first: str = ""


def danger_signs(language: str, *, emergency_number: str, crisis_number: str) -> tuple[DangerSign, ...]:
    """All signs, the most common first, ready for a page, a script at the desk or a voice."""
    return tuple(_shown(sign, language, emergency_number, crisis_number) for sign in signs())


def danger_sign(sign_id: str, language: str, *, emergency_number: str, crisis_number: str) -> DangerSign:
    """One sign by its id. Raises KeyError for an unknown id."""
    known = {sign.id: sign for sign in signs()}
    return _shown(known[sign_id], language, emergency_number, crisis_number)


def said_yes(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the danger signs that were answered with yes. Of a group of which only this is known, that it is one
    of them, the id of the group."""
    asked = [*(sign.id for sign in signs()), *(some_of(group.id) for group in groups_heard())]
    return tuple(one for one in asked if str(answers.get(one, "")).strip().casefold() in YES)


def signs_answered(answers: Mapping[str, Any]) -> dict[str, str]:
    """The danger signs as the rules take them: a yes and a no under the names that such answers have."""
    yes = said_yes(answers)
    said = {one: "yes" if one in yes else "no" for one in answers}
    return {f"danger_sign:{one}": word for one, word in said.items()}


def unanswered(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the danger signs that nobody answered."""
    return tuple(sign.id for sign in signs() if sign.id not in answers)


def _shown(sign: Sign, language: str, emergency: str, crisis: str) -> DangerSign:
    numbers = {"emergency": from_left(emergency, language), "crisis": from_left(crisis or emergency, language)}
    action = in_language(sign.action, language).format(**numbers)
    first = in_language(sign.said_first, language) if sign.said_first else ""
    return DangerSign(sign.id, sign.kind, in_language(sign.text, language), action, first)
