"""The data folder, and who holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from almoner.cannot_run import CannotRun

LOCK_FILE = "almoner.lock"


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold the data folder alone until the block ends. The system lets go of it if this process dies."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise CannotRun(
                f"Almoner already runs on {home} (process {_holder(handle)});"
                " stop it, or set ALMONER_HOME to another folder"
            ) from taken
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _holder(handle: int) -> str:
    return os.pread(handle, 20, 0).decode() or "not known"
