"""What a message means that is nothing but a key or a word of `words.toml`. Pure.

Whatever is said beside it makes it a matter for a person: of “1 but later please” nobody guesses which half counts.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from almoner.messaging.wording import LANGUAGES

LONGEST = 60
"""A longer message is no mere word, whatever is in it."""
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ـ": None})
_PICTURES = {"\U0001f44d": " ok ", "\u2705": " yes ", "\u2714": " yes ", "\U0001f44c": " ok ", "\U0001f64f": " thanks "}
_APART = re.compile(r"[^\w]+")


class Word(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"
    WRONG = "wrong"
    YES = "yes"
    FINE = "fine"
    NO = "no"
    CHANGE = "change"
    CANNOT_COME = "cannot_come"
    PERSON = "person"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    COURTESY = "courtesy"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A key, or a word. Where it is neither, there is no meaning."""

    key: str = ""
    word: Word | None = None


MEANS: Mapping[Word, tuple[str, ...]] = {
    Word.YES: ("confirm", "accept", "heard"),
    Word.FINE: ("confirm", "accept", "heard"),
    Word.NO: ("decline",),
    Word.CHANGE: ("change",),
    Word.CANNOT_COME: ("cannot_come", "decline"),
    Word.PERSON: ("person",),
    Word.BETTER: ("better",),
    Word.SAME: ("same",),
    Word.WORSE: ("worse",),
}
"""What a word may mean, the first that was offered."""


def meaning_of(text: str) -> Meaning | None:
    """What the whole message means, or None where it is words of their own: “help” asks who we are, “please help” for a
    person."""
    said = plain(text)
    if not said or len(said) > LONGEST:
        return None
    found = _meant(said) or _meant(_without_courtesy(said))
    if found and found.word is Word.HELP and said not in _known():
        return None
    return None if found and found.word is Word.ASIDE else found


def offered(meaning: Meaning, menu: Mapping[str, str]) -> str:
    """What of a menu it means; nothing where that was not offered."""
    if meaning.key:
        return menu.get(meaning.key, "")
    means = set(menu.values())
    return next((one for one in MEANS.get(meaning.word, ()) if one in means), "") if meaning.word else ""


def _meant(said: str) -> Meaning | None:
    if len(said) == 1 and said.isdecimal():
        return Meaning(key=said)
    word = _known().get(said)
    return Meaning(word=word) if word else None


def _without_courtesy(said: str) -> str:
    """The words without those of courtesy at either end: “yes please”, “hello, 1, thank you”."""
    kind = [words for words, word in _known().items() if word in {Word.COURTESY, Word.ASIDE}]
    before = None
    while said != before:
        before = said
        for words in kind:
            said = said.removeprefix(f"{words} ").removesuffix(f" {words}")
    return said


@cache
def _known() -> dict[str, Word]:
    path = Path(__file__).with_name("words.toml")
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = [(word, list_) for word in Word for list_ in told[word].values()]
    return {plain(one): word for word, list_ in listed for one in list_}


@cache
def _tongues() -> dict[str, str]:
    told = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    lists = [(language, words) for word in Word for language, words in told[word].items()]
    return {plain(one): language for language, words in lists for one in words if language in LANGUAGES}


def language_of_word(text: str) -> str:
    """The language in whose list the whole message stands; empty where it is in none, or in that of the carriers."""
    return _tongues().get(plain(text), "")


def plain(text: str) -> str:
    """Small letters without accents, marks, signs and pictures; digits as 0 to 9, words parted by one blank."""
    for picture, meant in _PICTURES.items():
        text = text.replace(picture, meant)
    small = unicodedata.normalize("NFKD", text[:1000]).casefold().translate(_LETTERS)
    shown = unicodedata.normalize("NFKD", small)
    kept = (str(unicodedata.digit(sign, sign)) for sign in shown if not unicodedata.combining(sign))
    joined = "".join(kept).replace("'", "").replace("’", "").translate(_LETTERS)
    return " ".join(_APART.sub(" ", joined).replace("_", " ").split())
