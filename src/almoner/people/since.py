"""What came to a joined record after the join, for a person to say whose it is before the two are parted (law I-35).

Things that hang together are asked about once: a visit with its promises and messages. What hangs on something that was
there before follows it unasked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from almoner.people.models import Consent, Merge, MergeStep, Person
from almoner.people.moving import rows_of, tables


@dataclass(slots=True)
class Group:
    """Rows that go together. `key` names the group in a form; `first` is the row that says what it is."""

    key: str
    rows: list[tuple[str, str, models.Model]] = field(default_factory=list)
    """Each with its table and its column, as `moving.tables` gives them."""
    follows: str = ""
    """`kept` or `absorbed` where it hangs on something that was there before; empty where a person must say."""

    @property
    def first(self) -> models.Model:
        return min((row for _label, _column, row in self.rows), key=lambda row: (_came(row), str(row.pk)))


def groups_since(merge: Merge) -> list[Group]:
    """Everything that came to the record since it was joined, oldest first."""
    added, before = _rows(merge)
    groups = _joined_up(added)
    moved = set(merge.steps.exclude(label=Person._meta.label).values_list("row_id", flat=True))
    for group in groups:
        group.follows = _follows(group, moved, before)
    return sorted(groups, key=lambda group: (_came(group.first), group.key))


def _rows(merge: Merge) -> tuple[list[tuple[str, str, models.Model]], set[str]]:
    """The rows added since, and the keys of those that the record had before."""
    steps = MergeStep.objects.filter(merge__kept=merge.kept).values_list("label", "row_id")
    of_merges = set(steps)
    added: list[tuple[str, str, models.Model]] = []
    before: set[str] = set()
    about = {merge.double_id, merge.id}
    consents: tuple[type[models.Model], str] = (Consent, "person")
    for model, column in [*tables(), consents]:
        label = model._meta.label
        for row in rows_of(model).filter(**{column: merge.kept}):
            if (label, str(row.pk)) in of_merges or getattr(row, "subject_id", None) in about:
                continue
            if merge.joined_at and _came(row) > merge.joined_at:
                added.append((label, column, row))
            else:
                before.add(str(row.pk))
    return added, before


def _came(row: models.Model) -> Any:
    return getattr(row, "created_at", None) or getattr(row, "date_joined", None)


def _points_to(row: models.Model) -> set[str]:
    """The keys of other rows that this one names."""
    values = (getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key)
    return {str(value) for value in values if isinstance(value, UUID)}


def _joined_up(added: list[tuple[str, str, models.Model]]) -> list[Group]:
    """Rows that name each other, or the same thing, in one group each."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    keys = {str(row.pk) for _label, _column, row in added}
    for _label, _column, row in added:
        own = str(row.pk)
        subject = getattr(row, "subject_id", None)
        for other in (_points_to(row) & keys) | ({str(subject)} if subject else set()):
            leader[find(own)] = find(other)
    rows: dict[str, Group] = defaultdict(lambda: Group(key=""))
    for label, column, row in added:
        group = rows[find(str(row.pk))]
        group.rows.append((label, column, row))
    for group in rows.values():
        group.key = min(str(row.pk) for _label, _column, row in group.rows)
    return list(rows.values())


def _follows(group: Group, moved: set[str], before: set[str]) -> str:
    named = set().union(*(_points_to(row) for _label, _column, row in group.rows))
    to_absorbed, to_kept = bool(named & moved), bool(named & before)
    if to_absorbed == to_kept:
        return ""
    return "absorbed" if to_absorbed else "kept"
