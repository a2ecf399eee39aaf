"""How much of a text was understood: where little was, a harmless word in it is no ground to let the person wait."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from almoner.urgency.reading.lexicon import LANGUAGES, lexicon
from almoner.urgency.reading.words import fold, is_arabic

_WORD = re.compile(r"[^\W\d_]{3,}")
UNREAD_FROM = 13
"""So many words that carry meaning, and are in nothing that was heard, make a story that was not understood. A count,
and no share: whatever else is said beside them, they stay as many."""


def is_partly_read(text: str, heard: Iterable[str]) -> bool:
    """Whether much of a text is outside everything that was heard in it, denied and past things included."""
    spans = [(start, start + len(words)) for words in heard if (start := text.find(words)) >= 0]
    small = _small(arabic=is_arabic(text))
    places = [word.start() for word in _WORD.finditer(text) if fold(word.group()) not in small]
    return sum(not any(start <= place < end for start, end in spans) for place in places) >= UNREAD_FROM


@cache
def _small(*, arabic: bool) -> frozenset[str]:
    """The small words of every language that a text in this script may be in, whichever it was said to be in."""
    names = LANGUAGES if arabic else [name for name in LANGUAGES if name != "ar"]
    return frozenset().union(*(lexicon(name).small for name in names))
