"""How what happened to people reaches the timeline, which stands above this room.

The timeline becomes the teller when the program starts; every action here tells through it, in its own transaction.
"""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from almoner.core.actor import Actor
from almoner.people.models import Person


class Teller(Protocol):
    """The shape of `timeline.actions.record`."""

    def __call__(
        self, *, kind: str, person: Person | None, subject_id: UUID | None, facts: dict[str, Any] | None, by: Actor
    ) -> object: ...


_teller: Teller | None = None


def through(teller: Teller) -> None:
    """Tell through `teller` from now on. There is one; a second is a mistake in the house."""
    global _teller  # noqa: PLW0603 - set once, when the program starts
    if _teller is not None and _teller is not teller:
        raise RuntimeError("people have their teller already")
    _teller = teller


def tell(
    *, kind: str, person: Person | None, subject_id: UUID | None = None, facts: dict[str, Any] | None = None, by: Actor
) -> None:
    """Record an event. An act that cannot be told is not done."""
    if _teller is None:
        raise RuntimeError("nobody hears what happens to people: the timeline is not installed")
    _teller(kind=kind, person=person, subject_id=subject_id, facts=facts, by=by)
