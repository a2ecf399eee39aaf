"""A bind to a message centre by SMPP 3.4, as transceiver: texts go out and come in by one connection of one thread.

While the answer to a text is waited for, whatever comes in is heard; between texts, `look` hears it. The centre is told
that we have something only after it was kept.
"""

from __future__ import annotations

import hashlib
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from select import select
from typing import Any

from django.conf import settings
from smpplib import client, consts, exceptions, smpp

from almoner.messaging.channels.text.coding import CODINGS, encoded
from almoner.messaging.channels.text.delivered import HAS_HEADER, INTERNATIONAL, Delivered
from almoner.messaging.channels.text.provider import Told, Unclear
from almoner.messaging.enums import Result
from almoner.messaging.segments import Segments

logger = logging.getLogger(__name__)

ANSWER_SECONDS, IDLE_SECONDS = 10.0, 30.0
PATIENCE_SECONDS = 60.0
"""All parts of a text together. A lease lasts longer."""
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""Where it broke again before the centre answered anything. After the first time it is tried at once."""
QUICKEST, SLOWEST = 0.05, 2.0
"""Between two texts, once a centre said that they come too fast."""
TIMES_TOO_FAST = 6
TOO_FAST = frozenset({consts.SMPP_ESME_RTHROTTLED, consts.SMPP_ESME_RMSGQFUL})
HEAD, LONGEST = 16, 65_536
DELIVER = 0x00000005
MOST_AT_ONCE = 200
"""So much is heard in one look: what goes out has its turn as well."""
LOST = (exceptions.ConnectionError, exceptions.PDUError, exceptions.UnknownCommandError, OSError, ValueError)

Hear = Callable[[Delivered], str]
"""Keeps what came in. Gives its fingerprint; raises where it could not be kept."""
Settle = Callable[[list[str]], None]
"""Hears the fingerprints of what the centre now knows that we have."""


class Down(Exception):
    """The centre cannot be reached, or does not let us in."""


class Unreadable:
    """Something that came in and is against the rules."""

    def __init__(self, octets: bytes, fault: Exception) -> None:
        code = int.from_bytes(octets[4:8], "big")
        self.command = "deliver_sm" if code == DELIVER else f"0x{code:08X}"
        self.status = int.from_bytes(octets[8:12], "big")
        self.sequence = int.from_bytes(octets[12:16], "big")
        self.fault = fault

    def is_error(self) -> bool:
        return True


class Link(client.Client):  # type: ignore[misc]
    """The library's client, with a certificate that is checked against the centre's name."""

    def _create_socket(self) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), self.timeout)
        if not settings.SMPP_TLS:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)

    def connect(self) -> None:
        self._socket = self._create_socket()
        self.state = consts.SMPP_CLIENT_STATE_OPEN

    def read_pdu(self) -> Any:
        """One thing that came in. What cannot be read is told by its head alone, so that it does not come for ever."""
        size = self._recv_exact(4)
        length = int.from_bytes(size, "big")
        if not HEAD <= length <= LONGEST:
            raise exceptions.ConnectionError(f"something of {length} bytes came in")
        octets = size + self._recv_exact(length - 4)
        try:
            pdu = smpp.parse_pdu(octets, client=self, allow_unknown_opt_params=True)
        except Exception as fault:  # noqa: BLE001 - the library raises whatever a wrong byte leads to
            return Unreadable(octets, fault)
        if not pdu.is_error():
            self.state = consts.STATE_SETTERS.get(pdu.command, self.state)
        return pdu

    def waits(self, seconds: float) -> bool:
        """Whether something can be read within so long."""
        held = self._socket.pending() if isinstance(self._socket, ssl.SSLSocket) else 0
        return bool(held or select([self._socket], [], [], max(0.0, seconds))[0])


class Line:
    """The connection of this worker: made when it is needed, and again after a pause where it broke."""

    def __init__(self, hear: Hear, settle: Settle) -> None:
        self._hear, self._settle = hear, settle
        self._link: Link | None = None
        self._rests_until = 0.0
        self._pause = 0.0
        self._between = 0.0
        self._heard_at = 0.0
        self._asked: int | None = None
        self._answered: list[str] = []
        """What we said that we have, since the centre last showed that it hears us."""
        self._asked_for: list[str] = []
        self.said = ""
        """Why it last broke; empty while it holds."""

    # ── Sending ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def submit(self, number: str, segments: Segments, key: str) -> Told:
        try:
            self._be_bound()
            self._take_all()
        except (Down, *LOST) as fault:
            return Told(Result.NOT_NOW, self._broke(fault))
        until = time.monotonic() + PATIENCE_SECONDS
        ids: list[str] = []
        for part in _parts(number, segments, key):
            told = self._submit_part(part, until)
            ids.extend(told.ids)
            if told.result != Result.ACCEPTED:
                taken = f"{len(ids)} of {len(segments.parts)} parts taken; " if ids else ""
                return Told(told.result, f"{taken}{told.answer}", tuple(ids))
        return Told(Result.ACCEPTED, "accepted by the message centre", tuple(ids))

    def _submit_part(self, part: dict[str, Any], until: float) -> Told:
        answer: Any = None
        for _ in range(TIMES_TOO_FAST):
            time.sleep(self._between)
            if time.monotonic() > until:
                break
            try:
                pdu = smpp.make_pdu("submit_sm", client=self._held, **part)
                self._held.send_pdu(pdu)
            except LOST as fault:
                return Told(Result.NOT_NOW, self._broke(fault))
            try:
                answer = self._answer_to(pdu.sequence, min(until, time.monotonic() + ANSWER_SECONDS))
            except LOST as fault:
                return Told(Result.UNKNOWN, self._broke(fault))
            if answer.status not in TOO_FAST:
                self._between = self._between * 0.9 if self._between > QUICKEST else 0.0
                return _told(answer)
            self._between = min(SLOWEST, max(QUICKEST, self._between * 2))
        return _told(answer) if answer else Told(Result.NOT_NOW, "the message centre is too slow")

    def find(self, text: Unclear) -> Told | None:
        """A centre knows no keys, and cannot be asked for a text whose number we never heard."""
        return Told(Result.NOT_NOW, "its answer was lost, and no receipt showed that it was taken")

    # ── Hearing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def look(self) -> int:
        """Hear what has come in since. Gives how much."""
        try:
            self._be_bound()
            heard = self._take_all()
            self._ask_whether_it_lives()
        except (Down, *LOST) as fault:
            self._broke(fault)
            return 0
        return heard

    def close(self) -> None:
        """Say goodbye, and rest no longer."""
        if self._link is not None:
            with suppress(*LOST):
                self._link.send_pdu(smpp.make_pdu("unbind", client=self._link))
        self._drop()
        self._rests_until, self._pause, self.said = 0.0, 0.0, ""

    def _take_all(self) -> int:
        heard = 0
        while heard < MOST_AT_ONCE and self._held.waits(0):
            heard += self._take(self._held.read_pdu())
        return heard

    def _answer_to(self, sequence: int, until: float) -> Any:
        while self._held.waits(until - time.monotonic()):
            pdu = self._held.read_pdu()
            if pdu.sequence == sequence and pdu.command in {"submit_sm_resp", "generic_nack"}:
                self._heard_at, self._pause = time.monotonic(), 0.0
                return pdu
            self._take(pdu)
        raise TimeoutError("no answer")

    def _take(self, pdu: Any) -> int:
        """See to one thing that came in. Gives 1 where it was something to be heard."""
        self._heard_at = time.monotonic()
        if pdu.command == "deliver_sm":
            self._keep(pdu)
            return 1
        if pdu.command in {"enquire_link", "unbind"}:
            self._reply(f"{pdu.command}_resp", pdu)
        if pdu.command == "unbind":
            raise exceptions.ConnectionError("the message centre said goodbye")
        if pdu.command == "enquire_link_resp" and pdu.sequence == self._asked:
            self._asked, self._pause = None, 0.0
            self._tell_what_is_known()
        return 0

    def _tell_what_is_known(self) -> None:
        try:
            self._settle(self._asked_for)
        except Exception:
            logger.exception("it could not be written what the message centre knows; it may hand something over twice")

    def _keep(self, pdu: Any) -> None:
        if isinstance(pdu, Unreadable):
            logger.error("what came in by text cannot be read and was refused: %r", pdu.fault)
            self._reply("deliver_sm_resp", pdu, consts.SMPP_ESME_RX_P_APPN)
            return
        try:
            kept = self._hear(_delivered(pdu))
        except Exception:
            logger.exception("what came in by text could not be kept; the message centre tries again")
            self._reply("deliver_sm_resp", pdu, consts.SMPP_ESME_RX_T_APPN)
            return
        self._reply("deliver_sm_resp", pdu)
        if kept:
            self._answered.append(kept)

    def _reply(self, command: str, pdu: Any, status: int = consts.SMPP_ESME_ROK) -> None:
        reply = smpp.make_pdu(command, client=self._held, status=status)
        reply.sequence = pdu.sequence
        self._held.send_pdu(reply)

    def _ask_whether_it_lives(self) -> None:
        """Ask where nothing was heard for long, and after each reply: what the centre answers to comes after that."""
        silent = time.monotonic() - self._heard_at
        if self._asked is not None:
            if silent > IDLE_SECONDS:
                raise TimeoutError("the message centre is silent")
        elif self._answered or silent > IDLE_SECONDS:
            pdu = smpp.make_pdu("enquire_link", client=self._held)
            self._asked, self._asked_for, self._answered = pdu.sequence, self._answered, []
            self._heard_at = time.monotonic()
            self._held.send_pdu(pdu)

    # ── The connection ───────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _held(self) -> Link:
        if self._link is None:
            raise exceptions.ConnectionError("not bound")
        return self._link

    def _be_bound(self) -> None:
        if self._link is not None:
            return
        if time.monotonic() < self._rests_until:
            raise Down(self.said)
        link = Link(
            settings.SMPP_HOST, settings.SMPP_PORT, timeout=ANSWER_SECONDS / 2, logger_name="smpplib.line",
            allow_unknown_opt_params=True,
        )  # fmt: skip
        self._link = link
        link.connect()
        link.bind_transceiver(
            system_id=settings.SMPP_SYSTEM_ID, password=settings.SMPP_PASSWORD, system_type=settings.SMPP_SYSTEM_TYPE
        )
        self._heard_at, self.said = time.monotonic(), ""

    def _broke(self, fault: BaseException) -> str:
        """The connection is of no use any more. Gives what is said of it."""
        if not isinstance(fault, Down):
            told = fault.args[0] if isinstance(fault, exceptions.PDUError) and fault.args else fault
            self.said = f"the line to the message centre broke: {str(told) or type(fault).__name__}"[:200]
            logger.warning(self.said)
            self._rests_until = time.monotonic() + self._pause
            self._pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, self._pause * 2))
        self._drop()
        return self.said

    def _drop(self) -> None:
        if self._link is not None:
            with suppress(*LOST):
                self._link.disconnect()
        self._link = self._asked = None
        self._answered, self._asked_for = [], []


def _parts(number: str, segments: Segments, key: str) -> Iterator[dict[str, Any]]:
    """What is submitted: several parts carry a header that joins them; a receipt is asked for of the last."""
    total = len(segments.parts)
    reference = hashlib.sha256(key.encode()).digest()[0]
    to_type, to_plan = INTERNATIONAL, consts.SMPP_NPI_ISDN
    from_type, from_plan = _kind_of(settings.SMPP_SOURCE)
    for place, part in enumerate(segments.parts, start=1):
        header = bytes((5, 0, 3, reference, total, place)) if total > 1 else b""
        yield {
            "source_addr_ton": from_type, "source_addr_npi": from_plan, "source_addr": settings.SMPP_SOURCE.lstrip("+"),
            "dest_addr_ton": to_type, "dest_addr_npi": to_plan, "destination_addr": number.lstrip("+"),
            "esm_class": HAS_HEADER if header else 0, "data_coding": CODINGS[segments.alphabet],
            "short_message": header + encoded(part, segments.alphabet), "registered_delivery": int(place == total),
        }  # fmt: skip


def _kind_of(source: str) -> tuple[int, int]:
    """Type and plan of the number that texts come from: a name, a short code, or a telephone number."""
    digits = source.lstrip("+")
    if not digits.isdecimal():
        return consts.SMPP_TON_ALNUM, consts.SMPP_NPI_UNK
    if len(digits) <= 6:
        return consts.SMPP_TON_NWSPEC, consts.SMPP_NPI_UNK
    return consts.SMPP_TON_INTL, consts.SMPP_NPI_ISDN


def _told(answer: Any) -> Told:
    """What the centre answered to a part (SMPP 3.4, 5.1.3)."""
    if not answer.is_error():
        return Told(Result.ACCEPTED, "", (_string(answer.message_id),))
    said = f"0x{answer.status:08X} {consts.DESCRIPTIONS.get(answer.status, '')}".strip()
    refused = answer.status == consts.SMPP_ESME_RINVDSTADR
    return Told(Result.REFUSED if refused else Result.NOT_NOW, said)


def _delivered(pdu: Any) -> Delivered:
    def beside(name: str) -> Any:
        return getattr(pdu, name, None)

    sar = (beside("sar_msg_ref_num"), beside("sar_total_segments"), beside("sar_segment_seqnum"))
    return Delivered(
        sender=_string(pdu.source_addr),
        sender_type=pdu.source_addr_ton or 0,
        recipient=_string(pdu.destination_addr),
        kind=pdu.esm_class or 0,
        coding=pdu.data_coding or 0,
        octets=pdu.short_message or beside("message_payload") or b"",
        receipt_id=_string(beside("receipted_message_id")),
        state=beside("message_state"),
        sar=sar if all(isinstance(one, int) for one in sar) else None,
    )


def _string(value: Any) -> str:
    return value.decode("latin-1").rstrip("\0") if isinstance(value, bytes) else value or ""
