"""Handing a statement that is written once to the driver of the engine.

The cursor of the ORM is made anew for each statement, and says it in the driver's own way each time. Here it is said so
once. Where somebody listens (who counts statements, or logs them), it goes by the ORM's cursor, so that they hear it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX


class Sent:
    """The text of a statement, as the ORM has it and as SQLite has it."""

    def __init__(self, sql: str) -> None:
        self._sql = sql
        self._of_sqlite = FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")

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
            with own._prepare_cursor(_cursor(own)) as heard:  # noqa: SLF001 - as the connection's own `cursor` does
                heard.execute(self._sql, params)
                return end(heard)
        own.validate_no_broken_transaction()
        with own.wrap_database_errors:
            if own.vendor == "sqlite":
                return end(own.connection.execute(self._of_sqlite, params))
            asking = _cursor(own)
            asking.execute(self._sql, params)
            return end(asking)


def _cursor(own: Any) -> Any:
    """On PostgreSQL one by which the values go to the server apart from the statement, which it then keeps prepared:
    neither side puts it together anew."""
    if own.vendor != "postgresql":
        return own.create_cursor()
    from django.db.backends.postgresql import base

    make: Any = base.ServerBindingCursor
    return make(own.connection)


def _rows(cursor: Any) -> Any:
    return cursor.fetchall()


def _count(cursor: Any) -> int:
    return int(cursor.rowcount)
