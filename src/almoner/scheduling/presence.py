"""Who is at work now, by their diaries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.models import Staff
from almoner.scheduling import diaries
from almoner.scheduling.models import Diary


def staff_at(site_id: UUID) -> QuerySet[Staff, Any]:
    """The ids of those who belong to a site or have sessions there besides."""
    return Staff.objects.filter(Q(site_id=site_id) | Q(resource__also_at__site_id=site_id)).values("id")


def at_another_site(staff: Iterable[UUID], site_id: UUID) -> set[UUID]:
    """Of these members of staff those whose session is elsewhere now. One statement."""
    now = clock.now()
    rows = Diary.objects.filter(
        resource__staff_id__in=set(staff), midnight__lte=now, midnight__gt=now - timedelta(hours=36)
    ).exclude(site_id=site_id)
    found = rows.values_list("resource__staff_id", "midnight", "open")
    return {
        who for who, midnight, opened in found if who and diaries.unpack(opened) >> diaries.tick_of(now, midnight) & 1
    }


def at_work(staff: Iterable[UUID], *, by: Actor) -> dict[UUID, datetime]:
    """Of these members of staff those who are at work now, each with the end of their day. One statement.

    Between two sessions of one day, as at noon, they count as at work; time that was blocked does not.
    """
    by.need(Permission.SEE_RECORD)
    now = clock.now()
    rows = Diary.objects.filter(
        resource__staff_id__in=set(staff), midnight__lte=now, midnight__gt=now - timedelta(hours=36)
    )
    found: dict[UUID, datetime] = {}
    for staff_id, midnight, opened, blocked in rows.values_list("resource__staff_id", "midnight", "open", "blocked"):
        present = list(diaries.runs(diaries.unpack(opened) & ~diaries.unpack(blocked)))
        if staff_id and present and present[0][0] <= diaries.tick_of(now, midnight) < sum(present[-1]):
            ends_at = diaries.moment_of(sum(present[-1]), midnight)
            found[staff_id] = max(ends_at, found.get(staff_id, ends_at))
    return found
