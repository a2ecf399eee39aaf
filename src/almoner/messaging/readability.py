"""From which age words are read with ease: by the formula that is usual in each language. Pure.

Formulas of readability were made from school books and tell what a child in which year of school can read. They count
how long sentences and words are; whether a word is known, or the matter clear, they do not see.

* English: the grade of Flesch and Kincaid (J. P. Kincaid and others, Derivation of new readability formulas for Navy
  enlisted personnel, Research Branch Report 8-75, 1975).
* Spanish: the years of schooling of Crawford, made for what is read in primary school (A. N. Crawford, Fórmula y
  gráfico para determinar la comprensibilidad de textos de nivel primario en castellano, Lectura y Vida 10 (4), 1989).
* Arabic: the grade of Al-Heeti, from the letters of a word (K. N. Al-Heeti, Judgment analysis technique applied to
  readability prediction of Arabic reading material, University of Northern Colorado, 1984; as compared by H. Al-Khalifa
  and A. Al-Ajlan, Automatic readability measurements of the Arabic text, 2010). It asks for no vowel signs, which our
  words have not, and which formulas by syllables would have to guess.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

MOST = 11
"""The reading age that the service manual of the NHS (Content: health literacy) asks for at most, so that everybody can
follow: half of all adults read like somebody of eleven, or less well."""

LEAST = 50
"""So many words a piece must have. The formulas were made with samples of a hundred and more; in fifty words one that
has five syllables instead of one moves the English grade by less than a year (11.8 · 4 / 50)."""

SENTENCE_ENDS = re.compile(r"(?<=[.!?؟])\s+|\n+")
_NAME = re.compile(r"\$[a-z_]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
"""Vowel signs and the stroke that stretches an Arabic word: no letters."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What formulas count. A name that is filled (`$when`) makes its sentence longer by one word, and is none itself: a
    person's name or an address may be as long as it is."""

    words: tuple[str, ...]
    in_sentences: int
    """Words and names together."""
    sentences: int

    @property
    def sentence_length(self) -> float:
        return self.in_sentences / max(self.sentences, 1)

    def mean(self, measure: Callable[[str], int]) -> float:
        return sum(map(measure, self.words)) / max(len(self.words), 1)


def counted(text: str) -> Counted:
    sentences = [part for part in SENTENCE_ENDS.split(text) if _WORD.search(_NAME.sub("", part))]
    words = [word for part in sentences for word in _WORD.findall(_NAME.sub(" ", part))]
    names = sum(len(_NAME.findall(part)) for part in sentences)
    return Counted(tuple(words), len(words) + names, len(sentences))


def length(text: str) -> int:
    """The words that count, without names that are filled."""
    return len(counted(text).words)


def reading_age(text: str, language: str) -> int:
    """The age, in whole years, from which it is read with ease, whatever its length; never less than six."""
    told = counted(text)
    return max(6, math.ceil(round(_AGES[language](told), 2))) if told.words else 6


@dataclass(frozen=True, slots=True)
class Judged:
    """Words that were judged as one: those of one place, or of several that are too short for it alone."""

    places: tuple[str, ...]
    age: int
    hardest: str
    """The place to begin with, where it reads too old."""


def judged(places: Mapping[str, str], language: str) -> list[Judged]:
    """The reading ages of words by their place: each place that is long enough by itself, all others together, the same
    words once. Empty where all of it is too short to tell."""
    return list(_judged(places, language))


def _judged(places: Mapping[str, str], language: str) -> Iterator[Judged]:
    short: dict[str, str] = {}
    for place, text in places.items():
        if length(text) >= LEAST:
            yield Judged((place,), reading_age(text, language), place)
        elif text not in short.values():
            short[place] = text
    together = "\n".join(short.values())
    if length(together) >= LEAST:
        hardest = max(short, key=lambda place: (reading_age(short[place], language), length(short[place])))
        yield Judged(tuple(short), reading_age(together, language), hardest)


def _english(told: Counted) -> float:
    grade = 0.39 * told.sentence_length + 11.8 * told.mean(syllables_en) - 15.59
    return grade + 5


def _spanish(told: Counted) -> float:
    in_hundred = 100 / told.sentence_length
    years = 0.049 * 100 * told.mean(syllables_es) - 0.205 * in_hundred - 3.407
    return years + 6


def _arabic(told: Counted) -> float:
    grade = 4.414 * told.mean(letters) - 13.468
    return grade + 5


_AGES: dict[str, Callable[[Counted], float]] = {"en": _english, "es": _spanish, "ar": _arabic}
"""A grade is a year of school, whose children have that number and five years; Crawford's are years that are over."""

_VOWELS = re.compile(r"[aeiouy]+")
_APART = re.compile(
    r"ia(?!l\b|n\b)|[aeiou]ing\b|io(?!n|us)|eo(?!us|p)|[^tcsg]ious|ua(?!r)|uu|creat|quie|[rd]ea\b|\bscie|uary\b"
    r"|[^q]uid\b"
)
_SILENT = re.compile(r"(?:[^aeiouylr]|[aeiouy][lr])e\b|[^aeiouytd]ed\b|[^aeiouyscxzgh]es\b|e(?=ly\b|ment|ful|less)")


def syllables_en(word: str) -> int:
    """Groups of vowels, without the e that nobody says, and with those that are said apart."""
    plain = word.casefold().replace("'", "").replace("’", "")
    silent = _SILENT.findall(plain)
    groups = len(_VOWELS.findall(plain)) + len(_APART.findall(plain)) - len(silent)
    return max(1, groups)


_SPANISH = re.compile(r"(?:[iu]h?)?[aeoáéó](?:h?[iu](?![aeoáéó])|y\b)?|[íú]|uy\b|[iu]{1,2}|y\b|[aeiouáéíóúü]")


def syllables_es(word: str) -> int:
    """A weak vowel joins the strong one beside it, unless it bears the accent."""
    plain = re.sub(r"(?<=q)u(?=[eéií])|(?<=g)u(?=[eéií])", "", word.casefold()).replace("ü", "u")
    return max(1, len(_SPANISH.findall(plain)))


def letters(word: str) -> int:
    return len(_SIGNS.sub("", word))
