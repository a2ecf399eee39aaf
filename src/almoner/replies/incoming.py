"""What came in, as whoever reads a line or a mailbox hands it over. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from almoner.replies.enums import Automatic

LONGEST_WORDS, LONGEST_WHOLE, LONGEST_LINE, LONGEST_ID = 20_000, 100_000, 300, 300
MOST_REFERENCES = 50
_KEPT_SIGNS = "\n\t"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Bounce:
    """What another mail server says of an e-mail of ours: its Message-ID, for whom, and the status of RFC 3463."""

    message_id: str
    recipient: str = ""
    status: str = ""
    said: str = ""

    @property
    def for_good(self) -> bool:
        """Whether it will never arrive. A late one, or one that says nothing clear, may."""
        return self.status.startswith("5.")


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to an invitation (RFC 5546): whose, of which visit, and to which state of it."""

    uid: str
    sequence: int
    attendee: str
    partstat: str
    method: str = "REPLY"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One text or e-mail.

    `channel` is text or email; `provider_id` the Message-ID or the provider's own: what is told twice is heard once;
    `sender` the number or address as shown; `body` their words, plain; `whole` the same with what they quoted, where
    that is more; `refers_to` the Message-IDs that it answers; `automatic` what a machine wrote by itself.
    """

    channel: str
    provider_id: str
    sender: str
    body: str
    subject: str = ""
    refers_to: tuple[str, ...] = ()
    whole: str = ""
    automatic: str = Automatic.NO
    bounces: tuple[Bounce, ...] = ()
    answered: tuple[Answered, ...] = ()

    def kept(self) -> Incoming:
        """As it is stored: without control signs, of bounded length, its id short enough to be compared."""
        body = cleaned(self.body, LONGEST_WORDS)
        whole = cleaned(self.whole, LONGEST_WHOLE)
        return Incoming(
            channel=self.channel,
            provider_id=short_id(self.provider_id),
            sender=line(self.sender),
            body=body,
            subject=line(self.subject),
            refers_to=tuple(short_id(one) for one in self.refers_to[:MOST_REFERENCES]),
            whole="" if whole == body else whole,
            automatic=self.automatic,
            bounces=self.bounces[:MOST_REFERENCES],
            answered=self.answered[:MOST_REFERENCES],
        )

    def as_facts(self) -> dict[str, Any]:
        """What is beside the words, as plain JSON."""
        return {
            "refers_to": list(self.refers_to),
            "automatic": str(self.automatic),
            "bounces": [_plain(asdict(one)) for one in self.bounces],
            "answered": [_plain(asdict(one)) for one in self.answered],
        }


def cleaned(text: str, most: int) -> str:
    """The text in lines, without control signs, without what turns the direction of what stands around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text[: 2 * most] if _may_stay(sign))[:most].strip()


def _may_stay(sign: str) -> bool:
    return sign in _KEPT_SIGNS or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in _TURNING)


def line(text: str) -> str:
    return " ".join(cleaned(text, LONGEST_LINE).split())


def short_id(given: str) -> str:
    """The id as it is; one that is longer than any honest one as its digest."""
    plain = "".join(given.split())
    plain = "".join(sign for sign in plain if _may_stay(sign))
    return plain if len(plain) <= LONGEST_ID else f"sha256:{sha256(plain.encode()).hexdigest()}"


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: line(value) if isinstance(value, str) else value for name, value in facts.items()}
