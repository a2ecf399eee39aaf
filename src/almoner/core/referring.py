"""Storing what people name by a reference."""

from __future__ import annotations

from django.db import models

from almoner.core.identifiers import reference
from almoner.core.prepared import insert, insert_new

TRIES = 5


def insert_referred(prefix: str, *rows: models.Model) -> None:
    """Draw each its reference, and store them. One statement: the database itself says whether a reference is in use
    (of a million, one new one in twenty thousand), and then others are drawn for those that were passed over."""
    left = list(rows)
    for _ in range(TRIES):
        for row in left:
            row.reference = reference(prefix)  # type: ignore[attr-defined]
        if insert_new(*left) == len(left):
            return
        stored = type(left[0])._base_manager.filter(pk__in=[row.pk for row in left])  # noqa: SLF001 - of all rows
        there = set(stored.values_list("pk", flat=True))
        left = [row for row in left if row.pk not in there]
    insert(*left)
