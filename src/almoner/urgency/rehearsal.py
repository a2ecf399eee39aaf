"""What a change of rules would do: cases judged by the rules as they are and as they would be. No tables.

What a case tells does not depend on the rules. So each stored case is read once in the life of a process, and a
rehearsal only holds the rules against what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from typing import Any

from almoner.urgency import cases
from almoner.urgency.assessment import reasons_for
from almoner.urgency.case import Case
from almoner.urgency.concern import Concern, concerns
from almoner.urgency.incoming import case_in
from almoner.urgency.rulebook import caution_level
from almoner.urgency.rulebook.book import Rulebook

EMERGENCY = 1


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A case with what was found in it. `expected` is the level that it should have, where that is known."""

    id: str
    case: Case
    people: list[Concern]
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose level would be another. It falls where the number rises: 1 is the most urgent."""

    id: str
    before: int
    after: int
    expected: int | None = None

    @property
    def falls(self) -> bool:
        return self.after > self.before

    @property
    def too_low(self) -> bool:
        """Whether it would wait longer than it should."""
        return self.expected is not None and self.after > self.expected


@dataclass(frozen=True, slots=True)
class Part:
    """`moved` are all cases whose level would change; of cases that are held back there are but the counts."""

    cases: int
    fall: int
    rise: int
    lose_emergency: int
    """So many would no longer be emergencies."""
    moved: tuple[Moved, ...] = ()

    @property
    def falling(self) -> list[Moved]:
        """Those that would wait too long first; of these the most urgent, then the furthest down."""
        falling = (one for one in self.moved if one.falls)
        return sorted(falling, key=lambda one: (not one.too_low, one.before, -one.after, one.id))

    @property
    def rising(self) -> list[Moved]:
        return sorted((one for one in self.moved if not one.falls), key=lambda one: (one.after, -one.before, one.id))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Held against the cases on which rules are developed, those held back, and the hospital's own last requests."""

    development: Part
    frozen: Part
    own: Part

    @property
    def parts(self) -> tuple[Part, Part, Part]:
        return (self.development, self.frozen, self.own)

    @property
    def loses_emergencies(self) -> bool:
        return any(part.lose_emergency for part in self.parts)

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)


def from_facts(told: Mapping[str, Any]) -> Rehearsal:
    return Rehearsal(**{name: _part(told[name]) for name in ("development", "frozen", "own")})


def _part(told: Mapping[str, Any]) -> Part:
    moved = tuple(Moved(**one) for one in told["moved"])
    return Part(**{**told, "moved": moved})


def rehearse(before: Rulebook, after: Rulebook, own: Iterable[Heard] = ()) -> Rehearsal:
    """All stored cases and `own`, by the rules `before` and `after`."""
    held_back = _compared(stored("frozen"), _stored_levels("frozen", before), after)
    own = tuple(own)
    return Rehearsal(
        development=_compared(stored("development"), _stored_levels("development", before), after),
        frozen=Part(held_back.cases, held_back.fall, held_back.rise, held_back.lose_emergency),
        own=_compared(own, levels_by(own, before), after),
    )


def _compared(heard: tuple[Heard, ...], before: list[int], after: Rulebook) -> Part:
    pairs = zip(heard, before, levels_by(heard, after), strict=True)
    moved = tuple(Moved(one.id, was, would_be, one.expected) for one, was, would_be in pairs if was != would_be)
    return Part(
        cases=len(heard),
        fall=sum(one.falls for one in moved),
        rise=sum(not one.falls for one in moved),
        lose_emergency=sum(one.before == EMERGENCY for one in moved),
        moved=moved,
    )


@lru_cache(maxsize=4)
def _stored_levels(part: str, book: Rulebook) -> list[int]:
    """Remembered for the rules in force, with which one rehearsal after the other begins."""
    return levels_by(stored(part), book)


def levels_by(heard: Iterable[Heard], book: Rulebook) -> list[int]:
    return [level_of(one, book) for one in heard]


def level_of(heard: Heard, book: Rulebook) -> int:
    """The level at which such a person would wait: that of caution where nothing was understood."""
    _concern, reasons = reasons_for(heard.people, heard.case, book)
    return reasons[0].level if reasons else caution_level()


def heard_in(id: str, case: Case, expected: int | None = None) -> Heard:  # noqa: A002 - as of a case
    people, _reading = concerns(case)
    return Heard(id, case, people, expected)


@cache
def stored(part: str) -> tuple[Heard, ...]:
    """The stored cases of a part, read. Some seconds when it is asked for the first time."""
    return tuple(heard_in(one.id, case_in(one.request), one.level) for one in cases.read(part))


@cache
def texts() -> dict[str, Case]:
    """The cases on which rules are developed, by id, to be shown. Those held back are shown to nobody."""
    return {one.id: case_in(one.request) for one in cases.read("development")}
