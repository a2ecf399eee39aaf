"""Visits whose hours were taken away, and that are owed a new time: a worklist, by the change that displaced them.

What is owed is what the ledger says: live promises of the standard `displaced`. Nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.charter.enums import LIVE, State
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import visible_to
from almoner.scheduling import memory
from almoner.scheduling.effects import DISPLACED
from almoner.scheduling.models import Appointment, HoursChange
from almoner.scheduling.rules import not_private_from
from almoner.scheduling.search import find_times, last_day_of
from almoner.scheduling.times import Time

NEAR = timedelta(days=14)
LOOK_AT = 12


@dataclass(frozen=True, slots=True)
class Owed:
    """A visit that needs a new time, and the promise that it gets one."""

    promise: Promise
    visit: Appointment


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the visits that one change displaced, how many have a new time or were cancelled with one promised."""

    change: HoursChange | None
    """None for what was displaced before changes were kept."""
    total: int
    done: int

    @property
    def left(self) -> int:
        return self.total - self.done


def progress(*, by: Actor) -> list[Progress]:
    """Of each change by which somebody still waits for a new time, oldest first. Two statements."""
    counted = _counted(by)
    live = {key for key, state in counted if state in LIVE}
    changes = {str(one.id): one for one in _changes(by, live - {""})}
    old = [_of(counted, "", None)] if "" in live else []
    return [*old, *(_of(counted, key, change) for key, change in changes.items())]


def progress_of(change: HoursChange, *, by: Actor) -> Progress:
    return _of(_counted(by), str(change.id), change)


def _of(counted: Iterable[tuple[str, str]], key: str, change: HoursChange | None) -> Progress:
    """Those that keep their time after all count no more."""
    states = [state for of, state in counted if of == key and state != State.WITHDRAWN]
    return Progress(change, len(states), sum(state not in LIVE for state in states))


def _counted(by: Actor) -> list[tuple[str, str]]:
    """The change and the state of each promise of a new time."""
    return [(change or "", state) for change, state in _promises(by).values_list("facts__change", "state")]


def change_for(*, by: Actor, id: UUID) -> HoursChange:  # noqa: A002 - the name every gate takes
    found = _changes(by, [str(id)]).first()
    if found is None:
        raise NotThere
    return found


def _changes(by: Actor, ids: Iterable[str]) -> QuerySet[HoursChange]:
    by.need(Permission.BOOK)
    at = Q(resource__site_id=by.site_id) | Q(site_id=by.site_id) if by.site_id else Q()
    found = HoursChange.objects.filter(at, id__in=list(ids)).select_related("resource__staff", "resource__room", "site")
    return found.order_by("created_at", "id")


def owed(*, by: Actor, change: HoursChange | None = None) -> list[Owed]:
    """Who still waits for a new time, by the time that they have now. Of one change, or of all."""
    live = _promises(by).filter(state__in=LIVE).select_related("person", "taken_by")
    if change:
        live = live.filter(facts__change=str(change.id))
    promises = {promise.subject_id: promise for promise in live.order_by("due_at", "id")}
    visits = Appointment.objects.filter(not_private_from(by), id__in=list(promises)).select_related(
        "person", "service__specialty", "site", "clinician", "clinician__staff", "room__room"
    )
    return [Owed(promises[visit.id], visit) for visit in visits.order_by("starts_at", "reference")]


def _promises(by: Actor) -> QuerySet[Promise]:
    """Of everybody whom `by` may see, at their site."""
    by.need(Permission.BOOK)
    seen = Person.objects.filter(visible_to(by)).values("id")
    found = Promise.objects.filter(standard=DISPLACED, person_id__in=seen)
    if by.site_id:
        found = found.filter(subject_id__in=Appointment.objects.filter(site_id=by.site_id).values("id"))
    return found


@memory.current()
def near_times(visit: Appointment, *, by: Actor, limit: int = 3) -> list[Time]:
    """Times of the same service that are nearest to the one that falls away, in order; never earlier than can be told.
    Of two at one moment the one at the site of the visit comes first.

    Raises NotSuitable, as `find_times` does.
    """
    here = (visit.site_id,)
    asked: dict[str, Any] = {"person": visit.person, "level": visit.level, "near_first": here, "by": by}
    after = find_times(visit.service, from_at=visit.starts_at, limit=limit, **asked)
    soonest = max(clock.now(), visit.starts_at - NEAR)
    before = find_times(visit.service, from_at=soonest, until=last_day_of(visit.starts_at), limit=LOOK_AT, **asked)
    known = {(time.starts_at, time.site_id): time for time in (*before, *after)}
    nearest = sorted(known.values(), key=lambda time: (abs(time.starts_at - visit.starts_at), time.starts_at))[:limit]
    return sorted(nearest, key=lambda time: time.starts_at)
