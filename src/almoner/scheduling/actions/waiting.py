"""The waiting list: joining and leaving it, and how offers end with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.prepared import Prepared
from almoner.people.models import Person
from almoner.scheduling import claiming
from almoner.scheduling.actions.holding import let_go
from almoner.scheduling.enums import EntryState, OfferState, State
from almoner.scheduling.models import Appointment, Claim, Offer, WaitingEntry
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.refusals import AlreadyEnded, AlreadyWaiting
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.search import ANYTHING
from almoner.scheduling.suitability import check
from almoner.scheduling.wishes import Wishes
from almoner.timeline.actions import record

_OPEN = Prepared(lambda entries: Offer.objects.filter(entry__in=entries, state=OfferState.OPEN).order_by("id"))


@action
def join_waiting_list(
    *,
    person: Person,
    service: Service,
    appointment: Appointment | None = None,
    level: int = 5,
    preferences: Preferences | Wishes = ANYTHING,
    notice_hours: int = 24,
    ordered: bool = False,
    by: Actor,
) -> WaitingEntry:
    """Wait for a time, or with `appointment` for an earlier one; that one is kept meanwhile (WL-5).

    Raises AlreadyWaiting, NotSuitable, AlreadyEnded, TheirsToBook.
    """
    need_to_book_for(person, by, service)
    check(service, person, ordered=ordered or appointment is not None, by=by)
    claiming.lock_person(person.id)
    if appointment and (appointment.person_id != person.id or appointment.state != State.BOOKED):
        raise AlreadyEnded
    if WaitingEntry.objects.filter(person=person, service=service, state=EntryState.WAITING).exists():
        raise AlreadyWaiting
    entry = WaitingEntry.objects.create(
        person=person,
        service=service,
        appointment=appointment,
        level=level,
        preferences=preferences.as_json(),
        notice_hours=notice_hours,
        entered_at=clock.now(),
    )
    record(kind="waiting.joined", person=person, subject_id=entry.id, facts=_entry_facts(entry), by=by)
    return entry


@action
def leave_waiting_list(*, entry: WaitingEntry, reason: str = "", by: Actor) -> WaitingEntry:
    """They no longer want an earlier time. A visit they have stays."""
    need_to_book_for(entry.person, by)
    claiming.lock_person(entry.person_id)
    live = WaitingEntry.objects.select_for_update().get(id=entry.id)
    if live.state != EntryState.WAITING:
        raise AlreadyEnded
    for offer in Offer.objects.filter(entry=live, state=OfferState.OPEN).select_related("hold"):
        close(offer, OfferState.DECLINED)
        tell("offer.declined", offer, by)
    live.state, live.left_because = EntryState.LEFT, reason[:200]
    live.save(update_fields=["state", "left_because"])
    facts = _entry_facts(live) | {"reason": reason}
    record(kind="waiting.left", person=live.person, subject_id=live.id, facts=facts, by=by)
    return live


def _entry_facts(entry: WaitingEntry) -> dict[str, Any]:
    service = entry.service
    return {"service": service.code, "service_name": service.names, "level": entry.level}


def tell(kind: str, offer: Offer, by: Actor, **more: Any) -> None:
    entry = offer.entry
    facts = _entry_facts(entry) | {
        "starts_at": offer.starts_at.isoformat(),
        "zone": offer.zone.key,
        "answer_by_at": offer.answer_by.isoformat(),
        "order_reason": offer.order_reason,
        "days_gained": offer.days_gained,
        "held": offer.hold_id is not None,
        "also_about": [str(entry.id)],
        **more,
    }
    record(kind=kind, person=entry.person, subject_id=offer.id, facts=facts, by=by)


def end_offers(entry_ids: Iterable[UUID], by: Actor) -> None:
    """Somebody no longer needs what they are offered. The time that was kept lapses by itself: its diaries may not be
    locked after others were."""
    for offer in _OPEN.all(entries=entry_ids):
        offer.state, offer.answered_at = OfferState.DECLINED, clock.now()
        offer.save(update_fields=["state", "answered_at"])
        tell("offer.declined", offer, by)


def close(offer: Offer, state: OfferState) -> None:
    """End an offer without a visit, and give back the time that it kept."""
    kept = offer.hold
    offer.state, offer.answered_at, offer.hold = state, clock.now(), None
    offer.save(update_fields=["state", "answered_at", "hold"])
    if kept:
        locked = claiming.lock(Claim.objects.filter(hold=kept).values_list("diary_id", flat=True))
        let_go([kept], locked)
