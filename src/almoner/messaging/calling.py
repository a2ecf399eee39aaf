"""What the worker does for calls: begin those that are due, look after those that ring, and write how they ended.

A call lasts minutes, so nothing here waits for one: each look is short, and everything else goes on meanwhile.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.messaging import actions, calls, claiming, texts
from almoner.messaging.channels.call import by_http, line
from almoner.messaging.channels.call.line import Ringing
from almoner.messaging.channels.call.sound import NoVoice
from almoner.messaging.channels.choice import calls_are_real
from almoner.messaging.conversation import End
from almoner.messaging.enums import Result
from almoner.messaging.models import Call
from almoner.messaging.outcome import Claim, Handover, Outcome
from almoner.messaging.senders import Senders, open_senders

logger = logging.getLogger(__name__)
LINE_RESTS = timedelta(minutes=2)
"""So long nothing is begun after the line did not work: neither the provider nor the people are stormed."""

ANOTHER_CALL = timedelta(minutes=5)
"""So long after a call that rings somebody is left alone with the next."""


Rings = Ringing | by_http.RingingByHttp


@dataclass(slots=True)
class Exchange:
    """The calls that ring from this worker."""

    ringing: list[tuple[Rings, Call]] = field(default_factory=list)
    rests_until: datetime | None = None

    def round(self) -> int:
        """One look. Gives how many calls were begun or ended."""
        over = [(one, call) for one, call in self.ringing if one.over]
        for one, call in over:
            self._end(one, call)
        return len(over) + self._begin()

    def _end(self, one: Rings, call: Call) -> None:
        self.ringing.remove((one, call))
        told = one.told()
        one.end()
        if told["how"] == End.LINE_DOWN:
            logger.warning("the telephone line did not work: %s", told.get("reason"))
            self.rests_until = clock.now() + LINE_RESTS
        ended = calls.end_call(call=call, told=told, by=SYSTEM)
        record(one.handover, calls.outcome_of(one.handover, ended))

    def _begin(self) -> int:
        if not calls_are_real() or (self.rests_until and clock.now() < self.rests_until):
            return 0
        free = calls.may_begin()
        claims = actions.claim_due(limit=free, which=claiming.Which.CALLS, by=SYSTEM) if free else []
        for claim in claims:
            try:
                self._ring(claim)
            except actions.LeaseLost:
                continue
            except Exception:
                logger.exception("message %s could not be rung; it is tried again", claim.message_id)
        return len(claims)

    def _ring(self, claim: Claim) -> None:
        handover = actions.hand_over(claim=claim, by=SYSTEM)
        if handover is None:
            return
        if handover.rendered.channel != "call":
            with open_senders() as senders:
                carry_out(handover, senders)
            return
        if any(one.handover.address == handover.address for one, _call in self.ringing):
            actions.put_back(claim=claim, after=ANOTHER_CALL, by=SYSTEM)
            return
        try:
            script = None if line.is_set_up() else by_http.script_of(handover)
            call, may_ring = calls.begin_call(handover=handover, script=script, by=SYSTEM)
        except calls.NoLine:
            actions.put_back(claim=claim, by=SYSTEM)
            return
        if not may_ring:
            ended = calls.end_call(call=call, told=call.told or calls.CUT_SHORT, by=SYSTEM)
            record(handover, calls.outcome_of(handover, ended))
            return
        try:
            rings = by_http.RingingByHttp(handover, call) if call.script else Ringing(handover)
            self.ringing.append((rings, call))
        except NoVoice as fault:
            calls.end_call(call=call, told={"how": str(End.CUT_OFF), "reason": f"no voice: {fault}"}, by=SYSTEM)
            record(handover, Outcome(Result.NOT_NOW, f"no voice: {fault}"))


def carry_out(handover: Handover, senders: Senders) -> None:
    """Send what is handed over in a moment, and write what came of it."""
    outcome = sent(handover, senders)
    if outcome:
        record(handover, outcome)


def sent(handover: Handover, senders: Senders) -> Outcome | None:
    """What a channel answered. None for a text that has to wait for another day, which is put off."""
    try:
        return senders.send(handover)
    except texts.NoneLeft:
        actions.put_off(claim=handover.claim, until=texts.tomorrow(), by=SYSTEM)
        return None


def record(handover: Handover, outcome: Outcome) -> None:
    """Write what came of an attempt; where the lease was lost meanwhile, beside the message."""
    try:
        actions.record_attempt(handover=handover, outcome=outcome, by=SYSTEM)
    except actions.LeaseLost:
        actions.record_late(handover=handover, outcome=outcome, by=SYSTEM)


_exchange = Exchange()


def ring_due() -> int:
    """One look at the calls of this worker."""
    return _exchange.round()
