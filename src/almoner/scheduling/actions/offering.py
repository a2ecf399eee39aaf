"""Offering times to those who wait: in turn by itself, and as staff see fit, with the reason kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.people.enums import Need
from almoner.people.models import CommunicationNeed
from almoner.people.sites import sites, zone_of
from almoner.scheduling import claiming, memory
from almoner.scheduling.actions.holding import asked, keep, refuse_of_group
from almoner.scheduling.actions.waiting import tell
from almoner.scheduling.enums import EntryState, HoldFor, Level, OfferState
from almoner.scheduling.given import Given, as_wished, given, next_for, suits, wave_for
from almoner.scheduling.line import candidate
from almoner.scheduling.meeting import Judged
from almoner.scheduling.models import Hold, Offer, WaitingEntry
from almoner.scheduling.offer_rules import rules_in_force
from almoner.scheduling.offering import EARLIER_BY, Rules
from almoner.scheduling.pausing import pause_of
from almoner.scheduling.planned_groups import Taking
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
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time
from almoner.scheduling.turns import comes_before, in_turn
from almoner.scheduling.whose_turn import FoundFor, first_in_turn, in_line, wishes_of
from almoner.scheduling.wishes import NOTHING

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
    found_for = _named(given(service, time), rules) if time else _free(service, rules)
    chosen = first_in_turn(service, found_for) if found_for else None
    return _make(chosen.entry, chosen.found.time, _with_hand(chosen.reason, "", by), rules, by) if chosen else None


def _why_not(service: Service, rules: Rules) -> QuietHours | OffersPaused | None:
    """Why nothing of a service is offered to anybody now."""
    if not any(_is_open(rules, zone) for zone in {clock.zone(), *(site.zone for site in sites())}):
        return QuietHours()
    pause = pause_of(service=service)
    return OffersPaused(until=pause.ends_at, by=pause.paused_by) if pause else None


def _is_open(rules: Rules, zone: ZoneInfo) -> bool:
    return rules.is_open(clock.local(clock.now(), zone).time())


def _is_open_for(entry: WaitingEntry, found: Time, rules: Rules) -> bool:
    """By the clock of who is asked; where nobody knows that, by that of the place where they would come (law I-21b)."""
    return _is_open(rules, zone_of(entry.person) or found.zone)


def _named(named: Given, rules: Rules) -> FoundFor:
    """Whom one time suits."""

    def found_for(entry: WaitingEntry) -> Judged | None:
        fits = suits(named, entry, rules) and _hears_in_time(entry, named.time, rules)
        return as_wished([named.time], entry)[0] if fits else None

    return found_for


def _free(service: Service, rules: Rules) -> FoundFor | None:
    """What of all that is free suits somebody; None where nothing is, so that the line need not be read."""
    soonest = find_times(service, from_at=clock.now() + rules.stops_before, limit=1, level=Level.EMERGENCY, by=SYSTEM)
    if not soonest:
        return None

    def found_for(entry: WaitingEntry) -> Judged | None:
        if entry.appointment and entry.appointment.starts_at - EARLIER_BY < soonest[0].starts_at:
            return None
        found = next_for(entry, rules)
        return found if found and _hears_in_time(entry, found.time, rules) else None

    return found_for


def _hears_in_time(entry: WaitingEntry, found: Time, rules: Rules) -> bool:
    if not _is_open_for(entry, found, rules):
        return False
    return heard_by(entry.person, _answer_by(entry, found.starts_at, rules), found.zone)


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
    if not _is_open_for(live, named.time, rules):
        raise QuietHours
    turn = _turn_of(live, named, rules)
    if turn is None and not reason.strip():
        raise OutOfTurn
    why = _with_hand(turn, reason.strip(), by) if turn else {"out_of_turn": reason.strip(), "by": by.name}
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
    return given(live.service, found.time.key)


def _turn_of(live: WaitingEntry, named: Given, rules: Rules) -> dict[str, Any] | None:
    """Why it is their turn; None where somebody comes before them whom this time suits as well."""
    own = in_turn([candidate(live)])[0]
    for one in in_line(live.service):
        if one.entry.id == live.id or not comes_before(one.turn.candidate, own.candidate):
            break
        if suits(named, one.entry, rules):
            return None
    return {**own.reason, **wishes_of(as_wished([named.time], live)[0])}


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
    taking = Taking(entry.service, starts_at, resources, entry.level)
    refuse_of_group(taking, NOTHING, SYSTEM, look=memory.current)
    return keep(
        service=entry.service,
        person=entry.person,
        starts_at=starts_at,
        resources=resources,
        lapses_at=answer_by,
        level=entry.level,
        kept_for=HoldFor.OFFER,
    )
