"""The stories of the invented people, as `stories.toml` tells them."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def stories() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "stories.toml").read_text(encoding="utf-8"))
