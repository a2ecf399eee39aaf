"""PostgreSQL's part of backing up and putting back: its own programs do it, and the server swaps the names."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from almoner.backup.sqlite import Head
from almoner.cannot_run import CannotRun

DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")


class Server:
    """The server and database that the settings name."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.name = str(settings["NAME"])
        self._login = {
            "host": str(settings["HOST"]) or None,
            "port": str(settings["PORT"]) or None,
            "user": str(settings["USER"]) or None,
            "password": str(settings["PASSWORD"]) or None,
        }

    def url(self, name: str) -> str:
        """The address of database `name` in the form of ALMONER_DATABASE_URL."""
        login = {key: quote(value or "", safe="") for key, value in self._login.items()}
        port = f":{login['port']}" if login["port"] else ""
        return f"postgresql://{login['user']}:{login['password']}@{login['host']}{port}/{quote(name, safe='')}"

    def copy_data(self, to: Path) -> Head:
        """Dump the database as one moment of it to the new file `to`. The audit head of that moment."""
        with self._connect(self.name) as live, live.transaction():
            live.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            head = self._head(live)
            row = live.execute("SELECT pg_export_snapshot()").fetchone()
            snapshot = str(row[0]) if row else ""
            self._run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={to}", self.name)
        to.chmod(0o600)
        return head

    def has_data(self) -> bool:
        try:
            with self._connect(self.name) as live:
                row = live.execute("SELECT to_regclass('core_audithead')").fetchone()
        except CannotRun:
            return False
        return bool(row and row[0])

    def load(self, data: Path, name: str) -> None:
        """Make database `name` and fill it from the dump; it is dropped again when that fails."""
        with self._connect("postgres") as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            self._run(
                "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                f"--dbname={name}", str(data),
            )  # fmt: skip
        except BaseException:
            self.drop(name)
            raise

    def drop(self, name: str) -> None:
        with self._connect("postgres") as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))

    def swap(self, new: str, aside: str) -> bool:
        """Give `new` the name of the database, in one transaction; the one that had it becomes `aside`."""
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self._connect("postgres") as server:
            row = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name]).fetchone()
            try:
                with server.transaction():
                    if row:
                        server.execute(rename.format(sql.Identifier(self.name), sql.Identifier(aside)))
                    server.execute(rename.format(sql.Identifier(new), sql.Identifier(self.name)))
            except psycopg.errors.ObjectInUse as trouble:
                raise CannotRun(
                    "somebody still works with the database; stop every web process and worker first"
                ) from trouble
        return row is not None

    def _connect(self, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        try:
            return psycopg.connect(dbname=name, autocommit=True, connect_timeout=10, **self._login)  # type: ignore[arg-type]
        except psycopg.OperationalError as trouble:
            raise CannotRun(f"the database server does not let us in: {' '.join(str(trouble).split())}") from trouble

    def _head(self, live: psycopg.Connection[tuple[Any, ...]]) -> Head:
        try:
            row = live.execute("SELECT number, digest FROM core_audithead WHERE id = 1").fetchone()
        except psycopg.errors.UndefinedTable as trouble:
            raise CannotRun("there is nothing to back up: the database has no tables yet") from trouble
        return (int(row[0]), str(row[1])) if row else (0, "")

    def _run(self, program: str, *arguments: str) -> None:
        told = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
        login = {name: value for name, key in told.items() if (value := self._login[key])}
        answer = subprocess.run(  # noqa: S603 - PostgreSQL's own program; names come from the settings
            [_program(program), *arguments], env={**os.environ, **login}, capture_output=True, text=True, check=False
        )
        if answer.returncode:
            raise CannotRun(f"{program} failed: {' '.join(answer.stderr.split())}")


def _program(name: str) -> str:
    """The program by PATH, or the newest that Debian keeps beside the server."""
    found = shutil.which(name)
    if found:
        return found
    kept = sorted(DEBIAN_PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not kept:
        raise CannotRun(f"{name} is missing; on Debian: apt-get install postgresql-client")
    return str(kept[-1])
