"""Reading the waiting list: who waits and in which order, what they were offered, and what came of the offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.messaging.models import Message
from almoner.people.models import Person
from almoner.people.rules import visible_to
from almoner.scheduling.enums import EntryState, OfferState
from almoner.scheduling.fairness import Outcomes
from almoner.scheduling.line import Place, candidate, places
from almoner.scheduling.models import Offer, WaitingEntry
from almoner.scheduling.rules import can_book_for
from almoner.scheduling.turns import TARGET_DAYS, share_waited

AGES = ((0, "0–15"), (16, "16–39"), (40, "40–64"), (65, "65–79"), (80, "80+"))


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody who waits: how long against what is aimed at, their place, and what they are offered now."""

    entry: WaitingEntry
    place: Place | None
    offers: tuple[Offer, ...]
    """Latest first."""

    @property
    def days(self) -> int:
        return (clock.now() - self.entry.entered_at).days

    @property
    def target_days(self) -> float:
        return TARGET_DAYS[self.entry.level]

    @property
    def is_late(self) -> bool:
        return share_waited(candidate(self.entry)) > 1

    @property
    def open_offer(self) -> Offer | None:
        return next((one for one in self.offers if one.state == OfferState.OPEN), None)


def waiting_list(*, by: Actor, service_code: str = "", limit: int = 300) -> list[Waits]:
    """Everybody who waits, the more urgent first, then by the share of the target waited. Three statements."""
    by.need(Permission.BOOK)
    entries = _entries(by).filter(state=EntryState.WAITING)
    if service_code:
        entries = entries.filter(service__code=service_code)
    rows = _told(entries.order_by("level", "entered_at", "id")[:limit])
    return sorted(rows, key=_urgent_then_waited)


def _urgent_then_waited(row: Waits) -> tuple[int, float, int, str]:
    """As their turns come (WL-3), across services."""
    share = round(share_waited(candidate(row.entry)), 2)
    return row.entry.level, -share, row.place.number if row.place else 0, str(row.entry.id)


def waiting_of(person: Person, by: Actor) -> list[Waits]:
    """What a person waits for, with their places."""
    if not can_book_for(person, by):
        raise NotThere
    return _told(_entries(by).filter(person=person, state=EntryState.WAITING).order_by("entered_at", "id"))


def entry_for(*, by: Actor, id: UUID) -> Waits:  # noqa: A002 - as `person_for`
    """One entry, ended or not, with every offer (WL-7). Raises NotThere."""
    found = _told(_entries(by).filter(id=id))
    if not found or not can_book_for(found[0].entry.person, by):
        raise NotThere
    return found[0]


def services_waited_for(*, by: Actor) -> list[tuple[Service, int]]:
    """The services for which somebody waits, and how many."""
    by.need(Permission.BOOK)
    waiting = _entries(by).filter(state=EntryState.WAITING)
    counted = waiting.order_by().values_list("service_id").annotate(count=Count("id"))
    counts = {service_id: count for service_id, count in counted}  # noqa: C416 - typed pairs
    return [(one, counts[one.id]) for one in Service.objects.filter(id__in=counts).order_by("code")]


def open_offers(*, by: Actor) -> int:
    """How many offers wait for an answer."""
    by.need(Permission.BOOK)
    return Offer.objects.filter(state=OfferState.OPEN, answer_by__gt=clock.now(), entry__in=_entries(by)).count()


def _entries(by: Actor) -> QuerySet[WaitingEntry]:
    people = Person.objects.filter(visible_to(by)).values("id")
    return WaitingEntry.objects.filter(person_id__in=people).select_related(
        "person", "service", "appointment__clinician", "appointment__site", "appointment__room", "appointment__service"
    )


def _told(entries: Iterable[WaitingEntry]) -> list[Waits]:
    rows = list(entries)
    line = places({entry.service_id for entry in rows}) if rows else {}
    offers: defaultdict[UUID, list[Offer]] = defaultdict(list)
    made = (
        Offer.objects.filter(entry__in=rows).select_related("clinician", "site", "room").order_by("-created_at", "id")
    )
    for offer in made if rows else ():
        offers[offer.entry_id].append(offer)
    return [Waits(entry, line.get(entry.id), tuple(offers[entry.id])) for entry in rows]


def offer_outcomes(*, by: Actor, since: datetime | None = None) -> dict[str, list[Outcomes]]:
    """The offers of the last 90 days, or since a moment, by “all”, “age”, “language” and “channel”, which is the one by
    which they heard of it (WL-8). Two statements."""
    by.need(Permission.BOOK)
    begin = since or clock.now() - timedelta(days=90)
    offers = Offer.objects.filter(created_at__gte=begin, entry__in=_entries(by)).select_related("entry__person")
    made = list(offers)
    told = Message.objects.filter(kind="offer.made", subject_id__in=[one.id for one in made])
    channels = dict(told.order_by("created_at", "id").values_list("subject_id", "channel"))
    today = clock.today()
    return {
        "all": _outcomes(("", one) for one in made),
        "age": _outcomes((_age(one.entry.person.age_on(today)), one) for one in made),
        "language": _outcomes((one.entry.person.language, one) for one in made),
        "channel": _outcomes((channels.get(one.id, ""), one) for one in made),
    }


def _age(years: int) -> str:
    return next(label for begin, label in reversed(AGES) if years >= begin)


def _outcomes(sorted_offers: Iterable[tuple[str, Offer]]) -> list[Outcomes]:
    groups: defaultdict[str, list[Offer]] = defaultdict(list)
    for group, offer in sorted_offers:
        groups[group].append(offer)
    return [_counted(group, groups[group]) for group in sorted(groups)]


def _counted(group: str, offers: list[Offer]) -> Outcomes:
    states = [offer.state for offer in offers]
    took = [offer for offer in offers if offer.state == OfferState.ACCEPTED and offer.days_gained is not None]
    return Outcomes(
        group=group,
        offers=len(offers),
        still_open=states.count(OfferState.OPEN),
        accepted=states.count(OfferState.ACCEPTED),
        declined=states.count(OfferState.DECLINED),
        lapsed=states.count(OfferState.LAPSED),
        taken=states.count(OfferState.TAKEN),
        stopped=states.count(OfferState.STOPPED),
        days_gained=sum(offer.days_gained or 0 for offer in took),
        gained_by=len(took),
    )
