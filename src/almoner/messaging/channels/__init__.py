"""The channels, and which sender stands behind each: a provider where one is set up, else a marked stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from almoner.messaging.outcome import Handover, Outcome, Sender


class Senders:
    """The senders of one batch. A connection is opened when the first message needs it, and closed after the last."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._open: dict[str, Sender] = {}

    def send(self, handover: Handover) -> Outcome:
        channel = handover.rendered.channel
        if channel not in self._open:
            from almoner.messaging.channels.choice import sender_for

            self._open[channel] = self._stack.enter_context(sender_for(channel))
        return self._open[channel].send(handover.rendered, handover.address, handover.provider_key)


@contextmanager
def open_senders() -> Iterator[Senders]:
    with ExitStack() as stack:
        yield Senders(stack)
