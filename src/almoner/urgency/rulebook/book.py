"""The rules as one value, which the engine is given: the standard of the package, or a hospital's own on top of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from almoner.urgency.rulebook import (
    Computed,
    Measured,
    Row,
    Rule,
    computed_rules,
    measured_rules,
    rules_version,
    word_rules,
)


@dataclass(frozen=True, eq=False)
class Rulebook:
    """All rows that give a level. `version` names them in every assessment; two books of one version have the same
    rows."""

    version: str
    words: tuple[Rule, ...]
    measured: tuple[Measured, ...]
    computed: tuple[Computed, ...]

    @cached_property
    def rows(self) -> dict[str, Row]:
        """By id, in the order of the book."""
        rows: list[Row] = [*self.words, *self.measured, *self.computed]
        return {row.id: row for row in rows}

    def hopeful(self, found: Iterable[str]) -> list[Rule]:
        """The rules over words that may hold where this was found, in the order of the book: those whose first need is
        among it, and those that need nothing by name."""
        places = [place for name in found for place in self._by_need.get(name, ())]
        return [self.words[place] for place in sorted([*places, *self._by_need.get("", ())])]

    @cached_property
    def _by_need(self) -> dict[str, list[int]]:
        """The places of rules by what they need first; by nothing where they need nothing."""
        places: dict[str, list[int]] = {}
        for place, row in enumerate(self.words):
            places.setdefault(row.needs[0] if row.needs else "", []).append(place)
        return places

    def computed_row(self, id: str) -> Computed | None:  # noqa: A002 - as in the row
        """The row of what is reckoned, or None where it is switched off."""
        row = self.rows.get(id)
        return row if isinstance(row, Computed) else None


@cache
def standard() -> Rulebook:
    """What the package ships."""
    return Rulebook(rules_version(), word_rules(), measured_rules(), computed_rules())
