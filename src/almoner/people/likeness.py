"""How alike two descriptions of a person are, with the reasons. Pure; it never decides that two are one.

The points were set so that a name that sounds alike with the same date of birth is asked about, and a name alone, or a
shared telephone alone, is not: families share telephones, and towns share names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz

from almoner.people import names
from almoner.people.enums import Mark, Sex
from almoner.people.romanised import romanised, sound

WORTH_ASKING = 60
"""From here on somebody must say that it is not the same person."""


@dataclass(frozen=True, slots=True)
class Description:
    name: str
    birth_on: date | None = None
    sex: str = Sex.UNKNOWN
    contacts: frozenset[str] = field(default=frozenset())
    """As `people.contact.key` writes them."""


@dataclass(frozen=True, slots=True)
class Likeness:
    score: int
    marks: tuple[Mark, ...]


def likeness(one: Description, other: Description) -> Likeness:
    """A score from 0 to 100 and what it rests on."""
    found = [*_name(one.name, other.name), *_birth(one.birth_on, other.birth_on)]
    if one.contacts & other.contacts:
        found.append((Mark.CONTACT, 20))
    score = sum(points for _, points in found)
    known = {one.sex, other.sex} - {Sex.UNKNOWN, Sex.OTHER}
    if len(known) == 2:
        score -= 10
    return Likeness(score=max(0, min(100, score)), marks=tuple(mark for mark, _ in found))


def name_similarity(said: str, written: str) -> float:
    """From 0 to 1, whatever the order of the words and the script; one that only sounds the same has at least 0.85."""
    one, other = names.key(said), names.key(written)
    best = max(fuzz.token_sort_ratio(one, other), fuzz.token_sort_ratio(romanised(one), romanised(other))) / 100
    if best < 0.85 and _sounds(one) == _sounds(other) and sum(map(len, _sounds(one))) > 1:
        return 0.85
    return best


def alike_dates(one: date, other: date) -> bool:
    """The same but for day and month swapped, or for one figure."""
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return swapped or sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True)) == 1


def _name(one: str, other: str) -> list[tuple[Mark, int]]:
    similar = name_similarity(one, other)
    if similar >= 0.97:
        return [(Mark.NAME, 40)]
    if similar >= 0.84:
        return [(Mark.NAME_ALIKE, 30)]
    return [(Mark.NAME_ALIKE, 20)] if similar >= 0.75 else []


def _birth(one: date | None, other: date | None) -> list[tuple[Mark, int]]:
    if one is None or other is None:
        return []
    if one == other:
        return [(Mark.BIRTH, 40)]
    return [(Mark.BIRTH_ALIKE, 25)] if alike_dates(one, other) else []


def _sounds(name: str) -> list[str]:
    return sorted(filter(None, map(sound, name.split())))
