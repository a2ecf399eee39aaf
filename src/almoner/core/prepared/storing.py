"""The values of a model's fields, as an engine is given them.

The ORM asks the field of each value how it is stored. For plain values of plain fields that is known beforehand; for
all others, such as text to be translated, the field is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

Known = Mapping[type, Callable[[Any], Any]]
"""What is done with values of these very types."""
MODELS = 256
_TEXT: Known = {str: str}
_WHOLE: Known = {int: int}


def stored(row: models.Model, connection: BaseDatabaseWrapper) -> list[Any]:
    """All values of a new row, in the order of the model's fields."""
    values, given = row.__dict__, []
    for name, field, known in _fields(type(row), connection.vendor):
        value = values[name] if name else field.pre_save(row, True)  # noqa: FBT003 - as the ORM says it
        if value is not None:
            how = known.get(type(value))
            value = how(value) if how else _asked(field, value, known, connection)
        given.append(value)
    return given


def stored_value(row: models.Model, name: str, connection: BaseDatabaseWrapper) -> Any:
    """The value of one field of a row that is there already."""
    field: Any = row._meta.get_field(name)
    value = field.pre_save(row, False)  # noqa: FBT003 - as the ORM says it
    return _asked(field, value, _known(field, connection.vendor), connection)


def _asked(field: Any, value: Any, known: Known, connection: BaseDatabaseWrapper) -> Any:
    """A member of a closed list is stored as what it stands for: the drivers take long over anything else."""
    if isinstance(value, Enum):
        value = value.value
    how = known.get(type(value))
    return how(value) if how else field.get_db_prep_save(value, connection)


@lru_cache(MODELS)
def _fields(model: type[models.Model], vendor: str) -> list[tuple[str, Any, Known]]:
    """Each field with where its value stands: nowhere, if the field makes it when it is stored."""
    return [
        (field.attname if _stands(field) else "", field, _known(field, vendor)) for field in model._meta.concrete_fields
    ]


def _stands(field: Any) -> bool:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return False
    return type(field).pre_save in {models.Field.pre_save, models.DateField.pre_save, models.DateTimeField.pre_save}


@lru_cache(None)
def _known(field: Any, vendor: str) -> Known:
    """Of what a key names, as of the key that is named."""
    while field.is_relation:
        field = field.target_field
    return _OF_SQLITE.get(type(field), {}) if vendor == "sqlite" else _OF_POSTGRESQL.get(type(field), {})


def _same(value: Any) -> Any:
    return value


def _hex(value: UUID) -> str:
    return value.hex


def _moment(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value} is of no zone")
    return value


def _as_text(value: datetime) -> str:
    return _moment(value).astimezone(UTC).isoformat(" ")[: -len("+00:00")]


def as_asked(vendor: str) -> Known:
    """The same for plain values that are asked for."""
    return _ASKED_OF_SQLITE if vendor == "sqlite" else _ASKED_OF_POSTGRESQL


_OF_SQLITE: dict[type, Known] = {
    models.CharField: _TEXT,
    models.TextField: _TEXT,
    models.BooleanField: {bool: bool},
    models.SmallIntegerField: _WHOLE,
    models.PositiveSmallIntegerField: _WHOLE,
    models.PositiveIntegerField: _WHOLE,
    models.BigIntegerField: _WHOLE,
    models.UUIDField: {UUID: _hex},
    models.DateTimeField: {datetime: _as_text},
    models.DateField: {date: str},
    models.JSONField: {dict: json.dumps, list: json.dumps},
}
_OF_POSTGRESQL: dict[type, Known] = {
    models.CharField: _TEXT,
    models.TextField: _TEXT,
    models.BooleanField: {bool: bool},
    models.UUIDField: {UUID: _same},
    models.DateTimeField: {datetime: _moment},
    models.DateField: {date: _same},
}
_ASKED_OF_SQLITE: Known = {str: str, int: int, bool: bool, UUID: _hex, datetime: _as_text, date: str}
_ASKED_OF_POSTGRESQL: Known = {str: str, int: int, bool: bool, UUID: _same, datetime: _moment, date: _same}
