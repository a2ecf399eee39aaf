"""A migration operation: make many tables in one go.

Django draws every model that is related to a new one anew for each new one, and of ours nearly all are related: making
them one by one takes four fifths of the time in which an empty database is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Every model of `models`, in this order. They are drawn once, when all of them are known."""

    reversible = True

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create models {', '.join(model.name for model in self.models)}"


def at_once(*operations: Operation) -> list[Operation]:
    """The operations of a migration, with models that are created one after the other created in one go."""
    return list(_grouped(operations))


def _grouped(operations: Sequence[Operation]) -> Iterator[Operation]:
    for _, some in groupby(operations, key=lambda one: isinstance(one, CreateModel)):
        group = list(some)
        models = [one for one in group if isinstance(one, CreateModel)]
        yield from [CreateModels(models)] if models else group
