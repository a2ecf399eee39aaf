"""What becomes of an offer: taken, declined, lapsed, or answered too late (WL-4 to WL-6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import Prepared
from almoner.scheduling import claiming
from almoner.scheduling.actions.booking import book, move
from almoner.scheduling.actions.holding import asked, keep, next_times, refuse_of_group
from almoner.scheduling.actions.waiting import close, tell
from almoner.scheduling.enums import EntryState, HoldFor, MoveReason, OfferState, State
from almoner.scheduling.given import has_places
from almoner.scheduling.models import Appointment, Claim, Offer, WaitingEntry
from almoner.scheduling.planned_groups import Taking
from almoner.scheduling.refusals import OfferEnded, OfferTaken, SlotTaken
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.wishes import NOTHING


@action
def accept_offer(*, offer: Offer, by: Actor) -> Appointment:
    """Take the offered time: books it, or moves the visit they have there, in one act (WL-5).

    Raises OfferEnded, or OfferTaken with the next times; either way they keep their place and their visit (WL-6).
    """
    live = _open_offer(offer, by)
    entry = live.entry
    kept = live.hold or _keep_now(live)
    live.state, live.answered_at, live.hold = OfferState.ACCEPTED, clock.now(), None
    live.save(update_fields=["state", "answered_at", "hold"])
    if entry.appointment and entry.appointment.state == State.BOOKED:
        visit = move(appointment=entry.appointment, hold=kept, reason=MoveReason.EARLIER, by=by)
    else:
        visit = book(hold=kept, person=entry.person, keep_both=True, also_about=[entry.id, live.id], by=by)
    WaitingEntry.objects.filter(id=entry.id).update(state=EntryState.SERVED)
    tell("offer.accepted", live, by)
    return visit


def _open_offer(offer: Offer, by: Actor) -> Offer:
    need_to_book_for(offer.entry.person, by)
    claiming.lock_person(offer.entry.person_id)
    offers = Offer.objects.select_related(
        "entry__person", "entry__service", "entry__appointment__person", "hold__service"
    )
    live = offers.select_for_update(of=("self",)).get(id=offer.id)
    if live.state == OfferState.TAKEN:
        raise OfferTaken(lambda: next_times(live.entry.service, live.starts_at, live.site_id, live.entry.level))
    if live.state != OfferState.OPEN or live.answer_by <= clock.now() or live.entry.state != EntryState.WAITING:
        raise OfferEnded
    return live


def _keep_now(live: Offer) -> Any:
    """Claim a near time that nobody holds; the first of the wave to answer has it (WL-4)."""
    entry = live.entry
    starts_at, resources = asked(entry.service, live.time_key)
    try:
        refuse_of_group(Taking(entry.service, starts_at, resources, entry.level), NOTHING, SYSTEM)
        return keep(
            service=entry.service,
            person=entry.person,
            starts_at=starts_at,
            resources=resources,
            lapses_at=clock.now() + timedelta(minutes=1),
            level=entry.level,
            kept_for=HoldFor.OFFER,
        )
    except SlotTaken:
        raise OfferTaken(lambda: next_times(entry.service, live.starts_at, live.site_id, entry.level)) from None


@action
def decline_offer(*, offer: Offer, by: Actor) -> Offer:
    """Not this one: the time is free for the next, and they keep their place."""
    live = _open_offer(offer, by)
    close(live, OfferState.DECLINED)
    tell("offer.declined", live, by)
    return live


@action
def answer_by_key(*, offer: Offer, takes_it: bool, by: Actor) -> Offer:
    """An answer that came by telephone or text. One that comes too late is told kindly that they keep their place
    (WL-6); an answer is never lost."""
    try:
        if takes_it:
            accept_offer(offer=offer, by=by)
        else:
            decline_offer(offer=offer, by=by)
    except (OfferEnded, OfferTaken):
        tell("offer.came_late", offer, by)
    return Offer.objects.get(id=offer.id)


def lapse_offers(*, by: Actor) -> int:
    """End the offers whose time to answer is over, or whose time somebody else has. Gives how many."""
    by.need(Permission.RUN_SYSTEM)
    over = [one for one in _over.all(now=clock.now()) if not _has_places_left(one)]
    return sum(lapse_offer(offer=offer, by=by) for offer in over[:100])


@Prepared
def _over(*, now: Any) -> QuerySet[Offer]:
    visits = Claim.objects.filter(appointment__isnull=False, resource_id=OuterRef("clinician_id"))
    had = visits.filter(starts_at__lte=OuterRef("starts_at"), ends_at__gt=OuterRef("starts_at"))
    live = Offer.objects.filter(state=OfferState.OPEN)
    over = live.filter(Q(answer_by__lte=now) | (Q(hold__isnull=True) & Exists(had)))
    return over.select_related("entry__person", "entry__service").order_by("answer_by", "id")


@action
def lapse_offer(*, offer: Offer, by: Actor) -> bool:
    """End an offer that was not answered in time, or whose time somebody else has by now, by an offer or without one.
    False when it still runs or had ended before."""
    by.need(Permission.RUN_SYSTEM)
    claiming.lock_person(offer.entry.person_id)
    offers = Offer.objects.select_related("entry__person", "entry__service", "hold")
    live = offers.select_for_update(of=("self",)).get(id=offer.id)
    if live.state != OfferState.OPEN:
        return False
    if live.answer_by <= clock.now():
        close(live, OfferState.LAPSED)
        tell("offer.lapsed", live, by)
        return True
    gone = live.hold_id is None and _somebody_has(live)
    if gone:
        close(live, OfferState.TAKEN)
        tell("offer.taken", live, by)
    return gone


def _somebody_has(live: Offer) -> bool:
    visits = Claim.objects.filter(appointment__isnull=False, resource=live.clinician_id)
    had = visits.filter(starts_at__lte=live.starts_at, ends_at__gt=live.starts_at).exists()
    return had and not (live.entry.service.capacity > 1 and has_places(live.entry.service, live.time_key))


def _has_places_left(offer: Offer) -> bool:
    """Whether it is of a group that somebody is in, still can be answered, and has a place left."""
    service = offer.entry.service
    return service.capacity > 1 and offer.answer_by > clock.now() and has_places(service, offer.time_key)
