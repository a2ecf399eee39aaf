"""Pausing offers: of one service, or to one person, until a moment. A pause ends by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.models import Person
from almoner.scheduling import claiming
from almoner.scheduling.offer_models import OfferPause
from almoner.scheduling.pausing import running
from almoner.scheduling.refusals import AlreadyEnded, PauseUnclear, ReasonNeeded
from almoner.scheduling.rules import need_to_book_for
from almoner.timeline.actions import record

LONGEST = timedelta(days=92)


@action
def pause_offers(
    *,
    service: Service | None = None,
    person: Person | None = None,
    until: datetime,
    reason: str,
    by: Actor,
) -> OfferPause:
    """Offer nothing of this service, or nothing to this person, until a moment (WL-7). Offers that are open stay open.

    It takes the place of a pause that runs. Raises ReasonNeeded, PauseUnclear.
    """
    by.need(Permission.BOOK)
    _need_one(service, person, by)
    if not reason.strip():
        raise ReasonNeeded
    now = clock.now()
    if not now < until <= now + LONGEST:
        raise PauseUnclear
    running().filter(service=service, person=person).update(ended_at=now)
    pause = OfferPause.objects.create(
        service=service,
        person=person,
        created_at=now,
        ends_at=until,
        reason=reason.strip()[:200],
        paused_by=by.name,
    )
    _tell("offer.paused", pause, pause.reason, by)
    return pause


def _need_one(service: Service | None, person: Person | None, by: Actor) -> None:
    """Lock what is paused, so that no offer of it is made meanwhile."""
    if (service is None) == (person is None):
        raise TypeError("a pause is of a service or for a person")
    if person:
        need_to_book_for(person, by)
        claiming.lock_person(person.id)
    elif service:
        claiming.lock_service(service.id)


@action
def resume_offers(*, pause: OfferPause, reason: str = "", by: Actor) -> OfferPause:
    """End a pause before its time. Raises AlreadyEnded."""
    by.need(Permission.BOOK)
    if pause.person:
        need_to_book_for(pause.person, by)
    live = OfferPause.objects.select_related("service", "person").select_for_update(of=("self",)).get(id=pause.id)
    if live.ended_at or live.ends_at <= clock.now():
        raise AlreadyEnded
    live.ended_at = clock.now()
    live.save(update_fields=["ended_at"])
    _tell("offer.resumed", live, reason.strip(), by)
    return live


def _tell(kind: str, pause: OfferPause, reason: str, by: Actor) -> None:
    of: dict[str, Any] = {}
    if pause.service:
        of = {"service": pause.service.code, "service_name": pause.service.names}
    facts = {**of, "until_at": pause.ends_at.isoformat(), "reason": reason}
    record(kind=kind, person=pause.person, subject_id=pause.id, facts=facts, by=by)
