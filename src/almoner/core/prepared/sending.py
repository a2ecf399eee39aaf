"""Handing a statement that is written once to the driver of the engine.

The cursor of the ORM is made anew for each statement, and says it in the driver's own way each time. Here it is said so
once. Where somebody listens (who counts statements, or logs them), it goes by the ORM's cursor, so that they hear it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_PLACE = re.compile("%s|%%")


class Sent:
    """The text of a statement: as the ORM has it, and as the driver of each engine takes it."""

    def __init__(self, sql: str) -> None:
        numbers = count(1)
        self._sql = sql
        self._of_sqlite = _PLACE.sub(lambda found: "?" if found[0] == "%s" else "%", sql)
        self._of_postgresql = _PLACE.sub(lambda found: f"${next(numbers)}" if found[0] == "%s" else "%", sql)

    def ask(self, params: Sequence[Any], connection: BaseDatabaseWrapper) -> list[Sequence[Any]]:
        """The rows that are found."""
        return self._carry_out(params, connection, _rows)  # type: ignore[no-any-return]

    def do(self, params: Sequence[Any], connection: BaseDatabaseWrapper) -> int:
        """How many rows were written."""
        return self._carry_out(params, connection, _count)  # type: ignore[no-any-return]

    def _carry_out(self, params: Sequence[Any], connection: BaseDatabaseWrapper, end: Callable[[Any], Any]) -> Any:
        own: Any = connection
        own.close_if_health_check_failed()
        own.ensure_connection()
        if own.execute_wrappers or own.queries_logged:
            with own._prepare_cursor(_listened_to(own)) as heard:  # noqa: SLF001 - as the connection's own `cursor` does
                heard.execute(self._sql, params)
                return end(heard)
        own.validate_no_broken_transaction()
        with own.wrap_database_errors:
            if own.vendor == "sqlite":
                return end(own.connection.execute(self._of_sqlite, params))
            return end(_of_postgresql()[0](own.connection).execute(self._of_postgresql, params))


def _listened_to(own: Any) -> Any:
    return _of_postgresql()[1](own.connection) if own.vendor == "postgresql" else own.create_cursor()


@lru_cache(1)
def _of_postgresql() -> tuple[Any, Any]:
    """Cursors by which the values go to the server apart from the statement, which it then keeps prepared: neither side
    puts it together anew. One takes the statement as the server has it, one as the ORM has it."""
    from django.db.backends.postgresql import base
    from psycopg import RawCursor

    listened_to: Any = base.ServerBindingCursor
    return RawCursor, listened_to


def _rows(cursor: Any) -> Any:
    return cursor.fetchall()


def _count(cursor: Any) -> int:
    return int(cursor.rowcount)
