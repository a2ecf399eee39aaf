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


HOSPITALS = {
    "src/almoner/core/clock.py": "what it is made of",
    "src/almoner/people/actions/carers.py": "leave to act for somebody holds for the house",
    "src/almoner/messaging/composing.py": "where a message is about no place and nobody knows where its reader is",
    "src/almoner/messaging/queries.py": "days of the outbox",
    "src/almoner/messaging/days_ahead.py": "days of the outbox",
    "src/almoner/messaging/joining.py": "the day of what takes place at no site",
    "src/almoner/messaging/planning.py": "days of the outbox",
    "src/almoner/messaging/texts.py": "the day of which so many parts of texts may go",
    "src/almoner/messaging/laws.py": "one of the clocks by which it may have been day",
    "src/almoner/messaging/channels/letter/folder.py": "the date above a letter of the house",
    "src/almoner/messaging/channels/letter/bundle.py": "the sheet above a pile of the house's letters",
    "src/almoner/messaging/post_queries.py": "days of the outbox",
    "src/almoner/timeline/queries.py": "days on which a record was read",
    "src/almoner/charter/actions.py": "where a promise is made to nobody of whom a place is known",
    "src/almoner/desk/messages.py": "the last day of an account's link",
    "src/almoner/aftercare/messages.py": "the last day on which we ask",
    "src/almoner/insight/period.py": "figures of the hospital",
    "src/almoner/insight/measures/appointments.py": "figures of the hospital",
    "src/almoner/console/measures_showing.py": "figures of the hospital",
    "src/almoner/console/ahead_rows.py": "days of the outbox",
    "src/almoner/scheduling/search.py": "about where a search begins and ends, days wide",
    "src/almoner/scheduling/why_none.py": "about where a search ends, days wide",
    "src/almoner/scheduling/soonest.py": "about where a search ends, days wide",
    "src/almoner/scheduling/proposing.py": "where nothing is free, and a day's margin",
    "src/almoner/scheduling/times.py": "a time of which no site was told",
    "src/almoner/scheduling/series.py": "a proposal of which no site was told",
    "src/almoner/scheduling/queries.py": "a stretch of which no site was told",
    "src/almoner/scheduling/placed.py": "a hold that claims nothing any more",
    "src/almoner/scheduling/tasks.py": "once a day, at night, for the whole hospital",
    "src/almoner/scheduling/actions/protecting.py": "whole weeks of the hospital",
    "src/almoner/scheduling/actions/offering.py": "one of the clocks by which it may be day",
    "src/almoner/visits/clinician_day.py": "a line of which no site was told",
    "src/almoner/ui/gallery.py": "made up to be looked at",
}
"""Where the hospital's wall is meant, and why. Everywhere else a wall is that of a place, or the reader's."""
WITHOUT_A_PLACE = {"clock.local": 1, "clock.on_the_wall": 2, "clock.zone": 0}
"""What reads a wall, and how many arguments it has when none of them says which."""


def hospital_walls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or node.keywords:
            continue
        if len(node.args) == WITHOUT_A_PLACE.get(ast.unparse(node.func), -1):
            yield f"line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("source", ["clock.local(visit.starts_at)", "clock.on_the_wall(day, at)", "f(x, clock.zone())"])
def test_a_wall_of_no_place_is_seen(source: str) -> None:
    assert list(hospital_walls(ast.parse(source)))


def test_I_13_the_hospitals_wall_is_read_only_where_no_place_is_meant() -> None:
    paths = [path for path in modules() if "demo" not in path.parts and "migrations" not in path.parts]
    found = {short(path): list(hospital_walls(parsed(path))) for path in paths}
    assert {path: walls for path, walls in found.items() if walls and path not in HOSPITALS} == {}
    assert [path for path in HOSPITALS if not found[path] and path != CLOCK] == []


BARE = re.compile(
    r"([\w.]*\b(?:starts_at|ends_at|answer_by|moved_from|lapses_at|expected_at|comes_at|usual_at))\s*\|\s*\w+"
)
AT_THE_READERS_SITE = {
    "cover.starts_at", "cover.ends_at", "one.cover.starts_at", "one.cover.ends_at",  # on call where one works
    "line.item.starts_at", "one.starts_at", "shown.diet.starts_at",  # the day of somebody in a bed, read there
    "row.pause.ends_at", "pause.pause.ends_at",  # of offers, of no place
    "invitation.starts_at", "invitation.ends_at",  # as it was sent, in UTC
}  # fmt: skip


@pytest.mark.parametrize("source", ["{{ visit.starts_at|when }}", "{% with a=offer.answer_by|at_clock %}"])
def test_a_time_without_its_place_is_seen(source: str) -> None:
    assert BARE.search(source)


def test_I_13_pages_show_a_visit_on_the_wall_of_its_site() -> None:
    """`starts_there` knows its place; `starts_at` does not."""
    said = ((path, found) for path in templates() for found in BARE.findall(path.read_text("utf-8")))
    assert [f"{short(path)}: {found}" for path, found in said if found not in AT_THE_READERS_SITE] == []
