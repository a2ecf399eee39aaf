"""How much of a text was understood: where little was, a harmless word in it is no ground to let the person wait."""

from __future__ import annotations

import re
from collections.abc import Iterable

from almoner.urgency.reading.lexicon import lexicon
from almoner.urgency.reading.words import fold

_WORD = re.compile(r"[^\W\d_]{3,}")
UNREAD_FROM = 13
"""So many words that carry meaning, and are in nothing that was found, make a story that was not understood …"""
READ_UP_TO = 1 / 3
"""… unless more than this share of all such words was."""


def is_partly_read(text: str, language: str, heard: Iterable[str]) -> bool:
    """Whether most of a long text is outside everything that was heard in it, denied and past things included."""
    spans = [(start, start + len(words)) for words in heard if (start := text.find(words)) >= 0]
    small = lexicon(language).small
    places = [word.start() for word in _WORD.finditer(text) if fold(word.group()) not in small]
    unread = sum(not any(start <= place < end for start, end in spans) for place in places)
    return unread >= UNREAD_FROM and len(places) - unread <= READ_UP_TO * len(places)
