"""A migration operation: the database itself refuses two claims on one resource that overlap (law I-10)."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_CLASH = """
CREATE TRIGGER {table}_clash_{verb} BEFORE {event} ON {table}
WHEN (SELECT other.ends_at FROM {table} AS other
      WHERE other.resource_id = NEW.resource_id AND other.starts_at < NEW.ends_at AND other.id <> NEW.id{apart}
      ORDER BY other.starts_at DESC LIMIT 1) > NEW.starts_at
BEGIN SELECT RAISE(ABORT, 'claims on one resource may not overlap'); END
"""
_EXCLUDE = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    (
        "ALTER TABLE {table} ADD CONSTRAINT {table}_clash EXCLUDE USING gist "
        "(resource_id WITH =, {apart}tstzrange(starts_at, ends_at) WITH &&)"
    ),
)


class NoOverlap(Operation):
    """SQLite: triggers that look at the one neighbour that could overlap. PostgreSQL: an exclusion constraint.

    `group`: the column by which rows are of one group. Those may overlap; that they share the whole time and have a
    place each is said by the key itself and by a unique constraint.
    """

    reversible = True

    def __init__(self, table: str, group: str = "") -> None:
        self.table, self.group = table, group

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            named = ["resource_id", "starts_at", "ends_at", *([self.group] if self.group else [])]
            apart = f" AND other.{self.group} <> NEW.{self.group}" if self.group else ""
            events = {"insert": "INSERT", "update": f"UPDATE OF {', '.join(named)}"}
            for verb, event in events.items():
                schema_editor.execute(_CLASH.format(table=self.table, verb=verb, event=event, apart=apart))
            return
        apart = f"{self.group} WITH <>, " if self.group else ""
        for statement in _EXCLUDE:
            schema_editor.execute(statement.format(table=self.table, apart=apart))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {self.table}_clash_{verb}")
            return
        schema_editor.execute(f"ALTER TABLE {self.table} DROP CONSTRAINT {self.table}_clash")

    def describe(self) -> str:
        return f"Refuse overlapping rows of {self.table}"


class Overlap(NoOverlap):
    """Take what `NoOverlap` made away: before a table is made anew, or to put another in its place."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Refuse overlapping rows of {self.table} no longer"
