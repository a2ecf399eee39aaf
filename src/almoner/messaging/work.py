"""What the worker does for the outbox: claim, hand over, send, record. One batch at a time."""

from __future__ import annotations

import logging

from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.messaging import (
    accounts,
    actions,
    calling,
    claiming,
    live_words,
    notice_sending,
    post_work,
    recordings,
    rewording,
    texting,
)
from almoner.messaging.channels import choice
from almoner.messaging.enums import TAKEN
from almoner.messaging.outcome import Claim, Handover, Outcome
from almoner.messaging.senders import Senders, open_senders
from almoner.people.enums import Channel

logger = logging.getLogger(__name__)
BATCH = 20


def register() -> None:
    worker.register("outbox", 2, send_due, at_once=True)
    worker.register("calls", 1, calling.ring_due)
    worker.register("texts", 1, texting.look)
    worker.register("notices", 5, notice_sending.see_to_notices)
    worker.register("letters", 20, post_work.see_to_letters)
    worker.register("words", 600, tell_of_overtaken_words)
    worker.register("accounts", 3600, look_at_accounts)
    worker.register("recordings", 3600, forget_recordings)


def tell_of_overtaken_words() -> int:
    """Tell of words of the hospital's own that no longer pass, as after an update. None is asked for at once again."""
    if live_words.overtaken():
        rewording.tell_overtaken_words(by=SYSTEM)
    return 0


def look_at_accounts() -> int:
    """Tell of days on which messages are not accounted for. None is asked for at once again."""
    accounts.tell_of_accounts(by=SYSTEM)
    return 0


def forget_recordings() -> int:
    """Those of calls, after their time."""
    recordings.forget_old()
    return 0


def send_due(limit: int = BATCH) -> int:
    """Send what is due, up to `limit`. Gives how many messages were taken up."""
    which = claiming.Which.OTHERS if choice.calls_are_real() else claiming.Which.ALL
    claims = actions.claim_due(limit=limit, which=which, by=SYSTEM)
    if claims:
        with open_senders() as senders:
            batch = _Batch(senders)
            for claim in claims:
                batch.see_to(claim)
            batch.record()
    return len(claims)


class _Batch:
    """The messages that were claimed at once, one after the other.

    What came of one is written in the transaction that makes the next ready, and before the next is sent. So at no
    moment is there more than one that was sent and is not written, as where each has a transaction of its own.
    """

    def __init__(self, senders: Senders) -> None:
        self._senders = senders
        self._calls_are_real = choice.calls_are_real()
        self._sent: tuple[Handover, Outcome] | None = None
        self._until = clock.now() + actions.LEASE / 2

    def see_to(self, claim: Claim) -> None:
        """One message. What fails here fails alone; its lease runs out, and after three times it is put aside."""
        try:
            if clock.now() > self._until:  # the provider is slow: whoever comes next shall not lose its lease
                actions.put_back(claim=claim, by=SYSTEM)
                return
            handover = self._next(claim)
            if handover is None:
                return
            if handover.rendered.channel == Channel.CALL and self._calls_are_real:
                actions.put_back(claim=claim, by=SYSTEM)
            else:
                outcome = calling.sent(handover, self._senders)
                self._sent = (handover, outcome) if outcome else None
        except actions.LeaseLost:
            return
        except Exception:
            logger.exception("message %s could not be seen to; it is tried again", claim.message_id)

    def _next(self, claim: Claim) -> Handover | None:
        """Make it ready, and write what came of the one before. None where it does not go now."""
        if self._sent and _may_be_one(*self._sent, claim):
            handover, outcome = self._sent
            try:
                ready = actions.record_and_hand_over(handover=handover, outcome=outcome, claim=claim, by=SYSTEM)
            except Exception:
                logger.debug("each of the two is done alone, and says what it is", exc_info=True)
            else:
                self._sent = None
                return ready
        self.record()
        return actions.hand_over(claim=claim, by=SYSTEM)

    def record(self) -> None:
        """Write what came of the last one. What fails here fails alone."""
        if self._sent:
            sent, self._sent = self._sent, None
            try:
                calling.record(*sent)
            except Exception:
                logger.exception("what came of message %s could not be written", sent[0].claim.message_id)


def _may_be_one(handover: Handover, outcome: Outcome, claim: Claim) -> bool:
    """As `record_and_hand_over` asks."""
    return outcome.result in TAKEN and not outcome.pressed and handover.claim.person_id != claim.person_id
