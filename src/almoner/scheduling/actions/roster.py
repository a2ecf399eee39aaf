"""Arranging the diaries: resources, weekly patterns, and days opened ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from almoner.catalogue.models import Room
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Unclear
from almoner.people.models import Site, Staff
from almoner.scheduling import diaries, memory
from almoner.scheduling.arranged import Arranged, arranged
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Diary, Resource, WeeklyPattern
from almoner.scheduling.refusals import NotOpen

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
            "resource_id", "day"
        )
    )
    zones = {site.id: ZoneInfo(site.time_zone) for site in Site.objects.all()}
    fresh: list[Diary] = []
    for resource in resources:
        for offset in range((until_day - from_day).days + 1):
            day = from_day + timedelta(days=offset)
            if (resource.id, day) not in there:
                fresh += _opened(resource, day, arrangements[resource.id], zones[resource.site_id])
    Diary.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    memory.changed(fresh)
    return len(fresh)


def _opened(resource: Resource, day: date, own: Arranged, zone: ZoneInfo) -> list[Diary]:
    """The diary of one day, if any session falls on it, without what a session of the day before reaches into."""
    is_open, urgent = own.bits(day, zone)
    if not is_open:
        return []
    midnight = diaries.start_of(day, zone)
    return [
        Diary(resource=resource, day=day, midnight=midnight, **_bits(is_open, urgent, is_open & own.blocked(midnight)))
    ]


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
