"""A database for the length of a rehearsal, on the engine that is configured; never the hospital's own data."""

from __future__ import annotations

import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

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


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the data as they stood: what the connection needs, and what a process of its own does."""

    database: dict[str, Any]
    surroundings: dict[str, str]


@contextmanager
def copied_data() -> Iterator[Copy]:
    """A copy of the present throwaway data in a folder of its own, gone afterwards. No transaction may be open."""
    known: dict[str, Any] = connections["default"].settings_dict
    with tempfile.TemporaryDirectory(prefix="almoner-copy-") as folder:
        if connection.vendor == "sqlite":
            path = Path(folder) / "almoner.sqlite3"
            connection.ensure_connection()
            with closing(sqlite3.connect(path)) as target:
                connection.connection.backup(target)
            yield Copy({"NAME": path}, {"ALMONER_HOME": folder, "ALMONER_DATABASE_URL": ""})
            return
        present, name = known["NAME"], f"almoner_copy_{secrets.token_hex(8)}"
        with _elsewhere(known):
            _run(f'CREATE DATABASE "{name}" TEMPLATE "{present}"')
        try:
            yield Copy({"NAME": name}, {"ALMONER_HOME": folder, "ALMONER_DATABASE_URL": _address(known, name)})
        finally:
            _run(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def on(copy: Copy) -> Iterator[None]:
    """Work on the copy until the block ends."""
    known: dict[str, Any] = connections["default"].settings_dict
    before = {"NAME": known["NAME"]}
    _turn_to(known, copy.database)
    try:
        yield
    finally:
        _turn_to(known, before)


@contextmanager
def _elsewhere(known: dict[str, Any]) -> Iterator[None]:
    """Away from the database: nobody may be connected to one that is copied."""
    name = known["NAME"]
    _turn_to(known, {"NAME": "template1"})
    try:
        yield
    finally:
        _turn_to(known, {"NAME": name})


def _address(known: dict[str, Any], name: str) -> str:
    who = f"{quote(str(known['USER']))}:{quote(str(known['PASSWORD']))}"
    return f"postgresql://{who}@{known['HOST']}:{known['PORT'] or 5432}/{name}"


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
