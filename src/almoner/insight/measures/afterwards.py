"""Measures over what follows a stay or a visit: pathways, calls, and how it was (FFT). Defined as `aftercare.measuring`
defines them, with the people behind them."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from almoner.aftercare.enums import HIGH, LOW, FeedbackState, Score, StepKind, StepState
from almoner.aftercare.models import Feedback, Step
from almoner.core.permissions import Permission
from almoner.insight.measure import About, Kind, Measure, Part, Rows


def _steps() -> Rows:
    return Step.objects.exclude(kind=StepKind.STANDING).exclude(state=StepState.DROPPED)


def _calls() -> Rows:
    return _steps().filter(kind=StepKind.CALL)


def _given() -> Rows:
    return Feedback.objects.filter(state=FeedbackState.GIVEN)


def _step(step: Step) -> str:
    return f"{step.get_kind_display()} · {step.get_state_display()}"


def _kind(kind: str) -> str:
    return str(StepKind(kind).label)


def _state(state: str) -> str:
    return str(StepState(state).label)


def _score(score: str) -> str:
    return str(Score(score).label) if score else ""


def _answer(feedback: Feedback) -> str:
    return _score(feedback.score)


def _about(feedback: Feedback) -> About:
    return About("feedback", feedback.id)


_STEPS: dict[str, Any] = {
    "kind": Kind.SHARE,
    "at": "due_at",
    "clock": _("The moment at which the step fell due."),
    "parts": {
        "pathway": Part(_("Pathway"), F("plan__pathway")),
        "kind": Part(_("Step"), F("kind"), _kind),
        "state": Part(_("How it ended"), F("state"), _state),
    },
    "what": _step,
}

STEPS_DONE = Measure(
    **_STEPS,
    key="follow-up-completed",
    name=_("Follow-up completed in time"),
    meaning=_("Of all steps after a stay or a visit whose time came, how many were done by then."),
    left_out=_("Steps that are not needed, and those that hold for a time. Who was not reached counts as not done."),
    rows=_steps,
    good=Q(state=StepState.DONE, ended_at__lte=F("due_at")),
    yes=_("Done in time"),
    no=_("Not in time"),
)

REACHED = Measure(
    **_STEPS,
    key="follow-up-reached",
    name=_("Reached after going home"),
    meaning=_("Of all calls after going home whose time came, how many reached the person."),
    left_out=_("Calls that are not needed."),
    rows=_calls,
    good=Q(state=StepState.DONE),
    yes=_("Reached"),
    no=_("Not reached"),
)

_FEEDBACK: dict[str, Any] = {
    "kind": Kind.SHARE,
    "rows": _given,
    "at": "given_at",
    "clock": _("The moment at which they answered."),
    "left_out": _("People who were not asked, or did not answer. “I do not know” counts among the answers."),
    "channel": F("via"),
    "parts": {
        "score": Part(_("Answer"), F("score"), _score),
        "clinician": Part(_("Clinician"), F("clinician__name")),
    },
    "about": _about,
    "what": _answer,
    "names_need": Permission.HEAR_FEEDBACK,
}

POSITIVE = Measure(
    **_FEEDBACK,
    key="feedback-positive",
    name=_("Feedback: very good or good"),
    meaning=_("Of all who answered how it was overall, how many said very good or good."),
    good=Q(score__in=HIGH),
    yes=_("Very good or good"),
    no=_("Another answer"),
)

NEGATIVE = Measure(
    **_FEEDBACK,
    key="feedback-negative",
    name=_("Feedback: poor or very poor"),
    meaning=_("Of all who answered how it was overall, how many said poor or very poor."),
    good=Q(score__in=LOW),
    yes=_("Poor or very poor"),
    no=_("Another answer"),
    more_is_better=False,
)
