"""Who looks at a request, and who watches the queue."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed
from almoner.timeline.actions import record
from almoner.urgency.actions.steps import heard, live, locked
from almoner.urgency.enums import RequestState
from almoner.urgency.models import Alarm, Request, Watch


@action
def start_looking(*, request: Request, by: Actor) -> Watch:
    """Say that I am looking at this one, so that nobody does it twice (URG-8). Looking again renews it."""
    by.need(Permission.SEE_TRIAGE)
    request = live(request, by)
    if request.state == RequestState.WAITING:
        request.state = RequestState.BEING_LOOKED_AT
        request.save(update_fields=["state"])
    if by.is_clinician:
        heard(request, by)
    return _watch(request, by)


@action
def stop_looking(*, request: Request, by: Actor) -> Request:
    """I no longer look. When nobody does and nothing was decided, it waits again."""
    by.need(Permission.SEE_TRIAGE)
    request = locked(request, by)
    _mine(by).filter(request=request).update(ended_at=clock.now())
    looked_at = Watch.objects.filter(request=request, ended_at__isnull=True).exists()
    if request.state == RequestState.BEING_LOOKED_AT and not looked_at:
        request.state = RequestState.WAITING
        request.save(update_fields=["state"])
    return request


@action
def watch_queue(*, by: Actor) -> Watch:
    """Say that I watch the queue; the page says it again while it stays open (URG-7)."""
    by.need(Permission.SEE_TRIAGE)
    watch = _watch(None, by)
    _is_watched_again(by)
    return watch


@action
def leave_queue(*, by: Actor) -> int:
    """I no longer watch the queue. Gives how many watches ended."""
    by.need(Permission.SEE_TRIAGE)
    return _mine(by).filter(request__isnull=True).update(ended_at=clock.now())


def _is_watched_again(by: Actor) -> None:
    """The alarm that nobody watched is over."""
    of_site = {"site_id": by.site_id} if by.site_id else {}
    for alarm in Alarm.objects.unheard().filter(request__isnull=True, **of_site).select_for_update().order_by("id"):
        alarm.heard_at, alarm.heard_by_id, alarm.heard_by_name = clock.now(), by.staff_id, by.name
        alarm.save(update_fields=["heard_at", "heard_by", "heard_by_name"])
        record(kind="urgency.watched", person=None, subject_id=alarm.id, facts={"level": alarm.level}, by=by)


def _watch(request: Request | None, by: Actor) -> Watch:
    looking = _mine(by).filter(request=request)
    if looking.update(seen_at=clock.now()):
        return looking.get()
    return Watch.objects.create(request=request, staff_id=_staff_id(by), seen_at=clock.now())


def _mine(by: Actor) -> QuerySet[Watch]:
    """The live watches of this member of staff."""
    return Watch.objects.filter(staff_id=_staff_id(by), ended_at__isnull=True)


def _staff_id(by: Actor) -> UUID:
    """Who looks has a name. Raises NotAllowed for anybody who is not staff."""
    if by.staff_id is None:
        raise NotAllowed
    return by.staff_id
