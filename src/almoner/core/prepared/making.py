"""New rows of what every act writes.

A model that is called asks each of its fields for its default, and of each value whether it is a row that is pointed
at. What the fields say is the same every time, and found out once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db import models
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)
MODELS = 256


@dataclass(frozen=True, slots=True)
class _Form:
    """What stands in the fields of a new row where nothing is given, and which names point at rows."""

    plain: dict[str, Any]
    called: dict[str, Callable[[], Any]]
    pointing: dict[str, Any]
    """The fields that point, by name."""


def new_row(model: type[Row], **given: Any) -> Row:
    """The same as `model(**given)`, not stored. Raises TypeError for what is no field."""
    form = _form(model)
    row = model.__new__(model)
    row._state = ModelState()  # noqa: SLF001 - as the model itself begins
    values = row.__dict__
    values.update(form.plain)
    for name, default in form.called.items():
        if name not in given:
            values[name] = default()
    for name, value in given.items():
        if name in form.plain or name in form.called:
            values[name] = value
        elif name in form.pointing:
            _point(row, form.pointing[name], value)
        else:
            raise TypeError(f"{model.__name__} has no field {name}")
    return row


def _point(row: models.Model, field: Any, value: models.Model | None) -> None:
    """Where the other side knows of only one, it is told as well, by the ORM."""
    if not field.many_to_one:
        setattr(row, field.name, value)
        return
    row.__dict__[field.attname] = None if value is None else getattr(value, field.target_field.attname)
    field.set_cached_value(row, value)


@lru_cache(MODELS)
def _form(model: type[models.Model]) -> _Form:
    fields = model._meta.concrete_fields
    called = {field.attname: field.default for field in fields if field.has_default() and callable(field.default)}
    plain = {field.attname: field.get_default() for field in fields if field.attname not in called}
    return _Form(plain, called, {field.name: field for field in fields if field.is_relation})
