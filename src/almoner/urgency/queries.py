"""Reading requests, scoped to who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.contact import as_compared
from almoner.people.enums import ContactKind
from almoner.people.models import ContactPoint, Person
from almoner.people.rules import may_act_for, may_see_record
from almoner.urgency.gauging import AGAIN_WITHIN
from almoner.urgency.models import Alarm, Decision, Handover, Raise, Request, RequestQuerySet, Suggestion, Watch
from almoner.urgency.rules import may_see_alarm, may_see_request, seen_by
from almoner.urgency.watching import LOOKING_FOR, QueueWatch, watching

TELEPHONES = (ContactKind.MOBILE, ContactKind.LANDLINE)


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
    handovers: tuple[Handover, ...] = ()
    """When the emergency service was told of them."""
    before: int = 0
    """How many requests of the same person came before it in the last 30 days."""
    alarmed: bool = False
    """Whether an alarm about it stands that nobody has heard."""

    @property
    def worse(self) -> bool:
        """Whether it came back, or became more urgent, since it was first looked at."""
        return bool(self.raises) or self.request.earlier_id is not None

    @property
    def unmatched(self) -> bool:
        return self.request.person_id is None


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


def asked_lately(*, by: Actor, person: Person | None, number: str = "") -> list[Request]:
    """What waits of whoever speaks with us: of this person, or that was asked from this number by somebody not known
    yet. For whoever takes contacts and triages, so that a second contact is seen as one (URG-5)."""
    by.need(Permission.SEE_TRIAGE)
    waiting = Request.objects.live().filter(seen_by(by)).select_related("person").order_by("level", "due_at", "id")
    if person:
        return list(waiting.filter(person=person))
    if not number:
        return []
    unknown = waiting.filter(person__isnull=True).exclude(contact_given="")
    return [one for one in unknown if as_compared(one.contact_given) == as_compared(number)]


def nobody_watching(now: datetime, *, by: Actor) -> QueueWatch:
    """Who watches the queue of this actor's site at `now`: ask `.nobody` and `.missing`."""
    by.need(Permission.SEE_TRIAGE)
    return watching(by.site_id, now)


def alarms(*, by: Actor) -> list[Alarm]:
    """Alarms that nobody has heard yet, the most urgent first, as far as `by` may see what they are about."""
    by.need(Permission.SEE_TRIAGE)
    seen = Q(request__in=Request.objects.live().filter(seen_by(by)).values("id"))
    of_queues = Q(request__isnull=True) & (Q(site_id=by.site_id) if by.site_id else Q())
    found = Alarm.objects.unheard().filter(seen | of_queues).select_related("request__person", "site")
    return list(found.order_by("level", "created_at", "id"))


def alarm_for(*, by: Actor, id: UUID) -> Alarm:  # noqa: A002 - the name every gate takes
    found = Alarm.objects.select_related("request__person", "site").filter(id=id).first()
    if found is None or not may_see_alarm(found, by):
        raise NotThere
    return found


def _whole(requests: RequestQuerySet, moment: datetime) -> RequestQuerySet:
    looking = Watch.objects.filter(ended_at__isnull=True, seen_at__gt=moment - LOOKING_FOR)
    looking = looking.select_related("staff").order_by("staff__name", "id")
    telephones = ContactPoint.objects.filter(stopped_at__isnull=True, kind__in=TELEPHONES)
    before = Request.objects.filter(
        person=OuterRef("person"), created_at__lt=OuterRef("created_at"), created_at__gte=moment - AGAIN_WITHIN
    )
    return (
        requests.select_related("person", "earlier")
        .annotate(
            before=Coalesce(Subquery(before.order_by().values("person").annotate(n=Count("id")).values("n")), 0),
            alarmed=Exists(Alarm.objects.unheard().filter(request=OuterRef("id"))),
        )
        .prefetch_related(
            "suggestions",
            "decisions",
            "raises",
            "handovers",
            Prefetch("watches", queryset=looking, to_attr="looking"),
            Prefetch(
                "person__contact_points", queryset=telephones.order_by("rank", "created_at", "id"), to_attr="telephones"
            ),
        )
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
        handovers=tuple(request.handovers.all()),
        before=request.before,  # type: ignore[attr-defined]
        alarmed=request.alarmed,  # type: ignore[attr-defined]
    )
