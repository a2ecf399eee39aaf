"""Names in any script, folded so that one spelling finds another."""

from __future__ import annotations

import unicodedata

_SAME = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i",
     "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": None}
)  # fmt: skip


def key(*parts: str) -> str:
    """The parts of a name as one searchable line: no case, no accents, no vowel signs, one blank between words.

    Scripts are kept: a name in Arabic is found by Arabic letters, whichever form of alef or ya was typed.
    """
    text = " ".join(parts).casefold().translate(_SAME)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())
