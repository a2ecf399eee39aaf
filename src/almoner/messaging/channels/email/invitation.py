"""A calendar invitation: one visit, the same identity for ever, a neutral title. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vText

TITLES = {"en": "Hospital visit", "es": "Cita en el hospital", "ar": "زيارة المستشفى"}
"""Says nothing of what the visit is for: calendars are shared and shown (law I-21c)."""


@dataclass(frozen=True, slots=True)
class Invitation:
    method: str
    text: str


def invitation(facts: Mapping[str, Any], *, language: str, organizer: str, attendee: str, at: datetime) -> Invitation:
    """The invitation, its change or its cancellation.

    `facts`: `uid`, `sequence`, `method` (REQUEST or CANCEL), `starts_at`, `ends_at`, `location`. A cancellation must
    carry a higher sequence than what it cancels, or calendars pass it over.
    """
    method = "CANCEL" if facts.get("method") == "CANCEL" else "REQUEST"
    event = Event()
    event.add("uid", str(facts["uid"]))
    event.add("sequence", int(facts["sequence"]))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", _moment(facts["starts_at"]))
    event.add("dtend", _moment(facts["ends_at"]))
    event.add("summary", TITLES.get(language, TITLES["en"]))
    if facts.get("location"):
        event.add("location", vText(" ".join(str(facts["location"]).split())))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    event.add("attendee", _attendee(attendee))
    calendar = Calendar()
    calendar.add("prodid", "-//Almoner//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return Invitation(method, calendar.to_ical().decode())


def _attendee(address: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("TRUE")
    return attendee


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(moment, datetime)  # noqa: S101 - the composer's promise
    return moment.astimezone(UTC)
