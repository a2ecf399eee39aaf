"""What a text is seen as: its runs of letters, each at a place of a table, and the age band of who it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from zlib import crc32

from almoner.urgency.reading.words import Word, words_of

TABLE = 1 << 18
"""Places. Two runs may share one; which, is chance, and was so when the weights were learnt."""
SHORTEST, LONGEST = 3, 6
FEWEST_WORDS = 8
"""Few words are for the lexicons and the questions, and not judged by their sound: as many emergencies were found, and
fewer short harmless texts were called one."""
MOST_SENTENCES = 8
LOUDNESS = 3.0
"""How much all runs of a text weigh, beside the age band and before anything is learnt."""
BANDS = ((1.0, "@infant"), (12.0, "@child"), (18.0, "@teen"), (50.0, "@adult"), (70.0, "@old"), (200.0, "@oldest"))
"""Ages in years, each under the number. A letter never folds to “@”, so no run is taken for one."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Some sentences in a row, and the places of all their runs, each once."""

    words: tuple[Word, ...]
    places: frozenset[int]


def tellings(text: str) -> list[Telling]:
    """The whole text first, and every few sentences of it in a row: so a remark beside them takes nothing away. What
    has fewer than `FEWEST_WORDS` is none."""
    told = [_telling(words) for words in _sentences(text)]
    found = [_joined(told)]
    for first in range(len(told)):
        ends = range(first + 1, min(first + MOST_SENTENCES, len(told)) + 1)
        found += [_joined(told[first:end]) for end in ends if end - first < len(told)]
    return [one for one in found if len(one.words) >= FEWEST_WORDS]


def _sentences(text: str) -> list[list[Word]]:
    sentences: list[list[Word]] = [[]]
    for word in words_of(text):
        if not word.sign:
            sentences[-1].append(word)
        elif word.stops:
            sentences.append([])
    return [words for words in sentences if words]


def _telling(words: Sequence[Word]) -> Telling:
    return Telling(tuple(words), frozenset(place for place, _start, _end in runs(line(words))))


def _joined(told: Sequence[Telling]) -> Telling:
    words = tuple(word for one in told for word in one.words)
    return Telling(words, frozenset().union(*(one.places for one in told)))


def forms(words: Sequence[Word]) -> list[str]:
    """Each word in plain letters, every digit a 0: which number it is, is for the rules."""
    return ["0" * len(word.form.partition(".")[0]) if word.form[:1].isdigit() else word.form for word in words]


def line(words: Sequence[Word]) -> str:
    return f" {' '.join(forms(words))} "


def runs(said: str) -> Iterator[tuple[int, int, int]]:
    """Each run of letters in a line: its place in the table, where it begins and where it ends."""
    for start in range(len(said) - SHORTEST + 1):
        for end in range(start + SHORTEST, min(start + LONGEST, len(said)) + 1):
            yield crc32(said[start:end].encode()) % TABLE, start, end


def loudness(runs: int) -> float:
    """How much each of so many runs of a text counts; what is known of the person counts 1."""
    return LOUDNESS / sqrt(max(1, runs))


def who(age_years: float | None, *, pregnant: bool) -> list[int]:
    """The places of what is known of the person."""
    band = next((name for under, name in BANDS if age_years is not None and age_years < under), "")
    return [crc32(name.encode()) % TABLE for name in (band, "@pregnant" if pregnant else "") if name]
