"""What a measure is: one small definition with the rows behind it. No measure keeps anything of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Expression, F, Q, QuerySet
from django.utils.functional import Promise as Lazy

from almoner.core.actor import Actor
from almoner.core.permissions import Permission

Text = str | Lazy
Rows = QuerySet[Any, Any]


class Kind(StrEnum):
    SHARE = "share"
    """How many of those counted were as they should be."""
    WAIT = "wait"
    """How long it took: median and nine in ten."""
    COUNT = "count"
    """How many there are now; there should be none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A way to take a measure apart, such as by standard: what it is called, by which column, and its words.

    `names` reads the words of all groups at once where they stand in a table.
    """

    name: Text
    by: Expression | F
    said: Callable[[Any], str] = str
    names: Callable[[], Mapping[Any, str]] | None = None

    def in_words(self, groups: Iterable[Any]) -> dict[Any, str]:
        if self.names is None:
            return {group: self.said(group) for group in groups}
        known = self.names()
        return {group: known.get(group, str(group or "")) for group in groups}


@dataclass(frozen=True, slots=True)
class About:
    """What a row of a list leads to: a kind of thing, and its key or reference."""

    kind: str
    key: UUID | str


@dataclass(frozen=True, slots=True)
class Measure:
    """`rows` gives what is counted, before a period is chosen; `at` is the clock, a path to the moment that decides
    into which period a row falls. A share counts the rows that are `good`; a wait has its `length`.

    `name`, `meaning`, `left_out` and `clock` are for people; the definition in full stands in `docs/measures.md`.
    """

    key: str
    kind: Kind
    name: Text
    meaning: Text
    clock: Text
    rows: Callable[[], Rows]
    at: str
    left_out: Text = ""
    good: Q | None = None
    yes: Text = ""
    no: Text = ""
    """The words for a row that is `good`, and for one that is not."""
    length: Expression | None = None
    more_is_better: bool = True
    person: str = "person"
    channel: Expression | F | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)
    about: Callable[[Any], About | None] = lambda _row: None
    what: Callable[[Any], str] = lambda _row: ""
    names_need: Permission | None = None
    """What whoever reads the names of its list needs besides; None: to see the person is enough."""
    apart: Callable[[Any, Actor], bool] = lambda _row, _by: False
    """Whether a row is kept apart from who asks: it counts, and its name and what it is about are not shown."""
    with_them: tuple[str, ...] = ()
    """What is read along with the rows of a list."""

    def moment_of(self, row: Any) -> datetime:
        moment: datetime = getattr(row, self.at)
        return moment

    def person_of(self, row: Any) -> Any:
        for name in self.person.split("__"):
            row = getattr(row, name)
        return row
