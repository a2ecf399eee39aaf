"""The words of a message to many: what is wrong with them, and by what they are told apart."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from almoner.messaging.faults import Fault
from almoner.messaging.live_words import faults_in
from almoner.messaging.notice_models import Notice
from almoner.messaging.wording import LANGUAGES, PLACES, Words, reworded, words
from almoner.messaging.written_words import ByPlace, words_in_force

KIND = "notice.sent"
ANYTHING = frozenset({"subject"})
"""Places that may stay as they are to begin with."""


def to_begin_with() -> dict[str, ByPlace]:
    return words_in_force(KIND, None)


def whole_in(notice: Notice, language: str) -> Words:
    """The words of a notice as they go out."""
    return reworded(words(language, KIND), notice.words[language])


def faults_of_notice(notice: Notice) -> dict[str, tuple[Fault, ...]]:
    """What is wrong, by language. Words that are as they were to begin with say nothing."""
    found = dict(faults_in(KIND, {language: whole_in(notice, language) for language in LANGUAGES}))
    begun = to_begin_with()
    for language in LANGUAGES:
        same = [place for place in PLACES if notice.words[language][place] == begun[language][place]]
        unwritten = [Fault(place, _("is as it was to begin with: write what you want to say"), {}) for place in same]
        more = [fault for fault in unwritten if fault.place not in ANYTHING]
        if more:
            found[language] = (*found.get(language, ()), *more)
    return found


def seal_of_words(notice: Notice, language: str) -> str:
    return _seal(notice.words.get(language))


def seal_of_notice(notice: Notice, people: str) -> str:
    """Of all that is approved: the words, to whom by which ways, until when. `people`: the seal of those counted."""
    told = [
        notice.words, notice.purpose, notice.selection, notice.criteria, notice.ways, notice.deadline.isoformat(),
        people,
    ]  # fmt: skip
    return _seal(told)


def _seal(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]
