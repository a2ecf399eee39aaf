"""Saying how many people come to one start of a service, and when groups begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from almoner.catalogue.models import Service
from almoner.catalogue.reading import LARGEST_GROUP
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Site
from almoner.scheduling.diaries import MINUTES
from almoner.scheduling.group_models import MOST_HOURS, RELEASE_HOURS
from almoner.scheduling.models import GroupRelease, GroupStart
from almoner.scheduling.refusals import GroupUnclear, TooLate

Begins = tuple[Site, int, time]
"""At a site, on a weekday (0 for Monday), by its wall clock."""


@action
def plan_groups(
    *,
    service: Service,
    capacity: int,
    starts: Sequence[Begins] = (),
    release_hours: int = RELEASE_HOURS,
    by: Actor,
) -> Service:
    """So many people come to one start, and new groups begin at these hours; at a site of which none is named, at any.
    The time of each is kept for it until `release_hours` before, see `planned_groups`.

    Who has a place keeps it, also where there are fewer now or another hour. A manager of one site leaves the hours of
    others as they are. Raises GroupUnclear.
    """
    by.need(Permission.MANAGE_ROSTER)
    theirs = [one for one in starts if not by.site_id or one[0].id == by.site_id]
    fits = 1 <= capacity <= LARGEST_GROUP and 0 <= release_hours <= MOST_HOURS
    if not fits or len(theirs) != len(starts) or any(_unclear(one) for one in starts):
        raise GroupUnclear
    planned = Service.objects.select_for_update(no_key=True, of=("self",)).get(id=service.id)
    planned.capacity = service.capacity = capacity
    planned.save(update_fields=["capacity"])
    before = GroupStart.objects.filter(service=planned)
    (before.filter(site_id=by.site_id) if by.site_id else before).delete()
    wanted = sorted({(site.id, weekday, at) for site, weekday, at in starts}, key=str) if capacity > 1 else []
    GroupStart.objects.bulk_create(
        GroupStart(service=planned, site_id=site_id, weekday=weekday, at=at, release_hours=release_hours)
        for site_id, weekday, at in wanted
    )
    return planned


@action
def release_group_time(*, service: Service, site: Site, starts_at: datetime, by: Actor) -> None:
    """Give the time of one planned group to everybody; it can still be begun while it is free. Twice is fine.

    Raises NotThere, TooLate.
    """
    _need_planned(service, site, starts_at, by)
    GroupRelease.objects.get_or_create(service=service, site=site, starts_at=starts_at)


@action
def keep_group_time(*, service: Service, site: Site, starts_at: datetime, by: Actor) -> None:
    """Keep it for the group after all, as far as it is still free. Raises NotThere, TooLate."""
    _need_planned(service, site, starts_at, by)
    GroupRelease.objects.filter(service=service, site=site, starts_at=starts_at).delete()


def _need_planned(service: Service, site: Site, starts_at: datetime, by: Actor) -> None:
    """Raises NotThere where no group is planned then, and for a manager of another site."""
    by.need(Permission.MANAGE_ROSTER)
    there = clock.there(starts_at, site.zone)
    planned = GroupStart.objects.filter(service=service, site=site, weekday=there.weekday(), at=there.time())
    if (by.site_id and site.id != by.site_id) or not planned.exists():
        raise NotThere
    if starts_at <= clock.now():
        raise TooLate


def _unclear(begins: Begins) -> bool:
    _site, weekday, at = begins
    return not 0 <= weekday <= 6 or bool(at.minute % MINUTES or at.second or at.microsecond)
