"""The channels, and which sender stands behind each: a provider where one is set up, else a marked stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.messaging import pacing
from almoner.messaging.channels.choice import sender_for
from almoner.messaging.enums import Result
from almoner.messaging.outcome import Handover, Outcome, Sender

NOT_TRIED = "not tried: the provider did not answer others a moment ago"


class Senders:
    """The senders of one batch. A connection is opened when the first message needs it, and closed after the last.

    A provider that does not answer is left alone for a while, by all workers. Until then the outcome of whatever would
    go by it is that it does not go now, at once: so it is tried again or by the next way, as if it had been tried.
    """

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._open: dict[str, Sender] = {}
        self._down = pacing.down()

    def send(self, handover: Handover) -> Outcome:
        channel = handover.rendered.channel
        if channel in self._down and clock.now() < self._down[channel]:
            return Outcome(Result.NOT_NOW, NOT_TRIED, down=True)
        outcome = self._sender(channel).send(handover.rendered, handover.address, handover.provider_key)
        if outcome.down:
            self._down[channel] = pacing.note_down(channel=channel, by=SYSTEM)
        elif self._down.pop(channel, None):
            pacing.note_up(channel=channel, by=SYSTEM)
        return outcome

    def _sender(self, channel: str) -> Sender:
        if channel not in self._open:
            self._open[channel] = self._stack.enter_context(sender_for(channel))
        return self._open[channel]


@contextmanager
def open_senders() -> Iterator[Senders]:
    with ExitStack() as stack:
        yield Senders(stack)
