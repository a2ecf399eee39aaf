"""What comes after going home, as the person, their family and staff read it; and what a link opens."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from almoner.aftercare.enums import FeedbackState, PlanState, StepKind, StepState
from almoner.aftercare.links import bearer, key_of
from almoner.aftercare.models import Check, Feedback, Plan, Step
from almoner.aftercare.rules import may_give_for, may_speak
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.scheduling.enums import State
from almoner.scheduling.models import Appointment
from almoner.visits.models import Stay, Visit


@dataclass(frozen=True, slots=True)
class Homecoming:
    """One plan with its steps: those to come in their order, those that hold, and those that are over."""

    plan: Plan
    sheet: dict[str, list[str]]
    to_come: tuple[Step, ...]
    standing: tuple[Step, ...]
    over: tuple[Step, ...]
    checks: tuple[Check, ...]

    @property
    def running(self) -> bool:
        return self.plan.state == PlanState.RUNNING


def homecomings(person: Person, *, by: Actor, limit: int = 6) -> list[Homecoming]:
    """What follows the person's stays and visits, latest first. Raises NotThere. A constant number of statements."""
    if not may_speak(person, by):
        raise NotThere
    plans = Plan.objects.filter(person=person).select_related("stay", "visit__service", "visit__appointment__service")
    whole = plans.prefetch_related("steps", "checks").order_by("-home_at", "id")[:limit]
    return [_whole(plan) for plan in whole]


def _whole(plan: Plan) -> Homecoming:
    steps = sorted(plan.steps.all(), key=lambda step: (step.due_at, step.code))
    held = [step for step in steps if step.kind == StepKind.STANDING]
    return Homecoming(
        plan=plan,
        sheet={
            part: list(plan.stay.summary.get(part, ())) if plan.stay else []
            for part in ("done", "medicines", "warning_signs")
        },
        to_come=tuple(step for step in steps if step.state == StepState.OPEN and step.kind != StepKind.STANDING),
        standing=tuple(step for step in held if step.state == StepState.OPEN and step.due_at > clock.now()),
        over=tuple(step for step in steps if step.state != StepState.OPEN and step.kind != StepKind.STANDING),
        checks=tuple(sorted(plan.checks.all(), key=lambda check: check.created_at, reverse=True)),
    )


def plan_of(plan_id: UUID, *, by: Actor) -> Plan:
    """A plan, to say something about it. Raises NotThere."""
    plan = Plan.objects.filter(id=plan_id).select_related("person", "handbook").first()
    if plan is None or not may_speak(plan.person, by):
        raise NotThere
    return plan


def episodes_of(person: Person, *, by: Actor, limit: int = 10) -> list[Stay | Visit]:
    """The stays and visits that a question may be about, latest first. Raises NotThere."""
    if not may_speak(person, by):
        raise NotThere
    stays = Stay.objects.filter(person=person, admitted_at__isnull=False).order_by("-requested_at", "id")[:limit]
    visits = Visit.objects.filter(person=person, started_at__isnull=False).order_by("-arrived_at", "id")
    visits = visits.select_related("service", "appointment__service")
    both: list[Stay | Visit] = [*stays, *visits[:limit]]
    return sorted(both, key=lambda one: one.requested_at if isinstance(one, Stay) else one.arrived_at, reverse=True)[
        :limit
    ]


def next_visits(person: Person, *, by: Actor) -> list[Appointment]:
    """The dates that are already booked. Raises NotThere."""
    if not may_speak(person, by):
        raise NotThere
    coming = Appointment.objects.filter(person=person, state=State.BOOKED, starts_at__gt=clock.now())
    return list(coming.select_related("service").order_by("starts_at", "id")[:10])


def open_feedback_of(person: Person, *, by: Actor) -> list[Feedback]:
    """What they may still say of how it was. Raises NotThere."""
    if not may_give_for(person, by):
        raise NotThere
    asked = Feedback.objects.filter(person=person, state=FeedbackState.OPEN, closes_at__gt=clock.now())
    return list(asked.select_related("visit__service", "stay").order_by("-was_at", "id"))


def feedback_of_link(token: str) -> tuple[Feedback, Actor]:
    """What the link opens, and who acts by it. Raises NotThere."""
    found = Feedback.objects.filter(id=key_of("feedback", token)).select_related("person").first()
    if found is None or found.person.died_on:
        raise NotThere
    return found, bearer(found.person)


def check_of_link(token: str) -> tuple[Step, Actor]:
    """The question that the link answers, and who acts by it. Raises NotThere."""
    found = (
        Step.objects.filter(id=key_of("check", token), kind=StepKind.CHECK)
        .select_related("person", "plan__person", "plan__handbook")
        .first()
    )
    if found is None or found.person.died_on:
        raise NotThere
    return found, bearer(found.person)


def answer_to(step: Step) -> Check | None:
    """What was answered to a question that was put."""
    return Check.objects.filter(step=step).select_related("request").order_by("-created_at", "id").first()
