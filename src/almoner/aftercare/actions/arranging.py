"""Visits that a pathway wants: arranged, or dropped with a reason. What ends by itself in time."""

from __future__ import annotations

from almoner.aftercare.actions.calling import end_step
from almoner.aftercare.enums import StepKind, StepState
from almoner.aftercare.models import Step
from almoner.aftercare.refusals import ReasonNeeded
from almoner.aftercare.rules import need_clinician, need_to_follow_up
from almoner.aftercare.standing import open_step
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.scheduling.enums import HOLDING_TIME
from almoner.scheduling.facts import starting
from almoner.scheduling.models import Appointment
from almoner.timeline.actions import record


@action
def arrange_visit(*, step: Step, appointment: Appointment | None = None, how: str = "", by: Actor) -> Step:
    """They have a date: this appointment, or one that somebody else gives them (`how` says who and when)."""
    need_to_follow_up(step.person, by)
    fresh = open_step(step, by)
    if fresh.kind != StepKind.VISIT:
        raise NotThere
    if appointment is None and not how.strip():
        raise ReasonNeeded
    facts = {"how": how.strip()[:300]}
    if appointment is not None:
        stored = Appointment.objects.select_related("service").get(id=appointment.id)
        if stored.person_id != fresh.person_id or stored.state not in HOLDING_TIME:
            raise NotThere
        fresh.appointment = stored
        fresh.save(update_fields=["appointment"])
        facts = starting(stored)
    end_step(fresh, StepState.DONE, how or "booked")
    record(kind="follow_up.visit_arranged", person=fresh.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


@action
def drop_step(*, step: Step, reason: str, by: Actor) -> Step:
    """It is not needed. A nurse or a doctor says so, or the person themself by way of whoever rings; why is kept."""
    need_to_follow_up(step.person, by)
    if not reason.strip():
        raise ReasonNeeded
    fresh = open_step(step, by)
    if fresh.clinician:
        need_clinician(by)
    end_step(fresh, StepState.DROPPED, reason)
    facts = {"reason": fresh.ended_how, "name": fresh.names}
    record(kind="follow_up.step_dropped", person=fresh.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


@action
def close_unanswered(*, step: Step, by: Actor) -> Step:
    """They were asked how they are and have not answered in all the time that the handbook gives: not completed."""
    need_to_follow_up(step.person, by)
    fresh = open_step(step, by)
    if fresh.kind != StepKind.CHECK or fresh.due_at > clock.now():
        raise NotThere
    end_step(fresh, StepState.NOT_COMPLETED, "no answer")
    record(kind="recovery.unanswered", person=fresh.person, subject_id=fresh.id, facts={}, by=by)
    return fresh
