"""Text as a line of words: case, accents, vowel signs and joined small words no longer matter; places are kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from almoner.urgency.reading.arabic import after_helper, forms_of, split

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d"
"""Accents and vowel signs that stand after their letter, and what joins or parts letters unseen."""
_LETTERS = rf"(?:[^\W\d_][{_MARKS}]*)+"
_TOKEN = re.compile(rf"\d+(?:[.,٫]\d+)?|{_LETTERS}(?:['’ʼ]{_LETTERS})*|[.;!?…\n؛؟:,،()/-]")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_STOPS = frozenset(".;!?…\n؛؟:()")
_COMMAS = frozenset(",،")
_FOLD = str.maketrans({
    "ة": "ه", "ى": "ي", "ـ": None, "’": None, "'": None, "ʼ": None, "ß": "ss",
    "ظ": "ض", "ذ": "د", "گ": "ق", "ݣ": "ق", "ڭ": "ق", "چ": "ك", "ک": "ك", "ی": "ي", "ڤ": "ف", "ڨ": "ق",
    "پ": "ب", "ژ": "ز",
    "\u200c": None, "\u200d": None,
})  # fmt: skip
"""Letters that are written for each other. Speech does not tell ظ from ض nor ذ from د, and so neither does spelling."""
_SHORTENED = re.compile(r"(?<=[a-z])['’ʼ](?:ll|re)$", re.IGNORECASE)
_NOT_AFTER = {
    "can": "cant", "do": "dont", "does": "doesnt", "did": "didnt", "is": "isnt", "was": "wasnt", "are": "arent",
    "will": "wont", "has": "hasnt", "have": "havent", "could": "couldnt", "would": "wouldnt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word or sign: `forms` are what it may be matched as, `start` and `end` its place in the text as written."""

    forms: tuple[str, ...]
    start: int
    end: int
    sign: str = ""

    @property
    def form(self) -> str:
        return self.forms[0]

    @property
    def stops(self) -> bool:
        return self.sign in _STOPS and self.sign != ""

    @property
    def comma(self) -> bool:
        return self.sign in _COMMAS and self.sign != ""


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """One word without case, accents, vowel signs, apostrophes; Arabic letters in their plain form, digits as 0-9."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    bare = bare.translate(_FOLD)
    if bare and bare[0].isdigit():
        bare = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in bare)
        return bare.replace(",", ".").replace("٫", ".")
    if is_arabic(bare):
        return _plain_arabic(bare)
    return "cant" if bare == "cannot" else bare


def _plain_arabic(bare: str) -> str:
    """Letters drawn out once only, and no hamza after a long “a” at the end: سوداء is سودا. Water stays ماء."""
    bare = _DRAWN_OUT.sub(r"\1", bare).replace("اا", "ا")
    return bare.removesuffix("ء") if len(bare) > 3 and bare.endswith("اء") and not bare.endswith("ماء") else bare


def is_arabic(text: str) -> bool:
    return any("\u0600" <= sign <= "\u06ff" for sign in text)


def words_of(text: str) -> list[Word]:
    """The words and the signs that part sentences, in order."""
    found: list[Word] = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        if raw in _STOPS or raw in _COMMAS or raw in "/-":
            found.append(Word(("",), match.start(), match.end(), raw))
            continue
        form = fold(_SHORTENED.sub("", raw))
        before = found[-1].form if found else ""
        if form == "not" and before in _NOT_AFTER:
            found[-1] = Word((_NOT_AFTER[before],), found[-1].start, match.end())
            continue
        found.extend(_words(form, match, before))
    return found


def _words(form: str, match: re.Match[str], before: str) -> Iterator[Word]:
    """One word, or in Arabic those that are written together as one."""
    if not is_arabic(form):
        yield Word((form,), match.start(), match.end())
        return
    start = match.start()
    *joined, (_, last) = split(form)
    for length, part in joined:
        yield Word((part,), start, start + length)
        start += length
    dropped = after_helper(before, last)
    yield Word((*forms_of(last), *([dropped] if dropped else [])), start, match.end())
