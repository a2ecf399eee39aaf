"""E-mail by SMTP. One connection for a batch; one recipient for a message (law I-16)."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlparse

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.template.loader import render_to_string

from almoner.core import clock
from almoner.messaging import leaving
from almoner.messaging.channels.email.blocks import blocks
from almoner.messaging.channels.email.invitation import invitation
from almoner.messaging.channels.stand_in import kept
from almoner.messaging.enums import Result
from almoner.messaging.outcome import Outcome
from almoner.messaging.rendering import Rendered

CLOSES = 421
"""What a relay answers that takes nothing at the moment, from anybody."""


class Letter(EmailMultiAlternatives):
    """An e-mail whose parts are kept apart by its own key: it stands in none of them, so none is searched for it."""

    def message(self, **more: Any) -> Any:
        made = super().message(**more)
        key = str(self.extra_headers["Message-ID"]).strip("<>").partition("@")[0]
        for number, part in enumerate(one for one in made.walk() if one.is_multipart()):
            part.set_boundary(f"{key}-{number}")
        return made


class SmtpSender:
    """Sends by the relay of the settings. The Message-ID comes from the key, so a repeat is known as one."""

    def __init__(self, connect: Callable[[], EmailBackend] = EmailBackend) -> None:
        self._relay = connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._relay.close()

    def send(self, rendered: Rendered, address: str, key: str) -> Outcome:
        try:
            validate_email(address)
        except ValidationError:
            return Outcome(Result.REFUSED, "not an e-mail address")
        try:
            self._relay.open()
        except (smtplib.SMTPException, OSError) as fault:
            return self._over(Result.NOT_NOW, fault, down=True)
        try:
            self._relay.send_messages([message_for(rendered, address, key)])
        except smtplib.SMTPRecipientsRefused as fault:
            code, said = next(iter(fault.recipients.values()))
            return self._over(Result.REFUSED if code >= 500 else Result.NOT_NOW, f"{code} {_text(said)}")
        except smtplib.SMTPResponseException as fault:
            return self._as_told(fault.smtp_code, _text(fault.smtp_error))
        except (smtplib.SMTPException, OSError) as fault:
            return self._over(Result.UNKNOWN, fault, down=True)
        return Outcome(Result.ACCEPTED, "accepted by the relay", {"message_id": message_id(key), **kept(rendered)})

    def _as_told(self, code: int, said: str) -> Outcome:
        if not _says_no(code):
            return self._over(Result.UNKNOWN, f"half an answer: {code} {said}", down=True)
        return self._over(Result.NOT_NOW, f"{code} {said}", down=code == CLOSES)

    def _over(self, result: Result, said: object, *, down: bool = False) -> Outcome:
        """Close what may be broken; the next message opens it anew."""
        try:
            self._relay.close()
        except (smtplib.SMTPException, OSError):
            self._relay.connection = None
        return Outcome(result, _line(said), down=down)


def _says_no(code: int) -> bool:
    """Whether it is the answer of a relay that has not taken it (RFC 5321, 4.2.1). Where a connection ends within an
    answer, the library gives as a code what came of it: 25 may have been the beginning of 250."""
    return 400 <= code < 600


def message_id(key: str) -> str:
    host = urlparse(settings.ALMONER_PUBLIC_URL).hostname or "localhost"
    return f"<{key}@{host}>"


def message_for(rendered: Rendered, address: str, key: str) -> Letter:
    """The e-mail: plain words, the same as a page, and an invitation for each visit that it tells of."""
    email = Letter(
        subject=_line(rendered.subject),
        body=rendered.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        headers={
            "Message-ID": message_id(key),
            "Auto-Submitted": "auto-generated",
            "Content-Language": rendered.language,
            **leaving.headers(rendered.kind, key),
        },
    )
    email.attach_alternative(page_for(rendered), "text/html")
    organizer = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    for number, facts in enumerate(rendered.calendars, start=1):
        invited = invitation(facts, language=rendered.language, organizer=organizer, attendee=address, at=clock.now())
        if number == 1:
            email.attach_alternative(invited.text, f"text/calendar; method={invited.method}")
        email.attach(f"visit-{number}.ics", invited.text, f"text/calendar; method={invited.method}")
    return email


def page_for(rendered: Rendered) -> str:
    """The message as a page for mail programs: no picture, nothing fetched."""
    return render_to_string(
        "messaging/email.html",
        {
            "message": rendered,
            "blocks": blocks(rendered.body, rendered.link),
            "dir": "rtl" if rendered.from_right else "ltr",
        },
    )


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _line(said: object) -> str:
    return " ".join(str(said).split())[:300]
