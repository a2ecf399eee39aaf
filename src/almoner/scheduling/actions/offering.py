"""Offering times to those who wait: in turn by itself, and as staff see fit, with the reason kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.enums import Need
from almoner.people.models import CommunicationNeed
from almoner.scheduling import claiming
from almoner.scheduling.actions.holding import asked, keep
from almoner.scheduling.actions.waiting import tell
from almoner.scheduling.enums import EntryState, HoldFor, OfferState
from almoner.scheduling.given import Given, given, next_for, suits, wave_for
from almoner.scheduling.line import candidate
from almoner.scheduling.models import Hold, Offer, WaitingEntry
from almoner.scheduling.offer_rules import rules_in_force
from almoner.scheduling.offering import LOOK_AT, Rules
from almoner.scheduling.pausing import pause_of, running
from almoner.scheduling.reaching import heard_by
from almoner.scheduling.refusals import (
    AlreadyEnded,
    AlreadyOffered,
    NothingFree,
    OffersPaused,
    OutOfTurn,
    QuietHours,
    SlotTaken,
    TimeDoesNotSuit,
)
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.times import Time
from almoner.scheduling.turns import Turn, in_turn

ONE_ROUND = 10
NO_TEXT = (Need.PHONE_AND_POST, Need.BLIND)


def make_offers(*, service: Service, by: Actor) -> list[Offer]:
    """Offer what is free earlier to those who wait for this service, in turn (WL-1). Gives the offers made.

    Each offer is a transaction of its own: people are locked before diaries, and only one at a time.
    """
    made: list[Offer] = []
    if _why_not(service, rules_in_force()):
        return made
    while len(made) < ONE_ROUND:
        try:
            offer = offer_next(service=service, by=by)
        except (SlotTaken, AlreadyOffered, AlreadyEnded, OffersPaused):
            break
        if offer is None:
            break
        made.append(offer)
    return made


@action
def offer_next(*, service: Service, time: str = "", by: Actor) -> Offer | None:
    """Offer one time, or the one that the key `time` names, to the first in turn whom it suits (WL-3). None when there
    is nothing to offer, or nobody whom it suits.

    Nothing in quiet hours, nothing while it is paused, and nothing that begins too soon to be answered; staff are told
    so: QuietHours, OffersPaused. Raises SlotTaken when somebody was faster.
    """
    if not by.is_system:
        by.need(Permission.BOOK)
    claiming.lock_service(service.id)
    rules = rules_in_force()
    why_not = _why_not(service, rules)
    if why_not:
        if by.is_system:
            return None
        raise why_not
    named = given(service, time) if time else None
    waiting = {str(entry.id): entry for entry in _in_line(service)}
    for turn in in_turn(candidate(entry) for entry in waiting.values()):
        entry = waiting[turn.candidate.key]
        found = _found_for(entry, named, rules)
        if found and _hears_in_time(entry, found, rules):
            return _make(entry, found, _with_hand(turn.reason, "", by), rules, by)
    return None


def _why_not(service: Service, rules: Rules) -> QuietHours | OffersPaused | None:
    """Why nothing of a service is offered to anybody now."""
    if not rules.is_open(clock.local(clock.now()).time()):
        return QuietHours()
    pause = pause_of(service=service)
    return OffersPaused(until=pause.ends_at, by=pause.paused_by) if pause else None


def _in_line(service: Service) -> QuerySet[WaitingEntry]:
    """Those to whom something may be offered now, as many as are looked at."""
    entries = WaitingEntry.objects.filter(service=service, state=EntryState.WAITING, person__died_on=None)
    return (
        entries.exclude(offers__state=OfferState.OPEN)
        .exclude(person__in=running().filter(person__isnull=False).values("person_id"))
        .select_related("person", "service", "appointment__clinician", "appointment__room")
        .order_by("level", "entered_at", "id")[:LOOK_AT]
    )


def _found_for(entry: WaitingEntry, named: Given | None, rules: Rules) -> Time | None:
    if named is None:
        return next_for(entry, rules)
    return named.time if suits(named, entry, rules) else None


def _hears_in_time(entry: WaitingEntry, found: Time, rules: Rules) -> bool:
    return heard_by(entry.person, _answer_by(entry, found.starts_at, rules))


def _answer_by(entry: WaitingEntry, starts_at: datetime, rules: Rules) -> datetime:
    by_phone = CommunicationNeed.objects.filter(person=entry.person, kind__in=NO_TEXT, ended_at=None).exists()
    return rules.answer_by(starts_at, clock.now(), by_phone=by_phone)


def _with_hand(reason: dict[str, Any], note: str, by: Actor) -> dict[str, Any]:
    """Why it was their turn, and who sent it by hand."""
    return reason if by.is_system else {**reason, "pushed_by": by.name, **({"note": note} if note else {})}


@action
def offer_to(*, entry: WaitingEntry, reason: str = "", time: str = "", by: Actor) -> Offer:
    """Offer somebody who waits the next time that suits them, or the one that the key `time` names, whoever's turn it
    is (WL-7). Where others come before them, why is needed, and kept with the offer.

    Raises OutOfTurn, AlreadyEnded, AlreadyOffered, QuietHours, OffersPaused, NothingFree, TimeDoesNotSuit.
    """
    by.need(Permission.BOOK)
    need_to_book_for(entry.person, by)
    rules = rules_in_force()
    claiming.lock_service(entry.service_id)
    claiming.lock_person(entry.person_id)
    live = _need_offerable(entry)
    why_not = _why_not(live.service, rules)
    if why_not:
        raise why_not
    named = _named_for(live, time, rules)
    turn, ahead = _turn_of(live, named, rules)
    if ahead and not reason.strip():
        raise OutOfTurn
    why = {"out_of_turn": reason.strip(), "by": by.name} if ahead else _with_hand(turn.reason, reason.strip(), by)
    return _make(live, named.time, why, rules, by)


def _need_offerable(entry: WaitingEntry) -> WaitingEntry:
    """The entry as it is now, its person locked. Raises AlreadyEnded, AlreadyOffered, OffersPaused."""
    entries = WaitingEntry.objects.select_related("person", "service", "appointment__clinician", "appointment__room")
    live = entries.get(id=entry.id)
    if live.state != EntryState.WAITING:
        raise AlreadyEnded
    if live.offers.filter(state=OfferState.OPEN).exists():
        raise AlreadyOffered
    pause = pause_of(person=live.person)
    if pause:
        raise OffersPaused(until=pause.ends_at, by=pause.paused_by)
    return live


def _named_for(live: WaitingEntry, key: str, rules: Rules) -> Given:
    if key:
        named = given(live.service, key)
        if not suits(named, live, rules, again=True):
            raise TimeDoesNotSuit
        return named
    found = next_for(live, rules)
    if found is None:
        raise NothingFree
    return given(live.service, found.key)


def _turn_of(live: WaitingEntry, named: Given, rules: Rules) -> tuple[Turn, bool]:
    """Their turn, and whether somebody comes before them whom this time suits as well."""
    line = {str(entry.id): entry for entry in [*_in_line(live.service), live]}
    ahead = False
    for turn in in_turn(candidate(entry) for entry in line.values()):
        if turn.candidate.key == str(live.id):
            break
        ahead = ahead or suits(named, line[turn.candidate.key], rules)
    return turn, ahead


def _make(entry: WaitingEntry, found: Time, reason: dict[str, Any], rules: Rules, by: Actor) -> Offer:
    claiming.lock_person(entry.person_id)
    _need_offerable(entry)
    now = clock.now()
    answer_by = _answer_by(entry, found.starts_at, rules)
    kept = None if rules.is_near(found.starts_at, now) else _keep(entry, found, answer_by)
    had = entry.appointment.starts_at if entry.appointment else None
    offer = Offer.objects.create(
        entry=entry,
        hold=kept,
        time_key=found.key,
        wave=wave_for(found, rules) or 1,
        starts_at=found.starts_at,
        clinician_id=found.clinician.resource_id,
        site_id=found.site_id,
        room_id=found.room.resource_id if found.room else None,
        answer_by=answer_by,
        order_reason=reason,
        days_gained=(had - found.starts_at).days if had else None,
    )
    WaitingEntry.objects.filter(id=entry.id).update(last_offered_at=now)
    tell("offer.made", offer, by)
    return offer


def _keep(entry: WaitingEntry, found: Time, answer_by: datetime) -> Hold:
    starts_at, resources = asked(entry.service, found)
    return keep(
        service=entry.service,
        person=entry.person,
        starts_at=starts_at,
        resources=resources,
        lapses_at=answer_by,
        level=entry.level,
        kept_for=HoldFor.OFFER,
    )
