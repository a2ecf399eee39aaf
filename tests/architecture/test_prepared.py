"""A statement that is written once says nothing that changes: no moment, no day, nobody's language stands in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from tests.architecture.tree import modules, parsed, short

WRITTEN_ONCE = {"Prepared", "Change", "Removal"}
OF_NOW = {"clock", "settings", "translation", "get_language", "datetime", "timezone"}


def bodies(tree: ast.AST) -> Iterator[ast.AST]:
    """What says a statement: a function given to one of these, or decorated with it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITTEN_ONCE:
            yield from node.args
        elif isinstance(node, ast.FunctionDef):
            marks = {mark.id for mark in node.decorator_list if isinstance(mark, ast.Name)}
            if marks & WRITTEN_ONCE:
                yield from node.body


def changing(tree: ast.AST) -> list[int]:
    return [
        node.lineno
        for body in bodies(tree)
        for node in ast.walk(body)
        if isinstance(node, ast.Name) and node.id in OF_NOW
    ]


def test_no_statement_that_is_written_once_says_what_changes() -> None:
    assert [f"{short(path)}:{line}" for path in modules() for line in changing(parsed(path))] == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("_LATE = Prepared(lambda: Hold.objects.filter(lapses_at__lte=clock.now()))", [1]),
        ("@Prepared\ndef _late():\n    return Hold.objects.filter(lapses_at__lte=clock.now())", [3]),
        ("_LATE = Prepared(lambda now: Hold.objects.filter(lapses_at__lte=now))", []),
        ("def late():\n    return _LATE.all(now=clock.now())", []),
    ],
)
def test_what_changes_is_seen(source: str, lines: list[int]) -> None:
    assert changing(ast.parse(source)) == lines
