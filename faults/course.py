"""What a run is to be, and all that is known of it afterwards. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from faults.proxy import Chances, Passage


@dataclass(frozen=True, slots=True)
class Course:
    """What a run is to be. `texts` go by "http" or by "smpp"."""

    messages: int = 300
    seed: int = 1
    engine: str = "sqlite"
    texts: str = "http"
    kills: int = 80
    chances: Chances = field(default_factory=Chances)

    @property
    def workers(self) -> int:
        return 2 if self.engine == "postgresql" else 1


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that a provider took. `key` is empty where its protocol has none."""

    channel: str
    key: str
    address: str
    code: str
    name: str


@dataclass(slots=True)
class Told:
    """All that is known of a run: what providers took, what the wires did, and what stands in the tables."""

    course: Course
    taken: list[Taken]
    passages: list[Passage]
    kills: int
    report: dict[str, Any]
    seconds: float
