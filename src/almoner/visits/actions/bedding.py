"""Asking for a bed, giving one, lying in it, changing it; and what becomes of the bed itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from almoner.core import clock, languages
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.models import Person, Site, Staff
from almoner.timeline.actions import record
from almoner.visits.bed_words import words
from almoner.visits.beds import Match
from almoner.visits.changing import change
from almoner.visits.enums import LIVE_STAY, BedState, BlockReason, Care, RequestState, StayState
from almoner.visits.locking import bed_now, locked_beds, locked_stay
from almoner.visits.models import Bed, BedRequest, Stay, Visit, Ward
from almoner.visits.placing import match_for
from almoner.visits.refusals import BedNotReady, BedTaken, BedUnsuitable, NotNow, ReasonNeeded, StayIsLive
from almoner.visits.rules import need_to_ask_for_bed, need_to_place

BY_HAND: dict[str, frozenset[str]] = {
    BedState.CLEAN: frozenset({BedState.DIRTY, BedState.CLEANING, BedState.BLOCKED}),
    BedState.DIRTY: frozenset({BedState.CLEANING, BedState.BLOCKED}),
    BedState.CLEANING: frozenset({BedState.CLEAN, BedState.DIRTY, BedState.BLOCKED}),
    BedState.BLOCKED: frozenset({BedState.DIRTY, BedState.CLEANING, BedState.CLEAN}),
    BedState.OCCUPIED: frozenset(),
}
"""What may follow on what. Somebody lies in a bed or leaves it by `admit`, `discharge` and moves only."""


@action
def request_bed(  # noqa: PLR0913 - what a bed must have
    *,
    person: Person,
    site: Site,
    level: int,
    reason: str,
    care: int = Care.WARD,
    isolation: str = "",
    single_room: bool = False,
    ward: Ward | None = None,
    kit: Sequence[str] = (),
    note: str = "",
    pathway: str = "any inpatient",
    visit: Visit | None = None,
    by: Actor,
) -> Stay:
    """Somebody is to stay: what their bed must have. `level` sets by when they are promised it."""
    need_to_ask_for_bed(person, by)
    if not reason.strip():
        raise ReasonNeeded
    if Stay.objects.filter(person=person, state__in=LIVE_STAY).exists():
        raise StayIsLive
    stay = Stay.objects.create(
        person=person,
        site=site,
        visit=visit,
        level=level,
        reason=reason.strip()[:300],
        pathway=pathway,
        requested_at=clock.now(),
    )
    BedRequest.objects.create(
        stay=stay,
        care=care,
        isolation=isolation,
        sex=person.sex,
        single_room=single_room,
        ward=ward,
        kit=list(kit),
        note=note.strip()[:200],
    )
    record(kind="bed.requested", person=person, subject_id=stay.id, facts={"level": level}, by=by)
    return stay


@action
def withdraw_bed_request(*, stay: Stay, reason: str, by: Actor) -> Stay:
    """They do not need to stay after all."""
    need_to_ask_for_bed(stay.person, by)
    if not reason.strip():
        raise ReasonNeeded
    stay = locked_stay(stay, StayState.REQUESTED)
    stay.state, stay.withdrawn_because = StayState.WITHDRAWN, reason.strip()[:300]
    stay.save(update_fields=["state", "withdrawn_because"])
    _request(stay).update(state=RequestState.WITHDRAWN)
    facts = {"reason": stay.withdrawn_because}
    record(kind="bed.request_withdrawn", person=stay.person, subject_id=stay.id, facts=facts, by=by)
    return stay


@action
def allot_bed(*, stay: Stay, bed: Bed, override_reason: str = "", by: Actor) -> BedRequest:
    """Give a bed, or another one instead. It may still have to be cleaned; nobody is laid into it before (BED-2).

    Raises BedTaken, and BedUnsuitable for what must not be, or for what needs a reason and has none.
    """
    need_to_place(stay.person, by)
    bed = locked_beds([bed.id])[bed.id]
    stay = locked_stay(stay, StayState.REQUESTED)
    request = _request(stay).select_related("ward", "stay").get()
    given = BedRequest.objects.filter(bed=bed, state=RequestState.ALLOTTED).exclude(id=request.id).exists()
    if given or bed.state in {BedState.OCCUPIED, BedState.BLOCKED}:
        raise BedTaken
    _need_suited(match_for(request, bed), override_reason)
    request.bed, request.state, request.allotted_at = bed, RequestState.ALLOTTED, clock.now()
    request.override_reason = override_reason.strip()[:300]
    request.save(update_fields=["bed", "state", "allotted_at", "override_reason"])
    record(kind="bed.allotted", person=stay.person, subject_id=stay.id, facts=_where(bed), by=by)
    return request


@action
def admit(
    *,
    stay: Stay,
    named_nurse: Staff | None = None,
    doctor: Staff | None = None,
    expected_home_on: date | None = None,
    by: Actor,
) -> Stay:
    """They lie in the bed that was given: now, and not before, are they admitted (BED-3)."""
    need_to_place(stay.person, by)
    request = BedRequest.objects.filter(stay=stay, state=RequestState.ALLOTTED).first()
    if request is None or request.bed_id is None:
        raise NotNow
    bed = locked_beds([request.bed_id])[request.bed_id]
    stay = locked_stay(stay, StayState.REQUESTED)
    if bed.state != BedState.CLEAN:
        raise BedNotReady(state=bed.get_state_display())
    if _request(stay).filter(state=RequestState.ALLOTTED, bed=bed).update(state=RequestState.FILLED) != 1:
        raise NotNow
    change(bed, BedState.OCCUPIED, by, stay=stay)
    stay.state, stay.bed, stay.admitted_at = StayState.ADMITTED, bed, clock.now()
    stay.named_nurse, stay.doctor, stay.expected_home_on = named_nurse, doctor, expected_home_on
    stay.save(update_fields=["state", "bed", "admitted_at", "named_nurse", "doctor", "expected_home_on"])
    record(kind="stay.admitted", person=stay.person, subject_id=stay.id, facts=_where(bed), by=by)
    return stay


@action
def move_to_bed(*, stay: Stay, bed: Bed, reason: str, by: Actor) -> Stay:
    """They lie in another bed now; the one that they left is to be cleaned."""
    need_to_place(stay.person, by)
    if not reason.strip():
        raise ReasonNeeded
    beds = locked_beds(filter(None, [bed.id, bed_now(stay)]))
    stay = locked_stay(stay, StayState.ADMITTED)
    new, old = beds[bed.id], beds.get(stay.bed_id) if stay.bed_id else None
    if old is None or new.id == old.id or BedRequest.objects.filter(bed=new, state=RequestState.ALLOTTED).exists():
        raise BedTaken
    if new.state != BedState.CLEAN:
        raise BedNotReady(state=new.get_state_display())
    _need_suited(match_for(_last_request(stay), new), reason)
    _lay(stay, new)
    change(old, BedState.DIRTY, by, why=reason, stay=stay)
    change(new, BedState.OCCUPIED, by, why=reason, stay=stay)
    record(
        kind="bed.moved", person=stay.person, subject_id=stay.id, facts=_where(new) | {"reason": reason.strip()}, by=by
    )
    return stay


@action
def swap_beds(*, first: Stay, second: Stay, reason: str, by: Actor) -> tuple[Stay, Stay]:
    """Two people change beds, and neither is discharged for it (BED-4)."""
    for stay in (first, second):
        need_to_place(stay.person, by)
    if not reason.strip():
        raise ReasonNeeded
    beds = locked_beds(filter(None, [bed_now(first), bed_now(second)]))
    one, other = sorted((first, second), key=lambda stay: stay.id)
    one, other = locked_stay(one, StayState.ADMITTED), locked_stay(other, StayState.ADMITTED)
    if one.bed_id not in beds or other.bed_id not in beds or one.bed_id == other.bed_id:
        raise NotNow
    of_one, of_other = beds[one.bed_id], beds[other.bed_id]
    both = (one.id, other.id)
    _need_suited(match_for(_last_request(one), of_other, without=both), reason)
    _need_suited(match_for(_last_request(other), of_one, without=both), reason)
    Stay.objects.filter(id=one.id).update(state=StayState.REQUESTED)
    _lay(other, of_one)
    _lay(one, of_other)
    for stay, bed in ((one, of_other), (other, of_one)):
        change(bed, BedState.OCCUPIED, by, why=reason, stay=stay)
        facts = _where(bed) | {"reason": reason.strip(), "swapped": True}
        record(kind="bed.moved", person=stay.person, subject_id=stay.id, facts=facts, by=by)
    return (one, other) if one.id == first.id else (other, one)


@action
def set_bed_state(*, bed: Bed, state: str, block_reason: str = "", note: str = "", by: Actor) -> Bed:
    """Clean, dirty, being cleaned, blocked with a reason. Blocking takes a bed back from whom it was given to."""
    by.need(Permission.MANAGE_BEDS)
    bed = locked_beds([bed.id])[bed.id]
    if state not in BY_HAND[bed.state]:
        raise NotNow
    if state == BedState.BLOCKED:
        if block_reason not in BlockReason.values:
            raise ReasonNeeded
        BedRequest.objects.filter(bed=bed, state=RequestState.ALLOTTED).update(
            state=RequestState.OPEN, bed=None, allotted_at=None
        )
    return change(bed, BedState(state), by, why=note, block_reason=block_reason if state == BedState.BLOCKED else "")


def _request(stay: Stay) -> QuerySet[BedRequest]:
    return BedRequest.objects.filter(stay=stay, state__in=[RequestState.OPEN, RequestState.ALLOTTED])


def _last_request(stay: Stay) -> BedRequest:
    return BedRequest.objects.select_related("ward", "stay").filter(stay=stay).latest("created_at")


def _lay(stay: Stay, bed: Bed) -> None:
    stay.state, stay.bed = StayState.ADMITTED, bed
    stay.save(update_fields=["state", "bed"])


def _need_suited(found: Match, override_reason: str) -> None:
    against = [name for name in found.against if name != "clean"]
    if found.never or (against and not override_reason.strip()):
        raise BedUnsuitable(what=_list([*found.never, *against]), never=list(found.never), against=against)


def _list(codes: Iterable[str]) -> str:
    return languages.listed(words(code) for code in codes)


def _where(bed: Bed) -> dict[str, str]:
    return {"bed": bed.code, "ward": bed.ward.name}
