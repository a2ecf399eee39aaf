"""A handbook from TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from almoner.aftercare.refusals import FaultyHandbook


def read_handbook(path: Path) -> dict[str, Any]:
    """The data in the file, for `actions.load_handbook`. Raises FaultyHandbook where it is not TOML."""
    return read_text(path.read_bytes())


def read_text(content: bytes) -> dict[str, Any]:
    """The data in a text that somebody handed in. Raises FaultyHandbook."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except ValueError as fault:
        raise FaultyHandbook([f"this is not TOML: {fault}"]) from fault
