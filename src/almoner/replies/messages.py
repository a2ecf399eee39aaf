"""What is told to somebody whose answer was heard, put together at the moment of sending."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from almoner.core import clock
from almoner.messaging import kinds
from almoner.messaging.kinds import MessageKind
from almoner.people.enums import Purpose
from almoner.people.models import Person
from almoner.replies.models import Answer, Heard
from almoner.replies.owed import rings_by

CONFIRMED, HEARD, PERSON_RINGS = "reply.confirmed", "reply.heard", "reply.person_rings"
ANSWER = "contact.answer"
WAITED_FOR = timedelta(hours=2)
"""So long after they wrote are they told what was understood; later it is withdrawn."""


def register() -> None:
    told = {CONFIRMED: confirmed, HEARD: heard, PERSON_RINGS: person_rings, ANSWER: answer}
    for name, compose in told.items():
        kinds.register(MessageKind(name, Purpose.CARE, compose))


def confirmed(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The visit as it stands now; None where it stands no more."""
    found = _heard(subject_id, person)
    kind = kinds.kind(found.message.kind) if found and found.message else None
    told = kind.compose(found.message.subject_id, person) if found and found.message and kind else None
    return {"when": told["when"], **_beside(told)} if told and "when" in told else None


def heard(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    return {} if _heard(subject_id, person) else None


def person_rings(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """None once somebody has."""
    found = _heard(subject_id, person)
    if found is None or found.message is None:
        return None
    owed = rings_by(found.message, found.received.created_at)
    return {"answer_by": owed.due_at} if owed else None


def answer(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """What somebody of us wrote, to whom it was made sure that they wrote to us (law I-27)."""
    found = Answer.objects.filter(id=subject_id, contact__person=person).first() if subject_id else None
    return {"written": found.words} if found else None


def _heard(subject_id: UUID | None, person: Person) -> Heard | None:
    """By what came in; whose message it answered. None once it is so long ago that nobody waits to be told."""
    if subject_id is None:
        return None
    lately = Heard.objects.filter(received__created_at__gt=clock.now() - WAITED_FOR)
    return lately.select_related("message", "received").filter(received_id=subject_id, person=person).first()


def _beside(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("reference", "link") if told.get(name)}
