"""Arranging the diaries: resources, weekly patterns, days opened ahead, and time that is blocked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from almoner.catalogue.models import Room
from almoner.core import clock, languages
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Unclear
from almoner.people.models import Site, Staff
from almoner.scheduling import claiming, diaries, memory
from almoner.scheduling.enums import HOLDING_TIME, BlockReason, Kind, State
from almoner.scheduling.facts import facts_of
from almoner.scheduling.models import Appointment, Block, Claim, Diary, Resource, WeeklyPattern
from almoner.scheduling.refusals import NotOpen
from almoner.timeline.actions import record

Row = TypeVar("Row", WeeklyPattern, Block)
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
    patterns = _by_resource(WeeklyPattern.objects.filter(resource_id__in=ids))
    blocks = _by_resource(Block.objects.filter(resource_id__in=ids, lifted_at=None))
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
                own = patterns.get(resource.id, [])
                fresh += _opened(resource, day, own, blocks.get(resource.id, []), zones[resource.site_id])
    Diary.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    memory.changed(fresh)
    return len(fresh)


def _by_resource(rows: QuerySet[Row]) -> dict[UUID, list[Row]]:
    grouped: dict[UUID, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.resource_id, []).append(row)
    return grouped


def _opened(
    resource: Resource, day: date, patterns: Sequence[WeeklyPattern], blocks: Sequence[Block], zone: ZoneInfo
) -> list[Diary]:
    """The diary of one day, if any session falls on it, without what a session of the day before reaches into."""
    is_open, urgent = lay_out(patterns, day, zone)
    if not is_open:
        return []
    midnight = diaries.start_of(day, zone)
    blocked = is_open & diaries.either(*(diaries.between(b.starts_at, b.ends_at, midnight) for b in blocks))
    return [Diary(resource=resource, day=day, midnight=midnight, **_bits(is_open, urgent, blocked))]


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


def lay_out(patterns: Sequence[WeeklyPattern], day: date, zone: ZoneInfo) -> tuple[int, int]:
    """Open bits of a day and those kept for the urgent, without what a session of the day before reaches into."""
    is_open, urgent = _sessions(patterns, day, zone)
    yesterday = day - timedelta(days=1)
    over = _sessions(patterns, yesterday, zone)[0] >> diaries.ticks_of(yesterday, zone)
    return is_open & ~over, urgent & ~over


def _sessions(patterns: Sequence[WeeklyPattern], day: date, zone: ZoneInfo) -> tuple[int, int]:
    """Open bits of a day, and those of them that are kept for the urgent."""
    of_day = [
        pattern
        for pattern in patterns
        if pattern.weekday == day.weekday()
        and pattern.valid_from <= day
        and (pattern.valid_until is None or day <= pattern.valid_until)
    ]
    bits = [(diaries.session(day, p.begins, p.ends, zone), p.urgent_reserved) for p in of_day]
    return (
        diaries.either(*(session for session, _urgent in bits)),
        diaries.either(*(session for session, urgent in bits if urgent)),
    )


@action
def add_block(
    *, resource: Resource, starts_at: datetime, ends_at: datetime, reason: str, why: str = "", by: Actor
) -> Block:
    """Take time out of a resource's diaries. Visits in it stay booked: each is told as displaced, for somebody to move.

    See `queries.displaced_by`.
    """
    by.need(Permission.MANAGE_ROSTER)
    if ends_at <= starts_at or reason not in BlockReason.values:
        raise Unclear
    locked = claiming.lock(_touched(resource, starts_at, ends_at))
    block = Block.objects.create(resource=resource, starts_at=starts_at, ends_at=ends_at, reason=reason, why=why)
    for diary in locked.values():
        write_free(diary)
    for visit in displaced(block):
        record(
            kind="appointment.displaced",
            person=visit.person,
            subject_id=visit.id,
            facts=facts_of(visit, reason=languages.in_all(BlockReason(reason).label)),
            by=by,
        )
    return block


@action
def lift_block(*, block: Block, by: Actor) -> Block:
    """Give blocked time back."""
    by.need(Permission.MANAGE_ROSTER)
    locked = claiming.lock(_touched(block.resource, block.starts_at, block.ends_at))
    block.lifted_at = clock.now()
    block.save(update_fields=["lifted_at"])
    for diary in locked.values():
        write_free(diary)
    return block


def _touched(resource: Resource, starts_at: datetime, ends_at: datetime) -> list[UUID]:
    reach = starts_at - 2 * claiming.LONGEST_SESSION
    near = Diary.objects.filter(resource=resource, midnight__lt=ends_at, midnight__gt=reach)
    return list(near.values_list("id", flat=True))


def write_free(diary: Diary) -> None:
    """Write a locked diary's blocked and free bits anew, from what is open and what blocks and claims there are."""
    is_open = diaries.unpack(diary.open)
    blocks = Block.objects.filter(resource_id=diary.resource_id, lifted_at=None, ends_at__gt=diary.midnight)
    near = blocks.filter(starts_at__lt=diary.midnight + 2 * claiming.LONGEST_SESSION)
    blocked = is_open & diaries.either(*(diaries.between(b.starts_at, b.ends_at, diary.midnight) for b in near))
    claims = Claim.objects.filter(diary=diary)
    claimed = diaries.either(*(diaries.between(c.starts_at, c.ends_at, diary.midnight) for c in claims))
    diary.blocked = diaries.pack(blocked)
    diary.free = diaries.pack(is_open & ~blocked & ~claimed)
    claiming.write(diary, "free", "open", "blocked", "urgent")


def displaced(block: Block) -> list[Appointment]:
    """Visits that stand in blocked time, earliest first."""
    if block.lifted_at:
        return []
    claims = Claim.objects.filter(
        resource_id=block.resource_id, starts_at__lt=block.ends_at, ends_at__gt=block.starts_at
    )
    visits = Appointment.objects.filter(id__in=claims.values("appointment_id"), state__in=HOLDING_TIME)
    visits = visits.filter(ends_at__gt=clock.now()).exclude(state=State.FULFILLED)
    return list(visits.select_related("person", "service", "clinician__site", "room").order_by("starts_at", "id"))
