"""Hours that wait for a visit to move: opened once nobody stands elsewhere in them any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.scheduling import claiming
from almoner.scheduling.actions.changing import write_days
from almoner.scheduling.arranged import arranged
from almoner.scheduling.effects import Laid, Plan, laid_anew
from almoner.scheduling.models import Diary, Resource


@action
def settle_places(*, by: Actor) -> int:
    """Lay out anew the days of those who are at several sites. Gives how many were otherwise than they could be."""
    by.need(Permission.RUN_SYSTEM)
    moving = Resource.objects.filter(active=True, also_at__isnull=False).distinct()
    waiting = sorted({one.diary.resource_id for one in _otherwise(moving)}, key=str)
    if not waiting:
        return 0
    # As whoever changes hours: the resources first, then their diaries.
    own = Resource.objects.filter(id__in=waiting).select_for_update(no_key=True).order_by("id")
    locked = claiming.lock([one.diary.id for one in _otherwise(own)])
    laid = tuple(_otherwise(own, locked.values()))
    write_days(laid)
    return len(laid)


def _otherwise(resources: Iterable[Resource], locked: Iterable[Diary] | None = None) -> Iterator[Laid]:
    """The diaries from today on, or of the locked ones, that are otherwise than they could be."""
    today, some = clock.today(), list(resources)
    known = arranged([one.id for one in some], today)
    stored = Diary.objects.filter(resource__in=some, day__gte=today).select_related("resource")
    days: dict[object, list[Diary]] = {}
    for diary in stored if locked is None else locked:
        days.setdefault(diary.resource_id, []).append(diary)
    for one in some:
        yield from laid_anew(Plan(one, known[one.id], known[one.id], today), days.get(one.id, ()))
