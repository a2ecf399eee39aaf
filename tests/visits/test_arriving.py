"""Arriving: by any way, in the window, late with a path, unknown without a hint; tickets; the clock of the door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING
from tests.visits.hospital import SYSTEM, Hospital, later

from almoner.charter.enums import State as PromiseState
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.refusal import NotAllowed, NotThere
from almoner.scheduling import actions as scheduling
from almoner.scheduling.door_link import token_for
from almoner.scheduling.enums import State
from almoner.timeline.models import Event
from almoner.visits import actions, refusals
from almoner.visits.enums import How, VisitState
from almoner.visits.models import Visit

BORN = date(1980, 4, 3)
KIOSK = SYSTEM.through("kiosk")


def promises(visit: Visit) -> dict[str, str]:
    return dict(Promise.objects.filter(subject_id=visit.id).values_list("standard", "state"))


def test_ARR_3_desk_checks_in_and_the_appointment_knows(hospital: Hospital) -> None:
    appointment = hospital.appointment(hospital.cast.maya)
    visit = actions.check_in(appointment=appointment, how=How.DESK, by=hospital.cast.receptionist)
    appointment.refresh_from_db()
    assert (visit.ticket, visit.state, appointment.state) == ("A001", VisitState.ARRIVED, State.ARRIVED)
    assert (visit.clinician_id, visit.room_id) == (appointment.clinician.staff_id, appointment.room.room_id)
    facts = Event.objects.get(kind="arrival.noted", subject_id=visit.id).facts
    assert facts["also_about"] == [str(appointment.id)]
    assert facts["seen_by_at"] == visit.seen_by_at.isoformat()


def test_ARR_4_arrival_opens_its_promises(hospital: Hospital) -> None:
    visit = hospital.here()
    assert promises(visit) == {"greeted": PromiseState.OPEN, "seen": PromiseState.OPEN}
    greeted = Promise.objects.get(subject_id=visit.id, standard="greeted")
    assert greeted.due_at == later(2)
    actions.greet(visit=visit, by=hospital.cast.receptionist)
    assert promises(visit)["greeted"] == PromiseState.KEPT


def test_ARR_3_person_and_carer_check_in_from_their_own_page(hospital: Hospital) -> None:
    appointment = hospital.appointment(hospital.cast.maya)
    visit = actions.check_in(appointment=appointment, how=How.LINK, by=hospital.cast.leila_herself)
    assert visit.how == How.LINK


def test_I_22_nobody_else_can(hospital: Hospital) -> None:
    appointment = hospital.appointment(hospital.cast.maya)
    for by, refusal in ((hospital.cast.tom_himself, NotThere), (hospital.cast.bed_manager, NotAllowed)):
        with pytest.raises(refusal):
            actions.check_in(appointment=appointment, how=How.LINK, by=by)
    assert not Visit.objects.exists()


def test_ARR_2_too_early_says_from_when_and_the_desk_lets_them_in(hospital: Hospital) -> None:
    appointment = hospital.appointment(hospital.cast.maya, at="11:00")
    with pytest.raises(refusals.TooEarly) as refused:
        actions.check_in(appointment=appointment, how=How.LINK, by=hospital.cast.maya_herself)
    assert refused.value.facts["from_time"] == "10:30"
    assert actions.check_in(appointment=appointment, how=How.DESK, by=hospital.cast.receptionist).ticket == "A001"


def test_ARR_2_late_has_a_path_and_is_no_missed_visit(hospital: Hospital) -> None:
    appointment = hospital.appointment(hospital.cast.maya, at="09:20")
    with clock.at(later(40)):
        with pytest.raises(refusals.ArrivedLate):
            actions.check_in(appointment=appointment, how=How.KIOSK, by=hospital.cast.maya_herself)
        visit = actions.check_in(appointment=appointment, how=How.KIOSK, will_wait=True, by=hospital.cast.maya_herself)
    assert (visit.late, visit.state) == (True, VisitState.ARRIVED)
    assert visit.seen_by_at >= later(55)


def test_ARR_2_who_was_noted_as_missed_can_still_wait(hospital: Hospital) -> None:
    appointment = hospital.appointment(hospital.cast.maya, at="09:20")
    with clock.at(later(60)):
        scheduling.mark_missed(appointment=appointment, by=hospital.cast.agent)
        visit = actions.check_in(appointment=appointment, how=How.DESK, will_wait=True, by=hospital.cast.receptionist)
        assert not Promise.objects.live().filter(standard="missed_visit").exists()
        actions.start_visit(visit=visit, by=hospital.cast.doctor)
        done = actions.finish_visit(visit=visit, outcome="well", by=hospital.cast.doctor)
    assert done.state == VisitState.FINISHED


def test_checked_in_twice_is_told_the_ticket(hospital: Hospital) -> None:
    visit = hospital.here()
    with pytest.raises(refusals.HereAlready) as refused:
        actions.check_in(appointment=visit.appointment, how=How.DESK, by=hospital.cast.receptionist)
    assert visit.ticket in str(refused.value)


def test_cancelled_appointment_is_not_expected(hospital: Hospital) -> None:
    appointment = hospital.appointment(hospital.cast.maya)
    scheduling.cancel(appointment=appointment, by=hospital.cast.maya_herself)
    with pytest.raises(refusals.NotExpected):
        actions.check_in(appointment=appointment, how=How.DESK, by=hospital.cast.receptionist)


def test_ARR_3_link_works_with_two_identifiers_only(hospital: Hospital) -> None:
    appointment = hospital.appointment(hospital.cast.maya)
    token = token_for(appointment.id)
    wrong: list[dict[str, Any]] = [
        {"token": token, "name": "Maya Osei", "birth_on": date(1980, 3, 4)},
        {"token": token, "name": "Tom Whitfield", "birth_on": BORN},
        {"token": "0" * 64, "name": "Maya Osei", "birth_on": BORN},
    ]
    said = set()
    for attempt in wrong:
        with pytest.raises(refusals.NotRecognised) as refused:
            actions.check_in_by_link(**attempt, by=KIOSK)
        said.add(str(refused.value))
    assert len(said) == 1
    assert actions.check_in_by_link(token=token, name="maya osei", birth_on=BORN, by=KIOSK).how == How.LINK


def test_ARR_3_kiosk_finds_the_next_visit_of_the_one_person_who_fits(hospital: Hospital) -> None:
    cast = hospital.cast
    hospital.appointment(cast.maya, at="14:00")
    soon = hospital.appointment(cast.maya, at="09:20")
    said: dict[str, Any] = {"site": cast.site, "name": "Maya Osei", "birth_on": BORN, "how": How.KIOSK, "by": KIOSK}
    assert actions.check_in_by_name(**said).appointment == soon
    with pytest.raises(refusals.TooEarly):
        actions.check_in_by_name(**said)
    with pytest.raises(refusals.NotRecognised):
        actions.check_in_by_name(**said | {"name": "Maya Other"})


def test_two_of_one_name_and_birth_are_sent_to_the_desk(hospital: Hospital) -> None:
    twin = hospital.person("Maya", family_name="Osei", birth_on=BORN)
    hospital.appointment(hospital.cast.maya, at="09:20")
    hospital.appointment(twin, at="09:20")
    with pytest.raises(refusals.NotRecognised):
        actions.check_in_by_name(site=hospital.cast.site, name="Maya Osei", birth_on=BORN, how=How.KIOSK, by=KIOSK)
    assert not Visit.objects.exists()


def test_ARR_4_walk_in_has_the_clock_of_the_door_and_the_time_of_the_level(hospital: Hospital) -> None:
    visit = hospital.walked_in(level=2)
    assert (visit.ticket, visit.arrived_at, visit.seen_by_at) == ("B001", MONDAY_MORNING, later(60))
    with pytest.raises(refusals.HereAlready):
        hospital.walked_in()


def test_tickets_run_on_by_letter_and_begin_anew_each_day(hospital: Hospital) -> None:
    cast = hospital.cast
    tickets = [
        hospital.here(cast.maya).ticket,
        hospital.walked_in(cast.tom).ticket,
        hospital.here(cast.leila, "10:00").ticket,
    ]
    assert tickets == ["A001", "B001", "A002"]
    with clock.at(later(24 * 60)):
        assert hospital.walked_in(hospital.person("Next")).ticket == "B001"


def test_refused_arrival_uses_no_ticket(hospital: Hospital) -> None:
    hospital.walked_in()
    with pytest.raises(refusals.HereAlready):
        hospital.walked_in()
    assert hospital.walked_in(hospital.cast.tom).ticket == "B002"


def test_leaving_unseen_needs_the_reason_and_ends_the_promises(hospital: Hospital) -> None:
    visit = hospital.here()
    with pytest.raises(refusals.ReasonNeeded):
        actions.leave_unseen(visit=visit, reason=" ", by=hospital.cast.receptionist)
    left = actions.leave_unseen(visit=visit, reason="had to fetch her child", by=hospital.cast.maya_herself)
    assert left.state == VisitState.LEFT
    still = promises(visit)
    assert still.pop("left_unseen") == PromiseState.OPEN, "somebody rings them to hear how they are"
    assert set(still.values()) == {PromiseState.WITHDRAWN}
    with pytest.raises(refusals.NotNow):
        actions.greet(visit=visit, by=hospital.cast.receptionist)


def test_greeting_is_once_and_by_staff(hospital: Hospital) -> None:
    visit = hospital.here()
    with pytest.raises(NotAllowed):
        actions.greet(visit=visit, by=hospital.cast.maya_herself)
    actions.greet(visit=visit, by=hospital.cast.receptionist)
    with pytest.raises(refusals.NotNow):
        actions.greet(visit=visit, by=hospital.cast.receptionist)
