"""What takes long to make is made once in a process: the rows that it left are kept, and laid back for the next test.

    clinic = kept("clinic", lambda: make_clinic())

The first call makes it and looks at what has changed in every table. Later calls lay these rows back and give a copy of
what the first gave. Only where the audit chain stands as it stood before the first time: elsewhere it is made anew.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any, TypeVar

from django.db import connection, transaction

from almoner.core.models import AuditHead

Made = TypeVar("Made")
Tables = dict[str, dict[str, Any]]
"""Of each table its rows, by a text that tells one from another."""


@dataclass(frozen=True, slots=True)
class _Keepsake:
    stood: Any
    """Where the audit chain stood before."""
    gone: Tables
    come: Tables
    made: bytes


_kept: dict[str, _Keepsake] = {}


def kept(name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, with its rows in the tables. Not for what leaves anything elsewhere, in a cache or a file."""
    keepsake = _kept.get(name)
    stands = _audit_stands()
    if keepsake is not None and keepsake.stood == stands:
        _lay_back(keepsake)
        return pickle.loads(keepsake.made)  # type: ignore[no-any-return]  # noqa: S301 - written below
    before = rows_of(tables())
    made = make()
    if keepsake is None:
        after = rows_of(tables())
        _kept[name] = _Keepsake(stands, _only_in(before, after), _only_in(after, before), pickle.dumps(made))
    return made


def _audit_stands() -> Any:
    return list(AuditHead.objects.order_by("pk").values_list())


def _lay_back(keepsake: _Keepsake) -> None:
    """In one transaction, so that rows may come before those that they point to."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in keepsake.gone.items():
            key = _key_of(table)
            values = [_value(row, table, key) for row in rows.values()]
            cursor.executemany(f'DELETE FROM "{table}" WHERE "{key}" = %s', [(value,) for value in values])  # noqa: S608
        for table, rows in keepsake.come.items():
            _insert(cursor, table, list(rows.values()))


def _only_in(these: Tables, those: Tables) -> Tables:
    found = {
        table: {text: row for text, row in rows.items() if text not in those[table]} for table, rows in these.items()
    }
    return {table: rows for table, rows in found.items() if rows}


def tables() -> list[str]:
    """All in which the program keeps anything."""
    return [table for table in connection.introspection.table_names() if table != "django_migrations"]


def rows_of(names: Iterable[str]) -> Tables:
    """What stands in these tables."""
    with connection.cursor() as cursor:
        return {table: {_text(row): row for row in _select(cursor, table)} for table in names}


def _text(row: Any) -> str:
    return row if isinstance(row, str) else repr(row)


def _select(cursor: Any, table: str) -> Iterable[Any]:
    """SQLite: the values, as it takes them back. PostgreSQL: each row as JSON, which it can read back."""
    if connection.vendor == "sqlite":
        rows = cursor.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
        return [tuple(str(value) if isinstance(value, time) else value for value in row) for row in rows]
    cursor.execute(f'SELECT row_to_json(kept)::text FROM "{table}" AS kept')  # noqa: S608
    return [text for (text,) in cursor.fetchall()]


def _insert(cursor: Any, table: str, rows: list[Any]) -> None:
    if connection.vendor == "sqlite":
        places = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)  # noqa: S608
        return
    as_rows = f'json_populate_recordset(NULL::"{table}", %s::json)'
    cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {as_rows}', [f"[{','.join(rows)}]"])  # noqa: S608


def _key_of(table: str) -> str:
    with connection.cursor() as cursor:
        return connection.introspection.get_primary_key_column(cursor, table) or "id"


def _value(row: Any, table: str, key: str) -> Any:
    if connection.vendor == "postgresql":
        return json.loads(row)[key]
    with connection.cursor() as cursor:
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return row[names.index(key)]
