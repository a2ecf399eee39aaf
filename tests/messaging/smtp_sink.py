"""A real SMTP server on the loopback: keeps every letter with its recipients, and answers as it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from tests.engines import free_port


@dataclass
class Sink:
    """`says` answers the recipients, `data_says` the letter; both may be changed while it runs."""

    port: int = 0
    says: str = "250 OK"
    data_says: str = "250 OK"
    refuses: Callable[[str], bool] = lambda _address: False
    """Behind which addresses nobody is."""
    rcpts: list[list[str]] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuses(address):
            return "550 5.1.1 nobody here by that name"
        if self.says.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data_says.startswith("250"):
            self.rcpts.append(list(envelope.rcpt_tos))
            letter = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return self.data_says


@contextmanager
def sink() -> Iterator[Sink]:
    found = Sink(port=free_port())
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    try:
        yield found
    finally:
        controller.stop()
