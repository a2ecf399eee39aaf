"""Figures of aftercare: follow-up completion, the Friends and Family Test, and how complaints are answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from almoner.aftercare.enums import HIGH, LOW, UNREACHED, FeedbackState, Score, StepKind, StepState
from almoner.aftercare.models import Complaint, Feedback, Step, Try
from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core.actor import Actor
from almoner.core.permissions import Permission


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Completion:
    """Steps of pathways that fell due in a time: done (and done in time), refused, and not completed.

    Not needed ones are left out. Somebody who was not reached counts as not completed, letter or no letter (FUP-12).
    `reached` and `issues` are of calls alone.
    """

    due: int
    done: int
    done_in_time: int
    refused: int
    not_completed: int
    calls: int
    reached: int
    issues: int

    @property
    def completed(self) -> float | None:
        return share(self.done, self.due)

    @property
    def reach_rate(self) -> float | None:
        return share(self.reached, self.calls)

    @property
    def issue_rate(self) -> float | None:
        return share(self.issues, self.reached)


def completion(*, since: datetime, until: datetime, by: Actor) -> Completion:
    """Follow-up completion, by when steps fell due. Two statements."""
    by.need(Permission.SEE_MEASURES)
    steps = Step.objects.filter(due_at__gte=since, due_at__lt=until)
    steps = steps.exclude(kind=StepKind.STANDING).exclude(state=StepState.DROPPED)
    is_call = Q(kind=StepKind.CALL)
    told = steps.aggregate(
        due=Count("id"),
        done=Count("id", filter=Q(state=StepState.DONE)),
        done_in_time=Count("id", filter=Q(state=StepState.DONE, ended_at__lte=F("due_at"))),
        refused=Count("id", filter=Q(state=StepState.REFUSED)),
        not_completed=Count("id", filter=Q(state__in=[StepState.NOT_COMPLETED, StepState.OPEN])),
        calls=Count("id", filter=is_call),
        reached=Count("id", filter=is_call & Q(state=StepState.DONE)),
    )
    tries = Try.objects.filter(step__in=steps.filter(is_call, state=StepState.DONE)).exclude(outcome__in=UNREACHED)
    issues = sum(
        bool(signs) or any(one.get("answer") != "fine" for one in answers.values())
        for signs, answers in tries.values_list("signs", "answers")
    )
    return Completion(**told, issues=issues)


@dataclass(frozen=True, slots=True)
class FriendsAndFamily:
    """Counts by answer. Positive: very good and good, of all answers, “I do not know” among them; negative likewise."""

    counts: dict[str, int]
    asked: int

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    @property
    def positive(self) -> float | None:
        return share(sum(self.counts[score] for score in HIGH), self.answers)

    @property
    def negative(self) -> float | None:
        return share(sum(self.counts[score] for score in LOW), self.answers)

    @property
    def response(self) -> float | None:
        return share(self.answers, self.asked)


def friends_and_family(*, since: datetime, until: datetime, by: Actor) -> FriendsAndFamily:
    """The Friends and Family Test over answers given in a time. Two statements."""
    by.need(Permission.SEE_MEASURES)
    given = Feedback.objects.filter(state=FeedbackState.GIVEN, given_at__gte=since, given_at__lt=until)
    counted = dict(given.order_by().values_list("score").annotate(Count("id")))
    asked = Feedback.objects.filter(was_at__gte=since, was_at__lt=until).exclude(state=FeedbackState.NOT_ASKED)
    return FriendsAndFamily({score.value: counted.get(score.value, 0) for score in Score}, asked.count())


@dataclass(frozen=True, slots=True)
class Answering:
    """Complaints received in a time: acknowledged in time, answered by the day that was said, opened again."""

    received: int
    acknowledged_in_time: int
    answered: int
    answered_in_time: int
    reopened: int

    @property
    def acknowledged_share(self) -> float | None:
        return share(self.acknowledged_in_time, self.received)

    @property
    def answered_share(self) -> float | None:
        return share(self.answered_in_time, self.answered)

    @property
    def reopened_share(self) -> float | None:
        return share(self.reopened, self.answered)


def answering(*, since: datetime, until: datetime, by: Actor) -> Answering:
    """How complaints are answered, by the ledger of promises. Three statements."""
    by.need(Permission.SEE_MEASURES)
    received = Complaint.objects.filter(created_at__gte=since, created_at__lt=until)
    told = received.aggregate(
        received=Count("id"),
        answered=Count("id", filter=Q(answered_at__isnull=False)),
        reopened=Count("id", filter=Q(reopened__gt=0)),
    )
    kept = Promise.objects.filter(subject_id__in=received.values("id"), state=State.KEPT)
    return Answering(
        **told,
        acknowledged_in_time=kept.filter(standard="complaint_acknowledged").count(),
        answered_in_time=kept.filter(standard="complaint_answered").values("subject_id").distinct().count(),
    )
