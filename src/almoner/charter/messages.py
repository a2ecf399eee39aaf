"""What the charter itself tells people: the apology for a broken promise, and a promise made by a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from almoner.charter.enums import LIVE, State
from almoner.charter.models import Promise
from almoner.messaging import kinds
from almoner.people.enums import Purpose
from almoner.people.models import Person


def register() -> None:
    kinds.register(kinds.MessageKind("promise.apology", Purpose.CARE, apology))
    kinds.register(kinds.MessageKind("promise.made", Purpose.CARE, made))


def apology(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """Sorry, and the new time; None once it was made good or withdrawn."""
    promise = subject_id and Promise.objects.filter(id=subject_id, person=person, state=State.BROKEN).first()
    return _values(promise, person) if promise else None


def made(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """What was promised, by when, and the reference to quote; None once it has ended."""
    promise = (
        Promise.objects.filter(subject_id=subject_id, person=person, state__in=LIVE)
        .order_by("-created_at", "id")
        .first()
    )
    return _values(promise, person) if promise else None


def _values(promise: Promise, person: Person) -> dict[str, Any]:
    return {
        "promise": promise.said_in(person.language),
        "due": promise.due_at,
        "new_time": promise.new_time or promise.due_at,
        "reference": promise.reference,
    }
