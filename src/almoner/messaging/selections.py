"""Whom a message to many can be for: a closed list. The room that knows the people registers how they are found.

selections.register(Selection("visits", _("People with a visit"), find, said))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from almoner.core.refusal import NotThere

Criteria = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Selection:
    """`find` gives the rows that make somebody fit, each with a `person_id`; `said` names the criteria in the reader's
    words, as pairs."""

    name: str
    label: str | Promise
    find: Callable[[Criteria], QuerySet[Any]]
    said: Callable[[Criteria], list[tuple[Any, Any]]]


_known: dict[str, Selection] = {}


def register(selection: Selection) -> None:
    _known[selection.name] = selection


def selections() -> list[Selection]:
    return [_known[name] for name in sorted(_known)]


def selection(name: str) -> Selection:
    """Raises NotThere."""
    found = _known.get(name)
    if found is None:
        raise NotThere
    return found


def people_in(name: str, criteria: Criteria) -> list[UUID]:
    """Everybody who fits now, once each, in the order of their ids."""
    rows = selection(name).find(criteria)
    return sorted(set(rows.order_by().values_list("person_id", flat=True)))


def fits(name: str, criteria: Criteria, person_id: UUID) -> bool:
    """Whether somebody still fits."""
    return selection(name).find(criteria).filter(person_id=person_id).exists()
