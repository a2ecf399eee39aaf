"""Reading what is paused: offers of a service, or to a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import visible_to
from almoner.scheduling.models import WaitingEntry
from almoner.scheduling.offer_models import OfferPause


def running() -> QuerySet[OfferPause]:
    """The pauses that hold now."""
    return OfferPause.objects.filter(ended_at=None, ends_at__gt=clock.now())


def pause_of(*, service: Service | None = None, person: Person | None = None) -> OfferPause | None:
    """The pause that holds for a service or for a person, the longest if there are several."""
    of = Q(service=service) if service else Q(person=person)
    return running().filter(of).select_related("service", "person").order_by("-ends_at", "id").first()


def paused_until(entries: Sequence[WaitingEntry]) -> dict[UUID, datetime]:
    """Until when nothing is offered to those who wait, by the entry; who is not paused is not in it. One statement."""
    of = Q(service__in={one.service_id for one in entries}) | Q(person__in={one.person_id for one in entries})
    found = list(running().filter(of).values_list("service_id", "person_id", "ends_at")) if entries else []
    ends = {
        one.id: [at for service, person, at in found if service == one.service_id or person == one.person_id]
        for one in entries
    }
    return {entry_id: max(moments) for entry_id, moments in ends.items() if moments}


def pauses(*, by: Actor) -> list[OfferPause]:
    """All that is paused now, what ends first coming first; of persons those whom `by` may see."""
    by.need(Permission.BOOK)
    seen = Q(person=None) | Q(person__in=Person.objects.filter(visible_to(by)).values("id"))
    return list(running().filter(seen).select_related("service", "person").order_by("ends_at", "id"))


def pause_for(*, by: Actor, id: UUID) -> OfferPause:  # noqa: A002 - as `person_for`
    """One pause, ended or not. Raises NotThere."""
    by.need(Permission.BOOK)
    seen = Q(person=None) | Q(person__in=Person.objects.filter(visible_to(by)).values("id"))
    found = OfferPause.objects.filter(seen, id=id).select_related("service", "person").first()
    if found is None:
        raise NotThere
    return found
