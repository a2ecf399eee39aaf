"""Words as people write them, folded so that one writing finds another. Pure.

`folded` makes one form of a word; `stem` takes light endings off it, by language. Both are meant for finding, not for
showing: the words of the person are always kept beside them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ء": None,
                       "ـ": None, "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "ʼ": "'"})  # fmt: skip
_WORD = re.compile(r"\w+(?:'\w+)*")
_PAUSE = re.compile(r"[.,;:!?()\n،؛؟…–—]")
LONGEST = 400
"""Signs of a text that are read; nobody says what they need in more."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as it was written, folded, and where it stands."""

    text: str
    folded: str
    start: int
    end: int
    clause: int


def folded(text: str) -> str:
    """`text` without case, accents, vowel signs and apostrophes; digits are 0 to 9 in every script.

    The Spanish ñ is a letter of its own and stays: año is not ano.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    composed = unicodedata.normalize("NFC", plain).translate(_SAME)
    return "".join(_folded_sign(sign) for sign in composed).translate(_SAME)


def _folded_sign(sign: str) -> str:
    if sign == "ñ":
        return sign
    if sign.isdigit():
        return str(unicodedata.digit(sign))
    bare = unicodedata.normalize("NFKD", sign)
    return "".join(part for part in bare if not unicodedata.combining(part) and part != "'")


def words_in(text: str) -> list[Word]:
    """The words of `text` in order; a clause ends at a pause."""
    found, clause, before = [], 0, 0
    for match in _WORD.finditer(text[:LONGEST]):
        clause += bool(_PAUSE.search(text, before, match.start()))
        before = match.end()
        found.append(Word(match.group(), folded(match.group()), match.start(), match.end(), clause))
    return found


def stem(word: str, language: str) -> str:
    """The folded `word` without its light endings in `language`."""
    return _STEMMERS.get(language, _plain)(word)


def _plain(word: str) -> str:
    return word


def _english(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    for ending in ("ing", "ed"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > 2 and set(bare) & set("aeiouy"):
            word = bare[:-1] if bare[-1] == bare[-2] and bare[-1] not in "ls" else bare
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _spanish(word: str) -> str:
    if len(word) > 4 and word.endswith("es"):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s"):
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "aoe" else word


_ARABIC_FRONT = ("وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_END = ("تها", "تهم", "تنا", "تين", "ها", "هم", "نا", "تي", "ات", "ين", "ون", "ان", "ه", "ي")


def _arabic(word: str) -> str:
    for front in _ARABIC_FRONT:
        if word.startswith(front) and len(word) - len(front) >= 2:
            word = word[len(front) :]
            break
    for end in _ARABIC_END:
        if word.endswith(end) and len(word) - len(end) >= (2 if len(end) > 1 else 3):
            return word[: -len(end)]
    return word


_STEMMERS: dict[str, Callable[[str], str]] = {"en": _english, "es": _spanish, "ar": _arabic}
