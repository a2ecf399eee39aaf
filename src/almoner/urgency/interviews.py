"""Reading interviews: which can be gone on with, what to ask next, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_act_for, may_see_record
from almoner.urgency.enums import LIVE
from almoner.urgency.gauging import case_of
from almoner.urgency.interviewing import Step, again, next_step
from almoner.urgency.live import live_book
from almoner.urgency.models import Answer, Interview, Request
from almoner.urgency.rules import may_interview

GOES_ON_FOR = timedelta(hours=24)
"""Afterwards the answers are of another day: they tell us anew, beginning with danger signs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An interview with what comes next; `step` has an ending where nothing does."""

    interview: Interview
    step: Step
    answers: tuple[Answer, ...]

    @property
    def request(self) -> Request:
        return self.interview.request

    @property
    def is_open(self) -> bool:
        return can_go_on(self.interview) and self.step.ending is None

    @property
    def latest(self) -> tuple[Answer, ...]:
        """Each question once, with its latest answer, in the order in which they were first asked."""
        return tuple({answer.question: answer for answer in self.answers}.values())


def can_go_on(interview: Interview) -> bool:
    recent = clock.now() - interview.heard_at < GOES_ON_FOR
    return interview.ended_at is None and interview.request.is_live and recent


def interview_of(by: Actor, request_id: UUID) -> Asked:
    """The interview of a request, and what to ask next. Raises NotThere, also where there is none."""
    found = Interview.objects.select_related("request__person").filter(request_id=request_id).first()
    if found is None or not may_interview(found.request, by):
        raise NotThere
    return _asked(found)


def has_more_to_ask(request: Request) -> bool:
    """Whether somebody who sent this request can go on with questions."""
    found = Interview.objects.select_related("request__person").filter(request=request).first()
    return found is not None and _asked(found).is_open


def request_to_interview(by: Actor, request_id: UUID) -> Request | None:
    """A request of which the questions may be asked."""
    found = Request.objects.select_related("person").filter(id=request_id).first()
    return found if found and may_interview(found, by) else None


def open_interview_of(by: Actor, request_id: UUID) -> Asked | None:
    """That of one request, where it can be gone on with."""
    try:
        asked = interview_of(by, request_id)
    except NotThere:
        return None
    return asked if asked.is_open else None


def interview_by_number(by: Actor, number: str) -> Asked | None:
    """The open interview of this code, or of this reference of a request; None where there is no such one."""
    typed = number.strip()
    signs = "".join(sign for sign in typed if sign.isdigit())
    found = _recent().filter(code=signs).first() if signs else None
    found = found or _recent().filter(request__reference__iexact=typed).first()
    if found is None or not may_interview(found.request, by) or not can_go_on(found):
        return None
    return _asked(found)


def interviews_to_go_on(by: Actor, person: Person) -> list[Asked]:
    """Those of a person that were begun and not finished, the latest first. Raises NotThere."""
    if not (may_see_record(person, by) if by.is_staff else may_act_for(person, by)):
        raise NotThere
    asked = [_asked(one) for one in _recent().filter(request__person=person).order_by("-heard_at", "id")]
    return [one for one in asked if one.is_open]


def step_again(asked: Asked, name: str) -> Step:
    """A question that was answered, to be answered anew."""
    return again(name, case_of(asked.request, clock.today()))


def _recent() -> QuerySet[Interview]:
    since = clock.now() - GOES_ON_FOR
    return Interview.objects.select_related("request__person").filter(
        ended_at__isnull=True, heard_at__gt=since, request__state__in=LIVE
    )


def _asked(interview: Interview) -> Asked:
    request = interview.request
    step = next_step(case_of(request, clock.today()), request.level, live_book())
    return Asked(interview, step, tuple(interview.answers.order_by("number")))
