"""Laws of what follows a stay or a visit."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from almoner.aftercare.enums import (
    LOW,
    ComplaintState,
    FeedbackState,
    Means,
    QuestionState,
    ReturnState,
    StepKind,
    StepState,
)
from almoner.aftercare.models import Check, Complaint, Feedback, OpenReturn, Plan, Question, Step, Try
from almoner.aftercare.standing import handbook_in_force, handbook_of
from almoner.aftercare.tasks import FOUND_AGAIN
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.law import Law
from almoner.visits.enums import StayState
from almoner.visits.models import Stay

TICK = timedelta(minutes=10)
"""The worker has so long to open what follows."""


def stays_without_aftercare() -> list[str]:
    """People who have gone home and for whom nothing was opened, though the hospital has a pathway for every stay."""
    if handbook_in_force() is None:
        return []
    now = clock.now()
    gone = Stay.objects.filter(state=StayState.DISCHARGED, aftercare__isnull=True)
    forgotten = gone.filter(discharged_at__range=(now - FOUND_AGAIN + TICK, now - TICK))
    return [f"stay {stay.id} ended and nothing was opened for after" for stay in forgotten[:50]]


def steps_missing() -> list[str]:
    """Of plans that were opened in time: steps of their pathway that are not among theirs."""
    faults = []
    for plan in (
        Plan.objects.select_related("handbook")
        .prefetch_related("steps")
        .filter(created_at__gte=clock.now() - FOUND_AGAIN)
    ):
        if plan.created_at - plan.home_at > TICK:
            continue
        pathway = handbook_of(plan).pathways.get(plan.pathway)
        have = {step.code for step in plan.steps.all()}
        lost = {step.code for step in pathway.steps} - have if pathway else set()
        faults += [f"aftercare {plan.id} has no step {code}" for code in sorted(lost)]
    return faults


def steps_unowned() -> list[str]:
    """Open steps that somebody must do, and for which no promise stands. A question that went out has kept its own."""
    waiting = Step.objects.filter(state=StepState.OPEN, kind__in=[StepKind.CALL, StepKind.VISIT, StepKind.HELP])
    return _unowned("step", waiting.values_list("id", flat=True))


def returns_unowned() -> list[str]:
    """Open returns for which somebody asked to be seen, or whose time is over, and no promise stands."""
    live = OpenReturn.objects.exclude(state=ReturnState.ENDED)
    waiting = live.filter(Q(asked_at__isnull=False) | Q(state=ReturnState.ENDING))
    return _unowned("open return", waiting.values_list("id", flat=True))


def returns_ended_in_silence() -> list[str]:
    """Open returns whose time was over yesterday and about which nobody was asked."""
    over = OpenReturn.objects.filter(state=ReturnState.OPEN, valid_until__lt=clock.today() - timedelta(days=1))
    return [f"open return {one.reference} is over and nobody was asked" for one in over[:50]]


def danger_unheard() -> list[str]:
    """Answers that tell of danger without a request for help. The database refuses them; this looks again."""
    tries = Try.objects.filter(danger=True, request__isnull=True).values_list("id", flat=True)
    checks = Check.objects.filter(means=Means.WORSE, request__isnull=True).values_list("id", flat=True)
    return [f"answer {one} tells of danger and nobody was called" for one in (*tries, *checks)]


def low_scores_unheard() -> list[str]:
    low = Feedback.objects.filter(state=FeedbackState.GIVEN, score__in=LOW, heard_at__isnull=True)
    return _unowned("low score", low.values_list("id", flat=True))


def questions_unowned() -> list[str]:
    return _unowned("question", Question.objects.filter(state=QuestionState.OPEN).values_list("id", flat=True))


def complaints_unowned() -> list[str]:
    return _unowned("complaint", Complaint.objects.filter(state=ComplaintState.OPEN).values_list("id", flat=True))


def _unowned(name: str, ids: object) -> list[str]:
    waiting = set(ids)  # type: ignore[call-overload]
    owed = set(Promise.objects.live().filter(subject_id__in=waiting).values_list("subject_id", flat=True))
    return [f"{name} {one} is open and no promise stands for it" for one in sorted(waiting - owed, key=str)]


LAWS = [
    Law("FUP-2", "Whoever has gone home has what follows opened within minutes.", stays_without_aftercare),
    Law("FUP-12", "Each step of a pathway is among the steps of the plan, done or not.", steps_missing),
    Law("I-1", "Each call, visit and help that is still to come is somebody's promise.", steps_unowned),
    Law("I-1", "Whoever asked to come back, or is asked at the end, is somebody's promise.", returns_unowned),
    Law("FUP-9", "No open return ends without a question.", returns_ended_in_silence),
    Law("FUP-10", "No answer tells of danger without a request for help.", danger_unheard),
    Law("FUP-6", "Each low score is somebody's until it was heard.", low_scores_unheard),
    Law("FUP-8", "Each open question has a live promise.", questions_unowned),
    Law("FUP-7", "Each open complaint has a live promise.", complaints_unowned),
]
