"""Holding, booking, moving, cancelling: what is done, what is refused, and what the timeline is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.scheduling.clinic import NOW, Clinic

from almoner.core import clock
from almoner.core.refusal import NotAllowed, NotThere, Unclear
from almoner.invariants import Finding
from almoner.people.models import Carer
from almoner.scheduling import actions, refusals
from almoner.scheduling.confirming import CONFIRMED_BY_ANY, ways_of, ways_said
from almoner.scheduling.enums import ConfirmedBy, State
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Appointment, Claim, Hold
from almoner.scheduling.search import find_times
from almoner.scheduling.suitability import NotSuitable
from almoner.timeline.models import Event


def kinds(visit: Appointment) -> list[str]:
    told = Event.objects.filter(subject_id=visit.id, kind__startswith="appointment.").order_by("at", "created_at")
    return [event.kind for event in told]


def broken() -> list[Finding]:
    return [Finding(law.id, law.says, where) for law in LAWS for where in law.broken()]


def test_I_9_a_booked_visit_is_a_row_with_its_time_and_an_event(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    assert (visit.state, visit.wall, visit.clinician in clinic.clinicians, visit.room) == (
        State.BOOKED, "2026-11-23T09:00", True, clinic.rooms[0],
    )  # fmt: skip
    assert (Claim.objects.filter(appointment=visit).count(), Hold.objects.count(), broken()) == (2, 0, [])
    facts = Event.objects.get(kind="appointment.booked", subject_id=visit.id).facts
    assert {name: facts[name] for name in ("service", "starts_at", "where", "level", "lead_hours", "fasting")} == {
        "service": "GEN", "starts_at": "2026-11-23T09:00:00+00:00", "where": "Room C1, Riverside", "level": 5,
        "lead_hours": 1.0, "fasting": False,
    }  # fmt: skip


def test_APT_2_a_new_hold_gives_the_older_one_back(clinic: Clinic) -> None:
    person = clinic.person()
    before = clinic.starts()
    clinic.hold(person)
    clinic.hold(person, nth=3)
    assert (Hold.objects.filter(person=person).count(), Claim.objects.count()) == (1, 2)
    actions.release_hold(hold=Hold.objects.get(), by=clinic.desk)
    assert (clinic.starts(), broken()) == (before, [])


def test_APT_3_who_is_late_gets_the_next_three_times_and_keeps_what_they_held(clinic: Clinic) -> None:
    late, found = clinic.person(), find_times(clinic.service, limit=1, by=clinic.desk)[0]
    kept = clinic.hold(late, nth=5)
    actions.hold(service=clinic.service, time=found, person=clinic.person(), by=clinic.desk)
    with pytest.raises(refusals.SlotTaken) as refused:
        actions.hold(service=clinic.service, time=found, person=late, by=clinic.desk)
    assert [t.starts_at for t in refused.value.alternatives] == clinic.starts(limit=3)
    assert Hold.objects.get(person=late) == kept


def test_I_12_a_hold_works_once(clinic: Clinic) -> None:
    person = clinic.person()
    hold = clinic.hold(person)
    actions.book(hold=hold, person=person, by=clinic.desk)
    with pytest.raises(refusals.HoldLapsed):
        actions.book(hold=hold, person=person, by=clinic.desk)


def test_I_12_a_hold_works_for_one_person(clinic: Clinic) -> None:
    hold = clinic.hold(clinic.person())
    with pytest.raises(refusals.NotYours):
        actions.book(hold=hold, person=clinic.person(), by=clinic.desk)


def test_I_12_a_hold_works_until_it_lapses(clinic: Clinic) -> None:
    person = clinic.person()
    hold = clinic.hold(person, minutes=10)
    with clock.at(NOW + timedelta(minutes=10)), pytest.raises(refusals.HoldLapsed):
        actions.book(hold=hold, person=person, by=clinic.desk)
    with clock.at(NOW + timedelta(minutes=9, seconds=59)):
        actions.book(hold=hold, person=person, by=clinic.desk)


def test_I_12_time_of_a_lapsed_hold_can_be_taken_and_the_hold_stays_dead(clinic: Clinic) -> None:
    slow, quick = clinic.person(), clinic.person()
    found = find_times(clinic.service, limit=1, by=clinic.desk)[0]
    lapsed = actions.hold(service=clinic.service, time=found, person=slow, by=clinic.desk)
    with clock.at(NOW + timedelta(minutes=11)):
        hold = actions.hold(service=clinic.service, time=found, person=quick, by=clinic.desk)
        actions.book(hold=hold, person=quick, by=clinic.desk)
        with pytest.raises(refusals.HoldLapsed):
            actions.book(hold=lapsed, person=slow, by=clinic.desk)
        assert broken() == []


def test_I_40_the_same_key_books_once(clinic: Clinic) -> None:
    person = clinic.person()
    hold = clinic.hold(person)
    first, again = (actions.book(hold=hold, person=person, by=clinic.desk, key="k1") for _ in range(2))
    assert (first, Appointment.objects.count()) == (again, 1)


def test_APT_4_two_visits_at_once_ask_which_to_keep(clinic: Clinic) -> None:
    person = clinic.person()
    visit = clinic.visit(person)
    hold = clinic.hold(person, service=clinic.heart)
    with pytest.raises(refusals.VisitsClash) as refused:
        actions.book(hold=hold, person=person, by=clinic.desk)
    assert refused.value.facts["appointment_id"] == visit.id


def test_APT_4_the_same_specialty_within_six_days_asks(clinic: Clinic) -> None:
    person = clinic.person()
    clinic.visit(person)
    hold = clinic.hold(person, nth=12)
    with pytest.raises(refusals.SameSpecialtySoon, match="Monday 23 November, 09:00"):
        actions.book(hold=hold, person=person, by=clinic.desk)
    actions.book(hold=hold, person=person, keep_both=True, by=clinic.desk)


def test_SEL_8_a_patient_cannot_hold_what_a_clinician_must_ask_for(clinic: Clinic) -> None:
    person = clinic.person()
    found = find_times(clinic.heart, limit=1, by=clinic.desk)[0]
    with pytest.raises(NotSuitable):
        actions.hold(service=clinic.heart, time=found, person=person, by=clinic.themself(person))
    assert actions.hold(service=clinic.heart, time=found, person=person, ordered=True, by=clinic.themself(person))


def test_a_key_that_names_no_time_of_the_service_is_refused(clinic: Clinic) -> None:
    person = clinic.person()
    good = find_times(clinic.service, limit=1, by=clinic.desk)[0].key
    clinician, room = good.split(".")[1:]
    stamp = good.split(".")[0]
    bad = ["", "x", stamp, f"{stamp}.{room}.{clinician}", f"{stamp}.{clinician}", f"{stamp}.{clinician}.{clinician}",
           f"20261399T0900Z.{clinician}.{room}", f"{stamp}.{clinician}.{'0' * 32}"]  # fmt: skip
    for key in bad:
        with pytest.raises(refusals.NoSuchTime):
            actions.hold(service=clinic.service, time=key, person=person, by=clinic.desk)
    past = f"20261122T0900Z.{clinician}.{room}"
    with pytest.raises(refusals.TooLate):
        actions.hold(service=clinic.service, time=past, person=person, by=clinic.desk)


def test_a_stranger_can_neither_hold_nor_book_nor_cancel_for_another(clinic: Clinic) -> None:
    person, stranger = clinic.person(), clinic.themself(clinic.person("Tom"))
    visit, hold = clinic.visit(person), clinic.hold(person, nth=4)
    found = find_times(clinic.service, limit=1, by=clinic.desk)[0]
    attempts = [
        lambda: actions.hold(service=clinic.service, time=found, person=person, by=stranger),
        lambda: actions.book(hold=hold, person=person, by=stranger),
        lambda: actions.move(appointment=visit, hold=hold, by=stranger),
        lambda: actions.cancel(appointment=visit, by=stranger),
        lambda: actions.release_hold(hold=hold, by=stranger),
        lambda: actions.confirm(appointment=visit, channel="text", by=stranger),
        lambda: actions.join_waiting_list(person=person, service=clinic.service, by=stranger),
        lambda: actions.confirm_understood(appointment=visit, answers={"food": True}, by=stranger),
        lambda: actions.mark_arrived(appointment=visit, by=stranger),
    ]
    for attempt in attempts:
        with pytest.raises(NotThere):
            attempt()
    with pytest.raises(NotAllowed):
        actions.cancel_by_hospital(appointment=visit, reason="staff-cancel", advice="rest", by=stranger)
    with pytest.raises(NotAllowed):
        actions.mark_missed(appointment=visit, by=stranger)


def test_a_carer_with_leave_to_book_does_it_for_them(clinic: Clinic) -> None:
    person, carer = clinic.person(), clinic.person("Leila")
    leave = {"relationship": "sister", "starts_on": NOW.date(), "ends_on": NOW.date() + timedelta(30)}
    given = Carer.objects.create(person=person, carer=carer, scopes=["book"], **leave)
    hold = clinic.hold(person)
    actions.book(hold=hold, person=person, by=clinic.themself(carer))
    Carer.objects.filter(id=given.id).update(scopes=["messages"])
    with pytest.raises(NotThere):
        actions.book(hold=clinic.hold(person, nth=2), person=person, by=clinic.themself(carer))


def test_I_15_a_move_keeps_the_visit_and_frees_the_old_time(clinic: Clinic) -> None:
    person = clinic.person()
    visit = clinic.visit(person)
    old, reference = visit.starts_at, visit.reference
    with clock.at(NOW + timedelta(minutes=1)):
        actions.confirm(appointment=visit, channel="call", by=clinic.desk)
    with clock.at(NOW + timedelta(minutes=2)):
        moved = actions.move(appointment=visit, hold=clinic.hold(person, nth=6), reason="work", by=clinic.desk)
    assert (moved.id, moved.reference, moved.sequence, moved.moved_from, moved.confirmed_by_call_at) == (
        visit.id, reference, 1, old, None,
    )  # fmt: skip
    assert (Appointment.objects.count(), Claim.objects.count(), old in clinic.starts(), broken()) == (1, 2, True, [])
    assert kinds(visit) == ["appointment.booked", "appointment.confirmed", "appointment.moved"]


def test_I_15_a_move_to_a_lapsed_hold_leaves_the_visit_where_it_was(clinic: Clinic) -> None:
    person = clinic.person()
    visit, hold = clinic.visit(person), clinic.hold(person, nth=6)
    with clock.at(NOW + timedelta(minutes=10)):
        with pytest.raises(refusals.HoldLapsed):
            actions.move(appointment=visit, hold=hold, by=clinic.desk)
        assert (Appointment.objects.get().starts_at, broken()) == (visit.starts_at, [])


def test_CHG_2_a_cancelled_visit_says_why_and_cannot_be_cancelled_again(clinic: Clinic) -> None:
    visit = actions.cancel(appointment=clinic.visit(clinic.person()), reason="pat-fb", by=clinic.desk)
    assert (visit.state, visit.cancelled_by, visit.sequence, Claim.objects.count()) == ("cancelled", "patient", 1, 0)
    facts = Event.objects.get(kind="appointment.cancelled").facts
    assert (facts["by"], facts["reason"]["en"], facts["rebooked"]) == ("patient", "You feel better", False)
    with pytest.raises(refusals.AlreadyEnded):
        actions.cancel(appointment=visit, by=clinic.desk)


def test_a_visit_that_has_begun_cannot_be_cancelled(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    with clock.at(visit.starts_at), pytest.raises(refusals.TooLate):
        actions.cancel(appointment=visit, by=clinic.desk)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"reason": "pat", "advice": "rest", "promise_on": NOW + timedelta(days=7)}, refusals.ReasonNeeded),
        ({"reason": "staff-cancel", "advice": "rest"}, refusals.NewDateNeeded),
        ({"reason": "staff-cancel", "advice": "rest", "promise_on": NOW - timedelta(days=1)}, refusals.NewDateNeeded),
        ({"reason": "staff-cancel", "advice": " ", "promise_on": NOW + timedelta(days=7)}, Unclear),
    ],
)
def test_CHG_3_the_hospital_never_cancels_without_reason_advice_and_date(
    clinic: Clinic, more: dict[str, object], refusal: type[Exception]
) -> None:
    visit = clinic.visit(clinic.person())
    with pytest.raises(refusal):
        actions.cancel_by_hospital(appointment=visit, by=clinic.desk, **more)
    visit.refresh_from_db()
    assert visit.state == State.BOOKED


def test_CHG_3_the_hospital_cancels_with_a_promised_date(clinic: Clinic) -> None:
    by_then = NOW + timedelta(days=7)
    visit = actions.cancel_by_hospital(
        appointment=clinic.visit(clinic.person()), reason="staff-cancel", advice="Take your tablets as usual",
        promise_on=by_then, by=clinic.desk,
    )  # fmt: skip
    facts = Event.objects.get(kind="appointment.cancelled", subject_id=visit.id).facts
    assert {name: facts[name] for name in ("by", "rebooked", "new_date_by_at", "reason", "repeated")} == {
        "by": "hospital", "rebooked": False, "new_date_by_at": by_then.isoformat(),
        "reason": {
            "en": "The clinician cannot be there",
            "es": "El profesional no puede estar",
            "ar": "المختص لا يمكنه الحضور",
        },
        "repeated": False,
    }  # fmt: skip


def test_CHG_4_a_second_cancellation_by_the_hospital_raises_the_priority(clinic: Clinic) -> None:
    person = clinic.person()
    told = {"reason": "room-unavail", "advice": "rest", "by": clinic.desk}
    first = clinic.visit(person)
    actions.cancel_by_hospital(appointment=first, new_hold=clinic.hold(person, nth=2), **told)
    second = Appointment.objects.get(state=State.BOOKED)
    assert (second.replaces, second.level, second.times_cancelled_by_hospital) == (first, 5, 1)
    actions.cancel_by_hospital(appointment=second, new_hold=clinic.hold(person, nth=4), **told)
    third = Appointment.objects.get(state=State.BOOKED)
    assert (third.level, third.times_cancelled_by_hospital, broken()) == (4, 2, [])
    facts = Event.objects.get(kind="appointment.cancelled", subject_id=second.id).facts
    assert (facts["repeated"], facts["rebooked"], facts["new_starts_at"]) == (True, True, third.starts_at.isoformat())


def test_CHG_5_a_missed_visit_is_told_once_it_is_past(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    with pytest.raises(Unclear):
        actions.mark_missed(appointment=visit, by=clinic.desk)
    with clock.at(visit.ends_at):
        actions.mark_missed(appointment=visit, by=clinic.desk)
    assert kinds(visit) == ["appointment.booked", "appointment.missed"]


def test_CNF_1_a_visit_knows_by_which_channels_it_was_confirmed(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    minute = timedelta(minutes=1)
    for turn, channel in enumerate(("call", "email", "call"), start=1):
        with clock.at(NOW + turn * minute):
            actions.confirm(appointment=visit, channel=channel, by=clinic.desk)
    visit.refresh_from_db()
    assert (visit.confirmed_by_call_at, visit.confirmed_by_email_at) == (NOW + minute, NOW + 2 * minute)
    assert kinds(visit) == ["appointment.booked", "appointment.confirmed", "appointment.confirmed"]


@pytest.mark.parametrize("way", ConfirmedBy)
def test_CNF_1_each_way_is_told_as_itself_and_a_move_asks_anew(clinic: Clinic, way: ConfirmedBy) -> None:
    person = clinic.person()
    visit = clinic.visit(person)
    assert (ways_of(visit), ways_said(visit)) == ([], "")
    for _twice in range(2):
        actions.confirm(appointment=visit, channel=way, by=clinic.desk)
    visit.refresh_from_db()
    assert (ways_of(visit), ways_said(visit)) == ([way], str(way.label))
    assert Appointment.objects.filter(CONFIRMED_BY_ANY).get() == visit
    (told,) = Event.objects.filter(kind="appointment.confirmed")
    assert told.facts["channel"] == way
    moved = actions.move(appointment=visit, hold=clinic.hold(person, nth=6), reason="work", by=clinic.desk)
    assert ways_of(moved) == []
    assert not Appointment.objects.filter(CONFIRMED_BY_ANY).exists()


def test_CNF_1_all_ways_are_told_together_and_no_other_is_taken(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    for way in reversed(ConfirmedBy):
        actions.confirm(appointment=visit, channel=way, by=clinic.desk)
    visit.refresh_from_db()
    assert ways_said(visit) == "by telephone, by e-mail, by text message, online, at the desk"
    with pytest.raises(ValueError, match="pigeon"):
        actions.confirm(appointment=visit, channel="pigeon", by=clinic.desk)


def test_the_day_of_a_visit_goes_forward_only(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    with pytest.raises(refusals.AlreadyEnded):
        actions.mark_started(appointment=visit, by=clinic.desk)
    for step in (actions.mark_arrived, actions.mark_arrived, actions.mark_started, actions.mark_fulfilled):
        visit = step(appointment=visit, by=clinic.desk)
    assert visit.state == State.FULFILLED
    with pytest.raises(refusals.AlreadyEnded):
        actions.cancel(appointment=visit, by=clinic.desk)


def test_I_9_a_time_that_was_closed_while_they_chose_is_not_booked(clinic: Clinic) -> None:
    """It would stand in time that nobody has, and nobody would be told to move it."""
    person, other = clinic.person(), clinic.person()
    visit = clinic.visit(other, nth=20)
    holds = [clinic.hold(each) for each in (person, other)]
    for resource in clinic.clinicians:
        actions.add_block(
            resource=resource, starts_at=NOW, ends_at=NOW + timedelta(hours=5), reason="sickness", by=clinic.manager
        )
    with pytest.raises(refusals.HoldLapsed):
        actions.book(hold=holds[0], person=person, by=clinic.desk)
    with pytest.raises(refusals.HoldLapsed):
        actions.move(appointment=visit, hold=holds[1], by=clinic.desk)
    assert Appointment.objects.get(id=visit.id).starts_at == visit.starts_at


def test_a_hold_and_a_visit_take_no_more_statements_than_they_need(clinic: Clinic) -> None:
    """Each row is read once. With what opens and ends the two acts, the looks whose own the room is and whether groups
    are planned, and the one promise of this hospital."""
    found = find_times(clinic.service, limit=1, by=clinic.desk)[0]
    person = clinic.person()
    with CaptureQueriesContext(connection) as holding:
        hold = actions.hold(service=clinic.service, time=found, person=person, by=clinic.desk)
    with CaptureQueriesContext(connection) as booking:
        actions.book(hold=hold, person=person, by=clinic.desk)
    assert (len(holding), len(booking)) == (18, 20)
