"""There is one way to change anything: a keyword-only action with `by` last."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.architecture.tree import imports, modules, parsed, short

DO_MANY = {
    "src/almoner/messaging/actions.py claim_due",
    "src/almoner/scheduling/actions/offering.py make_offers",
    "src/almoner/scheduling/actions/answering.py lapse_offers",
    "src/almoner/visits/actions/at_kiosk.py say_here_at_kiosk",
}
"""Several transactions on purpose: each commits what it claims, calls an action for each, or counts a refusal."""


def faults(tree: ast.Module, offered: set[str] | None = None) -> Iterator[str]:
    """What is wrong with the public functions; of a module in an `actions/` package, those that the package offers."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_public(node.name, offered):
            yield from _faults_of(node)


def _is_public(name: str, offered: set[str] | None) -> bool:
    return not name.startswith("_") and (offered is None or name in offered)


def offered_by(module: Path) -> set[str] | None:
    """The names that the package of `module` imports, or None when the module is the whole of the room's actions."""
    if module.name == "actions.py":
        return None
    return {name.split(".")[-1] for name in imports(parsed(module.parent / "__init__.py"))}


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


def test_function_that_a_package_does_not_offer_is_its_own_affair() -> None:
    source = ast.parse("def wall(hold): ...\n@action\ndef book(hold, *, by): ...")
    assert list(faults(source, {"book"})) == ["book: not keyword-only"]


def test_every_action_is_keyword_only_and_decorated() -> None:
    actions = [path for path in modules() if path.name == "actions.py" or path.parent.name == "actions"]
    assert actions
    found = [f"{short(path)} {fault}" for path in actions for fault in faults(parsed(path), offered_by(path))]
    undecorated = {f"{name}: not decorated with @action" for name in DO_MANY}
    assert [fault for fault in found if fault not in undecorated] == []
