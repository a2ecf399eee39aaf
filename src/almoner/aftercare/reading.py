"""A handbook from its TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from almoner.aftercare.refusals import FaultyHandbook


def read_handbook(path: Path) -> dict[str, Any]:
    """The data in the file, for `actions.load_handbook`. Raises FaultyHandbook where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise FaultyHandbook([f"{path.name} is not TOML: {fault}"]) from fault
