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
    pointing: frozenset[str]


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
            setattr(row, name, value)
        else:
            raise TypeError(f"{model.__name__} has no field {name}")
    return row


@lru_cache(MODELS)
def _form(model: type[models.Model]) -> _Form:
    fields = model._meta.concrete_fields
    called = {field.attname: field.default for field in fields if field.has_default() and callable(field.default)}
    plain = {field.attname: field.get_default() for field in fields if field.attname not in called}
    return _Form(plain, called, frozenset(field.name for field in fields if field.is_relation))
