"""What comes next: planned with an owner and a date, booked, or dropped with a reason. None is forgotten (FUP-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import HOLDING_TIME, State
from almoner.scheduling.facts import starting
from almoner.scheduling.models import Appointment, Hold
from almoner.scheduling.rules import need_to_book_for
from almoner.timeline.actions import record
from almoner.visits.enums import FollowUpState
from almoner.visits.models import FollowUpPlan, Stay, Visit
from almoner.visits.refusals import NotNow, NotTheirs, ReasonNeeded, TimePassed
from almoner.visits.rules import need_to_see_patient

FALLEN = (State.CANCELLED, State.MISSED)


@dataclass(frozen=True, slots=True)
class Intended:
    """A follow-up as a clinician means it: what for, seen by which day, and by when they are to have the date."""

    service: Service
    why: str
    see_by_on: date
    book_by_at: datetime
    owner: str = "service_desk"


@action
def plan_follow_up(
    *, intended: Intended, stay: Stay | None = None, visit: Visit | None = None, by: Actor
) -> FollowUpPlan:
    """Plan one for a stay or a visit. It opens a promise to the person that they have the date in time."""
    episode = stay or visit
    if episode is None or by.staff_id is None:
        raise NotThere
    need_to_see_patient(episode.person, by)
    if not intended.why.strip():
        raise ReasonNeeded
    if intended.book_by_at <= clock.now() or intended.see_by_on < clock.today():
        raise TimePassed
    plan = FollowUpPlan.objects.create(
        person=episode.person,
        stay=stay,
        visit=None if stay else visit,
        service=intended.service,
        why=intended.why.strip()[:300],
        see_by_on=intended.see_by_on,
        book_by_at=intended.book_by_at,
        owner=intended.owner,
        planned_by_id=by.staff_id,
    )
    _tell("follow_up.planned", plan, {"book_by_at": plan.book_by_at.isoformat()}, by)
    return plan


@action
def book_follow_up(*, plan: FollowUpPlan, appointment: Appointment, by: Actor) -> FollowUpPlan:
    """The date is there. It must be theirs, for the same service, and still to come."""
    plan = _open(plan, by)
    if (appointment.person_id, appointment.service_id) != (plan.person_id, plan.service_id):
        raise NotTheirs
    fresh = Appointment.objects.get(id=appointment.id)
    if fresh.state != State.BOOKED:
        raise NotTheirs
    plan.state, plan.appointment = FollowUpState.BOOKED, fresh
    plan.save(update_fields=["state", "appointment"])
    _tell("follow_up.booked", plan, starting(fresh), by)
    return plan


@action
def book_planned(*, plan: FollowUpPlan, hold: Hold, keep_both: bool = False, by: Actor) -> Appointment:
    """Turn a hold into the visit that was planned: booked, and the plan with it, or neither."""
    plan = _open(plan, by)
    appointment: Appointment = scheduling.book(
        hold=hold, person=plan.person, keep_both=keep_both, also_about=[plan.id], by=by
    )
    book_follow_up(plan=plan, appointment=appointment, by=by)
    return appointment


@action
def drop_follow_up(*, plan: FollowUpPlan, reason: str, by: Actor) -> FollowUpPlan:
    """It is not needed, or not wanted. A clinician or the person's own wish says so; the reason is kept and shown."""
    if not reason.strip():
        raise ReasonNeeded
    plan = _open(plan, by)
    plan.state, plan.dropped_because = FollowUpState.DROPPED, reason.strip()[:300]
    plan.save(update_fields=["state", "dropped_because"])
    _tell("follow_up.dropped", plan, {"reason": plan.dropped_because}, by)
    return plan


@action
def reopen_follow_up(*, plan: FollowUpPlan, book_by_at: datetime, by: Actor) -> FollowUpPlan:
    """Its appointment fell away: it goes over to the one that took its place, or is planned and promised again."""
    fresh = FollowUpPlan.objects.select_for_update(of=("self",)).select_related("person", "service").get(id=plan.id)
    need_to_book_for(fresh.person, by)
    if fresh.state != FollowUpState.BOOKED or fresh.appointment is None or fresh.appointment.state not in FALLEN:
        raise NotNow
    fresh.appointment = fresh.appointment.replaced_by.filter(state__in=HOLDING_TIME).first()
    if fresh.appointment:
        fresh.save(update_fields=["appointment"])
        _tell("follow_up.booked", fresh, {"reference": fresh.appointment.reference}, by)
        return fresh
    fresh.state, fresh.book_by_at = FollowUpState.PLANNED, book_by_at
    fresh.save(update_fields=["state", "appointment", "book_by_at"])
    _tell("follow_up.planned", fresh, {"book_by_at": book_by_at.isoformat(), "again": True}, by)
    return fresh


def _open(plan: FollowUpPlan, by: Actor) -> FollowUpPlan:
    fresh = FollowUpPlan.objects.select_for_update(of=("self",)).select_related("person", "service").get(id=plan.id)
    need_to_book_for(fresh.person, by)
    if fresh.state != FollowUpState.PLANNED:
        raise NotNow
    return fresh


def _tell(kind: str, plan: FollowUpPlan, more: dict[str, Any], by: Actor) -> None:
    facts = {"service": plan.service.names, "service_code": plan.service.code, "owner": plan.owner, **more}
    record(kind=kind, person=plan.person, subject_id=plan.id, facts=facts, by=by)
