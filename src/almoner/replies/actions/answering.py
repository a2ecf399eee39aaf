"""An answer to one message of ours: acted on as a key in a call is, and told back what was understood."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.messaging.actions import plan
from almoner.messaging.answers import FOR_A_PERSON, hear_answer
from almoner.messaging.models import Message
from almoner.replies.enums import Outcome, Why
from almoner.replies.messages import CONFIRMED, HEARD, PERSON_RINGS, WAITED_FOR
from almoner.replies.models import Heard, Received
from almoner.replies.owed import rings_by

SAYS_ITSELF = frozenset({"accept"})
"""What has a message of its own anyway: the new time."""


def answer(received: Received, message: Message, means: str, said: str, by: Actor) -> Heard:
    """Act on it, and tell them what was understood. What the room of the subject refuses, a person sees to."""
    became = hear_answer(message=message, channel=received.channel, means=means, said=said, by=by)
    heard = Heard(
        received=received,
        outcome=Outcome.FOR_A_PERSON if became in FOR_A_PERSON else Outcome.ANSWERED,
        why=Why.FAILED if became != means else Why.NONE,
        means=became,
        message=message,
        person=message.person,
    )
    _tell_back(heard, by)
    return heard


def _tell_back(heard: Heard, by: Actor) -> None:
    if heard.means in SAYS_ITSELF:
        return
    assert heard.message  # noqa: S101 - the one that was answered
    assert heard.person  # noqa: S101 - whom it was for
    rings = rings_by(heard.message, heard.received.created_at)
    kind = CONFIRMED if heard.means == "confirm" else PERSON_RINGS if rings else HEARD
    now = clock.now()
    plan(
        kind=kind, person=heard.person, subject_id=heard.received.id, ways=[heard.received.channel],
        not_before=now, deadline=now + 2 * WAITED_FOR, by=by,
    )  # fmt: skip
