"""A message before it is stored: its key, its ways, and when it is looked at first. Pure but for the kinds known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from almoner.core import clock
from almoner.core.prepared import new_row
from almoner.messaging import kinds
from almoner.messaging.models import Made, Message
from almoner.people.enums import Channel
from almoner.people.models import Person

FIELDS = (
    "kind", "purpose", "person", "subject_id", "promise_id", "urgent", "group_key", "ways", "channel", "not_before",
    "next_at", "deadline", "epoch",
)  # fmt: skip
KNOWN = frozenset(Channel.values)


class NoWays(ValueError):
    """A message was planned without any way, or by one that does not exist."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told to whom, about what, by which ways, from when until when."""

    kind: str
    person: Person
    subject_id: UUID | None
    ways: tuple[str, ...]
    not_before: datetime
    deadline: datetime
    promise_id: UUID | None = None
    urgent: bool = False
    once: str = ""
    purpose: str = ""
    """Where it is another than that of its kind."""


def drawn(wanted: Wanted, epoch: int) -> Message:
    """The message, not stored. Raises NoWays and UnknownKind."""
    ways = list(dict.fromkeys(wanted.ways))
    if not ways or not KNOWN.issuperset(ways):
        raise NoWays(f"{wanted.kind}: {ways}")
    begin = min(wanted.not_before, wanted.deadline)
    registered = kinds.kind(wanted.kind)
    return new_row(
        Message,
        key=_key(wanted, ways),
        kind=wanted.kind,
        purpose=wanted.purpose or kinds.purpose(wanted.kind),
        person=wanted.person,
        subject_id=wanted.subject_id,
        promise_id=wanted.promise_id,
        urgent=wanted.urgent or bool(registered and registered.urgent),
        group_key=wanted.kind if wanted.kind in kinds.JOINED else "",
        ways=ways,
        channel=ways[0],
        not_before=begin,
        next_at=begin,
        deadline=wanted.deadline,
        epoch=epoch,
    )


def _key(wanted: Wanted, ways: list[str]) -> str:
    time = "" if wanted.promise_id else wanted.not_before.isoformat()
    told = wanted.once or f"{wanted.kind}|{wanted.subject_id}|{wanted.promise_id}|{ways}|{time}"
    return hashlib.sha256(f"{wanted.person.id}|{told}".encode()).hexdigest()


def made(message: Message) -> Made:
    """That it was made, to be counted against what becomes of it (law I-4)."""
    return new_row(Made, message_id=message.id, day=clock.local(message.created_at).date(), channel=message.channel)
