"""The waiting list: joining, leaving, and being offered a time that came free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.people.enums import Need
from almoner.people.models import CommunicationNeed, Person
from almoner.scheduling import claiming
from almoner.scheduling.actions.holding import asked, keep, let_go
from almoner.scheduling.enums import EntryState, HoldFor, OfferState, State
from almoner.scheduling.line import candidate
from almoner.scheduling.models import Appointment, Claim, Offer, WaitingEntry
from almoner.scheduling.offering import (
    ANYONE_WITHIN,
    EARLIER_BY,
    FROM,
    LOOK_AT,
    STOPS_BEFORE,
    TO_ANSWER,
    TO_ANSWER_BY_PHONE,
    UNTIL,
    WAVE,
)
from almoner.scheduling.preferences import Preferences, from_json
from almoner.scheduling.refusals import AlreadyEnded, AlreadyWaiting, SlotTaken
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.search import ANYTHING, find_times
from almoner.scheduling.suitability import check, unsuitable
from almoner.scheduling.times import Time
from almoner.scheduling.turns import in_turn
from almoner.scheduling.wishes import Wishes
from almoner.timeline.actions import record

ONE_ROUND = 10
NO_TEXT = (Need.PHONE_AND_POST, Need.BLIND)


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


def make_offers(*, service: Service, by: Actor) -> list[Offer]:
    """Offer what is free earlier to those who wait for this service, in turn (WL-1). Gives the offers made.

    Each offer is a transaction of its own: people are locked before diaries, and only one at a time.
    """
    made: list[Offer] = []
    while len(made) < ONE_ROUND:
        try:
            offer = offer_next(service=service, by=by)
        except SlotTaken:
            break
        if offer is None:
            break
        made.append(offer)
    return made


@action
def offer_next(*, service: Service, by: Actor) -> Offer | None:
    """Offer one time to the first person in turn whom one suits (WL-3). None when there is nothing to offer.

    Nothing in quiet hours, and nothing that begins too soon to be answered. Raises SlotTaken when somebody was faster.
    """
    if not by.is_system:
        by.need(Permission.BOOK)
    if not FROM <= clock.local(clock.now()).time() < UNTIL:
        return None
    waiting = {str(entry.id): entry for entry in _without_offer(service)[:LOOK_AT]}
    for turn in in_turn(candidate(entry) for entry in waiting.values()):
        entry = waiting[turn.candidate.key]
        found = time_for(entry)
        if found:
            return make_offer(entry, found, turn.reason, by)
    return None


def _without_offer(service: Service) -> Any:
    entries = WaitingEntry.objects.filter(service=service, state=EntryState.WAITING, person__died_on=None)
    return (
        entries.exclude(offers__state=OfferState.OPEN)
        .select_related("person", "service", "appointment__clinician", "appointment__room")
        .order_by("entered_at", "id")
    )


def time_for(entry: WaitingEntry) -> Time | None:
    """The earliest time that suits somebody who waits and that they were not offered before."""
    if unsuitable(entry.service, entry.person, ordered=True, by_staff=True) is not None:
        return None
    soonest = clock.now() + max(STOPS_BEFORE, timedelta(hours=entry.notice_hours))
    had = set(Offer.objects.filter(entry=entry).values_list("starts_at", flat=True))
    until = entry.appointment.starts_at - EARLIER_BY if entry.appointment else None
    if until is not None and until <= soonest:
        return None
    times = find_times(
        entry.service,
        from_at=soonest,
        until=clock.local(until).date() if until else None,
        limit=8,
        preferences=from_json(entry.preferences),
        level=entry.level,
        by=SYSTEM,
    )
    for found in times:
        fits = until is None or found.starts_at <= until
        if fits and found.starts_at not in had and not _wave_is_full(found):
            return found
    return None


def _wave_is_full(found: Time) -> bool:
    """A near time goes to a few at once; a time that is held is not found at all."""
    return Offer.objects.filter(time_key=found.key, state=OfferState.OPEN).count() >= WAVE


def make_offer(entry: WaitingEntry, found: Time, reason: dict[str, Any], by: Actor) -> Offer:
    now = clock.now()
    no_text = CommunicationNeed.objects.filter(person=entry.person, kind__in=NO_TEXT, ended_at=None).exists()
    answer_by = min(now + (TO_ANSWER_BY_PHONE if no_text else TO_ANSWER), found.starts_at - STOPS_BEFORE / 2)
    claiming.lock_person(entry.person_id)
    kept = None
    if found.starts_at - now >= ANYONE_WITHIN:
        starts_at, resources = asked(entry.service, found)
        kept = keep(
            service=entry.service,
            person=entry.person,
            starts_at=starts_at,
            resources=resources,
            lapses_at=answer_by,
            level=entry.level,
            kept_for=HoldFor.OFFER,
        )
    had = entry.appointment.starts_at if entry.appointment else None
    offer = Offer.objects.create(
        entry=entry,
        hold=kept,
        time_key=found.key,
        starts_at=found.starts_at,
        clinician_id=found.clinician.resource_id,
        room_id=found.room.resource_id if found.room else None,
        answer_by=answer_by,
        order_reason=reason,
        days_gained=(had - found.starts_at).days if had else None,
    )
    WaitingEntry.objects.filter(id=entry.id).update(last_offered_at=now)
    tell("offer.made", offer, by)
    return offer


def tell(kind: str, offer: Offer, by: Actor) -> None:
    entry = offer.entry
    facts = _entry_facts(entry) | {
        "starts_at": offer.starts_at.isoformat(),
        "answer_by_at": offer.answer_by.isoformat(),
        "order_reason": offer.order_reason,
        "days_gained": offer.days_gained,
        "held": offer.hold_id is not None,
        "also_about": [str(entry.id)],
    }
    record(kind=kind, person=entry.person, subject_id=offer.id, facts=facts, by=by)


def end_offers(entry_ids: Iterable[UUID], by: Actor) -> None:
    """Somebody no longer needs what they are offered. The time that was kept lapses by itself: its diaries may not be
    locked after others were."""
    for offer in Offer.objects.filter(entry_id__in=list(entry_ids), state=OfferState.OPEN).order_by("id"):
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
