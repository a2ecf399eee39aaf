"""From what somebody says at home to urgency: warning signs, “worse”, and words that tell of danger.

Never a diagnosis: a sign leads to whom the hospital's handbook says, words to what the rules of urgency say. Each
function is part of an action. The request carries the stay or visit, so that a second one is raised (FUP-10, URG-5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from almoner.aftercare.enums import LeadsTo
from almoner.aftercare.handbook import Flag, Handbook, in_language
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.urgency import actions as urgency
from almoner.urgency.asked import About, Told
from almoner.urgency.assessment import assess
from almoner.urgency.case import Case
from almoner.urgency.enums import Level, RequestChannel
from almoner.urgency.live import live_book
from almoner.urgency.models import Request

URGENT = Level.SAME_DAY
"""Words that the rules would have looked at today, or sooner, are not left in a box."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, in which language, and about which stay or visit."""

    person: Person
    episode_id: UUID | None
    words: str
    language: str


def flags_of(book: Handbook, signs: Iterable[str]) -> list[Flag]:
    """The flags of these signs, each once, as the handbook orders them. A sign that it does not know is a mistake."""
    wanted = set(signs)
    unknown = wanted - {sign.code for flag in book.flags for sign in flag.signs}
    if unknown:
        raise ValueError(f"no such warning sign: {', '.join(sorted(unknown))}")
    return [flag for flag in book.flags if any(sign.code in wanted for sign in flag.signs)]


def is_danger(flags: Iterable[Flag]) -> bool:
    return any(flag.leads_to != LeadsTo.DESK for flag in flags)


def alarm_for_signs(heard: Heard, book: Handbook, signs: list[str], by: Actor) -> Request | None:
    """One request for all signs that lead to a clinician; None where none does."""
    flags = [flag for flag in flags_of(book, signs) if flag.leads_to != LeadsTo.DESK]
    if not flags:
        return None
    said = [sign for flag in flags for sign in flag.signs if sign.code in signs]
    asked = [sign.danger_sign for flag in book.flags for sign in flag.signs if sign.danger_sign]
    yes = {sign.danger_sign for sign in said if sign.danger_sign}
    words = ". ".join(filter(None, [*(in_language(sign.text, heard.language) for sign in said), heard.words]))
    told = Told(
        words=words,
        language=heard.language,
        danger_answers={sign: "yes" if sign in yes else "no" for sign in asked},
        at_least=min(flag.level for flag in flags),
    )
    if yes:
        return _report(heard, told, by)
    return _submit(heard, told, by)


def alarm_for_worse(heard: Heard, worse_level: int, by: Actor) -> Request:
    """They said that they are worse: back to triage, no later than the handbook says."""
    told = Told(words=heard.words, language=heard.language, answers={"worsening": "yes"}, at_least=worse_level)
    return _submit(heard, told, by)


def alarm_for_words(heard: Heard, by: Actor) -> Request | None:
    """A request where the words themselves tell of danger, of a crisis, or of what should be looked at today."""
    found = assess(
        Case(
            text=heard.words,
            age_years=(clock.today() - heard.person.birth_on).days / 365.25,
            sex=heard.person.sex,
            language=heard.language,
        ),
        book=live_book(),
    )
    if found.abstained and not found.crisis:
        return None
    if found.level > URGENT and not found.crisis:
        return None
    return _submit(heard, Told(words=heard.words, language=heard.language), by)


def _report(heard: Heard, told: Told, by: Actor) -> Request:
    return urgency.report_danger(
        told=told, channel=RequestChannel.AFTERCARE, person=heard.person, about=_about(heard), by=by
    )


def _submit(heard: Heard, told: Told, by: Actor) -> Request:
    return urgency.submit_request(
        told=told, channel=RequestChannel.AFTERCARE, person=heard.person, about=_about(heard), by=by
    )


def _about(heard: Heard) -> About:
    return About(episode_id=heard.episode_id)
