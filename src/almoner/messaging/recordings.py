"""Where what we said in calls is kept, and for how long: `ALMONER_CALL_RECORDINGS_DAYS`, nothing where that is 0."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from almoner.core import clock


def folder() -> Path:
    return Path(settings.ALMONER_HOME) / "recordings"


def place_for(key: str) -> Path | None:
    """Where a call of this key is to be kept; None where none are."""
    if not settings.CALL_RECORDINGS_DAYS:
        return None
    name = hashlib.sha256(key.encode()).hexdigest()[:32]
    return folder() / clock.today().isoformat() / f"{name}.wav"


def name_of(path: Path) -> str:
    """By which it is found again; empty where nothing was kept."""
    return str(path.relative_to(folder())) if path.is_file() else ""


def read(name: str) -> bytes | None:
    """None where it was not kept, or is kept no longer."""
    path = (folder() / name).resolve()
    if not name or not path.is_relative_to(folder().resolve()) or not path.is_file():
        return None
    return path.read_bytes()


def forget_old() -> int:
    """Delete the days that are over their time. Gives how many."""
    kept_from = clock.today() - timedelta(days=settings.CALL_RECORDINGS_DAYS)
    old = [day for day in folder().glob("????-??-??") if _day_of(day) < kept_from]
    for day in old:
        shutil.rmtree(day)
    return len(old)


def _day_of(path: Path) -> date:
    try:
        return date.fromisoformat(path.name)
    except ValueError:
        return date.max
