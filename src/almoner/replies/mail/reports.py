"""What mail servers and programs write by themselves: that it came back, is unwanted, was opened, or they are away.

RFC 3464 (delivery), RFC 5965 (complaints), RFC 8098 (receipts), RFC 3834 (answers of machines).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from typing import Any, TypeAlias

from almoner.replies.enums import Automatic
from almoner.replies.incoming import Bounce
from almoner.replies.mail.parts import address, enclosed, header, headers, inside, kind, parameter, text, walk

Mail: TypeAlias = "Message[Any, Any]"
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-daemon)@|^(mailer-daemon|postmaster)$")
_AWAY = re.compile(
    r"^\s*(automatic reply|auto(matic)?[- ]?(reply|response|matisch)|out of( the)? office|respuesta autom[aá]tica|"
    r"fuera de la oficina|رد تلقائي|خارج المكتب)",
    re.IGNORECASE,
)
_OF_A_MACHINE = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From")
_OF_A_LIST = ("List-Id", "List-Unsubscribe", "Feedback-ID")


def automatic(mail: Mail) -> Automatic:
    """What a machine wrote by itself, or that somebody wrote it."""
    report = parameter(mail, "report-type") if kind(mail) == "multipart/report" else ""
    of_report = {
        "delivery-status": Automatic.BOUNCE,
        "feedback-report": Automatic.COMPLAINT,
        "disposition-notification": Automatic.RECEIPT,
    }
    if report:
        return of_report.get(report, Automatic.REPLY)
    if _from_daemon(mail):
        return Automatic.BOUNCE
    return _by_headers(mail)


def _by_headers(mail: Mail) -> Automatic:
    submitted = header(mail, "Auto-Submitted").split(";")[0].strip().lower()
    sent_back = header(mail, "Return-Path").strip()
    precedence = header(mail, "Precedence").strip().lower()
    if submitted not in {"", "no"} or sent_back == "<>" or precedence == "auto_reply":
        return Automatic.REPLY
    if any(headers(mail, name) for name in _OF_A_MACHINE) or _AWAY.match(header(mail, "Subject")):
        return Automatic.REPLY
    if precedence in {"bulk", "junk", "list"} or any(headers(mail, name) for name in _OF_A_LIST):
        return Automatic.LIST
    return Automatic.NO


def _from_daemon(mail: Mail) -> bool:
    return bool(_DAEMON.match(address(mail) or header(mail, "From").lower()))


def bounces(mail: Mail) -> tuple[Bounce, ...]:
    """Of which e-mail of ours it tells, with the status; none where that cannot be found out."""
    ours = [found for part in walk(mail) if (inner := enclosed(part)) is not None if (found := message_id(inner))]
    if not ours:
        return ()
    told = list(_told(mail)) or [_in_words(mail)]
    return tuple(Bounce(ours[0], *one) for one in told)


def _told(mail: Mail) -> Iterator[tuple[str, str, str]]:
    """For each recipient: who, the status, and what their server said."""
    for part in walk(mail):
        if kind(part) != "message/delivery-status":
            continue
        for group in inside(part):
            status, action = header(group, "Status"), header(group, "Action").lower()
            if not status and not action:
                continue
            recipient = header(group, "Original-Recipient") or header(group, "Final-Recipient")
            found = _STATUS.search(status)
            given = found.group(1) if found else ""
            if action in {"delayed", "delivered", "relayed", "expanded"} and given.startswith("5"):
                given = ""
            yield recipient.split(";")[-1].strip().lower(), given, header(group, "Diagnostic-Code")[:200]


def _in_words(mail: Mail) -> tuple[str, str, str]:
    """A server that writes no report says it in words alone."""
    said = "\n".join(text(part) for part in walk(mail) if kind(part) == "text/plain")[:20_000]
    found = _STATUS.search(said)
    return "", found.group(1) if found else "", " ".join(said.split())[:200]


def message_id(mail: Mail) -> str:
    found = re.search(r"<[^<>\s]{3,300}>", header(mail, "Message-ID"))
    return found.group(0) if found else ""


def references(mail: Mail) -> tuple[str, ...]:
    """The Message-IDs that it answers, the nearest first."""
    answered = re.findall(r"<[^<>\s]{3,300}>", header(mail, "In-Reply-To"))
    before = re.findall(r"<[^<>\s]{3,300}>", header(mail, "References"))
    return tuple(dict.fromkeys([*answered, *reversed(before)]))
