"""Open returns as the person, their family and staff read them."""

from __future__ import annotations

from uuid import UUID

from almoner.aftercare.enums import ReturnState
from almoner.aftercare.models import OpenReturn
from almoner.aftercare.rules import may_speak
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.models import Person


def returns_of(person: Person, *, by: Actor) -> list[OpenReturn]:
    """Those that run, then the latest that ended. Raises NotThere."""
    if not may_speak(person, by):
        raise NotThere
    found = OpenReturn.objects.filter(person=person).select_related("service", "opened_by", "request")
    live = found.exclude(state=ReturnState.ENDED).order_by("valid_until", "id")
    return [*live, *found.filter(state=ReturnState.ENDED).order_by("-ended_at", "id")[:5]]


def return_for(return_id: UUID, *, by: Actor) -> OpenReturn:
    """One, to ask or to answer. Raises NotThere."""
    found = OpenReturn.objects.select_related("person", "service").filter(id=return_id).first()
    if found is None or not may_speak(found.person, by):
        raise NotThere
    return found
