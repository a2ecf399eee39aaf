"""What passes between a text and a provider of texts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from almoner.messaging.enums import Result
from almoner.messaging.segments import Segments


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider answered. `ids` are its numbers for the parts it took; UNKNOWN where it may have taken them."""

    result: Result
    answer: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text that may have been taken: handed over at a moment, and never answered."""

    number: str
    body: str
    begun_at: datetime
    known_ids: frozenset[str]
    """Numbers of other texts to the same telephone."""


class Provider(Protocol):
    """Takes a text to a number in E.164 under a key."""

    def submit(self, number: str, segments: Segments, key: str) -> Told: ...

    def find(self, text: Unclear) -> Told | None:
        """What became of it. None where the provider says that it never had it, so that it may be handed over again
        under the same key; UNKNOWN where it could not be asked."""
