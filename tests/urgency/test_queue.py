"""The triage queue: order, statements, viewers, who watches, and who may see what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import MONDAY_MORNING, Cast
from tests.races import race
from tests.races import real_database as real_database  # noqa: PLC0414 - the fixture is used by name
from tests.urgency.conftest import Ask

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere
from almoner.urgency import actions
from almoner.urgency.asked import Asker, Told
from almoner.urgency.messages import received
from almoner.urgency.models import Raise, Request
from almoner.urgency.queries import nobody_watching, request_for, requests_of, triage_queue

At = Callable[[datetime], None]


@pytest.mark.django_db
def test_URG_11_order_is_level_then_time_left_not_arrival(cast: Cast, ask: Ask, at: At) -> None:
    cough = ask("cough", person=cast.maya)
    at(MONDAY_MORNING + timedelta(minutes=10))
    belly = ask("belly ache", person=cast.maya)
    at(MONDAY_MORNING + timedelta(minutes=20))
    chest = ask("chest pain", asker=Asker(name="Unknown"))
    cut = ask("cut my finger", person=cast.tom)
    found = triage_queue(cast.triage_nurse)
    assert [row.request for row in found] == [chest, belly, cut, cough]
    assert [row.minutes_left for row in found] == [0, 230, 240, 4300]
    assert [row.unmatched for row in found] == [True, False, False, False]


@pytest.mark.django_db
def test_queue_takes_the_same_statements_for_one_and_for_three(cast: Cast, ask: Ask) -> None:
    counts = []
    for number in range(3):
        request = ask(["cough", "earache", "sprained ankle"][number], person=cast.maya)
        actions.start_looking(request=request, by=cast.triage_nurse)
        actions.decide_level(request=request, level=3, reason="seen", by=cast.doctor)
        actions.raise_for_worse(request=request, by=cast.agent)
        with CaptureQueriesContext(connection) as statements:
            assert len(triage_queue(cast.triage_nurse)) == number + 1
        counts.append(len(statements))
    assert counts == [7, 7, 7]


@pytest.mark.django_db
def test_row_shows_suggestion_beside_decision_and_that_it_came_back(cast: Cast, ask: Ask) -> None:
    request = ask("sore throat", person=cast.maya)
    actions.decide_level(request=request, level=4, reason="cannot eat", by=cast.doctor)
    actions.raise_for_worse(request=request, by=cast.agent)
    row = triage_queue(cast.triage_nurse)[0]
    assert row.decision is not None
    assert (row.suggestion.level, row.decision.level, row.level, row.worse) == (5, 4, 3, True)


@pytest.mark.django_db
def test_URG_8_viewers_are_named_until_they_go_or_fall_silent(cast: Cast, ask: Ask, at: At) -> None:
    request = ask("cough", person=cast.maya)
    actions.start_looking(request=request, by=cast.triage_nurse)
    actions.start_looking(request=request, by=cast.doctor)
    assert triage_queue(cast.agent)[0].viewers == ("Dana Okafor", "Nora Stone")
    actions.stop_looking(request=request, by=cast.doctor)
    assert triage_queue(cast.agent)[0].viewers == ("Nora Stone",)
    at(MONDAY_MORNING + timedelta(minutes=11))
    assert triage_queue(cast.agent)[0].viewers == ()


@pytest.mark.django_db
def test_URG_7_nobody_watching_is_told_and_two_are_wanted(cast: Cast, at: At) -> None:
    def watching() -> tuple[bool, int]:
        found = nobody_watching(clock.now(), by=cast.agent)
        return (found.nobody, found.missing)

    assert watching() == (True, 2)
    actions.watch_queue(by=cast.triage_nurse)
    actions.watch_queue(by=cast.triage_nurse)
    actions.watch_queue(by=cast.from_elsewhere)
    assert watching() == (False, 1)
    actions.watch_queue(by=cast.doctor)
    assert watching() == (False, 0)
    assert actions.leave_queue(by=cast.doctor) == 1
    at(MONDAY_MORNING + timedelta(minutes=11))
    assert watching() == (True, 2)
    with pytest.raises(NotAllowed):
        actions.watch_queue(by=SYSTEM)


@pytest.mark.django_db
def test_closed_requests_leave_the_queue(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    actions.close_request(request=request, outcome="seen", by=cast.doctor)
    assert triage_queue(cast.triage_nurse) == []
    assert [row.request for row in requests_of(cast.maya_herself, cast.maya)] == [request]


@pytest.mark.django_db
def test_I_22_queue_shows_what_single_reads_show(cast: Cast, ask: Ask) -> None:
    theirs = [ask("cough", person=cast.maya), ask("cough", asker=Asker(name="Unknown"))]
    for by in (cast.triage_nurse, cast.doctor, cast.agent, cast.from_elsewhere):
        listed = {row.request.id for row in triage_queue(by)}
        single = {request.id for request in theirs if _can_open(by, request)}
        assert listed == single
        assert bool(listed) == (by is not cast.from_elsewhere)
    for stranger in (cast.receptionist, cast.manager, cast.maya_herself):
        with pytest.raises(NotAllowed):
            triage_queue(stranger)


def _can_open(by: object, request: Request) -> bool:
    try:
        request_for(by, request.id)  # type: ignore[arg-type]
    except NotThere:
        return False
    return True


@pytest.mark.django_db
def test_I_25_reading_one_leaves_a_trace(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    request_for(cast.triage_nurse, request.id)
    trace = AuditEntry.objects.latest("number")
    assert (trace.act, trace.person_id) == ("read.urgency", cast.maya.id)


@pytest.mark.django_db
def test_people_see_their_own_and_nobody_elses(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    assert request_for(cast.maya_herself, request.id).request == request
    assert request_for(cast.leila_herself, request.id).request == request
    with pytest.raises(NotThere):
        request_for(cast.tom_himself, request.id)
    with pytest.raises(NotThere):
        requests_of(cast.tom_himself, cast.maya)
    assert requests_of(cast.triage_nurse, cast.maya)[0].request == request


@pytest.mark.django_db
def test_URG_9_message_says_by_when_and_is_withdrawn_with_the_request(cast: Cast, ask: Ask) -> None:
    request = ask("cough", person=cast.maya)
    values = received(request.id, cast.maya)
    assert values is not None
    assert values["reference"] == request.reference
    assert MONDAY_MORNING < values["answer_by"] < request.due_at
    actions.close_request(request=request, outcome="seen", by=cast.doctor)
    assert (received(request.id, cast.maya), received(None, cast.maya)) == (None, None)


@pytest.mark.race
@pytest.mark.usefixtures("real_database")
def test_twelve_say_worse_at_once_and_each_counts() -> None:
    def prepare() -> Request:
        told = Told(words="runny nose")
        return actions.submit_request(told=told, channel="email", asker=Asker(name="Somebody"), by=SYSTEM)

    request = race(lambda _number: prepare(), 1)[0]
    assert isinstance(request, Request)
    outcomes = race(lambda _number: actions.raise_for_worse(request=request, by=SYSTEM), 12)
    assert [fault for fault in outcomes if isinstance(fault, BaseException)] == []
    found = race(lambda _number: list(Raise.objects.order_by("number").values_list("before", "level")), 1)[0]
    assert found == [(5, 4), (4, 3), (3, 2), *[(2, 2)] * 9]
