"""Who covers now, and that whoever is asked for is reached or the next is asked (REACH-1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.faults import leaves_nothing
from tests.visits.hospital import Hospital, hospital

from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.charter.tasks import watch_promises
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere
from almoner.desk import actions, refusals
from almoner.desk.chain import who_covers
from almoner.desk.covering import asked_by, asked_of, directory
from almoner.desk.enums import Scope, Why
from almoner.desk.laws import LAWS
from almoner.desk.models import Cover, Reach
from almoner.desk.tasks import ask_the_next
from almoner.people.models import Staff

__all__ = ["hospital"]
EVENING = MONDAY_MORNING + timedelta(hours=9)
At = Callable[[datetime], None]


def on_call(cast: Cast, staff: Staff, scope: str = Scope.HOSPITAL, code: str = "", **more: Any) -> Cover:
    said = {"ends_at": EVENING, "how": "bleep 2101", "by": cast.manager} | more
    return actions.put_on_call(staff=staff, scope=scope, code=code, **said)


def asked(cast: Cast, **more: Any) -> Reach:
    said = {"person": cast.maya, "about": "Potassium 6.1", "by": cast.ward_nurse} | more
    return actions.ask_clinician(**said)


# ── Who covers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_REACH_1_chain_goes_from_the_named_doctor_to_who_is_on_call(hospital: Hospital) -> None:
    cast = hospital.cast
    hospital.admitted()
    on_call(cast, cast.triage_nurse_staff)
    on_call(cast, hospital.evan, Scope.WARD, "MED1")
    chain = who_covers(cast.maya, cast.ward_nurse).chain
    assert [(one.staff, one.why) for one in chain] == [
        (hospital.dana, Why.STAY), (hospital.evan, Why.WARD), (cast.triage_nurse_staff, Why.HOSPITAL),
    ]  # fmt: skip
    assert chain[1].how == "bleep 2101"


def test_REACH_1_doctor_who_has_gone_home_is_named_and_not_asked(hospital: Hospital, at: At) -> None:
    cast = hospital.cast
    hospital.admitted()
    on_call(cast, hospital.evan, Scope.WARD, "MED1", ends_at=EVENING + timedelta(hours=12))
    at(EVENING)
    covered = who_covers(cast.maya, cast.ward_nurse)
    assert [one.staff for one in covered.chain] == [hospital.evan]
    assert [one.staff for one in covered.away] == [hospital.dana]


def test_I_22_cover_of_a_stranger_is_not_told(cast: Cast) -> None:
    with pytest.raises(NotThere):
        who_covers(cast.maya, cast.from_elsewhere)
    with pytest.raises(NotThere):
        asked(cast, by=cast.from_elsewhere)


@pytest.mark.parametrize("people", [1, 3])
def test_directory_takes_the_same_statements(hospital: Hospital, people: int, django_assert_num_queries: Any) -> None:
    for rank in range(1, people + 1):
        on_call(hospital.cast, hospital.evan, Scope.WARD, "MED1", rank=rank)
    with django_assert_num_queries(6):
        places = directory(by=hospital.cast.receptionist)
    of_ward = next(place for place in places if place.code == "MED1")
    assert len(of_ward.now) == people


# ── Being on call ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_place_is_taken_once(cast: Cast) -> None:
    on_call(cast, cast.doctor_staff)
    with pytest.raises(refusals.CoverTaken) as refused:
        on_call(cast, cast.triage_nurse_staff)
    assert "Dana Okafor" in str(refused.value)
    assert on_call(cast, cast.triage_nurse_staff, rank=2).rank == 2


@pytest.mark.parametrize(
    "wrong", [{"how": " "}, {"ends_at": MONDAY_MORNING}, {"rank": 0}, {"scope": Scope.WARD, "code": "NONE"}]
)
def test_cover_says_what_until_when_and_how(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(refusals.CoverUnclear):
        on_call(cast, cast.doctor_staff, **wrong)


def test_clinicians_put_themselves_on_call_and_nobody_else(cast: Cast) -> None:
    assert on_call(cast, cast.doctor_staff, by=cast.doctor).staff == cast.doctor_staff
    for by in (cast.doctor, cast.agent):
        with pytest.raises(NotAllowed):
            on_call(cast, cast.triage_nurse_staff, rank=2, by=by)


def test_cover_is_handed_over_by_whoever_takes_it(cast: Cast) -> None:
    cover = on_call(cast, cast.doctor_staff)
    taken = actions.take_over(cover=cover, how="bleep 7", note="Bed 3 is unwell.", by=cast.triage_nurse)
    assert (taken.staff, taken.rank, taken.takes_over) == (cast.triage_nurse_staff, 1, cover)
    assert [one.staff for one in Cover.objects.standing()] == [cast.triage_nurse_staff]
    with pytest.raises(refusals.CoverEnded):
        actions.take_over(cover=cover, how="bleep 8", by=cast.ward_nurse)
    with pytest.raises(NotAllowed):
        actions.take_over(cover=taken, how="bleep 9", by=cast.agent)


def test_cover_is_not_given_up_while_nobody_else_stands(cast: Cast) -> None:
    first = on_call(cast, cast.doctor_staff)
    with pytest.raises(refusals.CoverWouldLapse):
        actions.end_cover(cover=first, by=cast.doctor)
    on_call(cast, cast.triage_nurse_staff, rank=2)
    assert actions.end_cover(cover=first, by=cast.doctor).ended_at == MONDAY_MORNING


# ── Being reached ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_REACH_1_asking_opens_a_promise_that_an_answer_keeps(cast: Cast) -> None:
    on_call(cast, cast.doctor_staff)
    reach = asked(cast)
    promise = Promise.objects.get(subject_id=reach.id)
    assert (promise.standard, promise.due_at) == ("clinician_reached", MONDAY_MORNING + timedelta(minutes=15))
    assert asked_of(cast.doctor) == [reach]
    assert asked_of(cast.triage_nurse) == []
    answered = actions.acknowledge(reach=reach, answer="I come in ten minutes.", by=cast.doctor)
    promise.refresh_from_db()
    assert (promise.state, answered.acknowledged_by) == (State.KEPT, cast.doctor_staff)
    assert [one.answer for one in asked_by(cast.ward_nurse)] == ["I come in ten minutes."]
    assert [law.id for law in LAWS if law.broken()] == []


def test_REACH_1_the_next_is_asked_when_the_charter_says(cast: Cast, at: At) -> None:
    on_call(cast, cast.doctor_staff)
    on_call(cast, cast.triage_nurse_staff, rank=2)
    on_call(cast, cast.ward_nurse_staff, rank=3)
    reach = asked(cast, by=cast.receptionist)
    for minutes, names in ((4, 1), (5, 2), (14, 2), (16, 3), (40, 3)):
        at(MONDAY_MORNING + timedelta(minutes=minutes))
        watch_promises()
        watch_promises()
        ask_the_next()
        assert reach.turns.count() == names, minutes
    assert [turn.staff for turn in reach.turns.all()] == [
        cast.doctor_staff, cast.triage_nurse_staff, cast.ward_nurse_staff,
    ]  # fmt: skip
    actions.acknowledge(reach=reach, answer="Going.", by=cast.ward_nurse)
    assert Promise.objects.get(subject_id=reach.id).state == State.MADE_GOOD


def test_nobody_on_call_is_asked_for_all_the_same(cast: Cast, at: At) -> None:
    reach = asked(cast)
    assert reach.turns.count() == 0
    at(MONDAY_MORNING + timedelta(minutes=16))
    watch_promises()
    assert ask_the_next() == 0
    assert asked_of(cast.doctor) == [reach], "late, it comes before every clinician"
    with pytest.raises(refusals.NobodyElse):
        actions.ask_next(reach=reach, by=cast.ward_nurse)


def test_what_is_no_longer_needed_is_withdrawn_with_its_promise(cast: Cast) -> None:
    reach = asked(cast)
    with pytest.raises(refusals.AboutNeeded):
        actions.withdraw_ask(reach=reach, reason=" ", by=cast.ward_nurse)
    actions.withdraw_ask(reach=reach, reason="It has settled.", by=cast.ward_nurse)
    assert Promise.objects.get(subject_id=reach.id).state == State.WITHDRAWN
    with pytest.raises(refusals.ReachEnded):
        actions.acknowledge(reach=reach, answer="I come.", by=cast.doctor)


def test_answer_is_a_clinicians_and_says_something(cast: Cast) -> None:
    reach = asked(cast)
    with pytest.raises(NotAllowed):
        actions.acknowledge(reach=reach, answer="Yes.", by=cast.agent)
    with pytest.raises(refusals.AnswerNeeded):
        actions.acknowledge(reach=reach, answer=" ", by=cast.doctor)
    with pytest.raises(refusals.AboutNeeded):
        asked(cast, about="")


DEEDS: dict[str, Callable[[Cast], Any]] = {
    "ask": asked,
    "cover": lambda cast: on_call(cast, cast.ward_nurse_staff, rank=5),
    "over": lambda cast: actions.take_over(cover=Cover.objects.get(rank=1), how="7", by=cast.triage_nurse),
    "next": lambda _cast: actions.ask_next(reach=Reach.objects.get(), by=SYSTEM),
    "answer": lambda cast: actions.acknowledge(reach=Reach.objects.get(), answer="Going.", by=cast.doctor),
    "withdraw": lambda cast: actions.withdraw_ask(reach=Reach.objects.get(), reason="better", by=cast.doctor),
}


@pytest.mark.parametrize("name", DEEDS)
def test_failed_action_leaves_nothing(cast: Cast, name: str) -> None:
    on_call(cast, cast.doctor_staff)
    on_call(cast, cast.triage_nurse_staff, rank=2)
    asked(cast)
    leaves_nothing(lambda: DEEDS[name](cast), writes=2)
