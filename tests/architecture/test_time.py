"""Time enters through `core.clock` only, and leaves as words through `core.days`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from tests.architecture.tree import SHARED, SURFACES, imports, modules, parsed, short, templates

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


SHAPES = {
    "a filter that sets the shape of a date": re.compile(r"\|\s*(date|time)\b"),
    "a date shaped in place": re.compile(r"\bdate_format\(|\.strftime\(|:%[HdYB]"),
}
SHAPED_BY = {
    "src/almoner/core/days.py",
    "src/almoner/console/hospital_forms.py",  # what a browser's own field for a time reads
    "src/almoner/console/roster_forms.py",  # hours as they are typed, and read back
    "src/almoner/console/walk_in_forms.py",  # a date of birth as a search reads it
    "src/almoner/portal/front.py",  # security.txt
}
SAID = [*modules("ui", "timeline", *SHARED, *SURFACES), *templates()]


@pytest.mark.parametrize(
    "source", ['{{ stay.home_on|date:"j F" }}', "date_format(day, 'j F')", "now.strftime('%H:%M')", "f'{begins:%H:%M}'"]
)
def test_a_date_that_is_shaped_in_place_is_seen(source: str) -> None:
    assert any(shape.search(source) for shape in SHAPES.values())


def test_days_and_clocks_are_written_in_one_place() -> None:
    paths = [path for path in SAID if short(path) not in SHAPED_BY]
    said = [(path, name) for path in paths for name, shape in SHAPES.items() if shape.search(path.read_text("utf-8"))]
    assert [f"{short(path)}: {name}" for path, name in said] == []
