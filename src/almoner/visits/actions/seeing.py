"""Called in, with the clinician, and out again with what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.people.models import Staff
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import State
from almoner.timeline.actions import record
from almoner.urgency.actions import close_request
from almoner.urgency.enums import Outcome
from almoner.urgency.rules import may_decide
from almoner.visits.actions.following_up import Intended, plan_follow_up
from almoner.visits.enums import BEFORE_SEEN, VisitState
from almoner.visits.locking import locked
from almoner.visits.models import Visit
from almoner.visits.refusals import ClinicianNeeded
from almoner.visits.rules import need_to_receive, need_to_see_patient


@action
def call_in(*, visit: Visit, by: Actor) -> Visit:
    """Call them: the screen shows ticket and room, and whoever cannot see or hear it is fetched (ARR-6, ARR-8)."""
    need_to_receive(visit.person, by)
    visit = locked(visit, VisitState.ARRIVED, VisitState.GREETED, VisitState.WAITING)
    if visit.clinician_id is None:
        raise ClinicianNeeded
    visit.state, visit.called_at, visit.away_since = VisitState.CALLED, clock.now(), None
    visit.save(update_fields=["state", "called_at", "away_since"])
    return visit


@action
def start_visit(*, visit: Visit, by: Actor) -> Visit:
    """They are with the clinician. Whoever starts it unallotted is the one who sees them."""
    need_to_see_patient(visit.person, by)
    visit = locked(visit, *BEFORE_SEEN)
    if visit.clinician_id is None and by.staff_id:
        visit.clinician = Staff.objects.get(id=by.staff_id)
    if visit.clinician_id is None:
        raise ClinicianNeeded
    visit.state, visit.started_at, visit.level = VisitState.WITH_CLINICIAN, clock.now(), visit.level_now
    visit.save(update_fields=["state", "started_at", "clinician", "level"])
    if visit.request and visit.request.is_live and may_decide(by):
        close_request(request=visit.request, outcome=Outcome.SEEN, by=by)
    if visit.appointment and visit.appointment.state == State.ARRIVED:
        scheduling.mark_started(appointment=visit.appointment, by=by)
    also = {"also_about": [str(visit.appointment_id)] if visit.appointment_id else []}
    record(kind="visit.started", person=visit.person, subject_id=visit.id, facts=also, by=by)
    return visit


@action
def finish_visit(
    *, visit: Visit, outcome: str, follow_ups: Sequence[Intended] = (), ask_feedback: bool = True, by: Actor
) -> Visit:
    """The visit is over: what came of it, and what should be booked next, each with an owner and a date (FUP-1)."""
    need_to_see_patient(visit.person, by)
    visit = locked(visit, VisitState.WITH_CLINICIAN)
    visit.state, visit.ended_at, visit.outcome = VisitState.FINISHED, clock.now(), outcome.strip()[:300]
    visit.save(update_fields=["state", "ended_at", "outcome"])
    if visit.appointment and visit.appointment.state == State.IN_PROGRESS:
        scheduling.mark_fulfilled(appointment=visit.appointment, by=by)
    for intended in follow_ups:
        plan_follow_up(visit=visit, intended=intended, by=by)
    facts = {"ask_feedback": ask_feedback, "outcome": visit.outcome}
    record(kind="visit.finished", person=visit.person, subject_id=visit.id, facts=facts, by=by)
    return visit
