"""A module has a name that says its one idea, and is short enough to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.architecture.tree import modules, short

DRAWERS = {"util", "utils", "helper", "helpers", "service", "services", "common", "manager", "managers", "misc"}
LONGEST = 400


def is_drawer(path: Path) -> bool:
    return any(part.removesuffix(".py") in DRAWERS for part in path.parts)


@pytest.mark.parametrize("name", ["people/utils.py", "common/text.py", "charter/managers.py"])
def test_drawer_is_recognised(name: str) -> None:
    assert is_drawer(Path(name))


def test_no_module_is_a_drawer() -> None:
    assert [short(path) for path in modules() if is_drawer(Path(short(path)))] == []


def test_no_module_is_too_long() -> None:
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
