"""Phrases as the lexicons write them, and finding them in a line of words.

A blank joins words that follow each other (small words between are skipped), `~` joins parts that stand near each
other in any order, `|` offers choices, `_` makes several words one choice, `*` completes a word or stands for any
word, `@name` is a class of words, `38..42.9` is any number from the one to the other, `=` keeps the Arabic article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from almoner.urgency.reading.numerals import value
from almoner.urgency.reading.words import Word, fold

NEAR = 6
SKIPS = 3
COMMA_COST = 2
"""What a comma counts, in words, for a phrase of three parts or more, hardly met by chance; others end at it."""
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Slot:
    """The choices for one word: whole words, beginnings of words, numbers within `spans`, or anything."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    spans: tuple[tuple[float, float], ...] = ()
    anything: bool = False

    def fits(self, forms: Sequence[str]) -> bool:
        if self.anything:
            return True
        if any(form in self.whole or form.startswith(self.starts) for form in forms):
            return True
        return bool(self.spans) and any(within(span, form) for form in forms for span in self.spans)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts that must all be near each other; each part is a row of slots."""

    parts: tuple[tuple[Slot, ...], ...]


def within(span: tuple[float, float], form: str) -> bool:
    number = value(form)
    return number is not None and span[0] <= number <= span[1]


def parse(text: str, classes: Mapping[str, str]) -> list[Phrase]:
    """The phrases that `text` stands for: one, and one more for each choice of several words."""
    parts = [[[_slot(word, classes) for word in row] for row in _rows(part.split())] for part in text.split("~")]
    return [Phrase(tuple(tuple(row) for row in rows)) for rows in product(*parts)]


def _rows(words: list[str]) -> list[list[str]]:
    """The rows of single-word slots that a part stands for, its choices of several words spelt out."""
    spelt: list[list[list[str]]] = []
    for word in words:
        choices = word.split("|")
        single = "|".join(choice for choice in choices if "_" not in choice)
        spelt.append([*([[single]] if single else []), *(choice.split("_") for choice in choices if "_" in choice)])
    return [[word for words_ in row for word in words_] for row in product(*spelt)]


def _slot(text: str, classes: Mapping[str, str]) -> Slot:
    whole: set[str] = set()
    starts: set[str] = set()
    spans: set[tuple[float, float]] = set()
    for choice in text.split("|"):
        span = _SPAN.fullmatch(choice)
        if span:
            spans.add((float(span[1]), float(span[2])))
            continue
        star = "*" if choice.endswith("*") else ""
        spelt = classes[choice[1:].rstrip("*")].split() if choice.startswith("@") else [choice]
        for word in spelt:
            form = _plain(word)
            (starts if word.endswith("*") or star else whole).add(form)
    return Slot(frozenset(whole), tuple(sorted(starts - {""})), tuple(sorted(spans)), anything="" in starts)


def _plain(word: str) -> str:
    if word.startswith("="):
        return fold(word.removeprefix("=").rstrip("*"))
    form = fold(word.rstrip("*").replace("/", ""))
    return form.removeprefix("ال") if len(form) > 4 else form


def find(phrase: Phrase, line: Sequence[Word], small: frozenset[str]) -> Iterator[frozenset[int]]:
    """Every place of `phrase`: the places of the words that it matched."""
    rows = [list(_part(part, line, small)) for part in phrase.parts]
    if any(not row for row in rows):
        return
    if len(rows) == 1:
        yield from rows[0]
        return
    for first in rows[0]:
        places = _join(first, rows[1:], line, small)
        if places:
            yield places


def _join(
    first: frozenset[int], rows: list[list[frozenset[int]]], line: Sequence[Word], small: frozenset[str]
) -> frozenset[int] | None:
    together = first
    comma = COMMA_COST if len(rows) > 1 else NEAR + 1
    for row in rows:
        near = [part for part in row if not part & together and _near(together, part, line, small, comma)]
        if not near:
            return None
        together |= min(near, key=lambda part: abs(min(part) - min(first)))
    return together


def _near(
    these: frozenset[int], those: frozenset[int], line: Sequence[Word], small: frozenset[str], comma: int
) -> bool:
    """Within NEAR words that carry meaning, and in one stretch without a stop; a comma counts as `comma` words."""
    low, high = sorted((min(these), min(those)))
    between = line[low + 1 : high]
    if any(word.stops for word in between):
        return False
    return sum(comma if word.comma else word.form not in small for word in between) <= NEAR


def _part(part: tuple[Slot, ...], line: Sequence[Word], small: frozenset[str]) -> Iterator[frozenset[int]]:
    for start, word in enumerate(line):
        if word.sign or not part[0].fits(word.forms):
            continue
        places = _follow(part, start, line, small)
        if places:
            yield places


def _follow(part: tuple[Slot, ...], start: int, line: Sequence[Word], small: frozenset[str]) -> frozenset[int] | None:
    """The places of the whole part from `start`, or None where it breaks off."""
    places = [start]
    for slot in part[1:]:
        place = _next(slot, places[-1] + 1, line, small)
        if place is None:
            return None
        places.append(place)
    return frozenset(places)


def _next(slot: Slot, start: int, line: Sequence[Word], small: frozenset[str]) -> int | None:
    """Where the slot fits next, with nothing but a few small words, dashes or slashes before it."""
    for place in range(start, min(len(line), start + SKIPS + 1)):
        word = line[place]
        if word.sign in {"/", "-"}:
            continue
        if word.sign:
            return None
        if slot.fits(word.forms):
            return place
        if word.form not in small:
            return None
    return None
