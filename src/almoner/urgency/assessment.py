"""Gauging urgency: from a case to a level with a time, reasons, and the question that matters most.

It is a suggestion, tuned to miss little. It never diagnoses; a clinician decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from almoner.urgency.case import Case
from almoner.urgency.concern import Concern, concerns
from almoner.urgency.interview_plan import crises_heard
from almoner.urgency.learnt import SOUNDS, sounds
from almoner.urgency.news2 import News2, news2
from almoner.urgency.next_question import Question, choose
from almoner.urgency.reasons import Reason, doubtful, missing, scored_by_news2, vital_reasons, word_reasons
from almoner.urgency.rulebook import (
    Computed,
    caution_level,
    in_language,
    levels,
    signs,
)
from almoner.urgency.rulebook.book import Rulebook, standard

NOTHING_UNDERSTOOD = 6
"""Less urgent than anything: what a question may raise where no rule holds."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A suggestion. `crisis` names the crisis path (self_harm, abuse, overdose); `about` the other person spoken of."""

    level: int
    disposition: str
    minutes_to_be_seen: int
    reasons: tuple[Reason, ...]
    ask_next: Question | None
    abstained: bool
    rules_version: str
    danger_signs: tuple[str, ...] = ()
    crisis: str = ""
    about: str = ""
    missing_vitals: tuple[str, ...] = ()
    doubtful_vitals: tuple[str, ...] = ()
    news2: News2 | None = None

    def as_facts(self) -> dict[str, Any]:
        """Plain JSON of what the level rests on, fit to be kept with it."""
        return {
            "level": self.level,
            "disposition": self.disposition,
            "minutes": self.minutes_to_be_seen,
            "abstained": self.abstained,
            "danger_signs": list(self.danger_signs),
            "crisis": self.crisis,
            "about": self.about,
            "missing_vitals": list(self.missing_vitals),
            "doubtful_vitals": list(self.doubtful_vitals),
            "ask_next": self.ask_next.id if self.ask_next else "",
            "reasons": [
                {"rule": reason.rule_id, "level": reason.level, "text": reason.text, "evidence": reason.evidence}
                for reason in self.reasons
            ],
        }


def assess(case: Case, told_in: str = "", book: Rulebook | None = None) -> Assessment:
    """The level of `case` by the rules of `book`, or by the standard. Of several complaints, people or signs the worst
    counts.

    `told_in` is the language of the texts, where it is another than that in which the case is told.
    """
    book = book or standard()
    people, _reading = concerns(case)
    case = replace(case, language=told_in or case.language)
    concern, reasons = reasons_for(people, case, book)
    level = _level(reasons)
    abstained = level is None
    reached = level or caution_level()
    return Assessment(
        level=reached,
        disposition=_disposition(reached, reasons),
        minutes_to_be_seen=levels()[reached].minutes,
        reasons=tuple(reasons),
        ask_next=choose([concern], case, NOTHING_UNDERSTOOD if abstained else reached, book),
        abstained=abstained,
        rules_version=book.version,
        danger_signs=_danger_signs(concern),
        crisis=_crisis(concern),
        about=concern.other,
        missing_vitals=missing(case.vitals),
        doubtful_vitals=doubtful(case.vitals),
        news2=news2(case.vitals) if scored_by_news2(concern) and len(missing(case.vitals)) < 7 else None,
    )


def reasons_for(people: list[Concern], case: Case, book: Rulebook) -> tuple[Concern, list[Reason]]:
    """Of the people whom a case may be about, the one who is worst off, and why: most urgent first. Without reasons
    nothing was understood."""
    rated = [(concern, _reasons(concern, case, book)) for concern in people]
    return min(rated, key=lambda pair: _level(pair[1]) or 9)


def _reasons(concern: Concern, case: Case, book: Rulebook) -> list[Reason]:
    measured = list(vital_reasons(concern, case.vitals, case.language, book))
    if any(reason.rule_id == "QSOFA" for reason in measured):
        concern = concern.with_concepts("qsofa", words="qSOFA")
    found = [*word_reasons(concern, case.language, book), *measured]
    worse = _worse(concern, found, case.language, book.computed_row("WORSE"))
    partly = _partly_read(concern, found, case.language, book.computed_row("PARTLY-READ"))
    read = [*found, *worse, *partly]
    return sorted(
        [*read, *_sounding(case, _level(read) or caution_level(), book)],
        key=lambda reason: (reason.level, reason.rule_id),
    )


def _worse(concern: Concern, found: list[Reason], language: str, row: Computed | None) -> Iterable[Reason]:
    """Getting worse brings a complaint forward by one level, up to that of the row: today. What grows over weeks,
    and a flare of what is known, have their own rules."""
    level = _level(found)
    worsens = "worsening" in concern.found and not {"for_weeks", "flare"} & concern.found.keys()
    if row and level and level > row.level and worsens and not _only_papers(found):
        words = concern.found["worsening"]
        yield Reason(row.id, level - 1, in_language(row.text, language), words)


def _partly_read(concern: Concern, found: list[Reason], language: str, row: Computed | None) -> Iterable[Reason]:
    """A long story of which little was understood is not left to wait for days because of the little that was."""
    level = _level(found)
    if row and level and level > row.level and concern.partly_read:
        yield Reason(row.id, row.level, in_language(row.text, language), "")


def _sounding(case: Case, level: int, book: Rulebook) -> list[Reason]:
    """What the text sounds like, where that is more urgent than what was understood of it. It lowers nothing."""
    asked = {row.id: row for name in SOUNDS if (row := book.computed_row(name)) and row.level < level}
    if not asked:
        return []
    heard = sounds(case.text, case.language, case.age_years, pregnant=bool(case.pregnant))
    rows = [(asked[sound.row], sound.words) for sound in heard if sound.row in asked]
    return [Reason(row.id, row.level, in_language(row.text, case.language), words) for row, words in rows[:1]]


def _only_papers(found: list[Reason]) -> bool:
    return all(reason.rule_id == "ADMIN" for reason in found)


def _level(reasons: Iterable[Reason]) -> int | None:
    return min((reason.level for reason in reasons), default=None)


def _disposition(level: int, reasons: list[Reason]) -> str:
    """Self-care only where every reason says so."""
    if reasons and all(reason.disposition == "self_care" for reason in reasons):
        return "self_care"
    return levels()[level].disposition


def _danger_signs(concern: Concern) -> tuple[str, ...]:
    told = [sign.id for sign in signs() if concern.fits(sign.applies_to) and _shown(sign.concepts, concern)]
    answered = concern.found.get("danger_sign", "").removeprefix("danger_sign:")
    return tuple(dict.fromkeys([*([answered] if answered else []), *told]))


def _shown(concepts: tuple[str, ...], concern: Concern) -> bool:
    return any(concept in concern.found for concept in concepts)


def _crisis(concern: Concern) -> str:
    """Which crisis is told of; of a group of which only this is known, that it is one of them, the name of that."""
    crises = [sign for sign in signs() if sign.kind == "crisis"]
    told = next((sign.id for sign in crises if _shown(sign.concepts, concern)), "")
    answered = concern.found.get("danger_sign", "").removeprefix("danger_sign:")
    return told or (answered if answered in crises_heard() else "")
