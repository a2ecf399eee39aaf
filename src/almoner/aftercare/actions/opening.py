"""After a stay or a visit: the steps of its pathway are opened, each with its promise, and end with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from almoner.aftercare.clock_of import clock_of
from almoner.aftercare.enums import PlanState, StepKind, StepState
from almoner.aftercare.handbook import Handbook, Pathway, StepPlan
from almoner.aftercare.models import HandbookVersion, Plan, Step
from almoner.aftercare.refusals import ReasonNeeded
from almoner.aftercare.standing import handbook_in_force
from almoner.aftercare.windows import Window, asked_by, window
from almoner.charter.book import calendars
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.timeline.actions import record
from almoner.visits.enums import StayState, VisitState
from almoner.visits.models import Stay, Visit

OPENS = {
    StepKind.CALL: "follow_up.call_planned",
    StepKind.CHECK: "recovery.check_planned",
    StepKind.VISIT: "follow_up.visit_needed",
}
"""What is told when a step opens. A standing step is told with the plan."""


@action
def open_plan(*, stay: Stay | None = None, visit: Visit | None = None, by: Actor) -> Plan | None:
    """Open the steps of the pathway that follows a stay or a visit; None where there is none. Twice is once.

    The worker does so within moments of their leaving. A step whose time has passed already is not opened late.
    """
    by.need(Permission.RUN_SYSTEM)
    episode = who_left(stay, visit)
    known = Plan.objects.filter(stay=stay, visit=visit).first()
    if known:
        return known
    book = handbook_in_force()
    pathway = _pathway(episode, book[1]) if book else None
    if book is None or pathway is None:
        return None
    home_at = episode.discharged_at if isinstance(episode, Stay) else episode.ended_at
    assert home_at is not None, "somebody who left has a time of leaving"  # noqa: S101
    plan = _new(episode, book[0], pathway, home_at)
    record(
        kind="aftercare.opened",
        person=plan.person,
        subject_id=plan.id,
        facts={"title": dict(pathway.title), "steps": len(pathway.steps)},
        by=by,
    )
    for step in pathway.steps:
        _open(plan, step, by)
    return plan


def who_left(stay: Stay | None, visit: Visit | None) -> Stay | Visit:
    """Part of an action: the stay or visit, locked, if they have left. Raises NotThere."""
    if stay is not None and visit is None:
        found = Stay.objects.select_for_update(of=("self",)).select_related("person").get(id=stay.id)
        if found.state == StayState.DISCHARGED:
            return found
    if visit is not None and stay is None:
        seen = Visit.objects.select_for_update(of=("self",)).select_related("person", "service", "appointment__service")
        gone = seen.get(id=visit.id)
        if gone.state == VisitState.FINISHED:
            return gone
    raise NotThere


def _pathway(episode: Stay | Visit, book: Handbook) -> Pathway | None:
    if isinstance(episode, Stay):
        return book.for_stay(episode.pathway)
    service = episode.appointment.service if episode.appointment else episode.service
    found = book.for_service(service.code) if service else None
    return found or (None if episode.appointment else book.for_walk_in())


def _new(episode: Stay | Visit, handbook: HandbookVersion, pathway: Pathway, home_at: datetime) -> Plan:
    return Plan.objects.create(
        person=episode.person,
        stay=episode if isinstance(episode, Stay) else None,
        visit=episode if isinstance(episode, Visit) else None,
        handbook=handbook,
        pathway=pathway.name,
        home_at=home_at,
    )


def _open(plan: Plan, step: StepPlan, by: Actor) -> None:
    place = clock_of(plan.person, plan.stay or plan.visit)
    hours = calendars(place)
    when = window(step, plan.home_at, hours.contact, hours.working)
    if when.due_at <= clock.now():
        return
    made = add_step(plan, step, when)
    if step.kind in OPENS:
        facts: dict[str, Any] = {"name": dict(step.name), "step": step.code, "day": step.to_day, "zone": place}
        if step.kind == StepKind.CALL:
            facts |= {"call_from_at": when.opens_at.isoformat(), "call_by_at": when.due_at.isoformat()}
        elif step.kind == StepKind.CHECK:
            facts |= {"ask_by_at": asked_by(when.due_at, hours.contact).isoformat()}
        else:
            facts |= {"book_by_at": when.book_by_at.isoformat()}
        record(kind=OPENS[step.kind], person=plan.person, subject_id=made.id, facts=facts, by=by)


def add_step(plan: Plan, step: StepPlan, when: Window) -> Step:
    """Part of an action."""
    due_at = when.book_by_at if step.kind == StepKind.VISIT else when.due_at
    opens_at = plan.home_at if step.kind == StepKind.VISIT else when.opens_at
    return Step.objects.create(
        plan=plan,
        person=plan.person,
        code=step.code,
        kind=step.kind,
        names=dict(step.name),
        services=list(step.services),
        clinician=step.clinician,
        opens_at=opens_at,
        due_at=due_at,
        next_at=opens_at,
    )


@action
def end_plan(*, plan: Plan, reason: str, by: Actor) -> Plan:
    """What was still to come is not needed: they are with us again, or have died. Its promises are taken back."""
    by.need(Permission.FOLLOW_UP)
    if not reason.strip():
        raise ReasonNeeded
    fresh = Plan.objects.select_for_update(of=("self",)).select_related("person").get(id=plan.id)
    if fresh.state == PlanState.ENDED:
        return fresh
    left = list(Step.objects.filter(plan=fresh, state=StepState.OPEN).order_by("id"))
    Step.objects.filter(id__in=[step.id for step in left]).update(
        state=StepState.DROPPED, ended_at=clock.now(), ended_how=reason.strip()[:300]
    )
    fresh.state, fresh.ended_because = PlanState.ENDED, reason.strip()[:300]
    fresh.save(update_fields=["state", "ended_because"])
    facts = {"reason": fresh.ended_because, "also_about": [str(step.id) for step in left]}
    record(kind="aftercare.ended", person=fresh.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


@action
def finish_plan(*, plan: Plan, by: Actor) -> Plan:
    """Every step has come to its end, and so has the plan."""
    by.need(Permission.RUN_SYSTEM)
    fresh = Plan.objects.select_for_update(of=("self",)).get(id=plan.id)
    waiting = Step.objects.filter(plan=fresh, state=StepState.OPEN)
    waiting.filter(kind=StepKind.STANDING, due_at__lte=clock.now()).update(
        state=StepState.DONE, ended_at=clock.now(), ended_how="its time is over"
    )
    if fresh.state == PlanState.RUNNING and not waiting.exists():
        fresh.state, fresh.ended_because = PlanState.ENDED, "all steps have come to their end"
        fresh.save(update_fields=["state", "ended_because"])
    return fresh
