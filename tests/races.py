"""Real connections against each other, on either engine.

Django's test database on SQLite lives in memory and is shared by table locks, which no real one has. `real_database`
gives the threads of a race a file of their own, as in production; on PostgreSQL the test database is real already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, connections

Result = TypeVar("Result")


def race(run: Callable[[int], Result], count: int) -> list[Result | BaseException]:
    """Call `run(0)` … `run(count - 1)` at the same moment, each with a connection of its own; what came of each."""
    start = Barrier(count)

    def one(number: int) -> Result | BaseException:
        try:
            start.wait(timeout=30)
            return run(number)
        except Exception as fault:  # noqa: BLE001 - told to the test
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as racers:
        return list(racers.map(one, range(count)))


def in_thread(run: Callable[[], Result]) -> Result:
    """Call `run` with the connection that the racers have, and give what it gives."""
    result = race(lambda _number: run(), 1)[0]
    if isinstance(result, BaseException):
        raise result
    return result


@pytest.fixture
def real_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Let new threads work on a file with all tables, copied from the test database; on PostgreSQL, on that itself."""
    if connection.vendor != "sqlite":
        yield
        return
    chosen = connections.settings["default"]
    before = chosen["NAME"]
    copy = tmp_path / "race.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    chosen["NAME"] = str(copy)
    try:
        yield
    finally:
        chosen["NAME"] = before
