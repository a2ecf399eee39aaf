"""New rows, and rows that change."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, models
from django.db.models.constants import OnConflict
from django.db.models.sql import DeleteQuery, InsertQuery, UpdateQuery

from almoner.core.prepared.places import SHAPES, Shape, Written, as_given, connected, places, shape_of
from almoner.core.prepared.sending import Sent
from almoner.core.prepared.storing import stored, stored_value

KINDS = 256
"""So many statements that write are kept: for each model, and for each choice of its fields."""
VALUES = 65_535
"""So many values PostgreSQL takes in one statement."""


class _Writing(ABC):
    """What is written with other values each time. Values are as for `Prepared`; none is stored as JSON."""

    def __init__(self) -> None:
        self._written = lru_cache(SHAPES)(self._write)

    def make(self, **values: Any) -> int:
        """Gives how many rows there were. None, and nothing is done, where one of the lists is empty."""
        connection = connected()
        given = as_given(values, connection)
        shape = shape_of(given)
        if any(length == 0 for _, length in shape):
            return 0
        return self._written(shape, connection.vendor).do(given, connection)

    @abstractmethod
    def _write(self, shape: Shape, vendor: str) -> Written: ...


class Change(_Writing):
    """A change of all rows that a query finds. `about` gives the query and, by the names of fields, what they become:
    values, or what the database reckons."""

    def __init__(self, about: Callable[..., tuple[models.QuerySet[Any, Any], dict[str, Any]]]) -> None:
        super().__init__()
        self._about = about

    def _write(self, shape: Shape, vendor: str) -> Written:
        return _updating(*self._about(**places(shape)))


class Removal(_Writing):
    """Takes away all rows that the query of `about` finds. What points at them is not looked after: the database lets
    go of no row that is still pointed at."""

    def __init__(self, about: Callable[..., models.QuerySet[Any, Any]]) -> None:
        super().__init__()
        self._about = about

    def _write(self, shape: Shape, vendor: str) -> Written:
        query = self._about(**places(shape)).query.chain(DeleteQuery)
        return Written(*query.get_compiler(connection=connected()).as_sql())


def insert(*rows: models.Model) -> None:
    """Store new rows of one model, as `bulk_create` does. None comes back: the keys are the models' own."""
    _insert(rows, pass_over=False)


def insert_new(*rows: models.Model) -> int:
    """The same of those that meet no row that is there already; gives how many. The others are passed over."""
    return _insert(rows, pass_over=True)


def _insert(rows: Sequence[models.Model], *, pass_over: bool) -> int:
    if not rows:
        return 0
    connection, model = connected(), type(rows[0])
    at_once, count = _at_once(model, connection.vendor), 0
    for first in range(0, len(rows), at_once):
        batch = rows[first : first + at_once]
        params = [value for row in batch for value in stored(row, connection)]
        count += _insertion(model, len(batch), pass_over, connection.vendor).do(params, connection)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as `bulk_create` leaves them
    return count


def update(row: models.Model, *names: str) -> None:
    """Write these fields of a stored row, or all, as `save` does. Raises DatabaseError where it is gone."""
    connection, model = connected(), type(row)
    names = names or tuple(field.name for field in model._meta.concrete_fields if not field.primary_key)
    values = {name: stored_value(row, name, connection) for name in names}
    values["pk"] = stored_value(row, model._meta.pk.name, connection)
    written = _update(model, names, connection.vendor)
    if not written.do(values, connection):
        raise DatabaseError(f"{model._meta.label} {row.pk} is not there")


@lru_cache(KINDS)
def _at_once(model: type[models.Model], _vendor: str) -> int:
    """How many rows an engine takes in one statement."""
    fields = model._meta.concrete_fields
    return max(1, connected().ops.bulk_batch_size(fields, range(VALUES // len(fields))))


@lru_cache(KINDS)
def _insertion(model: type[models.Model], count: int, pass_over: bool, _vendor: str) -> Sent:  # noqa: FBT001 - a key
    """Written for one empty row: what is said of each field, and so of each further row, does not depend on it."""
    fields, connection = model._meta.concrete_fields, connected()
    conflict = OnConflict.IGNORE if pass_over else None
    query = InsertQuery(model, on_conflict=conflict)
    query.insert_values(fields, [model(*(None for _ in fields))])
    ((sql, _params),) = query.get_compiler(connection=connection).as_sql()
    end = connection.ops.on_conflict_suffix_sql(fields, conflict, [], [])
    more = f", ({', '.join('%s' for _ in fields)})" * (count - 1)
    return Sent(f"{str(sql).removesuffix(end).rstrip()}{more} {end}".rstrip())


@lru_cache(KINDS)
def _update(model: type[models.Model], names: Sequence[str], _vendor: str) -> Written:
    given = places(tuple((name, None) for name in (*names, "pk")))
    key = given.pop("pk")
    return _updating(model._base_manager.filter(pk=key), given)  # noqa: SLF001 - as `save` finds it


def _updating(found: models.QuerySet[Any, Any], changed: dict[str, Any]) -> Written:
    query: Any = found.query.chain(UpdateQuery)
    query.add_update_values(changed)
    return Written(*query.get_compiler(connection=connected()).as_sql())
