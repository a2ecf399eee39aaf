"""Django's `migrate`, and a short way where the database is still empty: the tables are made as they shall be in the
end, and all migrations are noted as done. What they did to rows, no row needs.

Walking the history instead takes five times as long, most of it for drawing every model again after each step. With
the name of a room, as in `migrate core`, the history is walked. That both ways end alike is tested.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.migrations.state import ProjectState

from almoner.core.tables import CreateModels

IN_THE_MODELS = (CreateModels, ModelOperation, FieldOperation, IndexOperation)
"""Operations whose end the models tell."""
OTHER_WAYS = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not any(options[way] for way in OTHER_WAYS) and _is_empty(connection):
            make_tables(connection)
        super().handle(*args, **options)


def _is_empty(connection: BaseDatabaseWrapper) -> bool:
    return set(connection.introspection.table_names()) <= {"django_migrations"}


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """All tables of an empty database, in one transaction."""
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    plan = [one for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)]
    end = _end_of(plan)
    with connection.schema_editor() as editor:
        for model in end.apps.get_models():
            editor.create_model(model)
        for one in plan:
            for operation in one.operations:
                if not isinstance(operation, (*IN_THE_MODELS, RunPython)):
                    operation.database_forwards(one.app_label, editor, end, end)
            executor.recorder.record_applied(one.app_label, one.name)


def _end_of(plan: list[Migration]) -> ProjectState:
    state = ProjectState()
    for one in plan:
        state = one.mutate_state(state, preserve=False)
    return state
