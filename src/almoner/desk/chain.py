"""Who covers a person now, nearest first: one look-up from assignments, the roster and who is on call (REACH-1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.desk.enums import Scope, Why
from almoner.desk.models import Cover, Reach
from almoner.people.models import Person, Staff
from almoner.people.rules import may_see
from almoner.scheduling.presence import at_work
from almoner.visits.enums import HERE, StayState
from almoner.visits.models import Stay, Visit


@dataclass(frozen=True, slots=True)
class Covering:
    """Somebody to ask: why them, how they are reached, and until when. `how` is empty where only the desk knows."""

    staff: Staff
    why: Why
    how: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """Who covers a person: whom to ask, nearest first, and those assigned who are not at work now."""

    chain: tuple[Covering, ...]
    away: tuple[Covering, ...]


def who_covers(person: Person, by: Actor) -> Covered:
    """In a number of statements that does not grow: stay, visit, roster, on call."""
    if not may_see(person, by):
        raise NotThere
    stay = Stay.objects.filter(person=person, state=StayState.ADMITTED).select_related("doctor", "bed__ward").first()
    visit = (
        Visit.objects.filter(person=person, state__in=HERE, clinician__isnull=False, day=clock.today())
        .select_related("clinician", "service__specialty")
        .first()
    )
    assigned = list(_assigned(stay, visit))
    present = at_work([one.staff.id for one in assigned], by=by)
    covers = _covers_for(stay, visit, person, by)
    chain = tuple(_once([*_present(assigned, present), *_on_call(covers)]))
    reachable = {one.staff.id for one in chain}
    return Covered(chain=chain, away=tuple(one for one in assigned if one.staff.id not in reachable))


def next_in_line(reach: Reach, by: Actor) -> Covering | None:
    """Who comes after those that were asked; None where nobody does."""
    asked = {turn.staff_id for turn in reach.turns.all()}
    return next((one for one in who_covers(reach.person, by).chain if one.staff.id not in asked), None)


def _assigned(stay: Stay | None, visit: Visit | None) -> Iterator[Covering]:
    if visit and visit.clinician:
        yield Covering(visit.clinician, Why.VISIT)
    if stay and stay.doctor:
        yield Covering(stay.doctor, Why.STAY)


def _present(assigned: Iterable[Covering], present: dict[UUID, datetime]) -> Iterator[Covering]:
    """Those at work, each reached as their own cover says, or at their place of work."""
    for one in assigned:
        if one.staff.id in present:
            yield Covering(one.staff, one.why, until=present[one.staff.id])


def _covers_for(stay: Stay | None, visit: Visit | None, person: Person, by: Actor) -> list[Cover]:
    wanted = Q(scope=Scope.HOSPITAL)
    if stay and stay.bed:
        wanted |= Q(scope=Scope.WARD, code=stay.bed.ward.code)
    specialties = {visit.service.specialty.code} if visit and visit.service else set()
    if stay and stay.doctor and stay.doctor.specialty_code:
        specialties.add(stay.doctor.specialty_code)
    if specialties:
        wanted |= Q(scope=Scope.SPECIALTY, code__in=specialties)
    now = clock.now()
    covers = Cover.objects.standing().filter(wanted, starts_at__lte=now, ends_at__gt=now)
    site_id = person.site_id or by.site_id
    return list((covers.filter(site_id=site_id) if site_id else covers).select_related("staff"))


_NEAREST = {Scope.WARD: 0, Scope.SPECIALTY: 1, Scope.HOSPITAL: 2}


def _on_call(covers: Iterable[Cover]) -> Iterator[Covering]:
    for cover in sorted(covers, key=lambda one: (_NEAREST[Scope(one.scope)], one.rank, one.starts_at, str(one.id))):
        yield Covering(cover.staff, Why(cover.scope), cover.how, cover.ends_at)


def _once(chain: Iterable[Covering]) -> Iterator[Covering]:
    """Each clinician at their first place, reached in the first way that is known."""
    listed = list(chain)
    ways = {one.staff.id: one.how for one in reversed(listed) if one.how}
    seen: set[UUID] = set()
    for one in listed:
        if one.staff.id not in seen:
            seen.add(one.staff.id)
            yield Covering(one.staff, one.why, ways.get(one.staff.id, ""), one.until)
