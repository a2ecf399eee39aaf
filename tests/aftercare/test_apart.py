"""What follows a complaint is seen by who handles complaints, and by the person; it is counted for everybody alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from tests.cast import MONDAY_MORNING, Cast

from almoner.aftercare.actions import Voice, take_complaint
from almoner.charter import queries
from almoner.charter.book import charter
from almoner.charter.models import Promise
from almoner.charter.reading import charter_from
from almoner.charter.standard import FaultyCharter
from almoner.charter.tasks import watch_promises
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotThere
from almoner.insight import queries as insight
from almoner.insight.measures import promises
from almoner.insight.period import Period
from almoner.timeline.actions import record

CLOSED_TO = ("agent", "receptionist", "triage_nurse", "ward_nurse", "doctor", "bed_manager", "leila_herself")


@pytest.fixture
def owed(cast: Cast) -> list[Promise]:
    """What Maya is promised for her complaint."""
    complaint = take_complaint(voice=Voice(words="Nobody rang me back."), person=cast.maya, by=cast.manager)
    found = list(Promise.objects.filter(subject_id=complaint.id).order_by("due_at"))
    assert [one.standard for one in found] == ["complaint_acknowledged", "complaint_answered"]
    return found


@pytest.mark.parametrize("who", CLOSED_TO)
def test_I_22_nobody_else_finds_them_on_any_list(cast: Cast, owed: list[Promise], who: str) -> None:
    by, subject = cast.actor(who), owed[0].subject_id
    assert subject
    assert not set(owed) & set(queries.promises_for_person(person=cast.maya, by=by))
    assert queries.promises_about(subject_id=subject, by=by) == []
    for one in owed:
        with pytest.raises(NotThere):
            queries.promise_for(by=by, reference=one.reference)
        assert queries.promise_with(one.id, by=by) is None
    if by.is_staff:
        assert not set(owed) & set(queries.promise_board(by=by))
        assert not set(owed) & set(queries.promises_of(by=by))
        assert queries.board_pulse(by=by)[0] == Promise.objects.live().count() - len(owed)


@pytest.mark.parametrize("who", ["manager", "maya_herself"])
def test_I_1_who_handles_them_and_the_person_find_them(cast: Cast, owed: list[Promise], who: str) -> None:
    by, subject = cast.actor(who), owed[0].subject_id
    assert subject
    assert set(owed) <= set(queries.promises_for_person(person=cast.maya, by=by))
    assert queries.promises_about(subject_id=subject, by=by) == owed
    assert queries.promise_for(by=by, reference=owed[0].reference) == owed[0]
    if by.is_staff:
        assert set(owed) <= set(queries.promise_board(by=by))


def test_I_22_a_measure_counts_them_and_names_nobody(cast: Cast, owed: list[Promise]) -> None:
    with clock.at(MONDAY_MORNING + timedelta(days=60)):
        period = Period(MONDAY_MORNING.date(), clock.today())
        watch_promises()
        told = {
            who: [
                (row.closed, row.what != "")
                for row in insight.shown(
                    insight.rows_behind(by=cast.actor(who), measure=promises.KEPT, period=period),
                    measure=promises.KEPT, by=cast.actor(who),
                )
            ]
            for who in ("manager", "bed_manager")
        }  # fmt: skip
    assert told["manager"] == [(False, True)] * len(told["manager"])
    assert told["bed_manager"] == [(True, False)] * len(told["manager"])
    assert len(told["manager"]) >= len(owed)


def test_a_charter_that_names_no_permission_is_faulty() -> None:
    with pytest.raises(FaultyCharter, match="seen_with “magic” is no permission"):
        charter_from({"standard": [{"key": "x", "seen_with": "magic"}]}, ("en",))


@pytest.mark.parametrize("key", ["possible_closed_double", "possible_double"])
def test_I_3_a_ladder_comes_again_until_somebody_acts(cast: Cast, key: str) -> None:
    closed = key == "possible_closed_double"
    record(kind="person.may_be_double", person=None, subject_id=uuid4(), facts={"closed": closed}, by=SYSTEM)
    promise = Promise.objects.get(standard=key)
    ladder, moments = charter().standards[key].ladder, []
    moment: datetime = promise.due_at
    for _day in range(16):
        moment += timedelta(days=1)
        with clock.at(moment):
            watch_promises()
            watch_promises()
        promise.refresh_from_db()
        moments.append((promise.rung, promise.before_team))
    rungs = [rung for rung, _team in moments]
    assert ladder[-1].team == moments[-1][1] == "managers"
    assert rungs[-1] > len(ladder) + 5
    assert rungs == sorted(rungs)
    record(kind="person.kept_apart", person=None, subject_id=promise.subject_id, by=SYSTEM)
    promise.refresh_from_db()
    with clock.at(moment + timedelta(days=3)):
        watch_promises()
    assert (promise.state, Promise.objects.get(id=promise.id).rung) == ("made_good", rungs[-1])
