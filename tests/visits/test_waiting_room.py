"""Waiting and being seen: honest words, suggestions with reasons, delays told to all, the order of the steps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.visits.hospital import TODAY, Hospital, later

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.actions import note_need
from almoner.people.enums import Need
from almoner.scheduling.enums import State
from almoner.timeline.models import Event
from almoner.visits import actions, refusals
from almoner.visits.enums import VisitState
from almoner.visits.models import ClinicDelay, FollowUpPlan, Visit
from almoner.visits.queries import (
    arrivals_of_day,
    place_in_line,
    suggestions_for,
    unacknowledged,
    visit_for,
    waiting_for,
    waiting_room,
)


def greeted(hospital: Hospital) -> Visit:
    return actions.greet(visit=hospital.here(), by=hospital.cast.receptionist)


def test_ARR_5_wait_is_worked_out_and_told_as_a_range_with_the_reason(hospital: Hospital) -> None:
    told = actions.tell_wait(visit=greeted(hospital), by=hospital.cast.receptionist)
    assert (told.state, told.told_from, told.told_to) == (VisitState.WAITING, 20, 30)
    assert told.told_why == "It is not your time yet."
    facts = Event.objects.get(kind="waiting.told").facts
    assert facts == {"from_minutes": 20, "to_minutes": 30, "why": told.told_why}


def test_ARR_5_each_telling_promises_the_next(hospital: Hospital) -> None:
    visit = greeted(hospital)
    with clock.at(clock.now() + timedelta(minutes=1)):
        actions.tell_wait(visit=visit, by=hospital.cast.receptionist)
    ended = Promise.objects.filter(subject_id=visit.id, standard="told_how_long").order_by("created_at")
    assert [promise.state for promise in ended] == ["kept", "open"]


def test_ARR_5_a_point_is_no_range_and_needs_its_reason(hospital: Hospital) -> None:
    visit = greeted(hospital)
    with pytest.raises(refusals.RangeNeeded):
        actions.tell_wait(visit=visit, from_minutes=20, to_minutes=25, why="busy", by=hospital.cast.receptionist)
    with pytest.raises(refusals.ReasonNeeded):
        actions.tell_wait(visit=visit, from_minutes=20, to_minutes=40, by=hospital.cast.receptionist)


def test_ARR_5_more_urgent_people_go_first_and_it_is_said(hospital: Hospital) -> None:
    cast = hospital.cast
    waits = hospital.walked_in(cast.maya, level=5)
    hospital.walked_in(cast.tom, level=2)
    expected = place_in_line(visit=waits, by=cast.maya_herself)
    assert ("urgent", 1) in expected.reasons and expected.high > 20
    with pytest.raises(NotThere):
        place_in_line(visit=waits, by=cast.tom_himself)


def test_ARR_5_delay_is_told_to_everybody_who_waits_for_that_clinician(hospital: Hospital) -> None:
    visit = greeted(hospital)
    other = hospital.walked_in(hospital.cast.tom)
    delay = actions.announce_delay(
        clinician=visit.clinician, minutes=40, why="an emergency on the ward", by=hospital.cast.receptionist
    )
    visit.refresh_from_db()
    other.refresh_from_db()
    assert (visit.told_why, other.told_why) == ("an emergency on the ward", "")
    assert visit.told_from >= 40 and ClinicDelay.objects.get() == delay
    with pytest.raises(refusals.ReasonNeeded):
        actions.announce_delay(clinician=visit.clinician, minutes=40, why=" ", by=hospital.cast.receptionist)


def test_ARR_9_suggestion_is_taken_without_a_reason_and_another_with_one(hospital: Hospital) -> None:
    visit = hospital.here()
    best, second = suggestions_for(visit=visit, by=hospital.cast.receptionist)
    assert best.clinician.booked_with and best.clinician.id == visit.clinician_id
    staff = {hospital.dana.id: hospital.dana, hospital.evan.id: hospital.evan}
    with pytest.raises(refusals.ReasonNeeded):
        actions.allot(visit=visit, clinician=staff[second.clinician.id], by=hospital.cast.receptionist)
    given = actions.allot(
        visit=visit,
        clinician=staff[second.clinician.id],
        override_reason="speaks Spanish",
        by=hospital.cast.receptionist,
    )
    facts = Event.objects.get(kind="allotment.made").facts
    assert (facts["clinician"], facts["override"]) == (given.clinician.name, "speaks Spanish")
    assert "Free now." in facts["reasons"]


def test_ARR_9_who_does_not_give_the_service_is_refused(hospital: Hospital) -> None:
    visit = hospital.here()
    with pytest.raises(refusals.NotSuitable):
        actions.allot(
            visit=visit, clinician=hospital.cast.ward_nurse_staff, override_reason="x", by=hospital.cast.receptionist
        )
    with pytest.raises(NotAllowed):
        actions.allot(visit=visit, clinician=hospital.dana, by=hospital.cast.agent)


def test_ARR_9_wheelchair_gets_the_room_without_steps(hospital: Hospital) -> None:
    note_need(person=hospital.cast.maya, kind=Need.WHEELCHAIR, by=hospital.cast.agent)
    visit = hospital.walked_in()
    assert {one.place.name for one in suggestions_for(visit=visit, by=hospital.cast.receptionist) if one.place} == {
        "Room 1"
    }


def test_visit_runs_from_the_door_to_the_end(hospital: Hospital) -> None:
    visit = greeted(hospital)
    called = actions.call_in(visit=visit, by=hospital.cast.receptionist)
    assert called.state == VisitState.CALLED
    started = actions.start_visit(visit=visit, by=hospital.cast.doctor)
    assert not Promise.objects.live().filter(subject_id=visit.id).exists()
    intended = actions.Intended(hospital.service, "Look again", TODAY + timedelta(days=14), later(60 * 24))
    done = actions.finish_visit(visit=visit, outcome="Better", follow_ups=[intended], by=hospital.cast.doctor)
    done.appointment.refresh_from_db()
    assert (started.started_at, done.state, done.appointment.state) == (clock.now(), "finished", State.FULFILLED)
    plan = FollowUpPlan.objects.get(visit=visit)
    assert Promise.objects.live().get(subject_id=plan.id).due_at == later(60 * 24)
    assert Event.objects.get(kind="visit.finished").facts["ask_feedback"] is True


def test_steps_do_not_follow_out_of_order(hospital: Hospital) -> None:
    visit = hospital.walked_in()
    with pytest.raises(refusals.ClinicianNeeded):
        actions.call_in(visit=visit, by=hospital.cast.receptionist)
    with pytest.raises(refusals.NotNow):
        actions.finish_visit(visit=visit, outcome="", by=hospital.cast.doctor)
    with pytest.raises(NotAllowed):
        actions.start_visit(visit=visit, by=hospital.cast.receptionist)
    started = actions.start_visit(visit=visit, by=hospital.cast.doctor)
    assert started.clinician == hospital.dana
    for step in (actions.call_in, actions.start_visit, actions.greet, actions.tell_wait):
        with pytest.raises(refusals.NotNow):
            step(visit=visit, by=hospital.cast.doctor)


def test_ARR_7_who_waits_elsewhere_is_called_back_in_time(hospital: Hospital) -> None:
    visit = hospital.here(at="10:00")
    actions.wait_elsewhere(visit=visit, notice_minutes=15, by=hospital.cast.maya_herself)
    line = lambda: arrivals_of_day(site=hospital.cast.site, by=hospital.cast.receptionist)[0]  # noqa: E731
    assert (line().call_back, waiting_room(site=hospital.cast.site).next) == (False, [])
    with clock.at(later(50)):
        assert line().call_back
        actions.come_back(visit=visit, by=hospital.cast.maya_herself)
        assert (line().call_back, waiting_room(site=hospital.cast.site).next) == (False, [visit.ticket])


def test_arrivals_show_expected_late_here_and_what_they_need(hospital: Hospital) -> None:
    cast = hospital.cast
    note_need(person=cast.tom, kind=Need.BLIND, by=cast.agent)
    hospital.appointment(cast.leila, at="09:20")
    hospital.here(cast.tom, at="10:00")
    hospital.appointment(cast.maya, at="11:00")
    with clock.at(later(40)):
        lines = arrivals_of_day(site=cast.site, by=cast.receptionist)
    shown = {(line.person.given_name, line.stands, line.fetch, line.unacknowledged) for line in lines}
    assert shown == {
        ("Leila", "late", False, False),
        ("Tom", "arrived", True, True),
        ("Maya", "expected", False, False),
    }
    with pytest.raises(NotAllowed):
        arrivals_of_day(site=cast.site, by=cast.maya_herself)


def test_ARR_4_nobody_stands_at_the_door_unseen(hospital: Hospital) -> None:
    visit = hospital.here()
    with clock.at(later(1)):
        assert unacknowledged(site=hospital.cast.site, by=hospital.cast.receptionist) == []
    with clock.at(later(3)):
        assert unacknowledged(site=hospital.cast.site, by=hospital.cast.receptionist) == [visit]
        actions.greet(visit=visit, by=hospital.cast.receptionist)
        assert unacknowledged(site=hospital.cast.site, by=hospital.cast.receptionist) == []


def test_ARR_6_screen_tells_of_tickets_and_rooms_and_of_nobody(hospital: Hospital) -> None:
    actions.call_in(visit=greeted(hospital), by=hospital.cast.receptionist)
    hospital.walked_in(hospital.cast.tom)
    screen = waiting_room(site=hospital.cast.site)
    assert [(one.ticket, bool(one.room)) for one in screen.called] == [("A001", True)]
    assert screen.next == ["B001"]
    shown = repr(screen)
    assert not any(word in shown for word in ("Maya", "Osei", "Tom", "Clinic visit", "ear"))


def test_ARR_6_screen_says_where_it_runs_late(hospital: Hospital) -> None:
    visit = greeted(hospital)
    actions.announce_delay(clinician=visit.clinician, minutes=40, why="emergency", by=hospital.cast.receptionist)
    [(room, low, high)] = waiting_room(site=hospital.cast.site).delays
    assert room.startswith("Room") and 40 <= low < high


def test_I_22_a_visit_is_found_by_its_own_people_only(hospital: Hospital) -> None:
    visit = hospital.here()
    for by in (hospital.cast.maya_herself, hospital.cast.leila_herself, hospital.cast.doctor):
        assert visit_for(by=by, id=visit.id) == visit
    for by in (hospital.cast.tom_himself,):
        with pytest.raises(NotThere):
            visit_for(by=by, id=visit.id)


def test_clinician_sees_their_own_line_in_order(hospital: Hospital) -> None:
    low, high = hospital.walked_in(hospital.cast.maya, level=4), hospital.walked_in(hospital.cast.tom, level=2)
    for visit in (low, high):
        actions.allot(visit=visit, clinician=hospital.dana, override_reason="hers", by=hospital.cast.receptionist)
    assert waiting_for(by=hospital.cast.doctor) == [high, low]
    assert waiting_for(by=hospital.cast.maya_herself) == []


@pytest.mark.parametrize("people", [1, 4])
def test_lists_cost_the_same_for_one_and_for_many(
    hospital: Hospital, people: int, django_assert_num_queries: object
) -> None:
    for number in range(people):
        hospital.walked_in(hospital.person(f"P{number}"))
    hospital.appointment(hospital.cast.tom, at="10:00")
    count = django_assert_num_queries
    with count(5):  # type: ignore[operator]
        assert len(arrivals_of_day(site=hospital.cast.site, by=hospital.cast.receptionist)) == people + 1
    with count(3):  # type: ignore[operator]
        waiting_room(site=hospital.cast.site)
    visit = Visit.objects.select_related("person", "service").latest("arrived_at")
    with count(7):  # type: ignore[operator]
        suggestions_for(visit=visit, by=hospital.cast.receptionist)
