"""Changes of hours as they are meant: each a plan, to be looked at (`effects`) or made (`actions`). Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Unclear
from almoner.scheduling.arranged import Arranged, arranged
from almoner.scheduling.effects import Plan
from almoner.scheduling.enums import BlockReason
from almoner.scheduling.models import Block, Resource
from almoner.scheduling.placing import in_place, need_places
from almoner.scheduling.refusals import NotOpen, WeekUnclear
from almoner.scheduling.sessions import Session, for_days, unclear

LONGEST = timedelta(days=750)


def need_roster_of(resource: Resource, by: Actor) -> None:
    """Raises NotAllowed, and NotThere for what stands at another site."""
    by.need(Permission.MANAGE_ROSTER)
    if by.site_id and resource.site_id != by.site_id:
        raise NotThere


def plan_week(
    *, resource: Resource, sessions: Sequence[Session], from_day: date, until_day: date | None = None, by: Actor
) -> Plan:
    """These are the hours of the week from a day on, and no others; with `until_day` for a season, after which they are
    those that were there before. Days with other hours stay as they were said. Raises NotOpen, WeekUnclear, and
    what `placing` raises."""
    need_roster_of(resource, by)
    _need_days(resource, from_day, until_day)
    placed = in_place(resource, sessions)
    if unclear(placed):
        raise WeekUnclear
    now = _now(resource, from_day)
    then = replace(now, rows=tuple(for_days(now.rows, placed, from_day, until_day)))
    need_places(resource, now, then, from_day, until_day)
    return Plan(resource, now, then, from_day, until_day)


def plan_day(*, resource: Resource, day: date, sessions: Sequence[Session] | None, by: Actor) -> Plan:
    """Other hours on one day, none when it is closed; with None for `sessions` the usual ones again. What the night
    before reaches into stays that night's. Raises as `plan_week` does."""
    need_roster_of(resource, by)
    _need_days(resource, day, day)
    now = _now(resource, day)
    if sessions is None:
        others = {other: hours for other, hours in now.others.items() if other != day}
    else:
        placed = in_place(resource, sessions)
        if any(one.weekday != day.weekday() for one in placed) or unclear(placed):
            raise WeekUnclear
        others = {**now.others, day: tuple(sorted(placed))}
    then = replace(now, others=others)
    need_places(resource, now, then, day, day)
    return Plan(resource, now, then, day, day)


def plan_block(*, resource: Resource, starts_at: datetime, ends_at: datetime, reason: str, by: Actor) -> Plan:
    """Time in which nobody books. Raises Unclear, and NotOpen for more than two years."""
    need_roster_of(resource, by)
    if ends_at <= starts_at or reason not in BlockReason.values:
        raise Unclear
    if ends_at - starts_at > LONGEST:
        raise NotOpen
    first, last = _days_of(resource, starts_at, ends_at)
    now = _now(resource, first)
    return Plan(resource, now, replace(now, blocks=(*now.blocks, (starts_at, ends_at))), first, last)


def plan_lift(*, block: Block, by: Actor) -> Plan:
    """Blocked time that is given back; what another block covers stays blocked."""
    need_roster_of(block.resource, by)
    if block.lifted_at:
        raise NotThere
    first, last = _days_of(block.resource, block.starts_at, block.ends_at)
    now = _now(block.resource, first)
    left = list(now.blocks)
    if (block.starts_at, block.ends_at) in left:
        left.remove((block.starts_at, block.ends_at))
    return Plan(block.resource, now, replace(now, blocks=tuple(left)), first, last)


def _now(resource: Resource, since: date) -> Arranged:
    return arranged([resource.id], since)[resource.id]


def _need_days(resource: Resource, first: date, last: date | None) -> None:
    if first < clock.today(resource.zone) or (last and not timedelta(0) <= last - first <= LONGEST):
        raise NotOpen


def _days_of(resource: Resource, starts_at: datetime, ends_at: datetime) -> tuple[date, date]:
    """The days on the site's wall that a time touches, and the one before: its night may reach into it."""
    zone = ZoneInfo(resource.site.time_zone)
    return starts_at.astimezone(zone).date() - timedelta(days=1), ends_at.astimezone(zone).date()
