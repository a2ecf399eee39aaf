"""The parts of an e-mail, read so that nothing that somebody sends can make the reading fail. Attachments stay shut."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import getaddresses
from typing import Any

LONGEST = 2_000_000
"""Bytes of an e-mail that are looked at; words stand at its beginning."""
MOST_PARTS = 200
BROKEN = (ValueError, LookupError, AttributeError, TypeError, IndexError, RecursionError, AssertionError)
"""What the reader of the standard library raises over what no honest program writes."""


def parsed(raw: bytes) -> Message[Any, Any]:
    """The e-mail; where its parts cannot be read, all that follows its headers as one text."""
    try:
        return message_from_bytes(raw[:LONGEST], policy=policy.default)
    except BROKEN:
        return _as_one_text(raw[:LONGEST])


def _as_one_text(raw: bytes) -> Message[Any, Any]:
    try:
        mail: Message[Any, Any] = BytesParser(policy=policy.default).parsebytes(raw, headersonly=True)
    except BROKEN:
        return EmailMessage()
    for name in ("Content-Type", "Content-Transfer-Encoding"):
        del mail[name]
    return mail


def header(message: Message[Any, Any], name: str) -> str:
    """A header as text on one line, empty where there is none or none that can be read."""
    return " ".join(" ".join(headers(message, name)).split())


def headers(message: Message[Any, Any], name: str) -> list[str]:
    try:
        return [str(one) for one in message.get_all(name, [])]
    except BROKEN:
        return [str(value) for key, value in raw_items(message) if key.lower() == name.lower()]


def raw_items(message: Message[Any, Any]) -> list[tuple[str, str]]:
    try:
        return [(str(key), str(value)) for key, value in message.raw_items()]
    except BROKEN:
        return []


def address(message: Message[Any, Any], name: str = "From") -> str:
    """The first address of a header, in small letters; empty where there is none."""
    try:
        found = [one for _name, one in getaddresses(headers(message, name)) if "@" in one]
    except BROKEN:
        return ""
    return found[0].strip().lower() if found else ""


def kind(part: Message[Any, Any]) -> str:
    try:
        return part.get_content_type()
    except BROKEN:
        return "application/octet-stream"


def parameter(part: Message[Any, Any], name: str) -> str:
    try:
        return str(part.get_param(name) or "").lower()
    except BROKEN:
        return ""


def walk(message: Message[Any, Any]) -> Iterator[Message[Any, Any]]:
    """The e-mail and its parts in order, without those of an e-mail inside it; so many at most."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        if part.is_multipart() and not kind(part).startswith("message/"):
            waiting = [*inside(part), *waiting]


def inside(part: Message[Any, Any]) -> list[Message[Any, Any]]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def enclosed(part: Message[Any, Any]) -> Message[Any, Any] | None:
    """The e-mail that is enclosed, or the headers of one."""
    if kind(part) == "message/rfc822":
        return next(iter(inside(part)), None)
    if kind(part) == "text/rfc822-headers":
        return parsed(text(part).encode("utf-8", "surrogateescape"))
    return None


def is_attached(part: Message[Any, Any]) -> bool:
    try:
        return part.get_content_disposition() == "attachment"
    except BROKEN:
        return True


def text(part: Message[Any, Any]) -> str:
    """The text of a part in whatever charset it is; signs that cannot be read become marks."""
    try:
        payload = part.get_payload(decode=True)
        charset = str(part.get_content_charset() or "utf-8")
    except BROKEN:
        return ""
    if not isinstance(payload, bytes):
        return ""
    for name in (charset, "utf-8", "windows-1252"):
        try:
            return payload.decode(name)
        except (LookupError, ValueError):
            continue
    return payload.decode("utf-8", "replace")
