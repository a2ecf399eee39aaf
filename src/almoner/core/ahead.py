"""What is asked for one thing by its key, and can be read ahead for many in one statement.

    _VISITS = Ahead(lambda keys: Appointment.objects.filter(id__in=keys).select_related("service"))
    _VISITS.one(visit_id)

    with _VISITS.read(ids): ...   # in here `one` asks nothing for these

For lists that look at many things by the very code that otherwise looks at one. Nothing is kept after the block.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import models

from almoner.core.prepared import Prepared

Row = TypeVar("Row", bound=models.Model)
AT_ONCE = 500
"""So many keys in one statement."""


class Ahead(Generic[Row]):
    """`about` gives the query of the rows with these `keys`."""

    def __init__(self, about: Callable[[Any], models.QuerySet[Row, Row]]) -> None:
        self._about = about
        self._one: Prepared[Row] = Prepared(about)
        self._read: ContextVar[dict[UUID, Row | None] | None] = ContextVar("almoner_ahead", default=None)

    def one(self, key: UUID) -> Row | None:
        known = self._read.get()
        if known is not None and key in known:
            return known[key]
        return self._one.one(keys=[key])

    @contextmanager
    def read(self, keys: Collection[UUID]) -> Iterator[None]:
        """Have `one` know the rows of `keys` until the block ends, as they are now."""
        known: dict[UUID, Row | None] = dict.fromkeys(keys)
        asked = list(known)
        for first in range(0, len(asked), AT_ONCE):
            known |= {row.pk: row for row in self._about(asked[first : first + AT_ONCE])}
        token = self._read.set((self._read.get() or {}) | known)
        try:
            yield
        finally:
            self._read.reset(token)
