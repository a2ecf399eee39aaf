"""A resource's week as a whole, for good or for a season, and days with other hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from almoner.catalogue.models import Room
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Staff
from almoner.scheduling.actions.changing import carry_out, lock_resource, noted, store_week
from almoner.scheduling.actions.roster import add_resource, lets_work_at
from almoner.scheduling.arranged import arranged, as_stored
from almoner.scheduling.enums import Changed, Kind
from almoner.scheduling.models import HoursChange, OtherHours, Resource, WeeklyPattern
from almoner.scheduling.placing import in_place, need_places
from almoner.scheduling.plans import plan_day, plan_week
from almoner.scheduling.refusals import NotOpen
from almoner.scheduling.sessions import Lasting, Session


@action
def make_bookable(*, staff: Staff | None = None, room: Room | None = None, by: Actor) -> Resource:
    """Give a clinician or a room a diary. It is empty until its week is set."""
    by.need(Permission.MANAGE_ROSTER)
    what = staff or room
    if what is None or (by.site_id and what.site_id != by.site_id):
        raise NotThere
    return add_resource(
        kind=Kind.CLINICIAN if staff else Kind.ROOM,
        name=what.name,
        site=what.site,
        staff=staff,
        room=room,
        languages=staff.languages if staff else (),
        by=by,
    )


@action
def set_week(
    *, resource: Resource, sessions: Sequence[Session], from_day: date, until_day: date | None = None, by: Actor
) -> list[WeeklyPattern]:
    """Add these hours to a resource's week. Days are opened by `open_diaries`, or by the worker a while ahead. Raises
    NotOpen, and what `placing` raises."""
    by.need(Permission.MANAGE_ROSTER)
    if by.site_id and resource.site_id != by.site_id:
        raise NotThere
    if until_day and until_day < from_day:
        raise NotOpen
    placed = in_place(resource, sessions)
    if any(one.site or one.room for one in placed) or resource.also_at.exists():
        now = arranged([resource.id], from_day)[resource.id]
        rows = (*now.rows, *(Lasting(one, from_day, until_day) for one in placed))
        need_places(resource, now, replace(now, rows=rows), from_day, until_day)
    lets_work_at(resource, placed, by)
    return WeeklyPattern.objects.bulk_create(
        WeeklyPattern(
            resource=resource,
            weekday=one.weekday,
            begins=one.begins,
            ends=one.ends,
            valid_from=from_day,
            valid_until=until_day,
            urgent_reserved=one.urgent,
            site_id=one.site or None,
            room_id=one.room or None,
        )
        for one in placed
    )


@action
def change_week(
    *,
    resource: Resource,
    sessions: Sequence[Session],
    from_day: date,
    until_day: date | None = None,
    why: str = "",
    seen: str = "",
    by: Actor,
) -> HoursChange:
    """From `from_day` on, these are the hours of the week, and no others; with `until_day` for a season, after which
    they are again those that were there before. Visits that stand outside them then are told as displaced, for somebody
    to move. `seen` as in `carry_out`. Raises NotOpen, WeekUnclear, OtherwiseNow."""
    own = lock_resource(resource, by)
    plan = plan_week(resource=own, sessions=sessions, from_day=from_day, until_day=until_day, by=by)
    change = noted(plan, Changed.WEEK, why=why)

    def write() -> None:
        store_week(plan)
        lets_work_at(own, (row.session for row in plan.then.rows), by)

    return carry_out(plan, change, seen=seen, write=write, by=by)


@action
def change_day(
    *, resource: Resource, day: date, sessions: Sequence[Session], why: str = "", seen: str = "", by: Actor
) -> HoursChange:
    """Other hours on one day, none when it is closed. A second time for the same day replaces the first. Raises
    NotOpen, WeekUnclear, OtherwiseNow."""
    own = lock_resource(resource, by)
    plan = plan_day(resource=own, day=day, sessions=sessions, by=by)
    said = {"sessions": as_stored(plan.then.others[day]), "why": why}
    change = noted(plan, Changed.DAY, why=why)

    def write() -> None:
        OtherHours.objects.update_or_create(resource=own, day=day, defaults=said)
        lets_work_at(own, plan.then.others[day], by)

    return carry_out(plan, change, seen=seen, write=write, by=by)


@action
def day_as_usual(*, resource: Resource, day: date, seen: str = "", by: Actor) -> HoursChange:
    """Take other hours on a day back: it has those of its week again. Raises NotThere, NotOpen, OtherwiseNow."""
    own = lock_resource(resource, by)
    said = OtherHours.objects.filter(resource=own, day=day)
    if not said.exists():
        raise NotThere
    plan = plan_day(resource=own, day=day, sessions=None, by=by)
    return carry_out(plan, noted(plan, Changed.USUAL), seen=seen, write=said.delete, by=by)
