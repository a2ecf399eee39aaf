"""Questions: the rows that a query finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ModelIterable

from almoner.core.prepared.places import SHAPES, Shape, Written, as_given, connected, places, shape_of
from almoner.core.prepared.reading import reader

Row = TypeVar("Row")


class Prepared(Generic[Row]):
    """A question that is asked with other values each time.

    `about` makes the query. Its arguments are the values, by name: a list where it says `__in`, else one value and
    never None; what belongs to a row is asked for by its id. Models or tuples come back, as from the query itself.
    """

    def __init__(self, about: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self._about = about
        self._written = lru_cache(SHAPES)(self._write)

    def all(self, **values: Any) -> list[Row]:
        """All that is found. Nothing, and nothing is asked, where one of the lists is empty."""
        connection = connected()
        asked = as_given(values, connection)
        shape = shape_of(asked)
        if any(length == 0 for _, length in shape):
            return []
        return list(self._written(shape, connection.vendor).ask(asked, connection))

    def one(self, **values: Any) -> Row | None:
        """What is found, where there can be one at most; None where there is none."""
        found = self.all(**values)
        return found[0] if found else None

    def get(self, **values: Any) -> Row:
        """The same where it must be there. Raises ObjectDoesNotExist."""
        found = self.one(**values)
        if found is None:
            raise ObjectDoesNotExist
        return found

    def _write(self, shape: Shape, _vendor: str) -> _Question:
        return _Question(self._about(**places(shape)))


class _Question:
    """A question as the ORM has written it, and how rows are made of what comes back."""

    def __init__(self, found: models.QuerySet[Any, Any]) -> None:
        compiler = found.query.get_compiler(using=found.db)
        self._written = Written(*compiler.as_sql())
        self._locks = found.query.select_for_update
        converters = compiler.get_converters([one[0] for one in compiler.select])
        self._readers = [(at, reader(how, what, compiler.connection)) for at, (how, what) in converters.items()]
        made = found._iterable_class  # noqa: SLF001 - the one place that says what rows become
        self._flat = made is FlatValuesListIterable
        self._models = _Models(compiler.klass_info, compiler.select, found.db) if made is ModelIterable else None
        self._added = list(compiler.annotation_col_map.items())

    def ask(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> Iterator[Any]:
        if self._locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("rows are locked within a transaction only")
        return (self._made_of(list(row), connection) for row in self._written.ask(values, connection))

    def _made_of(self, row: list[Any], connection: BaseDatabaseWrapper) -> Any:
        for at, read in self._readers:
            if row[at] is not None:
                row[at] = read(row[at], connection)
        if not self._models:
            return row[0] if self._flat else tuple(row)
        model = self._models.made_of(row)
        for name, at in self._added:
            setattr(model, name, row[at])
        return model


class _Models:
    """Makes models of rows, with those that were selected with them.

    A model of the house holds what its row has and does nothing when it is made: it is given its values, and none of
    the ways is gone in which the ORM could be asked for something else.
    """

    def __init__(self, told: Any, select: Sequence[Any], alias: str) -> None:
        self._alias = alias
        self._model = told["model"]
        self._first, self._end = told["select_fields"][0], told["select_fields"][-1] + 1
        self._names = [one[0].target.attname for one in select[self._first : self._end]]
        self._key = self._first + self._names.index(self._model._meta.pk.attname)
        self._related = [
            (_Models(one, select, alias), one["local_setter"], one["remote_setter"])
            for one in told.get("related_klass_infos", ())
        ]

    def made_of(self, row: Sequence[Any]) -> models.Model | None:
        """None where nothing is pointed at."""
        if row[self._key] is None:
            return None
        made: models.Model = self._model.__new__(self._model)
        made._state = state = ModelState()  # noqa: SLF001 - as the model itself begins
        state.adding, state.db = False, self._alias
        made.__dict__.update(zip(self._names, row[self._first : self._end], strict=True))
        for related, point, back in self._related:
            found = related.made_of(row)
            point(made, found)
            if found is not None:
                back(found, made)
        return made
