"""What a message centre hands to us (deliver_sm): a text of somebody, a part of one, or a receipt. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from almoner.messaging.channels.text.coding import decoded
from almoner.messaging.enums import ReceiptStatus

INTERNATIONAL = 1
"""The type of number of one that begins with the code of its country."""
HAS_HEADER, OF_TYPE = 0x40, 0x3C
RECEIPTS = frozenset({0x04, 0x20})
"""At the end, and on the way (SMPP 3.4, 5.2.12)."""
_SMALL_REFERENCE, _LARGE_REFERENCE = 0x00, 0x08
"""Elements of a header that say to which text a part belongs (GSM 03.40, 9.2.3.24)."""
NO_SUCH_NUMBER = frozenset({"001", "1"})
"""What networks write as error where a number is nobody's (unknown subscriber, GSM 09.02)."""
STATES = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 8: "REJECTD"}
STATUSES = {
    "DELIVRD": ReceiptStatus.DELIVERED, "EXPIRED": ReceiptStatus.MISSED, "DELETED": ReceiptStatus.MISSED,
    "UNDELIV": ReceiptStatus.MISSED, "REJECTD": ReceiptStatus.MISSED,
}  # fmt: skip
"""A telephone that is off is no wrong number. Whatever else is told (on its way, unknown) changes nothing."""
_FIELD = re.compile(r"\b(id|stat|err):\s*(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Delivered:
    """As it came. `sar` is (reference, how many, which), where that stands beside the text and not in its header."""

    sender: str
    sender_type: int
    recipient: str
    kind: int
    coding: int
    octets: bytes
    receipt_id: str = ""
    state: int | None = None
    sar: tuple[int, int, int] | None = None

    @property
    def is_receipt(self) -> bool:
        return self.kind & OF_TYPE in RECEIPTS or bool(self.receipt_id and self.state)


@dataclass(frozen=True, slots=True)
class TextReceipt:
    """`status` is None where what was told is no end."""

    about: str
    status: ReceiptStatus | None
    answer: str


@dataclass(frozen=True, slots=True)
class Part:
    """One of `total` parts; `reference` is what they have in common."""

    fingerprint: str
    reference: str
    total: int
    number: int
    octets: bytes


def receipt_of(delivered: Delivered) -> TextReceipt:
    """What stands beside the text counts before the text, whose form every centre chooses (SMPP 3.4, appendix B)."""
    fields = {name.lower(): value for name, value in _FIELD.findall(delivered.octets.decode("latin-1"))}
    stat = STATES.get(delivered.state or 0) or fields.get("stat", "").upper()
    error = fields.get("err", "")
    status = STATUSES.get(stat)
    if status == ReceiptStatus.MISSED and stat != "EXPIRED" and error in NO_SUCH_NUMBER:
        status = ReceiptStatus.BOUNCED
    answer = " ".join(filter(None, (stat, f"error {error}" if error.strip("0") else "")))
    return TextReceipt(delivered.receipt_id or fields.get("id", ""), status, answer)


def part_of(delivered: Delivered) -> Part:
    """A header that makes no sense is read as part of the text, so that nothing is lost."""
    joined, octets = delivered.sar, delivered.octets
    if delivered.kind & HAS_HEADER and octets and octets[0] < len(octets):
        header, octets = octets[1 : octets[0] + 1], octets[octets[0] + 1 :]
        joined = _joined(header) or joined
    reference, total, number = joined or (0, 1, 1)
    if not 1 <= number <= total or total == 1:
        return Part(_fingerprint(delivered), "", 1, 1, octets)
    return Part(_fingerprint(delivered), f"{reference:x}", total, number, octets)


def _joined(header: bytes) -> tuple[int, int, int] | None:
    while len(header) >= 2:
        element, length = header[0], header[1]
        value, header = header[2 : 2 + length], header[2 + length :]
        if element == _SMALL_REFERENCE and len(value) == 3:
            return value[0], value[1], value[2]
        if element == _LARGE_REFERENCE and len(value) == 4:
            return int.from_bytes(value[:2], "big"), value[2], value[3]
    return None


def _fingerprint(delivered: Delivered) -> str:
    told = repr((delivered.sender, delivered.recipient, delivered.kind, delivered.coding, delivered.sar))
    return hashlib.sha256(told.encode() + delivered.octets).hexdigest()


GAP = " […] "


def whole(parts: Sequence[tuple[int, bytes]], total: int, coding: int) -> str:
    """The text of these parts, (number, octets) each. Joined before it is read: a sign may lie on both sides of a cut.
    Where a part never came, the words say so."""
    found = dict(parts)
    runs: list[bytes] = [b""]
    for number in range(1, total + 1):
        if number in found:
            runs[-1] += found[number]
        elif runs[-1] or number == 1:
            runs.append(b"")
    return GAP.join(decoded(run, coding) for run in runs) if len(runs) > 1 else decoded(runs[0], coding)
