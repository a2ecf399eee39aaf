"""Reading the offers that are open, as staff steer them: by service and time, and what could be offered next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import visible_to
from almoner.scheduling.enums import OfferState
from almoner.scheduling.given import times_for
from almoner.scheduling.models import Offer, WaitingEntry
from almoner.scheduling.offer_rules import rules_in_force
from almoner.scheduling.rules import can_book_for
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time

SHOWN = 24


@dataclass(frozen=True, slots=True)
class Batch:
    """One time of a service and those who are asked about it; `offers` of people whom the reader may see, `hidden` how
    many there are besides."""

    service: Service
    time_key: str
    offers: tuple[Offer, ...]
    hidden: int
    sample: Offer

    @property
    def answer_by_there(self) -> datetime:
        """The last moment at which one of them may answer."""
        return max((offer.answer_by_there for offer in self.offers), default=self.sample.answer_by_there)


def batches(*, by: Actor) -> list[Batch]:
    """All open offers by service and time, the earliest time first. Two statements."""
    by.need(Permission.BOOK)
    rows = Offer.objects.filter(state=OfferState.OPEN, answer_by__gt=clock.now()).select_related(
        "entry__person", "entry__service", "clinician", "site", "room"
    )
    groups: defaultdict[tuple[UUID, str], list[Offer]] = defaultdict(list)
    for offer in rows.order_by("starts_at", "answer_by", "id"):
        groups[offer.entry.service_id, offer.time_key].append(offer)
    people = [offer.entry.person_id for offers in groups.values() for offer in offers]
    seen = set(Person.objects.filter(visible_to(by), id__in=people).values_list("id", flat=True))
    return [_batch(key, offers, seen) for (_service, key), offers in groups.items()]


def _batch(key: str, offers: list[Offer], seen: set[UUID]) -> Batch:
    shown = tuple(offer for offer in offers if offer.entry.person_id in seen)
    return Batch(offers[0].entry.service, key, shown, len(offers) - len(shown), offers[0])


def times_of(service: Service, *, by: Actor) -> list[Time]:
    """Free times of a service that could be offered now, earliest first."""
    by.need(Permission.BOOK)
    return find_times(service, from_at=clock.now() + rules_in_force().stops_before, limit=SHOWN, by=by)


def times_to_offer(entry: WaitingEntry, *, by: Actor) -> list[Time]:
    """Free times that suit somebody who waits, also such as they were offered before. Raises NotThere."""
    if not can_book_for(entry.person, by):
        raise NotThere
    return times_for(entry, rules_in_force(), SHOWN, again=True)
