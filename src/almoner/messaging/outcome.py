"""What passes between the outbox and a channel. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from almoner.messaging.enums import Result
from almoner.messaging.rendering import Rendered


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of a provider. `pressed` is the key that somebody pressed during a call; `down` that nobody was there
    to answer, so that it says nothing of this message and something of the next."""

    result: Result
    answer: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    pressed: str = ""
    down: bool = False


class Sender(Protocol):
    """A channel. It is given one message, one address and one key; the same key again means the same send."""

    def send(self, rendered: Rendered, address: str, key: str) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that this worker holds, the token that proves it, and whose message it is."""

    message_id: UUID
    token: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Handover:
    """What is handed to a channel: one message, one person, one address (law I-16)."""

    claim: Claim
    rendered: Rendered
    contact_point_id: UUID
    address: str
    provider_key: str

    @property
    def person_id(self) -> UUID:
        """Of whom what follows from it is."""
        return self.claim.person_id


def evidence_of(handover: Handover, outcome: Outcome) -> dict[str, Any]:
    """What is kept of an attempt beside its words: what the channel told, which words they were, what was pressed."""
    pressed = {"pressed": outcome.pressed} if outcome.pressed else {}
    return {**outcome.evidence, "words": handover.rendered.words, **pressed}
