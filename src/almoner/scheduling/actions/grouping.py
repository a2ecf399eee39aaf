"""Saying how many people come to one start of a service, and when groups begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from almoner.catalogue.models import Service
from almoner.catalogue.reading import LARGEST_GROUP
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.models import Site
from almoner.scheduling.diaries import MINUTES
from almoner.scheduling.models import GroupStart
from almoner.scheduling.refusals import GroupUnclear

Begins = tuple[Site, int, time]
"""At a site, on a weekday (0 for Monday), by its wall clock."""


@action
def plan_groups(*, service: Service, capacity: int, starts: Sequence[Begins] = (), by: Actor) -> Service:
    """So many people come to one start, and new groups begin at these hours; at a site of which none is named, at any.

    Who has a place keeps it, also where there are fewer now or another hour. A manager of one site leaves the hours of
    others as they are. Raises GroupUnclear.
    """
    by.need(Permission.MANAGE_ROSTER)
    theirs = [one for one in starts if not by.site_id or one[0].id == by.site_id]
    if not 1 <= capacity <= LARGEST_GROUP or len(theirs) != len(starts) or any(_unclear(one) for one in starts):
        raise GroupUnclear
    planned = Service.objects.select_for_update(no_key=True, of=("self",)).get(id=service.id)
    planned.capacity = service.capacity = capacity
    planned.save(update_fields=["capacity"])
    before = GroupStart.objects.filter(service=planned)
    (before.filter(site_id=by.site_id) if by.site_id else before).delete()
    wanted = sorted({(site.id, weekday, at) for site, weekday, at in starts}, key=str) if capacity > 1 else []
    GroupStart.objects.bulk_create(
        GroupStart(service=planned, site_id=site_id, weekday=weekday, at=at) for site_id, weekday, at in wanted
    )
    return planned


def _unclear(begins: Begins) -> bool:
    _site, weekday, at = begins
    return not 0 <= weekday <= 6 or bool(at.minute % MINUTES or at.second or at.microsecond)
