"""The places of values in a statement, and the values as an engine is given them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression, ExpressionList

from almoner.core.prepared.sending import Sent
from almoner.core.prepared.storing import as_asked

Shape = tuple[tuple[str, int | None], ...]
"""The names of the values, each with how many there are where it is a list."""
SHAPES = 128
"""So many statements are kept of one question: one for each length of its lists."""


def connected() -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]


class _Place(Expression):
    """A place for a value, or for one of a list."""

    def __init__(self, name: str, number: int | None = None) -> None:
        super().__init__()
        self.name = name
        self.number = number

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def of(self, values: Mapping[str, Any]) -> Any:
        value = values[self.name]
        return value if self.number is None else value[self.number]


class Written:
    """A statement as the ORM has written it, with the places in it."""

    def __init__(self, sql: str, params: Iterable[Any] = ()) -> None:
        self._sent = Sent(sql)
        self._params = list(params)
        self._places = [(at, one) for at, one in enumerate(self._params) if isinstance(one, _Place)]

    def ask(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[Sequence[Any]]:
        return self._sent.ask(self.params(values), connection)

    def do(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> int:
        return self._sent.do(self.params(values), connection)

    def params(self, values: Mapping[str, Any]) -> list[Any]:
        """All that the statement takes, with values as the engine is given them."""
        params = self._params.copy()
        for at, place in self._places:
            params[at] = place.of(values)
        return params


def places(shape: Shape) -> dict[str, Expression]:
    """What stands for the values while the statement is written."""
    return {
        name: _Place(name) if length is None else ExpressionList(*(_Place(name, number) for number in range(length)))
        for name, length in shape
    }


def shape_of(values: Mapping[str, Any]) -> Shape:
    return tuple((name, len(value) if isinstance(value, list) else None) for name, value in values.items())


def as_given(values: Mapping[str, Any], connection: Any) -> dict[str, Any]:
    """The values as the engine is given them, what is many as a list. Raises ValueError for None, which nothing equals
    in SQL."""
    plain, given = as_asked(connection.vendor), {}
    for name, value in values.items():
        how = plain.get(type(value))
        given[name] = how(value) if how else _as_given(name, value, connection)
    return given


def _as_given(name: str, value: Any, connection: Any) -> Any:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, bytes | memoryview):
        return connection.Database.Binary(value)
    if value is None:
        raise ValueError(f"{name} is None: ask with isnull")
    return [_as_given(name, one, connection) for one in value] if isinstance(value, Iterable) else value
