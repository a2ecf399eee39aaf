"""What every test has: the database engine that was asked for, a clock to set, and no way out to the network."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from pytest_django.live_server_helper import LiveServer
from tests.cast import cast  # noqa: F401 - a fixture for every test
from tests.loopback import only_loopback
from tests.races import real_database  # noqa: F401 - a fixture for every test
from tests.said import watch

from almoner.cli import SELDOM
from almoner.core import clock
from almoner.scheduling import memory

ENGINE = os.environ.get("ALMONER_DATABASE", "sqlite")
LONG = {"bootstrap", "demo"}
"""Folders of the tests that take longest: those that start programs with data of their own."""
PAGES = {"console", "portal", "lobby"}
SAID_ONCE = PAGES | {
    "demo", "test_calls.py", "test_run.py", "test_checks.py", "test_cli.py", "test_serving.py",
    "test_simulation_process.py", "test_tables.py",
}  # fmt: skip
"""What the second engine adds nothing to. Pages ask it through the rooms, and tests/access asks it for every page; the
rehearsal, which is played on both, fills it, kills over it and holds every law."""
EACH_CASE = {"access"}
"""Where the second engine is asked for every case. Elsewhere the first of many tells what it has to tell."""


def pytest_configure() -> None:
    gc.freeze()
    gc.set_threshold(*SELDOM)
    watch()
    if connection.vendor != ENGINE:
        raise pytest.UsageError(
            f"ALMONER_DATABASE says {ENGINE}, the settings say {connection.vendor}: "
            "python3 run.py test runs both; by hand, set ALMONER_DATABASE_URL as well"
        )
    hypothesis.settings.register_profile("unhurried", deadline=None)
    hypothesis.settings.load_profile("unhurried")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Nothing of these folders runs on the second engine: it is not read either, which takes a third of the start."""
    return (ENGINE != "sqlite" and collection_path.name in PAGES) or None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first, so that none of them runs alone at the end. On the second engine, what stands on it."""
    items.sort(key=lambda item: not LONG & set(item.path.parts))
    if ENGINE == "sqlite":
        return
    begun: set[tuple[Path, str]] = set()
    kept = [item for item in items if item.get_closest_marker("rehearsal") or _stands_on_it(item, begun)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _stands_on_it(item: pytest.Item, begun: set[tuple[Path, str]]) -> bool:
    """Whether the test asks the second engine for anything that no other asks it. `begun`: tests with a case so far."""
    parts = set(item.path.parts)
    name = (item.path, getattr(item, "originalname", item.name))
    touching = {"db", "transactional_db", "real_database", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    if SAID_ONCE & parts or (name in begun and not EACH_CASE & parts):
        return False
    if not (item.get_closest_marker("django_db") or touching or "bootstrap" in parts):
        return False
    begun.add(name)
    return True


def pytest_report_header() -> str:
    return f"database: {ENGINE}"


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Set the clock: `at(moment)`, as often as the test needs. It goes on by itself again when the test ends."""
    with ExitStack() as until_the_end:
        yield lambda moment: until_the_end.enter_context(clock.at(moment))


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The program as it is served, static files too; the library's own would have Django answer for those."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application)
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(autouse=True, scope="session")
def _stay_on_this_machine() -> Iterator[None]:
    with only_loopback():
        yield


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_emptied_between_tests() -> Iterator[None]:
    """On SQLite, tests with real transactions clean up by DELETE, which the triggers of append-only tables refuse."""
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    plain = operations.sql_flush

    def without_triggers(this: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        with this.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f"DROP TRIGGER {this.quote_name(name)}" for name, _ in triggers]
        return [*drop, *plain(this, style, tables, **options), *(text for _, text in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", without_triggers)
        yield


@pytest.fixture(autouse=True)
def _nothing_is_remembered_of_the_test_before() -> Iterator[None]:
    """A test's writes are undone behind the back of what the process remembers of the diaries; and who asked last may
    have read another language."""
    translation.activate(settings.LANGUAGE_CODE)
    memory.forget()
    yield
    memory.forget()
