"""What a command has to say: as a document for machines, as lines for people, and as an exit status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: all well; 1: understood, but something is wrong."""

    document: Any
    text: str
    status: int = 0
