"""The arrivals of today: who must be greeted, who waits how long, who is late, and what is done in one row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.visits.hospital import Hospital, later

from almoner.people.actions import note_need
from almoner.people.enums import Need
from almoner.visits import actions
from almoner.visits.enums import VisitState
from almoner.visits.models import ClinicDelay, Visit
from almoner.visits.queries import arrivals_pulse

Browser = Callable[[str], Client]
Clock = Callable[[datetime], None]


def to(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def test_ARR_4_who_is_not_greeted_in_two_minutes_stands_on_top(hospital: Hospital, as_: Browser, at: Clock) -> None:
    visit, joan = hospital.here(), as_("receptionist")
    assert "nobody has greeted" not in words(joan.get(to("arrivals")))
    at(later(3))
    page = joan.get(to("arrivals"))
    shown = words(page)
    assert "1 person came in and nobody has greeted them" in shown
    assert "Not greeted for 3 minutes" in shown
    assert 'role="alert"' in page.content.decode()
    answer = joan.post(to("visit_act", visit.id, "greet"), {"back": "arrivals"})
    assert answer["Location"] == to("arrivals")
    assert "nobody has greeted" not in words(joan.get(to("arrivals")))


def test_ARR_8_needs_stand_in_the_row_with_what_to_do(hospital: Hospital, as_: Browser) -> None:
    note_need(person=hospital.cast.maya, kind=Need.BLIND, by=hospital.cast.agent)
    hospital.walked_in()
    shown = words(as_("receptionist").get(to("arrivals")))
    assert "Cannot see displays: walk to them and say who you are" in shown
    assert "B001" in shown
    assert "You are next." in shown


def test_ARR_2_expected_is_checked_in_and_late_has_two_ways(hospital: Hospital, as_: Browser, at: Clock) -> None:
    on_time, late = hospital.appointment(hospital.cast.maya), hospital.appointment(hospital.cast.leila, "09:40")
    joan = as_("receptionist")
    answer = joan.post(to("check_in", on_time.id), follow=True)
    assert "Maya Osei is here. Their number is A001." in words(answer)
    at(later(70))
    joan = as_("receptionist")
    shown = words(joan.get(to("arrivals")))
    assert "They wait" in shown
    assert "Another time" in shown
    refused = joan.post(to("check_in", late.id), follow=True)
    assert "choose whether they wait or take another time" in words(refused)
    joan.post(to("check_in", late.id), {"will_wait": "yes"})
    assert Visit.objects.get(appointment=late).late
    again = joan.post(to("check_in", late.id), {"will_wait": "yes"}, follow=True)
    assert "A002" in words(again)


def test_list_is_filtered_by_state_and_by_clinician(hospital: Hospital, as_: Browser) -> None:
    here, _other = hospital.here(hospital.cast.maya), hospital.appointment(hospital.cast.tom, "11:00")
    joan = as_("receptionist")
    assert "Tom Whitfield" not in words(joan.get(to("arrivals"), {"show": "here"}))
    assert "Maya Osei" not in words(joan.get(to("arrivals"), {"show": "expected"}))
    assert "Nobody." in words(joan.get(to("arrivals"), {"show": "gone"}))
    assert "Maya Osei" in words(joan.get(to("arrivals"), {"with": str(here.clinician_id)}))
    assert "Maya Osei" not in words(joan.get(to("arrivals"), {"with": str(uuid4())}))
    assert "Tom Whitfield" in words(joan.get(to("arrivals"), {"show": "nonsense"}))


def test_ARR_5_one_press_tells_the_range_and_the_next_calls_in(hospital: Hospital, as_: Browser) -> None:
    visit, joan = hospital.here(), as_("receptionist")
    actions.greet(visit=visit, by=hospital.cast.receptionist)
    assert "Tell: 20 to 30 minutes" in words(joan.get(to("arrivals")))
    joan.post(to("visit_act", visit.id, "tell"), {"back": "arrivals"})
    assert "Call in" in words(joan.get(to("arrivals")))
    joan.post(to("call_in_visit", visit.id), {"back": "arrivals"})
    visit.refresh_from_db()
    assert (visit.state, visit.told_to) == (VisitState.CALLED, 30)


def test_ARR_7_who_waits_elsewhere_is_to_be_called_back_by_number(hospital: Hospital, as_: Browser, at: Clock) -> None:
    visit, joan = hospital.here(), as_("receptionist")
    actions.greet(visit=visit, by=hospital.cast.receptionist)
    actions.wait_elsewhere(visit=visit, notice_minutes=15, by=hospital.cast.maya_herself)
    assert "Waits elsewhere" in words(joan.get(to("arrivals")))
    at(later(10))
    assert "Call them back: " in words(joan.get(to("arrivals")))
    joan.post(to("visit_act", visit.id, "back"), {"back": "arrivals"})
    visit.refresh_from_db()
    assert visit.away_since is None


def test_leaving_is_noted_in_the_row_and_never_without_a_reason(hospital: Hospital, as_: Browser) -> None:
    visit, joan = hospital.walked_in(), as_("receptionist")
    leave = to("visit_act", visit.id, "leave")
    assert joan.post(leave, {"back": "arrivals", "reason": " "}).status_code == 422
    joan.post(leave, {"back": "arrivals", "reason": "had to fetch the child"})
    visit.refresh_from_db()
    assert (visit.state, visit.left_because) == (VisitState.LEFT, "had to fetch the child")
    assert "Maya Osei" in words(joan.get(to("arrivals"), {"show": "gone"}))


def test_ARR_5_delay_is_told_to_all_who_wait_for_that_clinician(hospital: Hospital, as_: Browser) -> None:
    visit, joan = hospital.here(), as_("receptionist")
    assert f"{visit.clinician.name} (1 wait, 0 still to come)" in words(joan.get(to("delays")))
    said = {"clinician": str(visit.clinician_id), "minutes": "40", "why": "an emergency on the ward"}
    assert joan.post(to("delays"), said | {"why": ""}).status_code == 422
    assert joan.post(to("delays"), said | {"clinician": str(uuid4())}).status_code == 422
    told = words(joan.post(to("delays"), said, follow=True))
    assert f"1 person who waits for {visit.clinician.name}" in told
    assert "an emergency on the ward" in told
    visit.refresh_from_db()
    assert (ClinicDelay.objects.count(), visit.told_why) == (1, "an emergency on the ward")


def test_ARR_5_who_rings_because_of_the_delay_comes_later(hospital: Hospital, as_: Browser) -> None:
    visit, joan = hospital.appointment(hospital.cast.maya, "11:00"), as_("receptionist")
    later_url = to("come_later", visit.id)
    assert "There is no delay to come later for" in words(joan.post(later_url, follow=True))
    said = {"clinician": str(visit.clinician.staff_id), "minutes": "40", "why": "an emergency on the ward"}
    assert joan.post(to("delays"), said).status_code == 302
    assert "at about 11:40" in words(joan.get(to("appointment", visit.id)))
    assert "They are expected at 11:40" in words(joan.post(later_url, follow=True))
    assert "Comes at 11:40, as told" in words(joan.get(to("arrivals")))


def test_part_of_the_page_is_the_list_alone_and_empty_says_so(hospital: Hospital, as_: Browser) -> None:
    del hospital
    part = as_("receptionist").get(to("arrivals"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Nobody is expected today" in part


def test_statements_do_not_grow_with_the_list(hospital: Hospital, as_: Browser) -> None:
    joan, counts = as_("receptionist"), []
    for turn, (names, at_time) in enumerate(((["Ann"], "09:20"), (["Bob", "محمد", "Zoë 😀"], "10:00"))):
        for name in names:
            person = hospital.person(name)
            visit = hospital.walked_in(person)
            actions.wait_elsewhere(visit=visit, notice_minutes=15, by=hospital.cast.receptionist)
        hospital.appointment(hospital.person(f"Coming{turn}"), at_time)
        joan.get(to("arrivals"))
        with CaptureQueriesContext(connection) as caught:
            joan.get(to("arrivals"))
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_pulse_changes_with_the_arrivals_and_with_the_minute(hospital: Hospital, at: Clock) -> None:
    look: dict[str, Any] = {"site": hospital.cast.site, "by": hospital.cast.receptionist}
    empty = arrivals_pulse(**look)
    visit = hospital.walked_in()
    here = arrivals_pulse(**look)
    actions.greet(visit=visit, by=hospital.cast.receptionist)
    greeted = arrivals_pulse(**look)
    assert greeted == arrivals_pulse(**look)
    at(later(1))
    assert len({empty, here, greeted, arrivals_pulse(**look)}) == 4


def test_I_23_visit_of_another_site_is_answered_as_an_absent_one(hospital: Hospital, as_: Browser) -> None:
    visit, hanna = hospital.walked_in(), as_("from_elsewhere")
    assert "Maya" not in words(hanna.get(to("arrivals")))
    for name, rest in (("visit", ()), ("visit_act", ("greet",)), ("allot_visit", ()), ("start_visit", ())):
        ask = hanna.get if name == "visit" else hanna.post
        theirs, absent = ask(to(name, visit.id, *rest)), ask(to(name, uuid4(), *rest))
        assert (theirs.status_code, absent.status_code) == (404, 404), name
    visit.refresh_from_db()
    assert visit.state == VisitState.ARRIVED


@pytest.mark.parametrize("who", ["bed_manager", "maya"])
def test_I_22_arrivals_are_not_there_for_others(cast: Cast, as_: Browser, who: str) -> None:
    del cast
    assert as_(who).get(to("arrivals")).status_code == 404
