"""Recording what happened. Every change in every room comes through here, in its own transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from almoner.core import clock
from almoner.core.action import about, action, joins
from almoner.core.actor import Actor
from almoner.core.prepared import insert, new_row
from almoner.people.models import Person
from almoner.timeline import listener
from almoner.timeline.models import Event


@action
@joins
def record(
    *, kind: str, person: Person | None, subject_id: UUID | None = None, facts: dict[str, Any] | None = None, by: Actor
) -> Event:
    """Add an event to a person's journey and let the charter hear it.

    `facts` is plain JSON (strings, numbers, ISO moments). Moments that standards count from stand in it by name, such
    as `starts_at`. Call it inside the action whose doing it tells.
    """
    if person:
        about(person.id)
    event = new_row(
        Event,
        person=person,
        kind=kind,
        at=clock.now(),
        subject_id=subject_id,
        facts=facts or {},
        actor_kind=by.kind,
        actor_id=by.staff_id or by.person_id,
        actor_name=by.name,
        via=by.via,
    )
    insert(event)
    listener.tell(event, by)
    return event
