"""The values of a row that was found, as a model has them.

The ORM has a converter or two for each column, and asks them of each value. What the usual ones do is known beforehand.
None stays None.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField
from django.db.models.expressions import Col

Reader = Callable[[Any, BaseDatabaseWrapper], Any]


def reader(converters: Sequence[Any], expression: Any, connection: BaseDatabaseWrapper) -> Reader:
    """What makes of a value that is not None what these converters make of it."""
    (first, *more) = converters
    if not more and first.__name__ in _USUAL and first.__self__ == connection.ops:
        return _USUAL[first.__name__]
    if not more and _is_plain_json(expression):
        return _from_json

    def asked(value: Any, connection: BaseDatabaseWrapper) -> Any:
        for converter in converters:
            value = converter(value, expression, connection)
        return value

    return asked


def _is_plain_json(expression: Any) -> bool:
    return isinstance(expression, Col) and type(expression.target) is JSONField and expression.target.decoder is None


def _from_json(value: Any, _connection: BaseDatabaseWrapper) -> Any:
    return json.loads(value)


def _moment(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if type(value) is datetime:
        return value.replace(tzinfo=UTC)
    return connection.ops.convert_datetimefield_value(value, None, connection)  # type: ignore[attr-defined]


def _uuid(value: Any, _connection: BaseDatabaseWrapper) -> UUID:
    return UUID(value)


def _bool(value: Any, _connection: BaseDatabaseWrapper) -> bool:
    return bool(value)


_USUAL: dict[str, Reader] = {
    "convert_uuidfield_value": _uuid,
    "convert_booleanfield_value": _bool,
    "convert_datetimefield_value": _moment,
}
"""Of SQLite: PostgreSQL gives these as they are."""
