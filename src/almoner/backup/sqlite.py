"""SQLite's part of backing up and putting back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from almoner.cannot_run import CannotRun

Head = tuple[int, str]


def copy_data(source: Path, to: Path) -> Head:
    """Copy the database as one moment of it, while others write. The audit head in the copy."""
    if not source.exists():
        raise CannotRun(f"there is nothing to back up: {source} does not exist")
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live, closing(sqlite3.connect(to)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        need_sound(copy)
        return _head(copy)


def need_sound(database: sqlite3.Connection) -> None:
    try:
        found = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as trouble:
        found = str(trouble)
    if found != "ok":
        raise CannotRun(f"the database file is damaged: {' '.join(found.split())}")


def need_sound_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        need_sound(database)


def _head(database: sqlite3.Connection) -> Head:
    try:
        row = database.execute("SELECT number, digest FROM core_audithead WHERE id = 1").fetchone()
    except sqlite3.OperationalError as trouble:
        raise CannotRun("there is nothing to back up: the database has no tables yet") from trouble
    return row or (0, "")


def close_for_all(path: Path) -> None:
    """Bring everything of a live database into its one file. Raise CannotRun while anybody else has it open."""
    with closing(sqlite3.connect(path, timeout=1)) as database:
        try:
            mode = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as trouble:
            raise CannotRun(f"somebody still works with {path}; stop every web process and worker first") from trouble
    if mode != "delete":
        raise CannotRun(f"somebody still works with {path}; stop every web process and worker first")


def swap(new: Path, place: Path, aside: Path) -> bool:
    """Put `new` in its place in one step; what was there is kept as `aside`. Whether anything was there."""
    there = place.exists()
    if there:
        close_for_all(place)
        os.link(place, aside)
    new.replace(place)
    return there
