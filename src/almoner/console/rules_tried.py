"""A text tried on rules: the level and why, with the words that it rests on marked in the text."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.console.rules_forms import TryForm
from almoner.console.rules_shown import concept_name
from almoner.console.triage_rows import level_shown
from almoner.core.languages import of_reader
from almoner.urgency.assessment import Assessment, assess
from almoner.urgency.case import Case
from almoner.urgency.reading import Finding, read
from almoner.urgency.rulebook.book import Rulebook


def case_in(form: TryForm) -> Case:
    said = form.cleaned_data
    return Case(
        text=said["words"],
        age_years=said["age"],
        sex=said["sex"],
        pregnant=True if said["pregnant"] else None,
        language=said["language"],
    )


def tried(case: Case, book: Rulebook, live: Rulebook) -> dict[str, Any]:
    """By `book`; and by the rules in force, where these are others."""
    found = assess(case, of_reader(), book)
    other = None if book.version == live.version else assess(case, of_reader(), live)
    return {
        "found": found,
        "level": level_shown(found.level),
        "in_force": other and level_shown(other.level),
        "reasons": [_reason(one, book) for one in found.reasons],
        "marked": marked(case.text, [part for one in found.reasons for part in one.evidence.split(" … ")]),
        "language": case.language,
        "heard": [_heard(one) for one in read(case.text, case.language).findings],
        "ask_next": _asked(found),
    }


def _reason(reason: Any, book: Rulebook) -> dict[str, Any]:
    there = reason.rule_id in book.rows
    href = reverse("console:rule", args=[reason.rule_id]) if there else ""
    return {**level_shown(reason.level), "reason": reason, "href": href}


def _heard(finding: Finding) -> dict[str, Any]:
    """One thing that was read in the text, and what takes away from it."""
    lesser = {"denied": _("denied"), "past": _("in the past"), "family": _("in the family"), "asked": _("asked about")}
    said = [word for name, word in lesser.items() if getattr(finding, name)]
    return {"name": concept_name(finding.concept), "words": finding.words, "but": said, "other": finding.other}


def _asked(found: Assessment) -> dict[str, Any] | None:
    if not found.ask_next:
        return None
    return {"text": found.ask_next.text, **level_shown(found.ask_next.could_become)}


def marked(text: str, parts: list[str]) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is one of `parts`. Overlapping parts are one piece."""
    spans = sorted((start, start + len(part)) for part in parts if part and (start := text.find(part)) >= 0)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        if end <= at:
            continue
        begin = max(start, at)
        pieces += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    return [(piece, is_part) for piece, is_part in [*pieces, (text[at:], False)] if piece]
