"""A database for the length of a rehearsal, on the engine that is configured; never the hospital's own data."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from almoner.core.identifiers import secret


@contextmanager
def throwaway_data() -> Iterator[None]:
    """Work on empty tables in a database of its own, and in a data folder of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="almoner-rehearsal-") as folder, _database(Path(folder)):
        home = settings.ALMONER_HOME
        settings.ALMONER_HOME = Path(folder)
        try:
            call_command("migrate", verbosity=0, interactive=False)
            yield
        finally:
            settings.ALMONER_HOME = home


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    known: dict[str, Any] = connections["default"].settings_dict
    kept = {"NAME": known["NAME"], "OPTIONS": known.get("OPTIONS", {})}
    if connection.vendor == "sqlite":
        quick = {**kept["OPTIONS"], "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"}
        fresh = {"NAME": folder / "rehearsal.sqlite3", "OPTIONS": quick}
    else:
        fresh = {**kept, "NAME": f"almoner_rehearsal_{secret(32)}"}
        _run(f'CREATE DATABASE "{fresh["NAME"]}"')
    _turn_to(known, fresh)
    try:
        yield
    finally:
        _turn_to(known, kept)
        if connection.vendor == "postgresql":
            _run(f'DROP DATABASE "{fresh["NAME"]}" WITH (FORCE)')


def _turn_to(known: dict[str, Any], database: dict[str, Any]) -> None:
    connections.close_all()
    known.update(database)


def _run(statement: str) -> None:
    """A statement about databases; its names are made here, of letters and digits."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
