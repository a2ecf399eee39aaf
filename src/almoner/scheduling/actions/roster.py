"""Arranging the diaries: resources, weekly patterns, and days opened ahead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from almoner.catalogue.models import Room
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Unclear
from almoner.people.models import Site, Staff
from almoner.scheduling import diaries, memory, own_rooms
from almoner.scheduling.arranged import Arranged, arranged
from almoner.scheduling.elsewhere import Taken, elsewhere, taken_by
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import AlsoAt, Diary, Resource, WeeklyPattern
from almoner.scheduling.refusals import NotOpen
from almoner.scheduling.sessions import Session

LONGEST_DAYS = 750


@action
def add_resource(
    *,
    kind: str,
    name: str,
    site: Site,
    staff: Staff | None = None,
    room: Room | None = None,
    languages: Sequence[str] = (),
    by: Actor,
) -> Resource:
    """Make something bookable: a clinician (`staff`), a room (`room`), or anything else by its name."""
    by.need(Permission.MANAGE_ROSTER)
    if (
        kind not in Kind.values
        or (kind == Kind.CLINICIAN) != (staff is not None)
        or (kind == Kind.ROOM) != (room is not None)
    ):
        raise Unclear
    return Resource.objects.create(kind=kind, name=name, site=site, staff=staff, room=room, languages=list(languages))


@action
def set_weekly_pattern(
    *,
    resource: Resource,
    weekday: int,
    begins: time,
    ends: time,
    valid_from: date,
    valid_until: date | None = None,
    urgent_reserved: bool = False,
    by: Actor,
) -> WeeklyPattern:
    """Say that a session comes every week. Days are opened by `open_diaries`, or by the worker a while ahead."""
    by.need(Permission.MANAGE_ROSTER)
    if valid_until and valid_until < valid_from:
        raise NotOpen
    return WeeklyPattern.objects.create(
        resource=resource,
        weekday=weekday,
        begins=begins,
        ends=ends,
        valid_from=valid_from,
        valid_until=valid_until,
        urgent_reserved=urgent_reserved,
    )


@action
def work_also_at(*, resource: Resource, sites: Collection[UUID], by: Actor) -> None:
    """A resource has sessions at these sites besides its own: there it can be found from now on."""
    by.need(Permission.MANAGE_ROSTER)
    if by.site_id and resource.site_id != by.site_id:
        raise NotThere
    AlsoAt.objects.bulk_create(
        (AlsoAt(resource=resource, site_id=one) for one in sorted(sites, key=str)), ignore_conflicts=True
    )


def lets_work_at(resource: Resource, sessions: Iterable[Session], by: Actor) -> None:
    """Whoever has sessions at a site where they had none before."""
    wanted = {UUID(one.site) for one in sessions if one.site}
    fresh = wanted - set(AlsoAt.objects.filter(resource=resource).values_list("site_id", flat=True)) if wanted else ()
    if fresh:
        work_also_at(resource=resource, sites=fresh, by=by)


@action
def open_diaries(*, resources: Sequence[Resource], from_day: date, until_day: date, by: Actor) -> int:
    """Open the days of these resources by their patterns, up to and with `until_day`. Gives how many were opened.

    Days that are open already stay as they are.
    """
    by.need(Permission.MANAGE_ROSTER)
    if until_day < from_day or (until_day - from_day).days > LONGEST_DAYS:
        raise NotOpen
    ids = [resource.id for resource in resources]
    arrangements = arranged(ids, from_day)
    there = set(
        Diary.objects.filter(resource_id__in=ids, day__range=(from_day - timedelta(days=1), until_day)).values_list(
            "resource_id", "day", "site_id"
        )
    )
    taken = taken_by((key for key, own in arrangements.items() if len(own.sites) > 1), clock.now())
    fresh: list[Diary] = []
    for resource in resources:
        own = arrangements[resource.id]
        for offset in range((until_day - from_day).days + 1):
            day = from_day + timedelta(days=offset)
            closed = [site for site in own.sites if (resource.id, day, UUID(site)) not in there]
            fresh += [diary for site in closed for diary in _opened(resource, day, own, site, taken)]
    Diary.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    memory.changed(fresh)
    return len(fresh)


def _opened(
    resource: Resource, day: date, own: Arranged, site: str, taken: Mapping[UUID, Sequence[Taken]]
) -> list[Diary]:
    """The diary of one day at one site, if any session falls on it, without what another reaches into."""
    laid = own.laid(day, site)
    if not laid.is_open:
        return []
    midnight = diaries.start_of(day, own.zones[site])
    blocked = own.blocked(midnight)
    rooms = own_rooms.pack({room: bits & ~blocked for room, bits in laid.rooms.items()}) if laid.rooms else ""
    away = elsewhere(taken.get(resource.id, ()), site, midnight, own.travel)
    is_open, urgent = laid.is_open & ~away, laid.urgent & ~away
    bits = _bits(is_open, urgent, is_open & blocked)
    return [Diary(resource=resource, site_id=UUID(site), day=day, midnight=midnight, rooms=rooms, **bits)]


@lru_cache(maxsize=1024)
def _bits(is_open: int, urgent: int, blocked: int) -> dict[str, Any]:
    """The fields of a diary in which nothing is claimed. Few patterns fill many days: each is worked out once."""
    free = is_open & ~blocked
    return {
        "open": diaries.pack(is_open),
        "blocked": diaries.pack(blocked),
        "free": diaries.pack(free),
        "urgent": diaries.pack(urgent),
    }
