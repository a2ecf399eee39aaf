"""Booking and moving visits, and what becomes of them on the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from almoner.core import clock, days
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import Prepared, new_row, update
from almoner.core.referring import insert_referred
from almoner.people.models import Person
from almoner.scheduling import claiming
from almoner.scheduling.actions.holding import need_live
from almoner.scheduling.actions.waiting import end_offers
from almoner.scheduling.confirming import FIELDS
from almoner.scheduling.enums import ConfirmedBy, EntryState, Kind, State
from almoner.scheduling.facts import facts_of
from almoner.scheduling.models import Appointment, Claim, Hold, Resource, Series, WaitingEntry
from almoner.scheduling.refusals import AlreadyEnded, HoldLapsed, NotYours, SameSpecialtySoon, TooLate, VisitsClash
from almoner.scheduling.rules import need_to_book_for
from almoner.timeline.actions import record

SOON = timedelta(days=6)
"""A second visit of the same specialty within these days is asked about (APT-4)."""
_CLAIMS = Prepared(
    lambda hold: Claim.objects.filter(hold=hold).select_related("diary__site", "resource__room").order_by("id")
)
_HELD = Prepared(
    lambda hold, now: (
        Claim.objects.filter(hold=hold, hold__lapses_at__gt=now)
        .select_related("diary__site", "resource__room", "hold__service__specialty")
        .defer("diary__open", "diary__blocked", "diary__free", "diary__urgent", "diary__rooms")
        .select_for_update(of=("diary", "hold"))
        .order_by("diary_id", "id")
    )
)
_NEAR = Prepared(
    lambda person, before, after: (
        Appointment.objects.filter(person=person, state=State.BOOKED, starts_at__lt=before, ends_at__gt=after)
        .select_related("service", "site")
        .only("starts_at", "ends_at", "service__specialty_id", "site__time_zone")
        .order_by("starts_at", "id")
    )
)
_STEPPING = Prepared(lambda key: Appointment.objects.filter(id=key).select_for_update())
_WHOLE = Prepared(
    lambda key: (
        Appointment.objects.filter(id=key)
        .select_related("service__specialty", "site", "clinician", "room", "person", "series")
        .select_for_update(of=("self",))
    )
)
_UNSERVED = Prepared(
    lambda person, service: WaitingEntry.objects.filter(
        person=person, service=service, appointment=None, state=EntryState.WAITING
    ).values_list("id", flat=True)
)


@dataclass(frozen=True, slots=True)
class Place:
    """Which visit of a series, from 1."""

    series: Series
    number: int


@action
def book(
    *,
    hold: Hold,
    person: Person,
    keep_both: bool = False,
    also_about: Sequence[UUID] = (),
    replaces: Appointment | None = None,
    by: Actor,
) -> Appointment:
    """Turn a hold into a visit. The hold works once, for its person, until it lapses (law I-12).

    `also_about` names what the booking answers besides: a request, a waiting entry, a missed visit. Raises HoldLapsed,
    NotYours, and VisitsClash or SameSpecialtySoon unless `keep_both` (APT-4).
    """
    need_to_book_for(person, by)
    claiming.lock_person(person.id)
    return book_held(hold=hold, person=person, keep_both=keep_both, also_about=also_about, replaces=replaces, by=by)


def book_held(
    *,
    hold: Hold,
    person: Person,
    keep_both: bool,
    also_about: Sequence[UUID] = (),
    replaces: Appointment | None = None,
    place: Place | None = None,
    by: Actor,
) -> Appointment:
    """The one way in which a visit comes to be. The person must be locked, and `by` may book for them.

    `place` is given where the visit is one of several that are booked and told of together.
    """
    live, claims = _held(hold, person)
    if not keep_both:
        refuse_clash(live, person, apart_from=replaces)
    appointment = _write_visit(live, claims, replaces, place or _place_of(replaces), by)
    _take_over(live, appointment, len(claims))
    served = _unserved(person, appointment)
    end_offers(served, by)
    answered = [*also_about, *served]
    facts = facts_of(appointment, also_about=[str(subject) for subject in answered], together=place is not None)
    record(kind="appointment.booked", person=person, subject_id=appointment.id, facts=facts, by=by)
    return appointment


def _place_of(replaces: Appointment | None) -> Place | None:
    """What comes instead of a visit of a series is of the series."""
    if replaces is None or replaces.series is None or replaces.series_place is None:
        return None
    return Place(replaces.series, replaces.series_place)


def _held(kept: Hold, person: Person) -> tuple[Hold, list[Claim]]:
    """The hold and what it claims, locked with the diaries, if it is this person's and has not lapsed. Raises
    HoldLapsed and NotYours. Lock the person first; who takes the claims over counts them again."""
    claims = _HELD.all(hold=kept.id, now=clock.now())
    live = claims[0].hold if claims else None
    if live is None:
        raise HoldLapsed
    if live.person_id != person.id:
        raise NotYours
    return live, claims


def _claims_of(hold: Hold) -> list[Claim]:
    """What a hold claims. It stays so while the hold lives; who takes it over counts again under the locks."""
    return _CLAIMS.all(hold=hold.id)


def _write_visit(
    live: Hold, claims: list[Claim], replaces: Appointment | None, place: Place | None, by: Actor
) -> Appointment:
    visit = new_row(
        Appointment,
        person_id=live.person_id,
        service=live.service,
        starts_at=live.starts_at,
        ends_at=live.ends_at,
        level=live.level,
        booked_via=by.via,
        replaces=replaces,
        series=place.series if place else None,
        series_place=place.number if place else None,
        extra=live.extra,
        times_cancelled_by_hospital=replaces.times_cancelled_by_hospital if replaces else 0,
        **_places(live, claims),
    )
    visit.wall = visit.wall_there
    insert_referred("V", visit)
    return visit


def _places(live: Hold, claims: list[Claim]) -> dict[str, Any]:
    """Clinician, first room and site of a hold."""
    clinicians = [claim.resource for claim in claims if claim.resource.kind == Kind.CLINICIAN]
    if not clinicians:
        raise HoldLapsed
    kinds = live.service.room_kinds
    rooms = [claim.resource for claim in claims if claim.resource.kind == Kind.ROOM]
    rooms.sort(key=lambda room: kinds.index(room.room.kind) if room.room and room.room.kind in kinds else len(kinds))
    who = _who_gives(live, clinicians)
    site = next(claim.diary.site for claim in claims if claim.resource_id == who.id)
    return {"clinician": who, "room": rooms[0] if rooms else None, "site": site}


def _who_gives(live: Hold, clinicians: list[Resource]) -> Resource:
    """The one of those who are needed that gives the service; the others assist."""
    if len(clinicians) == 1:
        return clinicians[0]
    performers = set(live.service.offerings.values_list("staff_id", flat=True))
    return next((clinician for clinician in clinicians if clinician.staff_id in performers), clinicians[0])


def _take_over(live: Hold, appointment: Appointment, wanted: int) -> None:
    """The hold's claims become the visit's; fewer than were `wanted` means that it lapsed meanwhile."""
    if not wanted or claiming.turn_into_visit(live, appointment) != wanted:
        raise HoldLapsed
    claiming.forget([live])


def _unserved(person: Person, appointment: Appointment) -> list[UUID]:
    """Waiting entries without a visit, of the same service: they have what they waited for."""
    ids = _UNSERVED.all(person=person.id, service=appointment.service_id)
    if ids:
        WaitingEntry.objects.filter(id__in=ids).update(state=EntryState.SERVED)
    return ids


def refuse_clash(live: Hold, person: Person, *, apart_from: Appointment | None, soon: bool = True) -> None:
    """Raise VisitsClash, or where `soon` counts SameSpecialtySoon, where the person has such a visit."""
    near = _NEAR.all(person=person.id, before=live.ends_at + SOON, after=live.starts_at - SOON)
    others = [visit for visit in near if apart_from is None or visit.id != apart_from.id]
    for visit in others:
        if visit.starts_at < live.ends_at and visit.ends_at > live.starts_at:
            raise VisitsClash(**_about(visit))
    for visit in others if soon else ():
        if visit.service.specialty_id == live.service.specialty_id:
            raise SameSpecialtySoon(**_about(visit))


def _about(visit: Appointment) -> dict[str, Any]:
    when = days.weekday_and_clock(visit.starts_there, today=clock.today(visit.zone))
    return {"when": when, "appointment_id": visit.id}


@action
def move(*, appointment: Appointment, hold: Hold, reason: str = "", keep_both: bool = True, by: Actor) -> Appointment:
    """Give a visit the time of a hold, in one act: never none and never two of them afterwards (law I-15).

    Reference and calendar entry stay. Raises HoldLapsed, NotYours, TooLate, AlreadyEnded; the old time then stands.
    """
    need_to_book_for(appointment.person, by)
    person = claiming.locked_person(appointment.person_id)
    visit = need_booked(appointment)
    claims = list(Claim.objects.filter(appointment=visit))
    wanted = _claims_of(hold)
    fresh = {claim.diary_id for claim in wanted}
    locked = claiming.lock([*fresh, *(claim.diary_id for claim in claims)])
    live = need_live(hold, person)
    if not keep_both:
        refuse_clash(live, person, apart_from=visit)
    before = visit.starts_at
    claiming.give_back(locked, claims)
    _set_time(visit, live, wanted, reason)
    _take_over(live, visit, len(fresh))
    waiting = list(
        WaitingEntry.objects.filter(appointment=visit, state=EntryState.WAITING).values_list("id", flat=True)
    )
    record(
        kind="appointment.moved",
        person=person,
        subject_id=visit.id,
        facts=facts_of(
            visit,
            moved_from=before,
            reason=reason,
            also_about=[str(subject) for subject in (*waiting, *series_of(visit))],
        ),
        by=by,
    )
    return visit


def series_of(visit: Appointment) -> list[UUID]:
    """The id of its series, where it is of one: what was asked about the series is answered by what becomes of it."""
    return [visit.series_id] if visit.series_id else []


def _set_time(visit: Appointment, live: Hold, claims: list[Claim], reason: str) -> None:
    places, before = _places(live, claims), visit.zone
    visit.moved_from, visit.move_reason = visit.starts_at, reason[:200]
    visit.service = live.service
    visit.starts_at, visit.ends_at = live.starts_at, live.ends_at
    visit.clinician, visit.room, visit.site = places["clinician"], places["room"], places["site"]
    visit.wall, visit.extra = visit.wall_there, live.extra
    visit.moved_from_zone = "" if visit.zone == before else before.key
    visit.sequence += 1
    for field in FIELDS.values():
        setattr(visit, field, None)
    visit.save()


def need_booked(appointment: Appointment) -> Appointment:
    """The visit, locked, if it can still be changed. Raises AlreadyEnded and TooLate."""
    visit = _WHOLE.get(key=appointment.id)
    if visit.state in {State.CANCELLED, State.MISSED, State.FULFILLED}:
        raise AlreadyEnded
    if visit.state != State.BOOKED:
        raise TooLate
    return visit


SAID_AGAIN = timedelta(days=1)
"""A yes so long after the last one is a new one: it answers another reminder."""


@action
def confirm(*, appointment: Appointment, channel: str, by: Actor) -> Appointment:
    """The person said that they come, by this way (`ConfirmedBy`: CNF-1, CNF-2). Saying it twice is fine."""
    need_to_book_for(appointment.person, by)
    visit = need_booked(appointment)
    name = FIELDS[ConfirmedBy(channel)]
    said = getattr(visit, name)
    if said and clock.now() - said < SAID_AGAIN:
        return visit
    setattr(visit, name, clock.now())
    update(visit, name)
    record(
        kind="appointment.confirmed",
        person=visit.person,
        subject_id=visit.id,
        facts=facts_of(visit, channel=channel),
        by=by,
    )
    return visit


@action
def mark_arrived(*, appointment: Appointment, by: Actor) -> Appointment:
    """They are here. Told to the timeline by `visits`, whose arrival it is."""
    return _step(appointment, State.BOOKED, State.ARRIVED, by)


@action
def mark_started(*, appointment: Appointment, by: Actor) -> Appointment:
    """They are with the clinician."""
    return _step(appointment, State.ARRIVED, State.IN_PROGRESS, by)


@action
def mark_fulfilled(*, appointment: Appointment, by: Actor) -> Appointment:
    """The visit took place."""
    return _step(appointment, State.IN_PROGRESS, State.FULFILLED, by)


def _step(appointment: Appointment, before: State, after: State, by: Actor) -> Appointment:
    if not by.is_system and not (by.is_staff and by.may(Permission.RECEIVE_ARRIVALS)):
        need_to_book_for(appointment.person, by)
    visit = _STEPPING.get(key=appointment.id)
    if visit.state == after:
        return visit
    if visit.state != before:
        raise AlreadyEnded
    visit.state = after
    if after == State.FULFILLED:
        visit.ended_at = clock.now()
    update(visit, "state", "ended_at")
    return visit
