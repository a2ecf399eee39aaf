"""The lexicons: what people say in each language, compiled once for quick reading."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from almoner.urgency.reading.index import Index, hopeful, index
from almoner.urgency.reading.phrases import Phrase, parse
from almoner.urgency.reading.words import Word, fold

LANGUAGES = ("en", "es", "ar")
_TWICE = re.compile(r"(.)\1")
Named = tuple[tuple[str, Phrase], ...]
"""Phrases, each with the concept or the cue that it tells of."""


@dataclass(frozen=True)
class Lexicon:
    """One language.

    `vocabulary` holds every word that any phrase knows, by first letter, and whether it is only the beginning of one.
    For mending, `shelves` holds the same by length too, `letters` by the letters in order of the alphabet, and
    `by_sound`, where `sounds` tell which letters are written for each other. `also` gives the words that a word stands
    for as well; by its `own` words a language is known.
    """

    language: str
    small: frozenset[str]
    known: frozenset[str]
    own: frozenset[str]
    sets: dict[str, frozenset[str]]
    cues: Named
    concepts: Named
    also: dict[str, tuple[str, ...]]
    vocabulary: dict[str, tuple[tuple[str, bool], ...]]
    whole: frozenset[str]
    starts: frozenset[str]
    shelves: dict[tuple[str, int, bool], tuple[str, ...]]
    letters: dict[str, str]
    sounds: tuple[tuple[str, str], ...]
    by_sound: dict[tuple[str, bool], str]
    cue_index: Index
    concept_index: Index


@cache
def lexicon(language: str) -> Lexicon:
    data = tomllib.loads(files("almoner.urgency.rulebook").joinpath(f"lexicon_{language}.toml").read_text("utf-8"))
    classes: dict[str, str] = data["words"]
    cues = _named({name: texts for name, texts in data.items() if isinstance(texts, list)}, classes)
    concepts = _named(data["concepts"], classes)
    sets = {name: frozenset(map(fold, text.split())) for name, text in data.items() if isinstance(text, str)}
    vocabulary = _vocabulary(phrase for _, phrase in concepts)
    sounds = tuple(data.get("sounds", {}).items())
    return Lexicon(
        language=language,
        small=sets["small_words"],
        known=frozenset().union(*sets.values(), _whole_words(phrase for _, phrase in cues)),
        own=sets["small_words"] | sets["self_words"] | sets["third_words"] | sets["others"],
        sets=sets,
        cues=cues,
        concepts=concepts,
        also=_also(data.get("spellings", {})),
        vocabulary=vocabulary,
        whole=_words(vocabulary, begins=False),
        starts=_words(vocabulary, begins=True),
        shelves=_shelves(vocabulary),
        letters={"".join(sorted(word)): word for words in vocabulary.values() for word, _ in reversed(words)},
        sounds=sounds,
        by_sound={(heard(word, sounds), begins): word for words in vocabulary.values() for word, begins in words},
        cue_index=index(phrase for _, phrase in cues),
        concept_index=index(phrase for _, phrase in concepts),
    )


def heard(form: str, sounds: Sequence[tuple[str, str]]) -> str:
    """The word as it sounds: letters that are written for each other made one, and no letter twice running."""
    for written, sound in sounds:
        form = form.replace(written, sound)
    return _TWICE.sub(r"\1", form)


def standing(lex: Lexicon, line: Sequence[Word]) -> Lexicon:
    """The lexicon with only those phrases that could stand in `line`."""
    forms = frozenset(form for word in line for form in word.forms)
    return replace(
        lex,
        cues=tuple(lex.cues[at] for at in hopeful(lex.cue_index, forms)),
        concepts=tuple(lex.concepts[at] for at in hopeful(lex.concept_index, forms)),
    )


def _named(phrases: Mapping[str, Iterable[str]], classes: dict[str, str]) -> Named:
    return tuple((name, phrase) for name, texts in phrases.items() for text in texts for phrase in parse(text, classes))


def _also(spellings: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word, others in spellings.items():
        for other in map(fold, others.split()):
            found[other] = (*found.get(other, ()), fold(word))
    return found


def _vocabulary(phrases: Iterable[Phrase]) -> dict[str, tuple[tuple[str, bool], ...]]:
    words: set[tuple[str, bool]] = set()
    for slot in (slot for phrase in phrases for part in phrase.parts for slot in part):
        words |= {(word, False) for word in slot.whole} | {(word, True) for word in slot.starts}
    by_letter: dict[str, list[tuple[str, bool]]] = {}
    for word, begins in sorted(words):
        if word and not word[0].isdigit():
            by_letter.setdefault(word[0], []).append((word, begins))
    return {letter: tuple(found) for letter, found in by_letter.items()}


def _whole_words(phrases: Iterable[Phrase]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for part in phrase.parts for slot in part for word in slot.whole)


def _words(vocabulary: dict[str, tuple[tuple[str, bool], ...]], *, begins: bool) -> frozenset[str]:
    return frozenset(word for words in vocabulary.values() for word, beginning in words if beginning == begins)


def _shelves(vocabulary: dict[str, tuple[tuple[str, bool], ...]]) -> dict[tuple[str, int, bool], tuple[str, ...]]:
    found: dict[tuple[str, int, bool], list[str]] = {}
    for letter, words in vocabulary.items():
        for word, begins in words:
            found.setdefault((letter, len(word), begins), []).append(word)
    return {shelf: tuple(words) for shelf, words in found.items()}
