"""The door: whether one may say that one is here, how the way to it is told, and what of it is refused."""

from __future__ import annotations

import pytest
from tests.visits.hospital import SYSTEM, Hospital, later

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging.models import Message
from almoner.scheduling import actions as scheduling
from almoner.scheduling.door_link import address_for, token_for, visit_of
from almoner.scheduling.messages import arriving, standing
from almoner.visits import actions, refusals
from almoner.visits.enums import How
from almoner.visits.queries import door_of, live_visit_of, rooms_for


def test_ARR_2_door_says_how_one_stands(hospital: Hospital) -> None:
    maya, appointment = hospital.cast.maya_herself, hospital.appointment(hospital.cast.maya, "11:00")

    def stands() -> str:
        return door_of(appointment=appointment, by=maya).stands

    seen = [stands()]
    for minutes in (95, 150):
        with clock.at(later(minutes)):
            seen.append(stands())
    with clock.at(later(24 * 60)):
        seen.append(stands())
    visit = actions.check_in(appointment=appointment, how=How.DESK, by=hospital.cast.receptionist)
    seen.append(stands())
    actions.leave_unseen(visit=visit, reason="no time", by=maya)
    assert [*seen, stands()] == ["early", "open", "late", "over", "here", "over"]
    with pytest.raises(NotThere):
        door_of(appointment=appointment, by=hospital.cast.tom_himself)


def test_cancelled_visit_has_no_door(hospital: Hospital) -> None:
    appointment = hospital.appointment(hospital.cast.maya)
    scheduling.cancel(appointment=appointment, by=hospital.cast.maya_herself)
    appointment.refresh_from_db()
    assert door_of(appointment=appointment, by=hospital.cast.maya_herself).stands == "over"


def test_place_of_today_is_found_for_the_person_only(hospital: Hospital) -> None:
    visit = hospital.walked_in()
    assert live_visit_of(person=hospital.cast.maya, by=hospital.cast.leila_herself) == visit
    with pytest.raises(NotThere):
        live_visit_of(person=hospital.cast.maya, by=hospital.cast.tom_himself)
    with clock.at(later(24 * 60)):
        assert live_visit_of(person=hospital.cast.maya, by=hospital.cast.maya_herself) is None


def test_ARR_3_way_is_promised_and_its_message_carries_the_link(hospital: Hospital) -> None:
    afternoon = hospital.appointment(hospital.cast.maya, "14:00")
    hospital.appointment(hospital.cast.tom, "09:20")
    promised = Promise.objects.filter(standard__startswith="way_to_us")
    assert [one.subject_id for one in promised] == [afternoon.id]
    assert promised[0].due_at == afternoon.starts_at - (later(120) - later(0))
    assert Message.objects.get(kind="arrival.details").subject_id == afternoon.id
    told = arriving(afternoon.id, hospital.cast.maya)
    assert told is not None
    assert told["link"] == address_for(afternoon.id)
    assert visit_of(token_for(afternoon.id)) == afternoon.id
    ordinary = standing(afternoon.id, hospital.cast.maya)
    assert ordinary is not None
    assert (ordinary["scan"], ordinary["link"] == ordinary["scan"]) == (told["link"], False)
    actions.check_in(appointment=afternoon, how=How.DESK, by=hospital.cast.receptionist)
    assert not Promise.objects.live().filter(standard__startswith="way_to_us").exists()


def test_what_for_is_of_walk_ins_only(hospital: Hospital) -> None:
    visit = hospital.here()
    with pytest.raises(refusals.NotNow):
        actions.say_what_for(visit=visit, service=hospital.scan, by=hospital.cast.receptionist)
    walked = hospital.walked_in(hospital.cast.tom, service=None)
    with pytest.raises(NotAllowed):
        actions.say_what_for(visit=walked, service=hospital.scan, by=hospital.cast.tom_himself)
    known = actions.say_what_for(visit=walked, service=hospital.service, by=hospital.cast.receptionist)
    assert [room.name for room in rooms_for(visit=known, by=hospital.cast.receptionist)] == ["Room 1", "Room 2"]


def test_whoever_is_here_already_is_found_again_at_the_poster(hospital: Hospital) -> None:
    visit = hospital.here()
    said = {"site": hospital.cast.site, "name": "Maya Osei", "birth_on": hospital.cast.maya.birth_on, "how": How.QR}
    with pytest.raises(refusals.HereAlready) as refused:
        actions.check_in_by_name(**said, by=SYSTEM)
    assert refused.value.facts == {"ticket": "A001", "visit": str(visit.id)}
    with pytest.raises(refusals.NotRecognised):
        actions.check_in_by_name(**said | {"name": "Maya Other"}, by=SYSTEM)
