"""Reading whom to ring, what needs a date, and one call with all that is needed for it. Scoped to who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from almoner.aftercare.enums import RING, UNREACHED, StepKind, StepState
from almoner.aftercare.handbook import Handbook
from almoner.aftercare.models import Plan, Step, Try
from almoner.aftercare.standing import handbook_of
from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import CommunicationNeed, ContactPoint, Person
from almoner.people.rules import may_see, visible_to

LIMIT = 200


@dataclass(frozen=True, slots=True)
class CallRow:
    """One step of the list. `from_at` is set where it is too soon to ring; `promise` is what they were told."""

    step: Step
    person: Person
    needs: tuple[CommunicationNeed, ...]
    tries: int
    of: int
    from_at: datetime | None
    promise: Promise | None

    @property
    def late(self) -> bool:
        return self.step.due_at < clock.now()


def calls_to_make(*, by: Actor) -> list[CallRow]:
    """Whom to ring now, due first; then whom later today and after, by when. A constant number of statements."""
    by.need(Permission.FOLLOW_UP)
    steps = _steps(by).filter(kind__in=RING, opens_at__lte=clock.now())
    rows = _rows(list(steps.order_by("due_at", "id")[:LIMIT]))
    return sorted(rows, key=lambda row: (row.from_at is not None, row.from_at or row.step.due_at))


def calls_to_come(*, by: Actor) -> int:
    """How many more there are whose day has not come."""
    by.need(Permission.FOLLOW_UP)
    return _steps(by).filter(kind__in=RING, opens_at__gt=clock.now()).count()


def visits_to_arrange(*, by: Actor) -> list[CallRow]:
    """Steps that want a date, due first."""
    by.need(Permission.FOLLOW_UP)
    return _rows(list(_steps(by).filter(kind=StepKind.VISIT).order_by("due_at", "id")[:LIMIT]))


def not_reached(*, by: Actor, since: datetime) -> list[Step]:
    """Calls that were given up since then: written to, and not completed (FUP-12)."""
    by.need(Permission.FOLLOW_UP)
    seen = Step.objects.filter(person__in=Person.objects.filter(visible_to(by)).values("id"))
    lost = seen.filter(state=StepState.NOT_COMPLETED, kind__in=RING, ended_at__gte=since)
    return list(lost.select_related("person").order_by("-ended_at", "id")[:LIMIT])


def _steps(by: Actor) -> QuerySet[Step]:
    """Open steps of people whom `by` may see."""
    seen = Person.objects.filter(visible_to(by)).values("id")
    return Step.objects.filter(state=StepState.OPEN, person__in=seen)


def _rows(steps: list[Step]) -> list[CallRow]:
    ids = [step.id for step in steps]
    whole = Step.objects.filter(id__in=ids).select_related("person", "plan__handbook", "taken_by")
    whole = whole.annotate(missed=Count("tries", filter=Q(tries__outcome__in=UNREACHED)))
    needs = CommunicationNeed.objects.filter(ended_at__isnull=True).order_by("created_at", "id")
    found = {step.id: step for step in whole.prefetch_related(Prefetch("person__needs", queryset=needs))}
    promises = {
        promise.subject_id: promise
        for promise in Promise.objects.filter(subject_id__in=ids, state__in=LIVE).order_by("-due_at", "id")
    }
    now = clock.now()
    return [
        CallRow(
            step=step,
            person=step.person,
            needs=tuple(step.person.needs.all()),
            tries=step.missed,
            of=int(step.plan.handbook.data["calls"]["tries"]),
            from_at=step.next_at if step.next_at > now else None,
            promise=promises.get(step.id),
        )
        for step in (found[one] for one in ids)
    ]


@dataclass(frozen=True, slots=True)
class Call:
    """One call: whom, by which numbers, what to ask, what was tried. `sheet` only for those who see clinical things."""

    row: CallRow
    plan: Plan
    book: Handbook
    points: tuple[ContactPoint, ...]
    tries: tuple[Try, ...]
    sheet: dict[str, list[str]]
    other_steps: tuple[Step, ...]


def call_for(step_id: UUID, *, by: Actor) -> Call:
    """One step with all that whoever rings needs. Read by staff, it leaves a trace. Raises NotThere."""
    by.need(Permission.FOLLOW_UP)
    step = Step.objects.filter(id=step_id).select_related("person").first()
    if step is None or not may_see(step.person, by):
        raise NotThere
    audit.read(what="aftercare", person_id=step.person_id, by=by, facts={"step": str(step.id)})
    row = _rows([step])[0]
    plan = Plan.objects.select_related("stay", "visit__service", "handbook", "person").get(id=step.plan_id)
    points = row.person.contact_points.filter(stopped_at__isnull=True, kind__in=["mobile", "landline"])
    return Call(
        row=row,
        plan=plan,
        book=handbook_of(plan),
        points=tuple(points.order_by("rank", "created_at", "id")),
        tries=tuple(row.step.tries.select_related("request").order_by("number")),
        sheet=_sheet(plan) if by.may(Permission.SEE_CLINICAL) else {},
        other_steps=tuple(plan.steps.exclude(id=step.id).order_by("due_at", "id")),
    )


def _sheet(plan: Plan) -> dict[str, list[str]]:
    if plan.stay is None:
        return {}
    return {part: list(plan.stay.summary.get(part, ())) for part in ("done", "medicines", "warning_signs")}


def step_for(step_id: UUID, *, by: Actor) -> Step:
    """A step, to be acted on. Raises NotThere."""
    step = Step.objects.filter(id=step_id).select_related("person", "plan__person", "plan__handbook").first()
    if step is None or not may_see(step.person, by):
        raise NotThere
    return step
