"""What the worker does: what is said back to a number goes out, and the mailbox is read."""

from __future__ import annotations

import logging

from almoner.core import worker
from almoner.core.actor import SYSTEM, Actor
from almoner.messaging import incoming, texts
from almoner.messaging.channels.choice import sender_for
from almoner.messaging.incoming import IncomingText
from almoner.messaging.rendering import Rendered
from almoner.replies.actions import claim_said, put_off_said, receive, record_said
from almoner.replies.incoming import Incoming
from almoner.replies.models import Said
from almoner.replies.postbox import read_mail

logger = logging.getLogger(__name__)
BATCH = 20
KIND = "reply.said"


def register() -> None:
    incoming.listen(hear)
    worker.register("replies.said", 2, send_said)
    worker.register("replies.mail", 30, read_mail)


def hear(text: IncomingText, by: Actor) -> None:
    """A text that a message centre handed over; what it hands over again is heard once."""
    receive(incoming=Incoming("text", text.provider_id, text.sender, text.body), by=by)


def send_said(limit: int = BATCH) -> int:
    """Send what is to be said back. What fails here fails alone, and is taken up again when its lease is over;
    what has no text left today waits for tomorrow."""
    if not Said.objects.filter(ended_at__isnull=True).exists():
        return 0
    taken = claim_said(limit=limit, by=SYSTEM)
    for said in taken:
        try:
            with sender_for(said.channel) as sender:
                outcome = sender.send(rendered(said), said.address, said.key)
            record_said(said=said, outcome=outcome, by=SYSTEM)
        except texts.NoneLeft:
            put_off_said(said=said, by=SYSTEM)
        except Exception:
            logger.exception("what was said back in %s could not be sent; it is tried again", said.id)
    return len(taken)


def rendered(said: Said) -> Rendered:
    """As a channel takes it: to nobody by name."""
    return Rendered(
        kind=KIND,
        channel=said.channel,
        language=said.language,
        to_name="",
        subject=said.subject,
        body=said.body,
        answers=True,
    )
