"""Interviews as they are stored: who may answer, that answers only raise and stay, and where it can be gone on with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from tests.cast import MONDAY_MORNING, Cast
from tests.faults import leaves_nothing
from tests.urgency.conftest import Ask

from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotThere
from almoner.timeline.models import Event
from almoner.urgency import actions
from almoner.urgency.interviews import (
    Asked,
    interview_by_number,
    interview_of,
    interviews_to_go_on,
    open_interview_of,
)
from almoner.urgency.laws import LAWS
from almoner.urgency.models import Answer, Interview, Request
from almoner.urgency.refusals import InterviewOver, NoSuchAnswer, RequestEnded

At = Callable[[datetime], None]
pytestmark = pytest.mark.django_db
HEADACHE = "I have a headache"


def opened(request: Request) -> Asked:
    found = open_interview_of(SYSTEM, request.id)
    assert found
    return found


def answered(request: Request, said: str, *, by: object = SYSTEM, channel: str = "web") -> Interview:
    name = opened(request).step.name
    return actions.answer_question(request=request, name=name, said=said, channel=channel, by=by)  # type: ignore[arg-type]


def test_an_interview_begins_with_a_request_that_leaves_something_to_ask(cast: Cast, ask: Ask) -> None:
    interview = Interview.objects.get(request=ask(HEADACHE, person=cast.maya))
    assert (interview.channel, len(interview.code), interview.ended_at) == ("desk", 8, None)
    assert not Interview.objects.filter(request=ask("I have a wart on my hand", person=cast.tom)).exists()
    assert not Interview.objects.filter(request=ask("my chest hurts", person=cast.tom)).exists()
    assert not Interview.objects.filter(request=ask(HEADACHE, person=cast.leila, channel="letter")).exists()


def test_I_1_whoever_stops_half_way_waits_with_a_promise(cast: Cast, ask: Ask) -> None:
    request = ask(HEADACHE, person=cast.maya)
    answered(request, "no")
    assert Promise.objects.live().filter(subject_id=request.id, standard="looked_at").exists()
    assert [law.id for law in LAWS if law.broken()] == []


def test_every_answer_says_when_by_what_channel_and_by_whom(cast: Cast, ask: Ask, at: At) -> None:
    request = ask(HEADACHE, person=cast.maya)
    answered(request, "unknown", by=cast.maya_herself)
    at(MONDAY_MORNING + timedelta(hours=1))
    answered(request, "no", by=cast.agent, channel="phone")
    told = [(one.said, one.channel, one.by_name, one.created_at) for one in Answer.objects.order_by("number")]
    assert told == [
        ("unknown", "web", cast.maya.name, MONDAY_MORNING),
        ("no", "phone", cast.agent.name, MONDAY_MORNING + timedelta(hours=1)),
    ]


def test_answers_are_never_changed(cast: Cast, ask: Ask) -> None:
    answered(ask(HEADACHE, person=cast.maya), "no")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Answer.objects.update(said="yes")


def test_I_8_a_yes_that_is_taken_back_lowers_nothing(cast: Cast, ask: Ask) -> None:
    request = ask("my back hurts", person=cast.maya)
    first = opened(request).step
    assert first.question
    answered(request, "yes")
    request.refresh_from_db()
    raised = request.level
    assert raised == first.question.could_become
    actions.answer_question(request=request, name=first.name, said="no", channel="web", by=SYSTEM)
    request.refresh_from_db()
    assert (request.level, request.answers[first.name]) == (raised, "no")
    assert [one.said for one in Answer.objects.order_by("number")] == ["yes", "no"]


def test_the_end_is_told_with_why_and_how_many_were_asked(cast: Cast, ask: Ask) -> None:
    request = ask(HEADACHE, person=cast.maya)
    while open_interview_of(SYSTEM, request.id):
        interview = answered(request, "no")
    event = Event.objects.get(kind="interview.ended")
    assert (event.facts["why"], event.facts["asked"]) == (interview.ended, Answer.objects.count())
    with pytest.raises(InterviewOver):
        actions.answer_question(request=request, name="how_bad", said="yes", channel="web", by=SYSTEM)


def test_who_would_rather_talk_is_promised_it_once(cast: Cast, ask: Ask) -> None:
    request = ask(HEADACHE, person=cast.maya)
    actions.ask_for_person(request=request, channel="web", by=cast.maya_herself)
    with pytest.raises(InterviewOver):
        actions.ask_for_person(request=request, channel="web", by=cast.maya_herself)
    promise = Promise.objects.get(standard="rung_by_a_person")
    actions.decide_level(request=request, level=request.level, reason="rang her", by=cast.triage_nurse)
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_what_is_no_question_or_no_answer_is_refused(cast: Cast, ask: Ask) -> None:
    request = ask(HEADACHE, person=cast.maya)
    for name, said in (("nonsense", "yes"), ("how_bad", "perhaps"), ("complaint", "nonsense"), ("area", "moon")):
        with pytest.raises(NoSuchAnswer):
            actions.answer_question(request=request, name=name, said=said, channel="web", by=SYSTEM)


def test_what_is_closed_is_not_gone_on_with(cast: Cast, ask: Ask) -> None:
    request = ask(HEADACHE, person=cast.maya)
    name = opened(request).step.name
    actions.close_request(request=request, outcome="advice", by=cast.triage_nurse)
    assert open_interview_of(SYSTEM, request.id) is None
    with pytest.raises(RequestEnded):
        actions.answer_question(request=request, name=name, said="yes", channel="web", by=SYSTEM)


@pytest.mark.parametrize("who", ["tom_himself", "from_elsewhere"])
def test_I_23_another_persons_interview_is_not_there(cast: Cast, ask: Ask, who: str) -> None:
    request = ask(HEADACHE, person=cast.maya)
    by, code = cast.actor(who), Interview.objects.get().code
    name = opened(request).step.name
    with pytest.raises(NotThere):
        interview_of(by, request.id)
    with pytest.raises(NotThere):
        actions.answer_question(request=request, name=name, said="yes", channel="web", by=by)
    with pytest.raises(NotThere):
        interviews_to_go_on(by, cast.maya)
    assert interview_by_number(by, code) is None


def test_it_is_found_by_its_number_and_by_the_reference_for_a_day(cast: Cast, ask: Ask, at: At) -> None:
    request = ask(HEADACHE, person=cast.maya)
    code = Interview.objects.get().code
    for said in (code, f" {code[:4]}-{code[4:]} ", request.reference, request.reference.lower()):
        found = interview_by_number(cast.agent, said)
        assert found, said
        assert found.request == request, said
    assert interview_by_number(cast.agent, "") is None
    at(MONDAY_MORNING + timedelta(hours=25))
    assert interview_by_number(cast.agent, code) is None
    assert interviews_to_go_on(cast.maya_herself, cast.maya) == []


@pytest.mark.parametrize("writes", [4])
def test_failed_answer_leaves_nothing(cast: Cast, ask: Ask, writes: int) -> None:
    request = ask(HEADACHE, person=cast.maya)
    name = opened(request).step.name
    leaves_nothing(
        lambda: actions.answer_question(request=request, name=name, said="yes", channel="web", by=SYSTEM), writes=writes
    )
