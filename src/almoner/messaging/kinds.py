"""The kinds of message there are. The room that knows the subject registers how a kind is filled.

kinds.register(MessageKind("appointment.confirmed", Purpose.CARE, compose))
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from almoner.core.actor import Actor
from almoner.messaging.names import NAMES, Names
from almoner.messaging.wording import Told
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Person

Compose = Callable[[UUID | None, Person], dict[str, Any] | None]
Answered = Callable[[UUID | None, Person, str, Actor], None]
ReadAhead = Callable[[Collection[UUID]], AbstractContextManager[None]]

JOINED = frozenset(
    {"appointment.confirmed", "appointment.reminder_7d", "appointment.reminder_3d", "appointment.reminder_1d",
     "arrival.details", "preparation.last_meal"}
)  # fmt: skip
"""Kinds of which several on one day travel in one message (CNF-5)."""

ANSWERS = frozenset(
    {"appointment.confirmed", "appointment.cancelled_by_patient", "question.received", "urgency.received",
     "urgency.decided", "urgency.answered", "series.confirmed", "series.cancelled", "complaint.acknowledged",
     "promise.made", "account.link"}
)  # fmt: skip
"""Kinds that answer what somebody has just done themselves: an e-mail may go at any hour."""

SAID_BACK = frozenset({"reply.confirmed", "reply.heard", "reply.person_rings"})
"""Kinds that answer what somebody wrote a moment ago: a text goes at any hour, as theirs did."""


class UnknownKind(LookupError):
    """Nobody has words for this kind of message: a fault of the house, not of a person."""


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message.

    `compose` gives the values for the words at the time of sending, or None when the message is no longer right; a
    value may be text, a moment, a date, a list of lines, or a dict of them by language. `calendar`, `large_print` and
    `scan` (what the code on a letter opens) are not words. `each` holds the values of every visit, the first among
    them, where one message tells of several. `answered` hears which key somebody pressed: confirm,
    change, later, cannot_come, better, same, worse, well, longer,
    seen. `words` gives words of its own, by what it is about and the language, where they are no words of a kind.

    For a look at many messages: `ahead` reads at once what is asked of these subjects until its block ends, and
    `glance` gives of the values of `compose` the moments alone; None exactly where `compose` gives None.
    """

    name: str
    purpose: Purpose
    compose: Compose
    urgent: bool = False
    answered: Answered | None = None
    words: Callable[[UUID | None, str], Told] | None = None
    glance: Compose | None = None
    ahead: ReadAhead | None = None

    @property
    def names(self) -> Names:
        return NAMES[self.name]


_kinds: dict[str, MessageKind] = {}


def register(kind: MessageKind) -> None:
    """Make a kind known. Raises UnknownKind when it has no list of names, and so no words."""
    if kind.name not in NAMES:
        raise UnknownKind(kind.name)
    _kinds[kind.name] = kind


def kind(name: str) -> MessageKind | None:
    """The kind as registered, or None where no room fills it."""
    return _kinds.get(name)


def known(name: str) -> bool:
    return name in NAMES


def purpose(name: str) -> Purpose:
    """For what a kind is sent. Raises UnknownKind."""
    if not known(name):
        raise UnknownKind(name)
    registered = _kinds.get(name)
    if registered:
        return registered.purpose
    return Purpose.FEEDBACK if name.startswith("feedback.") else Purpose.CARE


def at_any_hour(name: str, channel: str) -> bool:
    """Whether a message of this kind may go by `channel` while others wait for the end of the quiet hours."""
    if channel == Channel.EMAIL:
        return name in ANSWERS or name in SAID_BACK
    return channel == Channel.TEXT and name in SAID_BACK


def registered() -> list[MessageKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.name)
