"""Where a message ends on the wire, in the three protocols by which messages leave. Pure.

Each is fed what a client says, as it comes, and gives it back in units: all of it, in order, none twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qs, parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Unit:
    """Bytes that belong together. `about` says which message they are: by its key, or by the telephone where the
    protocol has no keys; empty where they are none. `asks` where a provider is only asked about one."""

    octets: bytes
    about: str = ""
    asks: bool = False


class Speech(Protocol):
    def feed(self, octets: bytes) -> Iterator[Unit]: ...


class Mail:
    """SMTP: lines, and after DATA all until the dot."""

    KEY = re.compile(rb"^message-id:\s*<([^@>]+)@", re.IGNORECASE | re.MULTILINE)

    def __init__(self) -> None:
        self._held, self._letter = b"", False

    def feed(self, octets: bytes) -> Iterator[Unit]:
        self._held += octets
        while (end := self._held.find(b"\r\n.\r\n" if self._letter else b"\r\n")) >= 0:
            size = end + (5 if self._letter else 2)
            said, self._held = self._held[:size], self._held[size:]
            key = self.KEY.search(said) if self._letter else None
            self._letter = not self._letter and said.strip().lower() == b"data"
            yield Unit(said, key[1].decode() if key else "")


class Web:
    """HTTP/1.x: a head, and as many bytes as it says. The key of a text stands in the address to be told of its end."""

    LENGTH = re.compile(rb"^content-length:\s*(\d+)", re.IGNORECASE | re.MULTILINE)

    def __init__(self) -> None:
        self._held = b""

    def feed(self, octets: bytes) -> Iterator[Unit]:
        self._held += octets
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            length = self.LENGTH.search(self._held[: end + 2])
            size = end + 4 + (int(length[1]) if length else 0)
            if len(self._held) < size:
                return
            said, self._held = self._held[:size], self._held[size:]
            yield self._unit(said, said[end + 4 :].decode())

    def _unit(self, said: bytes, body: str) -> Unit:
        if said.startswith(b"GET "):
            return Unit(said, "asked", asks=True)
        return Unit(said, key_in(dict(parse_qsl(body)).get("StatusCallback", "")))


def key_in(callback: str) -> str:
    """Our key, in the address at which a provider tells what became of a text."""
    return parse_qs(urlsplit(callback).query).get("key", [""])[0]


class Centre:
    """SMPP 3.4: each unit begins with its length. A text is known by the telephone that it goes to."""

    SUBMIT, HEAD = 0x00000004, 16

    def __init__(self) -> None:
        self._held = b""

    def feed(self, octets: bytes) -> Iterator[Unit]:
        self._held += octets
        while len(self._held) >= self.HEAD and len(self._held) >= int.from_bytes(self._held[:4], "big"):
            size = int.from_bytes(self._held[:4], "big")
            said, self._held = self._held[:size], self._held[size:]
            submits = int.from_bytes(said[4:8], "big") == self.SUBMIT
            yield Unit(said, self._telephone(said[self.HEAD :]) if submits else "")

    def _telephone(self, body: bytes) -> str:
        """Service, then twice type, plan and number; words end with a zero byte."""
        source = body.index(b"\0") + 3
        recipient = body.index(b"\0", source) + 3
        return f"+{body[recipient : body.index(0, recipient)].decode()}"
