"""A PostgreSQL server for the length of a test run: made, used, and removed without a trace.

PostgreSQL does not run as root; there, it runs as the user `postgres` or `nobody`.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
FAST_AND_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
}


class Missing(Exception):
    """A program is not installed; the text names the Debian package."""


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a new server on a free port of the loopback; the address of its empty database."""
    programs = program_folder()
    folder = Path(tempfile.mkdtemp(prefix="almoner-postgresql-"))
    try:
        user = unprivileged_user()
        if user:
            shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
        server = Cluster(programs, folder, user)
        server.make()
        server.start()
        try:
            yield server.url
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """One server: its programs, its folder, and who runs it."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self.programs, self.folder, self.user = programs, folder, user
        self.data = folder / "data"
        self.password = secrets.token_hex(16)
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"postgresql://almoner:{self.password}@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password, encoding="utf-8")
        if self.user:
            shutil.chown(secret, self.user)
        self._run(
            "initdb", f"--pgdata={self.data}", "--username=almoner", f"--pwfile={secret}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        chosen = {**FAST_AND_FORGETFUL, "port": str(self.port), "unix_socket_directories": f"'{self.folder}'"}
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(
                f"{name} = {value if value.startswith(chr(39)) else repr(value)}\n" for name, value in chosen.items()
            )

    def start(self) -> None:
        self._run("pg_ctl", f"--pgdata={self.data}", f"--log={self.folder / 'log'}", "--wait", "--timeout=60", "start")

    def stop(self) -> None:
        self._run("pg_ctl", f"--pgdata={self.data}", "--wait", "--mode=immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        become: dict[str, Any] = {}
        if self.user:
            entry = pwd.getpwnam(self.user)
            become = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        log = self.folder / "log"
        answer = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **become,
        )
        if answer.returncode:
            said = log.read_text(encoding="utf-8")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{program} failed: {answer.stderr.strip()} {said}")


def program_folder() -> Path:
    """Where `initdb` and `pg_ctl` are: the newest that Debian keeps, else those on the PATH."""
    kept = sorted(DEBIAN_PROGRAMS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if kept:
        return kept[-1].parent
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    raise Missing("PostgreSQL is missing (initdb was not found). On Debian: apt-get install postgresql")


def unprivileged_user() -> str | None:
    """The user to run the server as, or None to run it as whoever we are."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def free_sip_port() -> int:
    """A port whose next one is free as well: a SIP program listens there for TLS."""
    while True:
        port = free_port()
        with socket.socket() as trial, contextlib.suppress(OSError):
            trial.bind(("127.0.0.1", port + 1))
            return port


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
