"""What exactly a clinician approved: the content of one language as it was read, and a digest of it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from almoner.catalogue.preparing import Wording

Content = dict[str, Any]
YEAR_DAYS = 365
"""How long an approval holds where nobody said another day for the next review."""


def content(wordings: Sequence[Wording], hours: tuple[int | None, int | None], language: str) -> Content | None:
    """All that a reader of `language` is told, with the hours without food and without clear drinks.

    None when a text is missing. A service that asks for nothing has a content too: that can be approved.
    """
    texts = [one.texts.get(language, "").strip() for one in wordings]
    if not all(texts):
        return None
    items = [
        {"kind": one.kind, "text": text, "timing": one.timing, "hours_before": one.hours_before, "hard": one.hard}
        for one, text in zip(wordings, texts, strict=True)
    ]
    return {"language": language, "hours": list(hours), "items": items}


def digest(said: Content) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def languages_of(wordings: Sequence[Wording]) -> list[str]:
    """The languages to be approved: English, and every other in which any of it is said."""
    said: Iterable[str] = {code for one in wordings for code, text in one.texts.items() if text.strip()}
    return ["en", *sorted(set(said) - {"en"})]


def next_review(approved_on: date) -> date:
    return date.fromordinal(approved_on.toordinal() + YEAR_DAYS)
