"""What somebody who has left had taken on goes back to everybody who does such work."""

from __future__ import annotations

from almoner.aftercare.enums import ComplaintState, QuestionState, StepState
from almoner.aftercare.models import Complaint, Question, Step
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.models import Staff


@action
def give_back_work_of(*, staff: Staff, by: Actor) -> int:
    """Calls, questions and complaints that they had taken on and not ended. Gives how many."""
    by.need(Permission.MANAGE_STAFF)
    return (
        Step.objects.filter(taken_by=staff, state=StepState.OPEN).update(taken_by=None)
        + Question.objects.filter(taken_by=staff, state=QuestionState.OPEN).update(taken_by=None)
        + Complaint.objects.filter(owner=staff, state=ComplaintState.OPEN).update(owner=None)
    )
