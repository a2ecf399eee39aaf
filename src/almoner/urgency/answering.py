"""Answering other programs: a line of JSON with a case comes in, and a line with its level, or with what is wrong,
goes out. No tables, no clock, nothing kept."""

from __future__ import annotations

import json
from typing import Any

from almoner.urgency.assessment import Assessment, assess
from almoner.urgency.incoming import NotACase, case_in, document_in, id_in, not_read
from almoner.urgency.rulebook.book import Rulebook


def answer(line: bytes, told_in: str = "", book: Rulebook | None = None) -> dict[str, Any]:
    """What to say to `line`, by the rules of `book` or the standard: an assessment under its id, or `error` under
    the id as far as there is one."""
    known: str | int | None = None
    try:
        document = document_in(line)
        known = id_in(document)
        found = assess(case_in(document), told_in, book)
    except NotACase as fault:
        return {"id": known, "error": str(fault)}
    return {"id": known, **as_told(found), "not_read": not_read(document)}


def as_told(found: Assessment) -> dict[str, Any]:
    """`ask_next` is the name under which the next case may bring the answer; `question` is what to ask."""
    return {
        "level": found.level,
        "disposition": found.disposition,
        "minutes_to_be_seen": found.minutes_to_be_seen,
        "reasons": [
            {"rule": reason.rule_id, "level": reason.level, "text": reason.text, "evidence": reason.evidence}
            for reason in found.reasons
        ],
        "ask_next": found.ask_next.id if found.ask_next else None,
        "question": found.ask_next.text if found.ask_next else None,
        "abstained": found.abstained,
        "danger_signs": list(found.danger_signs),
        "crisis": found.crisis or None,
        "about": found.about or None,
        "missing_vitals": list(found.missing_vitals),
        "doubtful_vitals": list(found.doubtful_vitals),
        "rules_version": found.rules_version,
    }


def as_line(document: dict[str, Any]) -> bytes:
    """One line of UTF-8; half characters, which JSON can carry and UTF-8 cannot, stay escaped."""
    try:
        return json.dumps(document, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(document).encode() + b"\n"
