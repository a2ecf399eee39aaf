"""Visits that stand at one site in hours that have moved to another: until they are moved themselves, nobody is booked
at the other at that time, nor on the way. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from almoner.core import clock
from almoner.scheduling import diaries
from almoner.scheduling.models import Claim
from almoner.scheduling.whereabouts import Travel


@dataclass(frozen=True, slots=True)
class Taken:
    """Time that is held or booked at a site."""

    site: str
    starts_at: datetime
    ends_at: datetime


def taken_by(resource_ids: Iterable[UUID], since: datetime) -> dict[UUID, list[Taken]]:
    """Of each of these, from a day before on. One statement; none without anybody."""
    ids = list(resource_ids)
    live = Q(lapses_at__isnull=True) | Q(lapses_at__gt=clock.now())
    found: dict[UUID, list[Taken]] = {}
    if ids:
        rows = Claim.objects.filter(live, resource_id__in=ids, ends_at__gt=since - timedelta(days=1))
        for key, site, starts_at, ends_at in rows.values_list("resource_id", "diary__site_id", "starts_at", "ends_at"):
            found.setdefault(key, []).append(Taken(str(site), starts_at, ends_at))
    return found


def elsewhere(taken: Sequence[Taken], site: str, midnight: datetime, travel: Travel) -> int:
    """The ticks of a day at a site in which somebody is at another, or on the way there or back."""
    away = (one for one in taken if one.site != site)
    return diaries.either(
        *(
            diaries.between(
                one.starts_at - travel.takes(site, one.site), one.ends_at + travel.takes(one.site, site), midnight
            )
            for one in away
            if midnight - timedelta(days=1) < one.ends_at and one.starts_at < midnight + timedelta(days=3)
        )
    )
