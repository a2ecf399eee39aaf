"""Who is at work now, by their diaries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.scheduling import diaries
from almoner.scheduling.models import Diary


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
