"""Going home and what follows: nothing leaves without a date or somebody who owes it (FUP-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING
from tests.visits.hospital import SHEET, TODAY, Hospital, later

from almoner.charter import actions as charter
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.command import KeyUsedOtherwise
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging import kinds
from almoner.messaging.models import Message
from almoner.scheduling import actions as scheduling
from almoner.timeline.models import Event
from almoner.visits import actions, refusals
from almoner.visits.enums import Ask, AskState, BedState, FollowUpState, StayState
from almoner.visits.laws import LAWS
from almoner.visits.models import Bed, BedsideRequest, DietOrder, FollowUpPlan, Stay
from almoner.visits.queries import discharge_to_do, follow_ups_to_book
from almoner.visits.tasks import reopen_follow_ups


def owed(plan: FollowUpPlan) -> Promise:
    return Promise.objects.get(subject_id=plan.id, state="open")


def lose(promise: Promise) -> None:
    """As no action may: the promise is gone from the ledger and what it stood for is open."""
    Promise.objects.filter(id=promise.id).update(state="withdrawn", ended_at=clock.now(), ended_how="lost")


def home(hospital: Hospital, stay: Stay, **more: Any) -> Stay:
    return actions.discharge(**{"stay": stay, "summary": SHEET, "by": hospital.cast.doctor} | more)


def broken() -> list[str]:
    return [law.id for law in LAWS if law.broken()]


def test_BED_1_going_home_makes_the_bed_dirty_at_once(hospital: Hospital) -> None:
    stay = home(hospital, hospital.admitted())
    assert (stay.state, Bed.objects.get(code="M1").state) == (StayState.DISCHARGED, BedState.DIRTY)
    facts = Event.objects.get(kind="discharge.completed").facts
    assert (facts["pathway"], facts["ask_feedback"]) == ("any inpatient", True)
    assert Promise.objects.live().filter(subject_id=stay.id, standard="going_home_sheet").exists()
    assert not Promise.objects.live().filter(subject_id=stay.id, standard="plan_of_the_day").exists()


def test_FUP_1_planned_follow_up_is_owed_and_lets_them_go(hospital: Hospital) -> None:
    stay = hospital.admitted()
    plan = hospital.planned(stay)
    assert owed(plan).due_at == plan.book_by_at
    home(hospital, stay)
    assert broken() == []


@pytest.mark.parametrize("way", ["keep", "withdraw"])
def test_FUP_1_the_promise_of_a_follow_up_cannot_be_ticked_off(hospital: Hospital, way: str) -> None:
    plan = hospital.planned(hospital.admitted())
    with pytest.raises(charter.OnlyByDeed) as refused:
        if way == "keep":
            charter.keep(promise=owed(plan), how="done", by=hospital.cast.manager)
        else:
            charter.withdraw(promise=owed(plan), reason="mistaken", by=hospital.cast.manager)
    assert "Book the follow-up" in str(refused.value)
    assert owed(plan).state == "open"


def test_FUP_1_nobody_goes_home_with_a_follow_up_that_nobody_owes(hospital: Hospital) -> None:
    stay = hospital.admitted()
    plan = hospital.planned(stay)
    lose(owed(plan))
    with pytest.raises(refusals.FollowUpOpen) as refused:
        home(hospital, stay)
    assert "Clinic visit" in str(refused.value)
    assert (Stay.objects.get().state, Bed.objects.get(code="M1").state) == (StayState.ADMITTED, BedState.OCCUPIED)


@pytest.mark.parametrize("way", ["booked", "dropped"])
def test_FUP_1_booked_or_dropped_lets_them_go(hospital: Hospital, way: str) -> None:
    stay = hospital.admitted()
    plan = hospital.planned(stay)
    lose(owed(plan))
    if way == "booked":
        appointment = hospital.appointment(hospital.cast.maya, "11:00")
        actions.book_follow_up(plan=plan, appointment=appointment, by=hospital.cast.agent)
    else:
        actions.drop_follow_up(plan=plan, reason="their own doctor will look", by=hospital.cast.doctor)
    assert home(hospital, stay).state == StayState.DISCHARGED


def test_FUP_1_law_sees_who_went_home_forgotten(hospital: Hospital) -> None:
    stay = hospital.admitted()
    plan = hospital.planned(stay)
    home(hospital, stay)
    lose(owed(plan))
    assert broken() == ["FUP-1"]


def test_FUP_1_booking_keeps_the_promise_and_dropping_takes_it_back(hospital: Hospital) -> None:
    stay = hospital.admitted()
    booked, dropped = hospital.planned(stay), hospital.planned(stay)
    appointment = hospital.appointment(hospital.cast.maya, "11:00")
    actions.book_follow_up(plan=booked, appointment=appointment, by=hospital.cast.maya_herself)
    actions.drop_follow_up(plan=dropped, reason="not wanted", by=hospital.cast.maya_herself)
    states = {p.subject_id: p.state for p in Promise.objects.filter(standard="follow_up_booked")}
    assert states == {booked.id: "kept", dropped.id: "withdrawn"}
    for act in (lambda: actions.book_follow_up(plan=booked, appointment=appointment, by=hospital.cast.agent),
                lambda: actions.drop_follow_up(plan=dropped, reason="x", by=hospital.cast.agent)):  # fmt: skip
        with pytest.raises(refusals.NotNow):
            act()


def test_appointment_of_another_person_or_service_is_no_follow_up(hospital: Hospital) -> None:
    plan = hospital.planned(hospital.admitted())
    toms = hospital.appointment(hospital.cast.tom, "11:00")
    scan = hospital.appointment(hospital.cast.maya, "13:00", hospital.scan)
    gone = hospital.appointment(hospital.cast.maya, "15:00")
    scheduling.cancel(appointment=gone, by=hospital.cast.agent)
    for wrong in (toms, scan, gone):
        with pytest.raises(refusals.NotTheirs):
            actions.book_follow_up(plan=plan, appointment=wrong, by=hospital.cast.agent)


def test_follow_up_needs_reason_time_and_a_clinician(hospital: Hospital) -> None:
    stay = hospital.admitted()
    good = actions.Intended(hospital.service, "Look again", TODAY, later(60))
    for wrong, refusal in (
        (actions.Intended(hospital.service, " ", TODAY, later(60)), refusals.ReasonNeeded),
        (actions.Intended(hospital.service, "x", TODAY, later(0)), refusals.TimePassed),
        (actions.Intended(hospital.service, "x", TODAY - timedelta(days=1), later(60)), refusals.TimePassed),
    ):
        with pytest.raises(refusal):
            actions.plan_follow_up(stay=stay, intended=wrong, by=hospital.cast.doctor)
    with pytest.raises(NotAllowed):
        actions.plan_follow_up(stay=stay, intended=good, by=hospital.cast.receptionist)
    with pytest.raises(NotThere):
        actions.plan_follow_up(intended=good, by=hospital.cast.doctor)
    with pytest.raises(NotThere):
        actions.drop_follow_up(plan=hospital.planned(stay), reason="x", by=hospital.cast.tom_himself)


def test_FUP_1_cancelled_appointment_reopens_the_plan_and_its_promise(hospital: Hospital) -> None:
    stay = hospital.admitted()
    plan = hospital.planned(stay)
    appointment = hospital.appointment(hospital.cast.maya, "11:00")
    actions.book_follow_up(plan=plan, appointment=appointment, by=hospital.cast.agent)
    home(hospital, stay)
    scheduling.cancel(appointment=appointment, by=hospital.cast.maya_herself)
    assert broken() == []
    with clock.at(later(6)):
        assert broken() == ["FUP-1"]
    assert (reopen_follow_ups(), reopen_follow_ups()) == (1, 0)
    plan.refresh_from_db()
    assert (plan.state, owed(plan).due_at, broken()) == (FollowUpState.PLANNED, plan.book_by_at, [])
    assert list(follow_ups_to_book(by=hospital.cast.agent)) == [plan]


def test_FUP_1_follow_up_goes_over_to_the_appointment_that_takes_its_place(hospital: Hospital) -> None:
    plan = hospital.planned(hospital.admitted())
    first = hospital.appointment(hospital.cast.maya, "11:00")
    actions.book_follow_up(plan=plan, appointment=first, by=hospital.cast.agent)
    hold = hospital.hold(hospital.cast.maya, "14:00")
    scheduling.cancel_by_hospital(
        appointment=first, reason="staff-cancel", advice="Rest.", new_hold=hold, by=hospital.cast.agent
    )
    reopen_follow_ups()
    plan.refresh_from_db()
    assert (plan.state, plan.appointment.replaces) == (FollowUpState.BOOKED, first)


def test_test_that_is_not_done_or_called_off_keeps_them_here(hospital: Hospital) -> None:
    stay = hospital.admitted()
    test = actions.order_test(stay=stay, service=hospital.scan, planned_at=later(60), by=hospital.cast.doctor)
    with pytest.raises(refusals.NotReadyToGo) as refused:
        home(hospital, stay)
    assert "CT scan" in str(refused.value)
    actions.cancel_test(test=test, reason="not needed", by=hospital.cast.doctor)
    home(hospital, stay)


def test_STAY_8_nobody_is_sent_home_over_a_worry(hospital: Hospital) -> None:
    stay = hospital.admitted()
    worry = actions.raise_worry(stay=stay, words="She is worse.", by=hospital.cast.leila_herself)
    with pytest.raises(refusals.NotReadyToGo):
        home(hospital, stay)
    actions.answer_worry(worry=worry, found="Looked at.", by=hospital.cast.triage_nurse)
    home(hospital, stay)


@pytest.mark.parametrize("missing", ["done", "medicines", "warning_signs"])
def test_FUP_11_they_go_home_with_words(hospital: Hospital, missing: str) -> None:
    said = {"done": ["x"], "medicines": ["x"], "warning_signs": ["x"], missing: [" "]}
    with pytest.raises(refusals.SummaryMissing):
        home(hospital, hospital.admitted(), summary=actions.Summary(**said))


def test_STAY_5_to_do_shrinks_until_they_can_go(hospital: Hospital) -> None:
    stay, by = hospital.admitted(), hospital.cast.ward_nurse
    plan = hospital.planned(stay)
    test = actions.order_test(stay=stay, service=hospital.scan, planned_at=later(60), by=hospital.cast.doctor)
    left = lambda: [(one.what, one.about, one.blocks) for one in discharge_to_do(stay=stay_now(stay), by=by)]  # noqa: E731
    sheet = [("summary", part, True) for part in ("done", "medicines", "warning_signs")]
    assert left() == [
        ("follow_up", "Clinic visit", False), ("test", "CT scan", True), *sheet, ("told", "", False),
    ]  # fmt: skip
    actions.cancel_test(test=test, reason="not needed", by=hospital.cast.doctor)
    actions.write_summary(stay=stay, summary=SHEET, by=by)
    actions.drop_follow_up(plan=plan, reason="not wanted", by=hospital.cast.doctor)
    assert left() == []
    with pytest.raises(NotThere):
        discharge_to_do(stay=stay, by=hospital.cast.tom_himself)


def stay_now(stay: Stay) -> Stay:
    return Stay.objects.select_related("person").get(id=stay.id)


def test_what_ran_for_the_stay_ends_with_it(hospital: Hospital) -> None:
    stay = hospital.admitted()
    actions.order_diet(stay=stay, diet="soft", by=hospital.cast.ward_nurse)
    asked = actions.ask_at_bedside(stay=stay, what=Ask.BLANKET, by=hospital.cast.maya_herself)
    home(hospital, stay)
    assert BedsideRequest.objects.get().state == AskState.WITHDRAWN
    assert Promise.objects.get(subject_id=asked.id).state == "withdrawn"
    assert DietOrder.objects.get().ended_at == MONDAY_MORNING
    assert broken() == []


def test_who_may_send_home_and_only_once(hospital: Hospital) -> None:
    stay = hospital.admitted()
    for by in (hospital.cast.receptionist, hospital.cast.bed_manager, hospital.cast.maya_herself):
        with pytest.raises(NotAllowed):
            home(hospital, stay, by=by)
    home(hospital, stay, by=hospital.cast.ward_nurse)
    with pytest.raises(refusals.NotNow):
        home(hospital, stay)
    assert hospital.asked().state == StayState.REQUESTED


def test_FUP_11_sheet_is_composed_from_the_rows_as_they_are(hospital: Hospital) -> None:
    stay = hospital.admitted()
    kind = kinds.kind("discharge.summary")
    assert kind
    assert kind.compose(stay.id, hospital.cast.maya) is None
    home(hospital, stay)
    hospital.appointment(hospital.cast.maya, "11:00")
    told = kind.compose(stay.id, hospital.cast.maya)
    assert told
    assert (told["done"], told["next_dates"]) == (SHEET.done, ["Monday 23 November at 11:00: Clinic visit"])
    assert kind.compose(stay.id, hospital.cast.tom) is None
    assert kind.compose(None, hospital.cast.maya) is None
    assert Message.objects.filter(kind="discharge.summary", person=hospital.cast.maya).exists()


def test_I_1_open_things_of_every_kind_are_promised(hospital: Hospital) -> None:
    hospital.here(hospital.cast.tom)
    hospital.asked(hospital.cast.leila)
    stay = hospital.admitted()
    actions.ask_at_bedside(stay=stay, what=Ask.BLANKET, by=hospital.cast.maya_herself)
    actions.raise_worry(stay=stay, words="x", by=hospital.cast.maya_herself)
    test = actions.order_test(stay=stay, service=hospital.scan, planned_at=later(1), by=hospital.cast.doctor)
    with clock.at(later(30)):
        actions.test_done(test=test, result_by_at=later(300), by=hospital.cast.doctor)
        assert broken() == []
    Promise.objects.filter(subject_id=test.id).update(state="withdrawn", ended_at=clock.now(), ended_how="x")
    assert broken() == ["I-1"]


@pytest.mark.parametrize(
    ("spoil", "law"),
    [
        (lambda _h: Bed.objects.filter(code="M2").update(state="occupied"), {"BED-1", "BED-3"}),
        (lambda _h: Bed.objects.filter(code="M1").update(state="clean"), {"BED-1", "BED-3"}),
        (
            lambda h: Stay.objects.filter(person=h.cast.leila).update(state="withdrawn", withdrawn_because="x"),
            {"BED-2"},
        ),
    ],
)
def test_laws_see_a_breach(hospital: Hospital, spoil: Any, law: set[str]) -> None:
    hospital.admitted()
    hospital.asked(hospital.cast.leila)
    assert broken() == []
    spoil(hospital)
    assert set(broken()) == law


# ── The same form twice ──────────────────────────────────────────────────────────────────────────────────────────────


def test_I_40_sheet_that_is_sent_twice_is_written_once_and_other_words_are_refused(hospital: Hospital) -> None:
    stay, nurse = hospital.admitted(), hospital.cast.ward_nurse
    write: Any = actions.write_summary
    first = write(stay=stay, summary=SHEET, key="k1", by=nurse)
    assert write(stay=stay, summary=SHEET, key="k1", by=nurse) == first
    assert Event.objects.filter(kind="discharge.prepared", subject_id=stay.id).count() == 1
    with pytest.raises(KeyUsedOtherwise):
        write(stay=stay, summary=replace(SHEET, done=["Something else."]), key="k1", by=nurse)
    assert Stay.objects.get(id=stay.id).summary["done"] == SHEET.done


def test_I_40_admission_that_is_sent_twice_happens_once_and_another_is_refused(hospital: Hospital) -> None:
    stay, nurse = hospital.given(), hospital.cast.ward_nurse
    admit: Any = actions.admit
    first = admit(stay=stay, doctor=hospital.dana, key="k1", by=nurse)
    assert admit(stay=stay, doctor=hospital.dana, key="k1", by=nurse) == first
    assert Event.objects.filter(kind="stay.admitted", subject_id=stay.id).count() == 1
    with pytest.raises(KeyUsedOtherwise):
        admit(stay=stay, doctor=hospital.evan, key="k1", by=nurse)
    assert Stay.objects.get(id=stay.id).doctor == hospital.dana
