"""What the worker does for the outbox: claim, hand over, send, record. One batch at a time."""

from __future__ import annotations

import logging

from almoner.core import worker
from almoner.core.actor import SYSTEM
from almoner.messaging import actions, calling, channels, live_words, notice_sending, rewording, texting
from almoner.messaging.channels import choice
from almoner.messaging.outcome import Claim
from almoner.people.enums import Channel

logger = logging.getLogger(__name__)
BATCH = 20


def register() -> None:
    worker.register("outbox", 2, send_due)
    worker.register("calls", 1, calling.ring_due)
    worker.register("texts", 1, texting.look)
    worker.register("notices", 5, notice_sending.see_to_notices)
    worker.register("words", 600, tell_of_overtaken_words)


def tell_of_overtaken_words() -> int:
    """Tell of words of the hospital's own that no longer pass, as after an update. None is asked for at once again."""
    if live_words.overtaken():
        rewording.tell_overtaken_words(by=SYSTEM)
    return 0


def send_due(limit: int = BATCH) -> int:
    """Send what is due, up to `limit`. Gives how many messages were taken up."""
    which = actions.Which.OTHERS if choice.calls_are_real() else actions.Which.ALL
    claims = actions.claim_due(limit=limit, which=which, by=SYSTEM)
    if claims:
        with channels.open_senders() as senders:
            for claim in claims:
                _see_to(claim, senders)
    return len(claims)


def _see_to(claim: Claim, senders: channels.Senders) -> None:
    """One message. What fails here fails alone; its lease runs out, and after three times it is put aside."""
    try:
        handover = actions.hand_over(claim=claim, by=SYSTEM)
        if handover is None:
            return
        if handover.rendered.channel == Channel.CALL and choice.calls_are_real():
            actions.put_back(claim=claim, by=SYSTEM)
        else:
            calling.carry_out(handover, senders)
    except actions.LeaseLost:
        return
    except Exception:
        logger.exception("message %s could not be seen to; it is tried again", claim.message_id)
