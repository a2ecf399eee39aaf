"""Migration operations: the database itself refuses to change or delete rows of a table."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION almoner_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {each} EXECUTE FUNCTION almoner_append_only()
"""
_SQLITE_BUT = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_BUT = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table}
FOR EACH ROW EXECUTE FUNCTION almoner_append_only()
"""


class AppendOnly(Operation):
    """Make `table` append-only with triggers, on both engines."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                schema_editor.execute(_SQLITE.format(table=self.table, verb=verb))
            return
        for verb in ("update", "delete"):
            schema_editor.execute(_POSTGRESQL.format(table=self.table, verb=verb, each="ROW"), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_{verb}{on}")

    def describe(self) -> str:
        return f"Make {self.table} append-only"


class OnlyMayChange(Operation):
    """Let one column of an append-only table change, and nothing else of it: whose a row is, not what it says.

    Needed again after a migration that adds a column to the table.
    """

    reversible = True

    def __init__(self, table: str, column: str) -> None:
        self.table = table
        self.column = column

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._drop(schema_editor)
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            there = connection.introspection.get_table_description(cursor, self.table)
        columns = ", ".join(f'"{one.name}"' for one in there if one.name != self.column)
        text = _SQLITE_BUT if connection.vendor == "sqlite" else _POSTGRESQL_BUT
        schema_editor.execute(text.format(table=self.table, columns=columns), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._drop(schema_editor)
        text = _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL
        schema_editor.execute(text.format(table=self.table, verb="update", each="ROW"), params=None)

    def _drop(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        schema_editor.execute(f"DROP TRIGGER {self.table}_no_update{on}")

    def describe(self) -> str:
        return f"Of {self.table} only {self.column} may change"


class LiftAppendOnly(AppendOnly):
    """Take the triggers away, for a change of the table's shape: SQLite builds it anew, and they would be lost unseen.

    `AppendOnly` comes again as the last operation of the same migration.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Let {self.table} be changed"
