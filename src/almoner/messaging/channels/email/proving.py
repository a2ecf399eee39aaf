"""Whether invitations are what calendars act on, in every language, and tell nobody what the visit is for. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar

from almoner.messaging.channels.email.invitation import TITLES, invitation
from almoner.messaging.wording import LANGUAGES

AT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
"""In the night in which clocks go forward: whoever wrote local times would write one that there is not."""
CANARY = "Endoscopy"
FACTS = {
    "uid": "visit-1@almoner", "starts_at": AT, "ends_at": AT + timedelta(minutes=30), "location": "Level 2",
    "service": CANARY,
}  # fmt: skip
STATUS = {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}


def invitation_faults() -> list[str]:
    faults = [f"{language}: invitations have no title" for language in LANGUAGES if not TITLES.get(language)]
    for language in LANGUAGES:
        for sequence, method in enumerate(STATUS):
            faults += [f"{language} {method}: {fault}" for fault in _faults(language, method, sequence)]
    return faults


def _faults(language: str, method: str, sequence: int) -> list[str]:
    facts = {**FACTS, "method": method, "sequence": sequence}
    made = invitation(facts, language=language, organizer="desk@example.org", attendee="maya@example.org", at=AT)
    calendar: Any = Calendar.from_ical(made.text)
    [event] = calendar.walk("VEVENT")
    wanted = {
        "METHOD": (str(calendar["METHOD"]), method),
        "STATUS": (str(event["STATUS"]), STATUS[method]),
        "UID": (str(event["UID"]), FACTS["uid"]),
        "SEQUENCE": (int(event["SEQUENCE"]), sequence),
        "DTSTART": (event["DTSTART"].dt, FACTS["starts_at"]),
        "DTEND": (event["DTEND"].dt, FACTS["ends_at"]),
    }
    faults = [f"{name} is {found}, not {right}" for name, (found, right) in wanted.items() if found != right]
    return faults + ([f"it tells what the visit is for ({CANARY})"] if CANARY in made.text else [])
