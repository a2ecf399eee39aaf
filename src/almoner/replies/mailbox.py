"""The hospital's mailbox, read by IMAP (RFC 3501). What was heard is moved aside; what is still there was not heard."""

from __future__ import annotations

import imaplib
import re
import ssl
from types import TracebackType
from typing import Any, Self

from django.conf import settings

from almoner.replies.mail.parts import LONGEST

SECONDS = 15
"""So long is the server waited for, at each word."""
READ = ("Almoner", "read")
"""The folder for what was heard, and that in which it stands."""
BROKEN = (OSError, imaplib.IMAP4.error, ValueError)
_DELIMITER = re.compile(rb'\([^)]*\) (?:"(.)"|NIL) ')


class MailboxFault(OSError):
    """The mailbox cannot be read; the text says why, as the server or the network told it."""


class Mailbox:
    """One connection. Everything that goes wrong is a MailboxFault."""

    def __init__(self) -> None:
        self._read = ""
        self._can: set[str] = set()
        """What the server can do, as it says once it knows who asks."""

    def __enter__(self) -> Self:
        try:
            self._server = _connect()
        except BROKEN as fault:
            raise MailboxFault(_line(fault)) from fault
        try:
            self._sign_in()
        except BROKEN as fault:
            self._leave()
            raise MailboxFault(_line(fault)) from fault
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def uids(self) -> list[bytes]:
        """What waits, in the order in which it came."""
        found = self._ask("SEARCH", None, "UNDELETED")
        return sorted((found[0] or b"").split(), key=int)

    def fetch(self, uid: bytes) -> bytes | None:
        """The beginning of an e-mail, as much as is read; it stays unread for others. None once somebody took it."""
        found = self._ask("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{LONGEST}>)")
        return next((part[1] for part in found if isinstance(part, tuple)), None)

    def put_aside(self, uid: bytes) -> None:
        """Move it to the folder for what was heard."""
        if "MOVE" in self._can:
            self._ask("MOVE", uid.decode(), self._read)
            return
        self._ask("COPY", uid.decode(), self._read)
        self._ask("STORE", uid.decode(), "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._can:
            self._ask("EXPUNGE", uid.decode())

    def _sign_in(self) -> None:
        self._server.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
        _status, told = self._server.capability()
        self._can = set(b" ".join(told).decode("ascii", "replace").upper().split())
        self._read = self._make_folder()
        status, said = self._server.select(_quoted(settings.IMAP_FOLDER))
        if status != "OK":
            raise MailboxFault(f"no folder {settings.IMAP_FOLDER}: {_line(said)}")

    def _make_folder(self) -> str:
        """The folder for what was heard, made where it is missing; below the inbox where none may stand beside it."""
        _status, told = self._server.list('""', '""')
        found = _DELIMITER.match(told[0]) if told and isinstance(told[0], bytes) else None
        delimiter = found.group(1).decode() if found and found.group(1) else "/"
        said: Any = ""
        for name in (delimiter.join(READ), delimiter.join(("INBOX", *READ))):
            _status, said = self._server.create(_quoted(name))
            status, there = self._server.list('""', _quoted(name))
            if status == "OK" and there and there[0]:
                return _quoted(name)
        raise MailboxFault(f"no folder for what was heard can be made: {_line(said)}")

    def _ask(self, command: str, *words: Any) -> list[Any]:
        try:
            status, said = self._server.uid(command, *words)
        except BROKEN as fault:
            raise MailboxFault(_line(fault)) from fault
        if status != "OK":
            raise MailboxFault(f"{command}: {_line(said)}")
        return list(said)

    def _leave(self) -> None:
        try:
            self._server.logout()
        except BROKEN:
            self._server.shutdown()


def _connect() -> imaplib.IMAP4:
    host, port = settings.IMAP_HOST, settings.IMAP_PORT
    if settings.IMAP_TLS == "yes":
        return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
    server = imaplib.IMAP4(host, port, timeout=SECONDS)
    if settings.IMAP_TLS == "starttls":
        try:
            server.starttls(ssl.create_default_context())
        except BROKEN:
            server.shutdown()
            raise
    return server


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _line(said: Any) -> str:
    """What a server said, on one line; never with a password in it, which servers do not repeat."""
    if isinstance(said, list | tuple):
        said = b" ".join(part for part in said if isinstance(part, bytes))
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:300]
