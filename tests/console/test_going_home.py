"""Going home: refused plainly while something is missing, the sheet in twelve topics, the date of what comes next."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.console.reading import field, words
from tests.visits.hospital import SHEET, TODAY, Hospital, hospital, later

from almoner.people.models import Person
from almoner.scheduling.models import Appointment
from almoner.visits import actions
from almoner.visits.models import FollowUpPlan, Stay

Browser = Callable[[str], Client]
__all__ = ["hospital"]
WRITTEN = {
    "done": "Your appendix was taken out.\nIt healed well.",
    "medicines": "Paracetamol; 2 tablets; every 6 hours; pain",
    "warning_signs": "Fever",
    "eating": "Drink plenty",
    "said_back": ["medicines"],
    "told": "on",
}


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def do(browser: Client, stay: Stay, act: str, **said: Any) -> Any:
    return browser.post(at("going_home_act", stay.id, act), said)


def test_FUP_11_nobody_goes_without_the_sheet_and_the_page_says_what_is_missing(
    hospital: Hospital, as_: Browser
) -> None:
    stay, nurse = hospital.admitted(), as_("ward_nurse")
    actions.order_test(stay=stay, service=hospital.scan, planned_at=later(60), by=hospital.cast.doctor)
    refused = do(nurse, stay, "discharge")
    assert refused.status_code == 409
    shown = words(refused)
    for expected in ("They cannot go yet", "CT scan is still open", "Not written yet: Your medicines"):
        assert expected in shown, expected
    stay.refresh_from_db()
    assert stay.state == "admitted"


def test_STAY_5_what_is_done_vanishes_from_the_list(hospital: Hospital, as_: Browser) -> None:
    stay, nurse = hospital.admitted(), as_("ward_nurse")
    do(nurse, stay, "write", warning_signs="Fever")
    shown = words(nurse.get(at("going_home", stay.id)))
    assert "Not written yet: Call us at once if" not in shown
    assert "Not written yet: Your medicines" in shown
    do(nurse, stay, "write", **WRITTEN)
    shown = words(nurse.get(at("going_home", stay.id)))
    assert "They can go" in shown
    assert "Nothing is left: they can go." in shown
    stay.refresh_from_db()
    assert stay.summary["done"] == ["Your appendix was taken out.", "It healed well."]
    assert (stay.summary["eating"], stay.summary["said_back"], stay.summary["told"]) == (
        ["Drink plenty"], ["medicines"], True,
    )  # fmt: skip


def test_FUP_1_follow_up_is_planned_and_booked_on_the_way_home(hospital: Hospital, as_: Browser) -> None:
    stay, doctor = hospital.admitted(), as_("doctor")
    do(
        doctor, stay, "plan", service=str(hospital.service.id), why="Look at the wound",
        see_by_on=str(TODAY + timedelta(days=2)), book_by_at=later(600).strftime("%Y-%m-%dT%H:%M"), key="k",
    )  # fmt: skip
    plan = FollowUpPlan.objects.get()
    page = doctor.get(at("going_home", stay.id)).content.decode()
    address = f"{at('choose_time', hospital.cast.maya.id, 'GEN')}?follow_up={plan.id}"
    assert address in page
    times = doctor.get(address)
    held = doctor.post(address, {"time": field(times, "time"), "follow_up": str(plan.id), "level": "5"})
    assert held["Location"].endswith(f"?follow_up={plan.id}")
    confirm = doctor.get(held["Location"])
    answer = doctor.post(held["Location"], {"follow_up": field(confirm, "follow_up"), "key": "b", "keep_both": "yes"})
    assert answer["Location"] == at("going_home", stay.id)
    plan.refresh_from_db()
    assert (plan.state, plan.appointment) == ("booked", Appointment.objects.get())
    assert "Booked" in words(doctor.get(at("going_home", stay.id)))


def test_follow_up_that_is_faulty_or_of_another_is_refused(hospital: Hospital, as_: Browser) -> None:
    stay, doctor = hospital.admitted(), as_("doctor")
    assert do(doctor, stay, "plan", why="x").status_code == 422
    others = hospital.planned(hospital.admitted(hospital.cast.leila, "M3"))
    for wrong in (str(others.id), "nonsense"):
        assert do(doctor, stay, "drop", plan=wrong, reason="x").status_code == 404
    plan = hospital.planned(stay)
    assert do(doctor, stay, "drop", plan=str(plan.id)).status_code == 409
    assert do(doctor, stay, "drop", plan=str(plan.id), reason="their own doctor looks").status_code == 302
    assert do(doctor, stay, "drop", plan=str(plan.id), reason="again").status_code == 409
    assert do(doctor, stay, "burn").status_code == 404
    times = at("choose_time", hospital.cast.maya.id, "GEN")
    assert doctor.get(f"{times}?follow_up=nonsense").status_code == 404


def test_APT_7_they_go_home_and_the_sheet_is_ready_to_print(hospital: Hospital, as_: Browser) -> None:
    stay, doctor = hospital.admitted(), as_("doctor")
    actions.write_summary(stay=stay, summary=SHEET, by=hospital.cast.doctor)
    assert do(doctor, stay, "discharge", ask_feedback="on")["Location"] == at("home_sheet", stay.id)
    shown = words(doctor.get(at("home_sheet", stay.id)))
    order = [
        shown.index(part) for part in ("Ring us at once if", "Your medicines", "Why you were here", "Whom to ring")
    ]
    assert order == sorted(order)
    paper = doctor.get(at("home_sheet_pdf", stay.id))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert doctor.get(at("going_home", stay.id))["Location"] == at("stay", stay.id)
    assert "Gone home" in words(doctor.get(at("stay", stay.id)))
    assert do(doctor, stay, "discharge").status_code == 302


def test_sheet_is_in_the_language_of_the_person(hospital: Hospital, as_: Browser) -> None:
    Person.objects.filter(id=hospital.cast.maya.id).update(language="ar", given_name="مايا 🌸")
    stay = hospital.admitted(Person.objects.get(id=hospital.cast.maya.id))
    page = as_("ward_nurse").get(at("home_sheet", stay.id)).content.decode()
    assert 'lang="ar" dir="rtl"' in page


def test_going_home_is_for_those_who_may_send_home(hospital: Hospital, as_: Browser) -> None:
    stay = hospital.admitted()
    for who in ("bed_manager", "receptionist", "from_elsewhere"):
        assert as_(who).get(at("going_home", stay.id)).status_code == 404
        assert do(as_(who), stay, "discharge").status_code == 404
    assert as_("bed_manager").get(at("home_sheet", stay.id)).status_code == 200


def test_I_40_sheet_that_is_sent_twice_has_the_same_answer(hospital: Hospital, as_: Browser) -> None:
    stay, nurse = hospital.admitted(), as_("ward_nurse")
    assert re.search(r'name="key" value="\w+-write"', nurse.get(at("going_home", stay.id)).content.decode())
    said = {**WRITTEN, "key": "k-write"}
    assert [do(nurse, stay, "write", **said).status_code for _twice in range(2)] == [302, 302]
    other = do(nurse, stay, "write", **{**said, "warning_signs": "Something else"})
    assert "already used for something else" in words(other)
    stay.refresh_from_db()
    assert stay.summary["warning_signs"] == ["Fever"]
