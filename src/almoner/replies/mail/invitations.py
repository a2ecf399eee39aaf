"""What calendar programs write when somebody answers an invitation (RFC 5546, RFC 6047)."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from typing import Any

from icalendar import Calendar

from almoner.replies.incoming import Answered
from almoner.replies.mail.parts import BROKEN, kind, text, walk

METHODS = ("REPLY", "COUNTER")
LONGEST = 200_000


def answered(mail: Message[Any, Any]) -> tuple[Answered, ...]:
    """Every answer that the e-mail carries, each once; it may stand in it twice, shown and attached."""
    parts = [part for part in walk(mail) if kind(part) in {"text/calendar", "application/ics"}]
    return tuple(dict.fromkeys(one for part in parts for one in _in(text(part))))


def _in(words: str) -> Iterator[Answered]:
    try:
        calendars = Calendar.from_ical(words[:LONGEST], multiple=True)
        yield from [one for calendar in calendars for one in _of(calendar)]
    except (*BROKEN, KeyError):
        return


def _of(calendar: Any) -> Iterator[Answered]:
    method = str(calendar.get("METHOD", "")).upper()
    if method not in METHODS:
        return
    for event in calendar.walk("VEVENT"):
        given = event.get("ATTENDEE") or []
        for attendee in given if isinstance(given, list) else [given]:
            yield Answered(
                uid=str(event.get("UID", "")),
                sequence=int(event.get("SEQUENCE", 0)),
                attendee=str(attendee).lower().removeprefix("mailto:").strip(),
                partstat=str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper(),
                method=method,
            )
