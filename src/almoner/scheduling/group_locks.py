"""Locking the planned groups that a visit could be in the way of. Inside an action's transaction only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.prepared import Prepared
from almoner.scheduling.claiming import with_around
from almoner.scheduling.models import GroupStart

_PLANNED = Prepared(
    lambda: (
        GroupStart.objects.filter(service__capacity__gt=1, service__active=True)
        .select_related("service", "site")
        .only(
            "weekday", "at", "service__minutes", "service__minutes_before", "service__minutes_after", "site__time_zone"
        )
        .order_by("id")
    )
)
Asked = tuple[Service, datetime]
"""What for and when."""


def lock_near(times: Iterable[Asked]) -> list[Asked]:
    """Of these visits those that could be in the way of a planned group, which is locked: two who take the last two
    clinicians do so one after the other. One statement where there are none."""
    planned = _PLANNED.all()
    wanted = list(times)
    near = {one.id for one in planned if any(_is_near(one, *asked) for asked in wanted)}
    if near:
        list(GroupStart.objects.filter(id__in=near).select_for_update(of=("self",)).order_by("id"))
    return [asked for asked in wanted if any(one.id in near and _is_near(one, *asked) for one in planned)]


def _is_near(one: GroupStart, service: Service, starts_at: datetime) -> bool:
    if one.service_id == service.id:
        return False
    begin, end = with_around(service, starts_at, starts_at + timedelta(minutes=service.minutes))
    day = begin.astimezone(one.site.zone).date()
    for on in (day - timedelta(days=1), day, day + timedelta(days=1)):
        at = clock.on_the_wall(on, one.at, one.site.zone)
        first, last = with_around(one.service, at, at + timedelta(minutes=one.service.minutes))
        if on.weekday() == one.weekday and first < end and begin < last:
            return True
    return False
