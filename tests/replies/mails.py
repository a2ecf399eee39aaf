"""E-mails as programs and servers write them."""

from __future__ import annotations

import itertools
from email.message import EmailMessage
from textwrap import dedent

from tests.replies.conftest import ADDRESS

from almoner.messaging.channels.email.smtp import message_id
from almoner.messaging.models import Attempt

_ids = itertools.count(1)


def mail(
    words: str = "Hello", *, sender: str = ADDRESS, subject: str = "Re: Your visit", **headers: str
) -> EmailMessage:
    """One that somebody writes. Names of headers are written with _ for -."""
    found = EmailMessage()
    found["From"] = sender
    found["To"] = "Almoner <almoner@localhost>"
    found["Subject"] = subject
    found["Message-ID"] = headers.pop("message_id", "") or f"<m{next(_ids)}@example.org>"
    for name, value in headers.items():
        found[name.replace("_", "-")] = value
    found.set_content(words)
    return found


def answer_to(attempt: Attempt, words: str, **more: str) -> bytes:
    """An answer to one of ours."""
    quoted = "\n".join(f"> {line}" for line in attempt.body.splitlines())
    body = f"{words}\n\nOn Mon, 23 Nov 2026 at 08:00, Riverside <almoner@localhost> wrote:\n{quoted}\n"
    return mail(body, In_Reply_To=message_id(attempt.provider_key), **more).as_bytes()


def bounce_of(attempt: Attempt, status: str = "5.1.1", action: str = "failed", said: str = "User unknown") -> bytes:
    """A report of another mail server (RFC 3464)."""
    return (
        dedent(f"""\
        From: MAILER-DAEMON@mx.example.org
        To: almoner@localhost
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <b{next(_ids)}@mx.example.org>
        Return-Path: <>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        I am sorry. Your mail could not be delivered.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org

        Final-Recipient: rfc822; {attempt.address}
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 {status} {said}

        --b
        Content-Type: text/rfc822-headers

        From: Almoner <almoner@localhost>
        To: {attempt.address}
        Subject: Your visit
        Message-ID: {message_id(attempt.provider_key)}

        --b--
        """)
        .replace("\n", "\r\n")
        .encode()
    )


def complaint_of(attempt: Attempt) -> bytes:
    """Somebody pressed “unwanted” at their mail service (RFC 5965)."""
    return (
        dedent(f"""\
        From: <feedback@mail.example.net>
        To: almoner@localhost
        Subject: FW: Your visit
        Message-ID: <c{next(_ids)}@mail.example.net>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="c"

        --c
        Content-Type: text/plain

        This is an email abuse report.

        --c
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: SomeGenerator/1.0
        Version: 1

        --c
        Content-Type: message/rfc822

        From: Almoner <almoner@localhost>
        Message-ID: {message_id(attempt.provider_key)}
        Subject: Your visit

        Your visit is booked.
        --c--
        """)
        .replace("\n", "\r\n")
        .encode()
    )


def invitation_answer(
    uid: str, partstat: str, *, sequence: int = 0, attendee: str = ADDRESS, sender: str = ADDRESS, method: str = "REPLY"
) -> bytes:
    """As calendar programs answer an invitation (RFC 6047)."""
    lines = [
        "BEGIN:VCALENDAR", "PRODID:-//Calendar//EN", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{uid}",
        f"SEQUENCE:{sequence}", "DTSTAMP:20261123T080000Z", "DTSTART:20261123T090000Z", "SUMMARY:Hospital visit",
        f"ATTENDEE;PARTSTAT={partstat};CN=Maya:mailto:{attendee}", "ORGANIZER:mailto:almoner@localhost",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    found = mail("Maya has answered this invitation.", sender=sender, subject="Accepted: Hospital visit")
    found.make_mixed()
    found.attach(_calendar("\r\n".join(lines) + "\r\n", method))
    return found.as_bytes()


def _calendar(text: str, method: str) -> EmailMessage:
    part = EmailMessage()
    part.set_content(text, subtype="calendar", params={"method": method})
    return part
