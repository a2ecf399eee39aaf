"""Keeping a time for one person while they decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.prepared import Prepared, insert, new_row
from almoner.people.models import Person
from almoner.scheduling import claiming, group_locks, memory, planned_groups, seating
from almoner.scheduling.asking import Asked
from almoner.scheduling.enums import HoldFor, Level
from almoner.scheduling.keeping_rooms import in_own_rooms
from almoner.scheduling.memory import Memory
from almoner.scheduling.models import Claim, Diary, Hold, Resource
from almoner.scheduling.nearest import nearest
from almoner.scheduling.needs import Need, needs_of, with_languages
from almoner.scheduling.planned_groups import Taking
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.protecting import kept_from
from almoner.scheduling.refusals import (
    HoldLapsed,
    InGroupAlready,
    KeptForGroup,
    KeptForUrgent,
    NoSuchTime,
    NotYours,
    SlotTaken,
    TooLate,
)
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.search import find_times
from almoner.scheduling.suitability import check
from almoner.scheduling.times import Time, read_key
from almoner.scheduling.wishes import NOTHING, Wishes
from almoner.urgency.rules import need_routine_path

_CHOSEN = Prepared(lambda person: Hold.objects.filter(person=person, kept_for=HoldFor.CHOOSING))
_LIVE = Prepared(
    lambda key: Hold.objects.select_related("service__specialty").filter(id=key).select_for_update(of=("self",))
)
MINUTES = 10
LONGEST_MINUTES = 120
MEETINGS = 256
"""So many kinds of visits are asked about without writing the question again."""


@action
def hold(
    *,
    service: Service,
    time: Time | str,
    person: Person,
    minutes: int = MINUTES,
    level: int = 5,
    ordered: bool = False,
    preferences: Preferences = NOTHING,
    by: Actor,
) -> Hold:
    """Keep `time` (as found, or its key) for `person`. They have one at a time: the older one is given back.

    It lapses by itself (law I-12). Raises SlotTaken with the nearest times that meet `preferences`, also where the time
    is kept for the urgent, NotSuitable, NoSuchTime, TooLate, and TheirsToBook.
    """
    need_to_book_for(person, by, service)
    if not by.is_staff:
        need_routine_path(person)
    check(service, person, ordered=ordered, by=by)
    starts_at, resources = asked(service, time)
    if kept_from(level, [(resources[0], starts_at)]) and not seating.stands(service, starts_at, resources):
        here = (resources[0].site_id,)
        asked_for = Asked(service, SYSTEM, wishes=Wishes(must=preferences), level=level, near_first=here)
        raise KeptForUrgent(lambda: nearest(asked_for, starts_at, resources[0].id))
    claiming.lock_person(person.id)
    refuse_of_group(Taking(service, starts_at, resources, level), preferences, by)
    older = _CHOSEN.all(person=person.id)
    return keep(
        service=service,
        person=person,
        starts_at=starts_at,
        resources=resources,
        lapses_at=clock.now() + timedelta(minutes=min(minutes, LONGEST_MINUTES)),
        level=level,
        kept_for=HoldFor.CHOOSING,
        instead_of=older,
        preferences=preferences,
        one_more=level >= Level.DAYS,
    )


def refuse_of_group(
    taking: Taking,
    preferences: Preferences,
    by: Actor,
    *,
    look: Callable[[], AbstractContextManager[Memory]] = memory.before_writing,
) -> None:
    """Raises KeptForGroup where a planned group could not begin any more. Lock the person first. One statement where no
    group is planned then. `look` is another where the action may have written something."""
    if not group_locks.lock_near([(taking.service, taking.starts_at)]):
        return
    with look() as known:
        group = planned_groups.in_the_way(taking, known)
    if group:
        first, here = taking.resources[0], (taking.resources[0].site_id,)
        must = Wishes(must=preferences)
        asked_for = Asked(taking.service, SYSTEM, wishes=must, level=taking.level, near_first=here)
        text, told = (KeptForGroup.to_staff, {"name": group.name_in(of_reader())}) if by.is_staff else (None, {})
        raise KeptForGroup(lambda: nearest(asked_for, taking.starts_at, first.id), text, **told)


def asked(service: Service, time: Time | str) -> tuple[datetime, list[Resource]]:
    """Start and resources of a time, checked to be what the service needs. A key comes from outside: trust nothing."""
    read = read_key(time if isinstance(time, str) else time.key)
    if read is None:
        raise NoSuchTime
    starts_at, ids = read
    if starts_at <= clock.now():
        raise TooLate
    resources = meeting(needs_of(service, Preferences()), ids)
    if not resources:
        raise NoSuchTime
    return starts_at, resources


def meeting(needs: Sequence[Need], ids: Sequence[UUID]) -> list[Resource]:
    """The resources with these ids, in their order, where each need is met by the one in its place; what comes after,
    such as an interpreter, is extra. None at all where one is missing or does not meet its need. One statement."""
    if not len(needs) <= len(ids) == len(set(ids)):
        return []
    found = claiming.ordered(_meeting(tuple(needs)).all(**_placed(ids, len(needs))), ids)
    return found if len(found) == len(ids) else []


@lru_cache(MEETINGS)
def _meeting(needs: Sequence[Need]) -> Prepared[Resource]:
    def about(*, extra: Any = (), **placed: Any) -> QuerySet[Resource]:
        met = Q(id__in=extra) if extra else Q()
        for number, need in enumerate(needs):
            met |= Q(id=placed[f"of_{number}"]) & need.meets
        return with_languages().filter(met).select_related("site", "room", "staff")

    return Prepared(about)


def _placed(ids: Sequence[UUID], needs: int) -> dict[str, Any]:
    """The values of `_meeting`: one for each need, and those that come after."""
    each: dict[str, Any] = {f"of_{number}": resource_id for number, resource_id in enumerate(ids[:needs])}
    return each | {"extra": ids[needs:]} if ids[needs:] else each


def keep(  # noqa: PLR0913 - all that a hold is made of
    *,
    service: Service,
    person: Person,
    starts_at: datetime,
    resources: Sequence[Resource],
    lapses_at: datetime,
    level: int,
    kept_for: HoldFor,
    instead_of: Sequence[Hold] = (),
    preferences: Preferences = NOTHING,
    one_more: bool = False,
) -> Hold:
    """Claim the time, or a place of its group, in one sweep over all diaries concerned, or raise SlotTaken. The person
    must be locked; raises InGroupAlready where they have a place in it. `one_more`: where nothing is free they may be
    booked in addition, if the rule of the service has it."""
    group = seating.group_of(service, starts_at, resources)
    wanted = claiming.diaries_at([resource.id for resource in resources], group.starts_at, group.ends_at)
    older = list(Claim.objects.filter(hold__in=instead_of)) if instead_of else []
    locked = claiming.lock([*wanted.values(), *(claim.diary_id for claim in older)])
    claiming.sweep(locked)
    let_go(instead_of, locked)
    into = [locked[wanted[resource.id]] for resource in resources if resource.id in wanted]
    if len({diary.site_id for diary in into}) > 1:
        raise NoSuchTime
    if seating.is_in(group, person):
        raise InGroupAlready
    here = len(into) == len(resources) and in_own_rooms(service, into, group.starts_at, group.ends_at)
    group = seating.by_now(group, resources)
    seat = seating.place_in(service, group, into, level) if here else None
    extra: dict[str, Any] | None = None
    if seat is None and one_more and here:
        added = seating.one_more_in(service, group, into, person)
        group, seat, extra = added or (group, None, None)
    if seat is None:
        at = tuple(diary.site_id for diary in into[:1])
        asked_for = Asked(service, SYSTEM, wishes=Wishes(must=preferences), level=level, near_first=at)
        raise SlotTaken(lambda: nearest(asked_for, starts_at, resources[0].id))
    kept = new_row(
        Hold,
        person=person,
        service=service,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=service.minutes),
        lapses_at=lapses_at,
        level=level,
        kept_for=kept_for,
        extra=extra,
    )
    insert(kept)
    claiming.take(into, kept, group, seat)
    return kept


def let_go(holds: Sequence[Hold], locked: dict[UUID, Diary]) -> None:
    """Give back what holds claim in locked diaries, and forget the holds."""
    if not holds:
        return
    claims = Claim.objects.filter(hold__in=holds, diary_id__in=list(locked)).select_for_update(of=("self",))
    claiming.give_back(locked, list(claims.order_by("id")))
    claiming.forget(holds)


def next_times(service: Service, starts_at: datetime, site_id: UUID, level: int, limit: int = 3) -> list[Time]:
    """The next times from a start on; from now on, when there is none later. Of two at one moment that at the site."""
    asked_for: dict[str, Any] = {"limit": limit, "level": level, "near_first": (site_id,), "by": SYSTEM}
    return find_times(service, from_at=starts_at, **asked_for) or find_times(service, **asked_for)


@action
def release_hold(*, hold: Hold, by: Actor) -> None:
    """They do not want it after all: the time is free at once."""
    need_to_book_for(hold.person, by)
    claiming.lock_person(hold.person_id)
    locked = claiming.lock(Claim.objects.filter(hold=hold).values_list("diary_id", flat=True))
    let_go([hold], locked)


@action
def sweep_holds(*, by: Actor) -> int:
    """Forget lapsed holds of every diary. Not needed for anything to be right: it keeps the tables small."""
    by.need(Permission.RUN_SYSTEM)
    lapsed = list(Hold.objects.filter(lapses_at__lte=clock.now()).order_by("lapses_at", "id")[:200])
    locked = claiming.lock(Claim.objects.filter(hold__in=lapsed).values_list("diary_id", flat=True))
    claiming.sweep(locked)
    gone = list(Hold.objects.filter(id__in=[hold.id for hold in lapsed], claims__isnull=True))
    claiming.forget(gone)
    return len(gone)


def need_live(kept: Hold, person: Person) -> Hold:
    """The hold, if it is this person's and has not lapsed. Raises HoldLapsed and NotYours. Lock the person first."""
    live = _LIVE.one(key=kept.id)
    if live is None or live.lapses_at <= clock.now():
        raise HoldLapsed
    if live.person_id != person.id:
        raise NotYours
    return live
