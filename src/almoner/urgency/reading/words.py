"""Text as a line of words: case, accents, vowel signs and joined small words no longer matter; places are kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[.;!?…\n؛؟:,،()/-]")
_STOPS = frozenset(".;!?…\n؛؟:()")
_COMMAS = frozenset(",،")
_FOLD = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None, "’": None, "'": None, "ʼ": None, "ß": "ss"})
_NOT_AFTER = {
    "can": "cant", "do": "dont", "does": "doesnt", "did": "didnt", "is": "isnt", "was": "wasnt", "are": "arent",
    "will": "wont", "has": "hasnt", "have": "havent", "could": "couldnt", "would": "wouldnt",
}  # fmt: skip
_ARABIC_BEFORE = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل")
_ARABIC_AFTER = ("هما", "ها", "هم", "نا", "ني", "ي", "ه", "ك")


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


def fold(text: str) -> str:
    """One word without case, accents, vowel signs, apostrophes; Arabic letters in their plain form, digits as 0-9."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    bare = bare.translate(_FOLD)
    if bare and bare[0].isdigit():
        bare = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in bare).replace(",", ".")
    return "cant" if bare == "cannot" else bare


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
        form = fold(raw)
        before = found[-1].form if found else ""
        if form == "not" and before in _NOT_AFTER:
            found[-1] = Word((_NOT_AFTER[before],), found[-1].start, match.end())
            continue
        found.append(Word(_forms(form), match.start(), match.end()))
    return found


def _forms(form: str) -> tuple[str, ...]:
    """The word as it stands, then without what Arabic joins to it (the article, and, by, my, his …)."""
    if not is_arabic(form):
        return (form,)
    forms = {form: None}
    for before in _ARABIC_BEFORE:
        if form.startswith(before) and len(form) - len(before) >= 2:
            forms[form.removeprefix(before)] = None
    for known in list(forms):
        if known.endswith("ا") and len(known) > 2:
            forms[known.removesuffix("ا")] = None
        for after in _ARABIC_AFTER:
            if known.endswith(after) and len(known) - len(after) >= 3:
                forms[known.removesuffix(after)] = None
                forms[known.removesuffix(after) + "ه"] = None
    return tuple(forms)
