"""There is one way to change anything: a keyword-only action with `by` last."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from tests.architecture.tree import modules, parsed, short


def faults(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield from _faults_of(node)


def _faults_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    given = function.args
    if given.posonlyargs or given.args or given.vararg or given.kwarg:
        yield f"{function.name}: not keyword-only"
    if not given.kwonlyargs or given.kwonlyargs[-1].arg != "by":
        yield f"{function.name}: by is not last"
    if "action" not in [ast.unparse(decorator) for decorator in function.decorator_list]:
        yield f"{function.name}: not decorated with @action"


@pytest.mark.parametrize(
    ("source", "complaints"),
    [
        ("@action\ndef book(*, hold, by): ...", []),
        ("def _inner(hold): ...", []),
        ("@action\ndef book(hold, *, by): ...", ["book: not keyword-only"]),
        ("@action\ndef book(*, by, hold): ...", ["book: by is not last"]),
        ("def book(*, by): ...", ["book: not decorated with @action"]),
    ],
)
def test_faults_of_actions_are_seen(source: str, complaints: list[str]) -> None:
    assert list(faults(ast.parse(source))) == complaints


def test_every_action_is_keyword_only_and_decorated() -> None:
    actions = [path for path in modules() if path.name == "actions.py" or path.parent.name == "actions"]
    assert actions
    assert [f"{short(path)} {fault}" for path in actions for fault in faults(parsed(path))] == []
