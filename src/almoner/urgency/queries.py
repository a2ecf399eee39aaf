"""Reading requests, scoped to who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_act_for, may_see_record
from almoner.urgency.models import Decision, Raise, Request, RequestQuerySet, Suggestion, Watch
from almoner.urgency.rules import may_see_request, seen_by

LOOKING_FOR = timedelta(minutes=10)
"""How long somebody counts as looking after their page last said so."""
WATCHERS_WANTED = 2


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One request as the triage queue shows it. `minutes_left` is negative once it is late."""

    request: Request
    level: int
    minutes_left: int
    suggestion: Suggestion
    decision: Decision | None
    raises: tuple[Raise, ...]
    viewers: tuple[str, ...]

    @property
    def worse(self) -> bool:
        """Whether it came back, or became more urgent, since it was first looked at."""
        return bool(self.raises) or self.request.earlier_id is not None

    @property
    def unmatched(self) -> bool:
        return self.request.person_id is None


@dataclass(frozen=True, slots=True)
class QueueWatch:
    """Who watches the queue, and how many more should (URG-7)."""

    names: tuple[str, ...]

    @property
    def nobody(self) -> bool:
        return not self.names

    @property
    def missing(self) -> int:
        return max(0, WATCHERS_WANTED - len(self.names))


def triage_queue(by: Actor) -> list[QueueRow]:
    """What waits or is under way, most urgent first, then least time left (URG-11). A constant number of statements."""
    by.need(Permission.SEE_TRIAGE)
    moment = clock.now()
    waiting = _whole(Request.objects.live().filter(seen_by(by)), moment)
    return [_row(request, moment) for request in waiting.order_by("level", "due_at", "created_at", "id")]


def queue_pulse(by: Actor) -> tuple[Any, ...]:
    """Changes whenever the queue does: who waits, how urgent, until when, and who looks."""
    by.need(Permission.SEE_TRIAGE)
    waiting = Request.objects.live().filter(seen_by(by)).order_by("id").values_list("id", "level", "state", "due_at")
    looking = Watch.objects.filter(ended_at__isnull=True, seen_at__gt=clock.now() - LOOKING_FOR)
    return (*waiting, *looking.order_by("id").values_list("id"))


def request_for(by: Actor, id: UUID) -> QueueRow:  # noqa: A002 - the name every gate takes
    """One request with all that is known of it. Read by staff it leaves a trace. Raises NotThere."""
    moment = clock.now()
    request = _whole(Request.objects.filter(id=id), moment).first()
    if request is None or not may_see_request(request, by):
        raise NotThere
    if by.is_staff:
        audit.read(what="urgency", person_id=request.person_id, by=by, facts={"request": request.reference})
    return _row(request, moment)


def requests_of(by: Actor, person: Person) -> list[QueueRow]:
    """The requests of one person, newest first. Raises NotThere."""
    allowed = may_see_record(person, by) if by.is_staff else may_act_for(person, by)
    if not allowed:
        raise NotThere
    if by.is_staff:
        audit.read(what="urgency", person_id=person.id, by=by)
    moment = clock.now()
    return [_row(request, moment) for request in _whole(Request.objects.filter(person=person), moment)]


def nobody_watching(now: datetime, *, by: Actor) -> QueueWatch:
    """Who watches the queue of this actor's site at `now`: ask `.nobody` and `.missing`."""
    by.need(Permission.SEE_TRIAGE)
    watches = Watch.objects.filter(request__isnull=True, ended_at__isnull=True, seen_at__gt=now - LOOKING_FOR)
    if by.site_id:
        watches = watches.filter(staff__site_id=by.site_id)
    return QueueWatch(tuple(watches.order_by("staff__name", "id").values_list("staff__name", flat=True)))


def _whole(requests: RequestQuerySet, moment: datetime) -> RequestQuerySet:
    looking = Watch.objects.filter(ended_at__isnull=True, seen_at__gt=moment - LOOKING_FOR)
    looking = looking.select_related("staff").order_by("staff__name", "id")
    return requests.select_related("person", "earlier").prefetch_related(
        "suggestions", "decisions", "raises", Prefetch("watches", queryset=looking, to_attr="looking")
    )


def _row(request: Request, moment: datetime) -> QueueRow:
    decisions = list(request.decisions.all())
    looking: list[Watch] = request.looking  # type: ignore[attr-defined]
    return QueueRow(
        request=request,
        level=request.level,
        minutes_left=int((request.due_at - moment).total_seconds() // 60),
        suggestion=list(request.suggestions.all())[-1],
        decision=decisions[-1] if decisions else None,
        raises=tuple(request.raises.all()),
        viewers=tuple(watch.staff.name for watch in looking),
    )
