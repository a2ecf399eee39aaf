"""Better, the same or worse: by link, by key, on the portal, at the desk. “Worse” goes back to triage at once."""

from __future__ import annotations

from typing import Any

from almoner.aftercare.actions.calling import end_step
from almoner.aftercare.alarming import Heard, alarm_for_words, alarm_for_worse
from almoner.aftercare.enums import Means, StepKind, StepState
from almoner.aftercare.models import Check, Plan, Step
from almoner.aftercare.refusals import ScoreNeeded
from almoner.aftercare.rules import need_to_speak
from almoner.aftercare.standing import handbook_of
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.timeline.actions import record


@action
def say_how(
    *, plan: Plan, means: str, words: str = "", step: Step | None = None, language: str = "en", by: Actor
) -> Check:
    """Keep how they say they are. The question that is open is answered by it; unasked, they may say so at any time.

    “Worse” becomes a request for help that carries the stay (FUP-10); so do words that tell of danger, whatever was
    chosen.
    """
    need_to_speak(plan.person, by)
    if means not in Means.values:
        raise ScoreNeeded
    if step is not None and (step.plan_id != plan.id or step.kind != StepKind.CHECK):
        raise NotThere
    heard = Heard(plan.person, plan.episode_id, words.strip(), language)
    request = None
    if means == Means.WORSE:
        request = alarm_for_worse(heard, handbook_of(plan).rules.worse_level, by)
    elif heard.words:
        request = alarm_for_words(heard, by)
    answered = _asked(plan, step)
    if answered:
        end_step(answered, StepState.DONE, means)
    check = Check.objects.create(
        plan=plan,
        step=answered,
        means=means,
        words=heard.words[:1000],
        via=by.via,
        request=request,
        by_name=by.name,
    )
    facts: dict[str, Any] = {"means": means, "request": request.reference if request else ""}
    subject = answered.id if answered else plan.id
    record(kind="recovery.checked", person=plan.person, subject_id=subject, facts=facts, by=by)
    return check


def _asked(plan: Plan, step: Step | None) -> Step | None:
    """The question that this answers, locked: the one that was named, or the earliest that is open and was put."""
    checks = Step.objects.select_for_update(of=("self",)).filter(plan=plan, kind=StepKind.CHECK, state=StepState.OPEN)
    if step is not None:
        return checks.filter(id=step.id).first()
    return checks.filter(opens_at__lte=clock.now()).order_by("due_at", "id").first()
