"""The rules as one value, which the engine is given: the standard of the package, or a hospital's own on top of it."""

from __future__ import annotations

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

    def computed_row(self, id: str) -> Computed | None:  # noqa: A002 - as in the row
        """The row of what is reckoned, or None where it is switched off."""
        row = self.rows.get(id)
        return row if isinstance(row, Computed) else None


@cache
def standard() -> Rulebook:
    """What the package ships."""
    return Rulebook(rules_version(), word_rules(), measured_rules(), computed_rules())
