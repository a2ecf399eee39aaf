"""E-mails of ours that came back, or that nobody wants: the outbox hears of it, and a person finds another way."""

from __future__ import annotations

from typing import Any

from almoner.core.actor import Actor
from almoner.messaging.actions import deliver_receipt, stop_contact
from almoner.messaging.enums import ReceiptStatus
from almoner.replies.enums import Outcome
from almoner.replies.mailing import Ours, answered_by
from almoner.replies.models import Heard, Received


def came_back(received: Received, by: Actor) -> Heard:
    """What will never arrive goes by the next way; what is late only waits (F9). That it was ours is known by its
    Message-ID, which nobody else was told (T11)."""
    for told in received.told["bounces"]:
        ours = _ours(told)
        if ours is None:
            continue
        if told["status"].startswith("5."):
            answer = " ".join(part for part in (told["status"], told["said"]) if part)
            deliver_receipt(provider_key=ours.attempt.provider_key, status=ReceiptStatus.BOUNCED, answer=answer, by=by)
            return _heard(received, Outcome.BOUNCED, ours)
        return _heard(received, Outcome.LATE, ours)
    return Heard(received=received, outcome=Outcome.AUTOMATIC)


def unwanted(received: Received, by: Actor) -> Heard:
    """They told their mail service that they do not want it: it is used no more, and a person asks how else."""
    for told in received.told["bounces"]:
        ours = _ours(told)
        if ours is not None:
            because = "marked our e-mail as unwanted"
            stop_contact(contact_point_id=ours.attempt.contact_point_id, because=because, by=by)
            return _heard(received, Outcome.COMPLAINED, ours)
    return Heard(received=received, outcome=Outcome.AUTOMATIC)


def _ours(told: dict[str, Any]) -> Ours | None:
    return answered_by([told["message_id"]], "")


def _heard(received: Received, outcome: Outcome, ours: Ours) -> Heard:
    return Heard(received=received, outcome=outcome, message=ours.message, person=ours.message.person)
