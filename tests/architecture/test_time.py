"""Time enters through `core.clock` only."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from tests.architecture.tree import imports, modules, parsed, short

CLOCK = "src/almoner/core/clock.py"
READINGS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "timezone.now", "timezone.localtime", "timezone.localdate", "django.utils.timezone.now",
}  # fmt: skip


def readings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            said = ast.unparse(node)
            if any(said == reading or said.endswith(f".{reading}") for reading in READINGS):
                yield f"line {node.lineno}: {said}"
    yield from (f"imports {name}" for name in imports(tree) if name in READINGS)


@pytest.mark.parametrize(
    "source",
    [
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "Field(default=timezone.now)",
        "from time import time",
        "dt.date.today()",
    ],
)
def test_reading_of_the_time_is_seen(source: str) -> None:
    assert list(readings(ast.parse(source)))


def test_stopwatch_is_no_clock() -> None:
    assert list(readings(ast.parse("time.monotonic(); clock.now()"))) == []


def test_time_enters_through_the_clock_only() -> None:
    paths = [path for path in modules() if short(path) != CLOCK]
    assert [f"{short(path)} {reading}" for path in paths for reading in readings(parsed(path))] == []
