"""A resource's week as a whole: the hours in which it can be booked from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from almoner.catalogue.models import Room
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Staff
from almoner.scheduling import claiming, diaries
from almoner.scheduling.actions.roster import add_resource, lay_out, open_diaries, write_free
from almoner.scheduling.enums import HOLDING_TIME, Kind, State
from almoner.scheduling.facts import facts_of
from almoner.scheduling.models import Appointment, Claim, Diary, Resource, WeeklyPattern
from almoner.scheduling.refusals import NotOpen, WeekUnclear
from almoner.timeline.actions import record

AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Session:
    """Hours that come every week: by the site's wall, `ends` later than `begins`."""

    weekday: int
    begins: time
    ends: time
    urgent: bool = False


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
    """Add these hours to a resource's week. Days are opened by `open_diaries`, or by the worker a while ahead."""
    by.need(Permission.MANAGE_ROSTER)
    if by.site_id and resource.site_id != by.site_id:
        raise NotThere
    if until_day and until_day < from_day:
        raise NotOpen
    return WeeklyPattern.objects.bulk_create(
        WeeklyPattern(
            resource=resource,
            weekday=one.weekday,
            begins=one.begins,
            ends=one.ends,
            valid_from=from_day,
            valid_until=until_day,
            urgent_reserved=one.urgent,
        )
        for one in sessions
    )


@action
def change_week(*, resource: Resource, sessions: Sequence[Session], from_day: date, by: Actor) -> list[Appointment]:
    """From `from_day` on, these are the hours of the week, and no others. Gives the visits that stand outside them now:
    each is told as displaced, for somebody to move."""
    by.need(Permission.MANAGE_ROSTER)
    if by.site_id and resource.site_id != by.site_id:
        raise NotThere
    if from_day < clock.today():
        raise NotOpen
    _check(sessions)
    days = Diary.objects.filter(resource=resource, day__gte=from_day).values_list("id", flat=True)
    locked = claiming.lock(days)
    outside_before = {visit.id for visit in _outside(locked.values())}
    own = WeeklyPattern.objects.filter(resource=resource)
    own.filter(valid_from__gte=from_day).delete()
    still = own.filter(valid_until__isnull=True) | own.filter(valid_until__gte=from_day)
    still.update(valid_until=from_day - timedelta(days=1))
    set_week(resource=resource, sessions=sessions, from_day=from_day, by=by)
    _lay_out_anew(resource, locked.values())
    open_diaries(resources=[resource], from_day=from_day, until_day=from_day + AHEAD, by=by)
    displaced = [visit for visit in _outside(locked.values()) if visit.id not in outside_before]
    for visit in displaced:
        record(
            kind="appointment.displaced",
            person=visit.person,
            subject_id=visit.id,
            facts=facts_of(visit, reason="changed hours"),
            by=by,
        )
    return displaced


def _check(sessions: Sequence[Session]) -> None:
    by_day: dict[int, list[Session]] = {}
    for one in sessions:
        if one.ends <= one.begins or not 0 <= one.weekday <= 6:
            raise WeekUnclear
        by_day.setdefault(one.weekday, []).append(one)
    for of_day in by_day.values():
        ordered = sorted((one for one in of_day if not one.urgent), key=lambda one: one.begins)
        if any(later.begins < earlier.ends for earlier, later in pairwise(ordered)):
            raise WeekUnclear


def _lay_out_anew(resource: Resource, days: Iterable[Diary]) -> None:
    patterns = list(WeeklyPattern.objects.filter(resource=resource))
    zone = ZoneInfo(resource.site.time_zone)
    for diary in days:
        diary.open, diary.urgent = map(diaries.pack, lay_out(patterns, diary.day, zone))
        write_free(diary)


def _outside(days: Iterable[Diary]) -> list[Appointment]:
    """Visits to come that stand in time which is not open, earliest first."""
    opened = {diary.id: diary for diary in days}
    claims = Claim.objects.filter(diary__in=list(opened), appointment__state__in=HOLDING_TIME, ends_at__gt=clock.now())
    ids = {
        claim.appointment_id
        for claim in claims
        if claim.appointment_id
        and diaries.between(claim.starts_at, claim.ends_at, opened[claim.diary_id].midnight)
        & ~diaries.unpack(opened[claim.diary_id].open)
    }
    visits = Appointment.objects.filter(id__in=ids).exclude(state=State.FULFILLED)
    whole = visits.select_related("person", "service__specialty", "clinician__site", "room")
    return list(whole.order_by("starts_at", "reference"))
