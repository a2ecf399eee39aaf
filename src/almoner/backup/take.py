"""Taking a backup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from almoner.backup import sqlite
from almoner.backup.archive import digest_of, write_archive
from almoner.backup.manifest import Manifest
from almoner.backup.postgresql import Server
from almoner.core import clock


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that lies on the disk, whole."""

    path: Path
    manifest: Manifest


def take_backup(*, folder: Path | None = None) -> Taken:
    """Back up to a new file in `folder` (by default `backups/` in the data folder), while everything runs."""
    place = folder or Path(settings.ALMONER_HOME) / "backups"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = clock.now()
    with TemporaryDirectory(prefix=".taking-", dir=place) as near:
        data = Path(near) / "data"
        if connection.vendor == "sqlite":
            number, digest = sqlite.copy_data(Path(str(connection.settings_dict["NAME"])), data)
        else:
            number, digest = Server(connection.settings_dict).copy_data(data)
        manifest = Manifest(
            made_at=now.isoformat(),
            engine="sqlite" if connection.vendor == "sqlite" else "postgresql",
            sha256=digest_of(data),
            size=data.stat().st_size,
            audit_number=number,
            audit_digest=digest,
        )
        path = place / f"almoner-{now:%Y%m%dT%H%M%S}{now.microsecond:06d}Z.tar"
        write_archive(path, manifest, data)
    return Taken(path, manifest)
