"""How people answer in a rehearsal, where nothing really leaves. A pure function of what is asked decides.

with answering.suppose(lambda question: Reply(How.NO_ANSWER)):
    send_due()
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from almoner.messaging.enums import Result


class How(StrEnum):
    HUMAN = "human"
    MACHINE = "machine"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    ACCEPTED = "accepted"
    BOUNCE = "bounce"
    SILENCE = "silence"


RESULTS: dict[How, Result] = {
    How.HUMAN: Result.DELIVERED,
    How.MACHINE: Result.VOICEMAIL,
    How.BUSY: Result.NOT_NOW,
    How.NO_ANSWER: Result.NOT_NOW,
    How.ACCEPTED: Result.ACCEPTED,
    How.BOUNCE: Result.REFUSED,
    How.SILENCE: Result.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Question:
    """What would have been sent: `keys` are those that a call offers."""

    channel: str
    kind: str
    address: str
    key: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    how: How
    pressed: str = ""


Answering = Callable[[Question], Reply]


def as_most_do(question: Question) -> Reply:
    """Mail and text arrive; of ten calls seven reach a person, who presses the first key that is offered."""
    if question.channel != "call":
        return Reply(How.ACCEPTED)
    lot = int(hashlib.sha256(question.key.encode()).hexdigest()[:8], 16) % 10
    if lot == 0:
        return Reply(How.BUSY)
    if lot == 1:
        return Reply(How.NO_ANSWER)
    if lot == 2:
        return Reply(How.MACHINE)
    return Reply(How.HUMAN, next(iter(question.keys), ""))


_answering: ContextVar[Answering] = ContextVar("almoner_answering", default=as_most_do)


def reply_to(question: Question) -> Reply:
    return _answering.get()(question)


@contextmanager
def suppose(answering: Answering) -> Iterator[None]:
    """Have people answer as `answering` says until the block ends."""
    token = _answering.set(answering)
    try:
        yield
    finally:
        _answering.reset(token)
