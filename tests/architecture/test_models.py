"""Models store. They do not act: no `save()` that does more, no signals."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from tests.architecture.tree import imports, modules, parsed, short

SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals")
OVERRIDES = {"save", "delete", "full_clean"}


def faults(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and part.name in OVERRIDES:
                    yield f"{node.name}.{part.name} is overridden"
    for name in imports(tree):
        if name.startswith(SIGNALS):
            yield f"imports {name}"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("class Visit:\n    def save(self): ...", "Visit.save is overridden"),
        ("from django.dispatch import receiver", "imports django.dispatch"),
        ("def ready():\n    import django.db.models.signals", "imports django.db.models.signals"),
    ],
)
def test_acting_models_are_seen(source: str, complaint: str) -> None:
    assert complaint in list(faults(ast.parse(source)))


def test_models_only_store() -> None:
    assert [f"{short(path)} {fault}" for path in modules() for fault in faults(parsed(path))] == []
