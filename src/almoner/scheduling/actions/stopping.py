"""Taking offers back: one, or all that are open of a service or of one of its times (WL-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.messaging.models import Message
from almoner.people.models import Person
from almoner.scheduling import claiming
from almoner.scheduling.actions.holding import let_go
from almoner.scheduling.actions.pausing import pause_offers
from almoner.scheduling.actions.waiting import tell
from almoner.scheduling.enums import OfferState
from almoner.scheduling.models import Claim, Offer, WaitingEntry
from almoner.scheduling.refusals import OfferEnded, ReasonNeeded
from almoner.scheduling.rules import need_to_book_for


@action
def stop_offer(*, offer: Offer, reason: str, by: Actor) -> Offer:
    """Take an offer back. They keep their place and their visit, and the time is free. Raises ReasonNeeded,
    OfferEnded."""
    by.need(Permission.BOOK)
    need_to_book_for(offer.entry.person, by)
    stopped = _stop([offer], reason, by)
    if not stopped:
        raise OfferEnded
    return stopped[0]


@action
def stop_offers(
    *,
    service: Service,
    time_key: str = "",
    reason: str,
    pause_until: datetime | None = None,
    by: Actor,
) -> list[Offer]:
    """Take back all open offers of a service, or of one of its times, in one act; what was answered meanwhile stands.

    With `pause_until` nothing of the service is offered until then: else what comes free is offered on at once.
    Raises ReasonNeeded, PauseUnclear.
    """
    by.need(Permission.BOOK)
    if pause_until:
        pause_offers(service=service, until=pause_until, reason=reason, by=by)
    offers = Offer.objects.filter(entry__service=service, state=OfferState.OPEN).select_related("entry")
    return _stop(list(offers.filter(time_key=time_key) if time_key else offers), reason, by)


def _stop(offers: Sequence[Offer], reason: str, by: Actor) -> list[Offer]:
    """End those that are still open. All people are locked before all diaries, each in the order of their ids."""
    if not reason.strip():
        raise ReasonNeeded
    people = {offer.entry.person_id for offer in offers}
    list(Person.objects.filter(id__in=people).select_for_update(no_key=True, of=("self",)).order_by("id"))
    rows = Offer.objects.filter(id__in=[offer.id for offer in offers], state=OfferState.OPEN)
    rows = rows.select_related("entry__person", "entry__service", "hold")
    live = list(rows.select_for_update(of=("self",)).order_by("id"))
    told = _told(live)
    holds = [offer.hold for offer in live if offer.hold]
    for offer in live:
        offer.state, offer.answered_at, offer.hold = OfferState.STOPPED, clock.now(), None
        offer.ended_because = reason.strip()[:200]
        offer.save(update_fields=["state", "answered_at", "hold", "ended_because"])
        _keep_their_place(offer)
        tell("offer.stopped", offer, by, reason=offer.ended_because, told=offer.id in told)
    let_go(holds, claiming.lock(Claim.objects.filter(hold__in=holds).values_list("diary_id", flat=True)))
    return live


def _told(offers: Sequence[Offer]) -> set[object]:
    """Those of whose offer somebody has heard: a message is on its way, or staff offered it to them."""
    sent = Message.objects.filter(kind="offer.made", subject_id__in=[offer.id for offer in offers])
    by_hand = (offer.id for offer in offers if {"pushed_by", "out_of_turn"} & set(offer.order_reason))
    return {*sent.exclude(handed_at=None).values_list("subject_id", flat=True), *by_hand}


def _keep_their_place(offer: Offer) -> None:
    """What we took back does not count as an offer when turns are made."""
    others = Offer.objects.filter(entry=offer.entry_id).exclude(state=OfferState.STOPPED).order_by("-created_at", "id")
    last = others.values_list("created_at", flat=True).first()
    WaitingEntry.objects.filter(id=offer.entry_id).update(last_offered_at=last)
