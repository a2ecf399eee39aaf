"""Several visits in one act: all of them or none, tied together, and ended together where that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.scheduling import claiming, group_locks, memory, seating
from almoner.scheduling.actions.booking import Place, book_held, refuse_clash
from almoner.scheduling.actions.holding import asked, keep
from almoner.scheduling.enums import HoldFor, Level, SeriesKind
from almoner.scheduling.joined import MOST as MOST_ON_A_DAY
from almoner.scheduling.models import Appointment, Hold, Resource, Series
from almoner.scheduling.planned_groups import Taking, in_the_way
from almoner.scheduling.protecting import kept_from
from almoner.scheduling.refusals import (
    ClashAmongSeveral,
    NotOneDay,
    NotTogether,
    SameSpecialtySoon,
    SlotTaken,
    SoonBesideSeveral,
    TimesTaken,
    VisitsClash,
)
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.series import MOST
from almoner.scheduling.suitability import check
from almoner.timeline.actions import record
from almoner.urgency.rules import need_routine_path

KEPT = timedelta(minutes=1)
"""Longer than the act takes: nobody sees such a hold."""


@dataclass(frozen=True, slots=True)
class Picked:
    """One of the times that were chosen: `key` as it was found."""

    service: Service
    key: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """The same, read and checked."""

    picked: Picked
    starts_at: datetime
    resources: Sequence[Resource]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.picked.service.minutes)


@action
def book_together(
    *,
    picked: Sequence[Picked],
    kind: SeriesKind,
    person: Person,
    keep_both: bool = False,
    ordered: bool = False,
    also_about: Sequence[UUID] = (),
    by: Actor,
) -> Series:
    """Book all of the times or none, and tie them together; they are confirmed to the person in one message.

    Raises TimesTaken with the keys of those that are gone, NotTogether, VisitsClash, SameSpecialtySoon unless
    `keep_both` (other visits of theirs, never these among themselves: APT-4), and what `hold` raises.
    """
    _need(picked, person, by, ordered=ordered)
    wanted = sorted((_read(one) for one in picked), key=lambda one: one.starts_at)
    _need_one_series(wanted, kind)
    _refuse_kept(wanted)
    claiming.lock_person(person.id)
    _refuse_of_groups(wanted)
    holds = _claim_all(wanted, person)
    for hold in holds:
        _refuse_clash(hold, person, keep_both=keep_both)
    series = Series.objects.create(person=person, kind=kind, size=len(holds), booked_via=by.via)
    visits = [
        book_held(hold=hold, person=person, keep_both=True, place=Place(series, number), also_about=also_about, by=by)
        for number, hold in enumerate(holds, start=1)
    ]
    record(kind="series.booked", person=person, subject_id=series.id, facts=_facts(series, visits), by=by)
    return series


def _need(picked: Sequence[Picked], person: Person, by: Actor, *, ordered: bool) -> None:
    for service in {one.service.id: one.service for one in picked}.values():
        need_to_book_for(person, by, service)
        check(service, person, ordered=ordered, by=by)
    if not by.is_staff:
        need_routine_path(person)


def _read(one: Picked) -> _Asked:
    starts_at, resources = asked(one.service, one.key)
    return _Asked(one, starts_at, resources)


def _need_one_series(wanted: Sequence[_Asked], kind: SeriesKind) -> None:
    if len(wanted) < 2 or any(after.starts_at < before.ends_at for before, after in pairwise(wanted)):
        raise NotTogether
    if kind == SeriesKind.AGAIN:
        if len(wanted) > MOST or len({one.picked.service.id for one in wanted}) > 1:
            raise NotTogether
        return
    sites = {
        site
        for one in wanted
        for site in claiming.sites_at([resource.id for resource in one.resources], one.starts_at, one.ends_at)
    }
    days = {clock.local(one.starts_at, site.zone).date() for one in wanted for site in sites}
    if len(wanted) > MOST_ON_A_DAY or len(days) > 1 or len(sites) > 1:
        raise NotOneDay


def _refuse_kept(wanted: Sequence[_Asked]) -> None:
    """Times that are kept for the urgent are as gone as those that somebody has (APT-6)."""
    kept = kept_from(Level.ROUTINE, [(one.resources[0], one.starts_at) for one in wanted])
    gone = [
        one.picked.key
        for one in wanted
        if (one.resources[0], one.starts_at) in kept
        and not seating.stands(one.picked.service, one.starts_at, one.resources)
    ]
    if gone:
        raise TimesTaken(keys=gone)


def _refuse_of_groups(wanted: Sequence[_Asked]) -> None:
    """And so are those without which a planned group could not begin."""
    near = group_locks.lock_near((one.picked.service, one.starts_at) for one in wanted)
    if not near:
        return
    with memory.before_writing() as known:
        gone = [
            one.picked.key
            for one in wanted
            if in_the_way(Taking(one.picked.service, one.starts_at, one.resources, Level.ROUTINE), known)
        ]
    if gone:
        raise TimesTaken(keys=gone)


def _claim_all(wanted: Sequence[_Asked], person: Person) -> list[Hold]:
    """Keep every time for the length of this act. All diaries are locked first, in one order, so that two who book
    several at once do not wait for each other."""
    diaries: set[UUID] = set()
    for one in wanted:
        ids = [resource.id for resource in one.resources]
        diaries |= set(claiming.diaries_at(ids, one.starts_at, one.ends_at).values())
    claiming.lock(diaries)
    holds, taken = [], []
    for one in wanted:
        try:
            holds.append(_keep(one, person))
        except SlotTaken:
            taken.append(one.picked.key)
    if taken:
        raise TimesTaken(keys=taken)
    return holds


def _keep(one: _Asked, person: Person) -> Hold:
    return keep(
        service=one.picked.service,
        person=person,
        starts_at=one.starts_at,
        resources=one.resources,
        lapses_at=clock.now() + KEPT,
        level=Level.ROUTINE,
        kept_for=HoldFor.TOGETHER,
    )


def _refuse_clash(hold: Hold, person: Person, *, keep_both: bool) -> None:
    """Two visits at one time are never meant here; another soon of the same specialty may be."""
    try:
        refuse_clash(hold, person, apart_from=None, soon=not keep_both)
    except SameSpecialtySoon as told:
        raise SoonBesideSeveral(**told.facts) from None
    except VisitsClash as told:
        raise ClashAmongSeveral(**told.facts) from None


def _facts(series: Series, visits: Sequence[Appointment]) -> dict[str, Any]:
    """Of several specialties none is named: by it the charter tells whether a parent sees what was promised."""
    first, last = visits[0], visits[-1]
    lead = first.starts_at - clock.now()
    specialties = {visit.service.specialty.code for visit in visits}
    return {
        **({"specialty": first.service.specialty.code} if len(specialties) == 1 else {}),
        "series": series.kind,
        "count": series.size,
        "service": first.service.code,
        "service_name": first.service.names,
        "starts_at": first.starts_at.isoformat(),
        "zone": first.zone.key,
        "last_starts_at": last.starts_at.isoformat(),
        "lead_hours": round(lead.total_seconds() / 3600, 1),
        "level": min(visit.level for visit in visits),
    }
