"""The interview after a request: each answer is kept with when and by what channel it was given, and gauged at once."""

from __future__ import annotations

from typing import Any

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.urgency.actions.steps import begin_interview, gauge_again, locked_for_interview, tell
from almoner.urgency.enums import InterviewEnded, RaiseReason
from almoner.urgency.gauging import case_of
from almoner.urgency.interviewing import AREA, COMPLAINT, may_be_said, next_step
from almoner.urgency.live import live_book
from almoner.urgency.models import Answer, Interview, Request
from almoner.urgency.refusals import InterviewOver, NoSuchAnswer, RequestEnded
from almoner.urgency.rules import may_interview


@action
def answer_question(*, request: Request, name: str, said: str, channel: str, by: Actor) -> Interview:
    """Keep one answer and gauge again: it only ever raises (law I-8). A question may be answered anew; both answers
    stay to be seen. Raises NoSuchAnswer, InterviewOver, RequestEnded."""
    request = _open(request, by)
    interview = _of(request)
    if not may_be_said(name, said):
        raise NoSuchAnswer
    Answer.objects.create(
        interview=interview,
        number=interview.answers.count() + 1,
        question=name,
        said=said,
        channel=channel,
        by_name=by.name,
    )
    request.answers = {**_without(request.answers, name), name: said}
    request.save(update_fields=["answers"])
    gauge_again(request, RaiseReason.MEASURED, by)
    interview.channel, interview.heard_at = channel, clock.now()
    ending = next_step(case_of(request, clock.today()), request.level, live_book()).ending
    _keep(interview, InterviewEnded(ending) if ending else None, by)
    return interview


@action
def ask_for_person(*, request: Request, channel: str, by: Actor) -> Interview:
    """They would rather talk with somebody: nothing more is asked, and somebody is promised to ring them. Raises
    InterviewOver where that was said before."""
    request = _open(request, by)
    interview = _of(request)
    interview.channel, interview.heard_at = channel, clock.now()
    _keep(interview, InterviewEnded.PERSON, by)
    tell("interview.person_asked", request, {"channel": channel}, by)
    return interview


def _without(answers: dict[str, Any], name: str) -> dict[str, Any]:
    """What an answer anew takes the place of: with another area, what was chosen in the one before."""
    return {one: said for one, said in answers.items() if not (name == AREA and one == COMPLAINT)}


def _open(request: Request, by: Actor) -> Request:
    fresh = locked_for_interview(request)
    if fresh is None or not may_interview(fresh, by):
        raise NotThere
    if not fresh.is_live:
        raise RequestEnded(reference=fresh.reference)
    return fresh


def _of(request: Request) -> Interview:
    """The interview, to be gone on with. Where none began by itself, somebody begins it now."""
    interview = Interview.objects.filter(request=request).first() or begin_interview(request)
    if interview.ended_at:
        raise InterviewOver
    return interview


def _keep(interview: Interview, ended: InterviewEnded | None, by: Actor) -> None:
    if ended:
        interview.ended, interview.ended_at = ended, clock.now()
    interview.save(update_fields=["channel", "heard_at", "ended", "ended_at"])
    if ended:
        facts = {"why": str(ended), "asked": interview.answers.values("question").distinct().count()}
        tell("interview.ended", interview.request, facts, by)
