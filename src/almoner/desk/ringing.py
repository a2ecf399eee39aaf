"""Which calls ring, and who it may be that calls: as much as the desk may see, and no more (TEL-3, TEL-4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.desk.models import Contact, Ringing
from almoner.desk.rules import may_answer
from almoner.people.models import ContactPoint, Person
from almoner.people.rules import visible_to
from almoner.scheduling.enums import State
from almoner.scheduling.models import Appointment

IN_LINE = ("-urgent", "since", "id")
SHOWN = 8
LIKELY = 3
RINGS_AT_MOST = timedelta(minutes=15)
"""No caller waits so long: the end of the call was not told."""


@dataclass(frozen=True, slots=True)
class MayBe:
    """Somebody whom this number reaches, with their next visit. It proves nothing (law I-27)."""

    person: Person
    verified: bool
    """The number was once confirmed to be theirs."""
    by_keys: bool = False
    """They typed the date of birth that is on record."""
    next_visit: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Rings:
    """A call that rings, the longest first among the urgent and then among the others."""

    ringing: Ringing
    callers: tuple[MayBe, ...]

    @property
    def seconds(self) -> int:
        return int((clock.now() - self.ringing.since).total_seconds())


def ringing_now(*, by: Actor) -> list[Rings]:
    """The calls that ring for `by`, with whom their numbers may mean. At most three statements."""
    by.need(Permission.TAKE_CONTACTS)
    calls = list(_ringing(by).select_related("talk").order_by(*IN_LINE)[:SHOWN])
    callers = _callers({call.number_key for call in calls if call.number_key}, by)
    return [Rings(call, _known(call, callers.get(call.number_key, ()))) for call in calls]


def ringing_pulse(*, by: Actor) -> tuple[int, datetime | None, datetime | None]:
    """Changes whenever a call begins to ring, is to be rung back, or ends."""
    by.need(Permission.TAKE_CONTACTS)
    told = _ringing(by).aggregate(count=Count("id"), latest=Max("since"), kept=Max("rings_back_at"))
    return told["count"], told["latest"], told["kept"]


def before_in_line(ringing: Ringing, *, by: Actor) -> int:
    """How many are answered before this call: the urgent first, then who has waited longer."""
    by.need(Permission.RUN_SYSTEM)
    line = Ringing.objects.filter(ended_at__isnull=True)
    if ringing.site_id:
        line = line.filter(Q(site__isnull=True) | Q(site_id=ringing.site_id))
    earlier = Q(since__lt=ringing.since) | Q(since=ringing.since, id__lt=ringing.id)
    sooner = Q(urgent=ringing.urgent) & earlier
    return line.filter(sooner if ringing.urgent else sooner | Q(urgent=True)).count()


def ringing_for(*, by: Actor, id: UUID) -> Ringing:  # noqa: A002 - as `person_for`
    """One call, whether it still rings or not. Raises NotThere."""
    found = Ringing.objects.select_related("taken_by").filter(id=id).first()
    if found is None or not may_answer(found, by):
        raise NotThere
    return found


def told_before(contact: Contact, *, by: Actor) -> UUID | None:
    """The request that whoever rang told by keys, before this contact took the call."""
    by.need(Permission.TAKE_CONTACTS)
    return Ringing.objects.filter(contact=contact).values_list("request_id", flat=True).first()


def forgotten(*, by: Actor) -> list[Ringing]:
    """Calls that ring longer than anybody waits."""
    by.need(Permission.RUN_SYSTEM)
    lost = Ringing.objects.filter(
        ended_at__isnull=True, rings_back_at__isnull=True, since__lt=clock.now() - RINGS_AT_MOST
    )
    return list(lost.order_by("since", "id")[:50])


def _ringing(by: Actor) -> QuerySet[Ringing]:
    calls = Ringing.objects.filter(ended_at__isnull=True)
    return calls.filter(Q(site__isnull=True) | Q(site_id=by.site_id)) if by.site_id else calls


def _callers(keys: set[str], by: Actor) -> dict[str, tuple[MayBe, ...]]:
    """Whom each number may mean: confirmed numbers first, then those that are tried first."""
    if not keys:
        return {}
    seen = Person.objects.filter(visible_to(by), died_on=None).values("id")
    points = ContactPoint.objects.filter(key__in=keys, stopped_at__isnull=True, person_id__in=seen)
    ranked = sorted(points.select_related("person"), key=_rank)
    visits = _next_visits({point.person_id for point in ranked}) if by.may(Permission.BOOK) else {}
    found: defaultdict[str, list[MayBe]] = defaultdict(list)
    for point in ranked:
        known = {one.person.id for one in found[point.key]}
        if len(known) < LIKELY and point.person_id not in known:
            caller = MayBe(point.person, bool(point.verified_at), next_visit=visits.get(point.person_id))
            found[point.key].append(caller)
    return {key: tuple(callers) for key, callers in found.items()}


def _known(call: Ringing, callers: tuple[MayBe, ...]) -> tuple[MayBe, ...]:
    """Whoever typed their date of birth stands first."""
    talk = getattr(call, "talk", None)
    if talk is None or talk.person_id is None:
        return callers
    told = (replace(one, by_keys=one.person.id == talk.person_id) for one in callers)
    return tuple(sorted(told, key=lambda one: not one.by_keys))


def _rank(point: ContactPoint) -> tuple[bool, int, str, str]:
    return point.verified_at is None, point.rank, point.person.name_key, str(point.id)


def _next_visits(people: Iterable[UUID]) -> dict[UUID, Appointment]:
    coming = Appointment.objects.filter(person_id__in=set(people), state=State.BOOKED, starts_at__gt=clock.now())
    found: dict[UUID, Appointment] = {}
    for visit in coming.select_related("service", "clinician", "site").order_by("starts_at", "id"):
        found.setdefault(visit.person_id, visit)
    return found
