"""The lexicons: what people say in each language, compiled once for quick reading."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import DamerauLevenshtein

from almoner.urgency.reading.index import Index, index
from almoner.urgency.reading.phrases import Phrase, parse
from almoner.urgency.reading.words import Word, fold, is_arabic

LANGUAGES = ("en", "es", "ar")


@dataclass(frozen=True)
class Lexicon:
    """One language. `vocabulary` holds every word that any phrase knows, by first letter, for mending spelling; `index`
    counts the phrases of `concepts`; by its `own` words a language is known."""

    language: str
    small: frozenset[str]
    known: frozenset[str]
    own: frozenset[str]
    sets: dict[str, frozenset[str]]
    cues: dict[str, tuple[Phrase, ...]]
    concepts: tuple[tuple[str, Phrase], ...]
    vocabulary: dict[str, tuple[tuple[str, bool], ...]]
    index: Index


@cache
def lexicon(language: str) -> Lexicon:
    data = tomllib.loads(files("almoner.urgency.rulebook").joinpath(f"lexicon_{language}.toml").read_text("utf-8"))
    classes: dict[str, str] = data["words"]
    cues = {name: _phrases(texts, classes) for name, texts in data.items() if isinstance(texts, list)}
    concepts = tuple((name, phrase) for name, texts in data["concepts"].items() for phrase in _phrases(texts, classes))
    sets = {name: frozenset(map(fold, text.split())) for name, text in data.items() if isinstance(text, str)}
    phrases = [phrase for _, phrase in concepts]
    return Lexicon(
        language=language,
        small=sets["small_words"],
        known=frozenset().union(*sets.values()),
        own=sets["small_words"] | sets["self_words"] | sets["third_words"] | sets["others"],
        sets=sets,
        cues=cues,
        concepts=concepts,
        vocabulary=_vocabulary(phrases),
        index=index(phrases),
    )


def _phrases(texts: Iterable[str], classes: dict[str, str]) -> tuple[Phrase, ...]:
    return tuple(phrase for text in texts for phrase in parse(text, classes))


def _vocabulary(phrases: Iterable[Phrase]) -> dict[str, tuple[tuple[str, bool], ...]]:
    """(word, whether it is only the beginning of one) by first letter."""
    words: set[tuple[str, bool]] = set()
    for slot in (slot for phrase in phrases for part in phrase.parts for slot in part):
        words |= {(word, False) for word in slot.whole} | {(word, True) for word in slot.starts}
    by_letter: dict[str, list[tuple[str, bool]]] = {}
    for word, begins in sorted(words):
        if word and not word[0].isdigit():
            by_letter.setdefault(word[0], []).append((word, begins))
    return {letter: tuple(found) for letter, found in by_letter.items()}


def knows(lex: Lexicon, form: str) -> bool:
    if form in lex.known:
        return True
    return any(form.startswith(word) if begins else form == word for word, begins in lex.vocabulary.get(form[:1], ()))


@lru_cache(maxsize=100_000)
def mended(language: str, form: str) -> str | None:
    """The word of the lexicon that a misspelt `form` most likely is, or None when it is no near miss.

    Remembered, but not every word that anybody ever mistypes: the process may live for months.
    """
    lex = lexicon(language)
    shortest = 6 if is_arabic(form) else 5
    if len(form) < 4 or not form.isalpha() or knows(lex, form):
        return None
    best: tuple[int, str] | None = None
    for word, begins in lex.vocabulary.get(form[0], ()):
        if sorted(word) == sorted(form):
            return word
        if min(len(word), len(form)) < shortest:
            continue
        allowed = 1 if len(word) < 8 or is_arabic(form) else 2
        compared = form[: len(word)] if begins else form
        distance = DamerauLevenshtein.distance(compared, word, score_cutoff=allowed)
        if distance <= allowed and (best is None or distance < best[0]):
            best = (distance, word)
    return best[1] if best else None


def spelt(lex: Lexicon, line: list[Word]) -> list[Word]:
    """The line with the likely spelling added to the words that the lexicon does not know."""
    return [_spelt(lex, word) for word in line]


def _spelt(lex: Lexicon, word: Word) -> Word:
    if word.sign or any(knows(lex, form) for form in word.forms):
        return word
    found = next((better for form in word.forms if (better := mended(lex.language, form))), None)
    return Word((*word.forms, found), word.start, word.end) if found else word
