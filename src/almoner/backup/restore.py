"""Putting back a backup: read, checked and settled beside the live data; only then, in one step, in their place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection, connections

from almoner.backup import sqlite
from almoner.backup.archive import read_archive
from almoner.backup.manifest import Manifest
from almoner.backup.postgresql import Server
from almoner.backup.settle import FORMER_HEADS
from almoner.cannot_run import CannotRun
from almoner.core import clock
from almoner.core.audit import ANCHOR_FILE
from almoner.serving.folder import held


@dataclass(frozen=True, slots=True)
class Restored:
    """`findings` are laws that do not hold on the data; a promise that fell due since the backup is one."""

    manifest: Manifest
    audit_entries: int
    findings: list[str]
    kept_aside: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "made_at": self.manifest.made_at,
            "engine": self.manifest.engine,
            "audit_entries": self.audit_entries,
            "findings": self.findings,
            "kept_aside": self.kept_aside,
        }


def restore(*, archive: Path, over: bool) -> Restored:
    """Raise CannotRun, with nothing changed, when the backup is not sound or data are there and `over` is not said."""
    home = Path(settings.ALMONER_HOME)
    connections.close_all()
    with held(home), TemporaryDirectory(prefix=".restoring-", dir=home) as near:
        stage = Path(near)
        if _has_data() and not over:
            raise CannotRun("there are data already; say --over to replace them (they are kept aside)")
        manifest = read_archive(archive, data_to=stage / "data")
        if manifest.engine != connection.vendor:
            raise CannotRun(f"this backup is of {manifest.engine}, the settings name {connection.vendor}")
        (stage / ANCHOR_FILE).write_bytes(manifest.head_as_json() if manifest.audit_number else b"")
        if (home / ANCHOR_FILE).exists():
            shutil.copyfile(home / ANCHOR_FILE, stage / FORMER_HEADS)
        put_back = _put_back_sqlite if manifest.engine == "sqlite" else _put_back_postgresql
        told, kept = put_back(stage, home, f"{clock.now():%Y%m%dT%H%M%S%f}Z")
    return Restored(manifest, told["entries"], told["findings"], kept)


def _has_data() -> bool:
    if connection.vendor == "sqlite":
        return _database_file().exists()
    return Server(connection.settings_dict).has_data()


def _database_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _put_back_sqlite(stage: Path, home: Path, stamp: str) -> tuple[dict[str, Any], str]:
    staged, place = stage / "almoner.sqlite3", _database_file()
    (stage / "data").replace(staged)
    sqlite.need_sound_file(staged)
    told = _settled(stage, database_url="")
    sqlite.close_for_all(staged)
    aside = place.with_name(f"{place.stem}.before-{stamp}{place.suffix}")
    with _heads_swapped(stage, home, stamp):
        there = sqlite.swap(staged, place, aside)
    return told, str(aside) if there else ""


def _put_back_postgresql(stage: Path, home: Path, stamp: str) -> tuple[dict[str, Any], str]:
    server = Server(connection.settings_dict)
    staged, aside = f"{server.name}_restoring_{stamp}".lower(), f"{server.name}_before_{stamp}".lower()
    server.load(stage / "data", staged)
    try:
        told = _settled(stage, database_url=server.url(staged))
        with _heads_swapped(stage, home, stamp):
            there = server.swap(staged, aside)
    except BaseException:
        server.drop(staged)
        raise
    return told, aside if there else ""


def _settled(stage: Path, *, database_url: str) -> dict[str, Any]:
    """Settle the staged data in a process that sees only them."""
    environment = {
        **os.environ,
        "ALMONER_HOME": str(stage),
        "ALMONER_DATABASE_URL": database_url,
        "ALMONER_SECRET_KEY": settings.SECRET_KEY,
    }
    answer = subprocess.run(
        [sys.executable, "-m", "almoner.backup.settle"], env=environment, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise CannotRun(f"the backup could not be made ready: {_last_line(answer.stderr)}")
    told: dict[str, Any] = json.loads(answer.stdout)
    if told["faults"]:
        raise CannotRun(f"the backup cannot be trusted: {'; '.join(told['faults'])}")
    return told


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]


@contextmanager
def _heads_swapped(stage: Path, home: Path, stamp: str) -> Iterator[None]:
    """Once the data are in place, the heads kept outside are those of the data; the former ones are kept aside."""
    former = home / ANCHOR_FILE
    if former.exists():
        os.link(former, home / f"audit-heads.before-{stamp}.jsonl")
    yield
    (stage / ANCHOR_FILE).replace(former)
