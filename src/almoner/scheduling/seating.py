"""Which place somebody has in a group, and whether there is one. The diaries concerned must be locked and swept to take
it; to look, they may be as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.catalogue.models import Room, Service
from almoner.core import clock
from almoner.people.models import Person
from almoner.scheduling import claiming, diaries, groups, one_more
from almoner.scheduling.enums import Kind
from almoner.scheduling.group_models import GroupStart
from almoner.scheduling.groups import Group
from almoner.scheduling.models import Claim, Diary, Overbooking, Resource
from almoner.scheduling.needs import needs_of
from almoner.scheduling.preferences import Preferences

_TAKEN = ("resource_id", "seat", "places")


def group_of(service: Service, starts_at: datetime, resources: Sequence[Resource]) -> Group:
    """The group in which a visit of `service` at `starts_at` is, or would be; of one person only, where it takes no
    more. It has no more places than any of its rooms holds. What is needed for one of them besides, such as an
    interpreter, comes last in `resources` and is not counted.
    """
    ends_at = starts_at + timedelta(minutes=service.minutes)
    begin, end = claiming.with_around(service, starts_at, ends_at)
    needed = resources[: len(needs_of(service, Preferences()))]
    places = min([service.capacity, *(one.room.capacity for one in needed if one.room and one.room.capacity)])
    return Group(groups.key_of(service.id, begin, end, [one.id for one in needed]), begin, end, places)


def by_now(group: Group, resources: Sequence[Resource]) -> Group:
    """The same with no more places than its rooms hold now. Their diaries must be locked: what a room holds changes
    under the same lock, and was read before it."""
    if group.places == 1:
        return group
    rooms = Room.objects.filter(resource__in=resources).values_list("capacity", flat=True)
    return replace(group, places=min([group.places, *filter(None, rooms)]))


def key_of_visit(service: Service, claims: Sequence[Claim]) -> UUID:
    """The key of the group of a visit, by what it claims, with their resources."""
    last = sorted(claims, key=lambda one: one.resource.kind == Kind.INTERPRETER)
    needed = last[: len(needs_of(service, Preferences()))]
    return groups.key_of(service.id, claims[0].starts_at, claims[0].ends_at, [one.resource_id for one in needed])


def stands(service: Service, starts_at: datetime, resources: Sequence[Resource]) -> bool:
    """Whether somebody has that very time already, in a group or alone, so that it is not free for anything else."""
    return _live(group_of(service, starts_at, resources)).exists()


def place_in(service: Service, group: Group, into: Sequence[Diary], level: int) -> int | None:
    """The place that somebody of this level can have; None where there is none. `into`: a diary of each resource.

    In a group that stands, its own people and rooms are there already, and what is kept for the urgent is not asked; of
    a new one all must be free. Whoever was booked before the service had groups stays alone.
    """
    taken: defaultdict[UUID, set[int]] = defaultdict(set)
    if group.places > 1:
        ids = [diary.resource_id for diary in into]
        for resource_id, seat, places in _live(group).filter(resource_id__in=ids).values_list(*_TAKEN):
            if places == 1:
                return None
            taken[resource_id].add(seat)
    shared = [diary for diary in into if diary.resource_id in taken]
    alone = [diary for diary in into if diary.resource_id not in taken]
    if not all(claiming.is_free(diary, group.starts_at, group.ends_at, level) for diary in alone):
        return None
    if not all(_is_there(diary, group) for diary in shared):
        return None
    if not shared and not may_begin(service, group, into):
        return None
    return groups.next_place(set().union(*taken.values()), group.places)


def _live(group: Group) -> QuerySet[Claim]:
    """What is claimed for a group, lapsed holds left out."""
    live = Q(lapses_at__isnull=True) | Q(lapses_at__gt=clock.now())
    return Claim.objects.filter(live, group_key=group.key)


def one_more_in(
    service: Service, group: Group, into: Sequence[Diary], person: Person
) -> tuple[Group, int, dict[str, Any]] | None:
    """The place of one more, where a manager allows it and its chance is small enough; with the numbers that say why.

    One at a time is decided for each service: its rule is locked after the diaries, which nobody does the other way
    round.
    """
    said = Overbooking.objects.select_for_update(of=("self",)).filter(service=service, on=True).first()
    if said is None or one_more.why_not(service) or _live(group).filter(appointment__person=person).exists():
        return None
    day, rule = into[0].day, one_more.Rule(said.limit_percent, said.a_day)
    for found in one_more.find(service, rule, one_more.rates(), day, day):
        if found.key == group.key and set(found.resources) == {diary.resource_id for diary in into}:
            taken = set(_live(group).values_list("seat", flat=True))
            seat = next(place for place in range(len(taken) + 1) if place not in taken)
            larger = replace(group, places=max(seat, *taken) + 1)
            Claim.objects.filter(group_key=group.key).update(places=larger.places)
            return larger, seat, found.why
    return None


def taken_in(group: Group) -> int:
    """How many places of a group are held or booked."""
    return _live(group).values("seat").distinct().count() if group.places > 1 else 0


def _is_there(diary: Diary, group: Group) -> bool:
    """Whether the resource is still there for the group: its time may have been blocked since."""
    wanted = diaries.between(group.starts_at, group.ends_at, diary.midnight)
    return not wanted & ~(diaries.unpack(diary.open) & ~diaries.unpack(diary.blocked))


def may_begin(service: Service, group: Group, into: Sequence[Diary]) -> bool:
    """Whether a new group may begin then: at any time, unless the hospital has said when at that site."""
    if service.capacity == 1 or not into:
        return True
    site = into[0].resource.site
    begins = (group.starts_at + timedelta(minutes=service.minutes_before)).astimezone(site.zone)
    said = set(GroupStart.objects.filter(service=service, site=site).values_list("weekday", "at"))
    return not said or (begins.weekday(), begins.time()) in said


def is_in(group: Group, person: Person) -> bool:
    """Whether somebody has a place in the group, booked or held."""
    if group.places == 1:
        return False
    return _live(group).filter(Q(appointment__person=person) | Q(hold__person=person)).exists()
