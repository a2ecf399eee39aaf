"""The weights as they are stored: a byte for each place of the table and each question; `about.toml` beside them."""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from almoner.urgency.learnt.features import TABLE


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked of a text. The answer is yes above the limit of the text's language."""

    base: float
    scale: float
    limits: dict[str, float]
    weights: memoryview


@cache
def about() -> dict[str, Any]:
    """What was learnt from what, and how it was tried."""
    return tomllib.loads(files(__package__).joinpath("about.toml").read_text("utf-8"))


@cache
def questions() -> tuple[Question, ...]:
    """The most urgent first."""
    stored = memoryview(zlib.decompress(files(__package__).joinpath("weights.bin").read_bytes())).cast("b")
    return tuple(
        Question(row["base"], row["scale"], row["limits"], stored[place * TABLE : (place + 1) * TABLE])
        for place, row in enumerate(about()["question"])
    )
