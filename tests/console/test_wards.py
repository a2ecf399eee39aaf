"""Wards at a glance, a ward bed by bed, food and drink, what is asked for, worries, tests and results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.console.reading import words
from tests.visits.hospital import Hospital, hospital, later

from almoner.charter.models import Promise
from almoner.core.models import AuditEntry
from almoner.records.actions import record_vitals
from almoner.visits import actions
from almoner.visits.enums import Ask
from almoner.visits.models import BedsideRequest, TestOrder, Worry

Browser = Callable[[str], Client]
__all__ = ["hospital"]
SIGNS = {"respiratory_rate": 25, "spo2": 92, "systolic": 100, "pulse": 115, "temperature": "38.5"}


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def a_full_bed(hospital: Hospital, name: str = "", bed: str = "M1") -> None:
    person = hospital.person(name) if name else hospital.cast.maya
    stay, nurse = hospital.admitted(person, bed), hospital.cast.ward_nurse
    actions.order_diet(stay=stay, diet="soft", allergens=["peanut"], by=nurse)
    actions.order_test(stay=stay, service=hospital.scan, planned_at=later(240), by=hospital.cast.doctor)
    actions.ask_at_bedside(stay=stay, what=Ask.BLANKET, note="<b>two</b>", by=nurse)
    actions.raise_worry(stay=stay, words="much paler", raised_by="Her son", by=nurse)
    record_vitals(person=person, values=SIGNS, consciousness="alert", on_oxygen=False, by=nurse)


def test_STAY_1_ward_shows_each_bed_on_one_row(hospital: Hospital, as_: Browser) -> None:
    a_full_bed(hospital)
    shown = words(as_("ward_nurse").get(at("ward", hospital.ward.id)))
    for expected in (
        "M1 Maya Osei", "Soft food", "never Peanut", "Nothing to eat since today 07:00", "no drink from today 11:00",
        "13:00 CT scan", "Worried", "A blanket or pillow", "emergency", "Dana Okafor", "Willem Vos", "M2",
    ):  # fmt: skip
        assert expected in shown, expected
    assert AuditEntry.objects.filter(act="read.ward").exists()


def test_ward_costs_the_same_for_one_and_for_three(hospital: Hospital, as_: Browser) -> None:
    browser, counts = as_("ward_nurse"), []
    for name, bed in (("A", "M1"), ("B", "M2"), ("C", "M5")):
        a_full_bed(hospital, name, bed)
        counted = []
        for address in (at("ward", hospital.ward.id), at("wards"), at("asked"), at("diets", hospital.ward.id)):
            with CaptureQueriesContext(connection) as caught:
                browser.get(address)
            counted.append(len(caught))
        counts.append(counted)
    assert counts[1] == counts[2]


def test_STAY_8_wards_say_worries_first_and_in_red(hospital: Hospital, as_: Browser) -> None:
    a_full_bed(hospital)
    page = as_("doctor").get(at("wards"))
    shown = words(page)
    assert shown.index("Worried: go to the bedside") < shown.index("General medicine")
    assert "much paler" in shown
    assert "1 of 6" in shown
    part = as_("doctor").get(at("wards"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "much paler" in part


def test_STAY_6_food_and_drink_of_a_ward(hospital: Hospital, as_: Browser) -> None:
    a_full_bed(hospital)
    stay = hospital.admitted(hospital.cast.leila, "M2")
    actions.order_diet(
        stay=stay, diet="nil_by_mouth", reason="operation", review_at=later(180), by=hospital.cast.ward_nurse
    )
    shown = words(as_("ward_nurse").get(at("diets", hospital.ward.id)))
    assert "since today 09:00, looked at again today 12:00" in shown
    assert shown.index("Leila Haddad") < shown.index("Maya Osei")
    empty = words(as_("ward_nurse").get(at("diets", hospital.beds["I1"].ward_id)))
    assert "Everybody may eat." in empty


def test_STAY_2_requests_are_by_team_and_done_with_one_press(hospital: Hospital, as_: Browser) -> None:
    a_full_bed(hospital)
    nurse = as_("ward_nurse")
    page = nurse.get(at("asked"))
    assert "<b>two</b>" in words(page)
    assert "<b>two" not in page.content.decode()
    assert "A blanket or pillow" in words(nurse.get(f"{at('asked')}?team=housekeeping"))
    assert "Nothing is asked for" in words(nurse.get(f"{at('asked')}?team=kitchen"))
    asked = BedsideRequest.objects.get()
    answer = nurse.post(at("asked_act", asked.id, "done"), {"from": "stay"})
    assert answer["Location"] == at("stay", asked.stay_id)
    assert not Promise.objects.live().filter(standard="bedside_request").exists()
    again = nurse.post(at("asked_act", asked.id, "done"), follow=True)
    assert "This cannot be done now." in again.content.decode()
    assert nurse.post(at("asked_act", asked.id, "dance")).status_code == 404


def test_request_is_taken_off_only_with_a_reason(hospital: Hospital, as_: Browser) -> None:
    a_full_bed(hospital)
    nurse, asked = as_("ward_nurse"), BedsideRequest.objects.get()
    assert "Please say why." in nurse.post(at("asked_act", asked.id, "withdraw"), follow=True).content.decode()
    nurse.post(at("asked_act", asked.id, "withdraw"), {"reason": "all are in use"})
    asked.refresh_from_db()
    assert (asked.state, asked.ended_why) == ("withdrawn", "all are in use")


def test_STAY_8_worry_is_answered_by_who_came(hospital: Hospital, as_: Browser) -> None:
    a_full_bed(hospital)
    worry, doctor = Worry.objects.get(), as_("doctor")
    assert "I was at the bedside" in words(doctor.get(at("worry", worry.id)))
    assert "I was at the bedside" not in words(as_("bed_manager").get(at("worry", worry.id)))
    assert doctor.post(at("worry", worry.id), {"found": " "}).status_code == 422
    assert doctor.post(at("worry", worry.id), {"found": "Oxygen given."}).status_code == 302
    assert "Oxygen given." in words(doctor.get(at("worry", worry.id)))
    assert doctor.post(at("worry", worry.id), {"found": "again"}).status_code == 422


def test_STAY_1_test_runs_from_plan_to_the_told_result(hospital: Hospital, as_: Browser) -> None:
    stay = hospital.admitted()
    test = actions.order_test(stay=stay, service=hospital.scan, planned_at=later(5), by=hospital.cast.doctor)
    doctor, by = as_("doctor"), (later(0) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert "It was done" in words(doctor.get(at("ward_test", test.id)))
    assert doctor.post(at("test_act", test.id, "done"), {"result_by_at": ""}).status_code == 422
    assert doctor.post(at("test_act", test.id, "done"), {"result_by_at": by})["Location"] == at("stay", stay.id)
    shown = words(doctor.get(at("results")))
    assert "CT scan" in shown
    assert "tomorrow 09:00" in shown
    doctor.post(at("test_act", test.id, "tell"), {"result": "All is well."})
    assert TestOrder.objects.get().result == "All is well."
    assert "Every result was told" in words(doctor.get(at("results")))
    assert doctor.post(at("test_act", test.id, "tell"), {"result": "x"}).status_code == 422
    assert doctor.post(at("test_act", test.id, "x")).status_code == 404


@pytest.mark.parametrize("who", ["from_elsewhere", "receptionist"])
def test_I_23_wards_of_others_look_absent(hospital: Hospital, as_: Browser, who: str) -> None:
    a_full_bed(hospital)
    browser, worry, asked, test = as_(who), Worry.objects.get(), BedsideRequest.objects.get(), TestOrder.objects.get()
    for name, key in (
        ("ward", hospital.ward.id), ("diets", hospital.ward.id), ("worry", worry.id), ("ward_test", test.id),
    ):  # fmt: skip
        assert browser.get(at(name, key)).status_code == 404
    assert browser.post(at("asked_act", asked.id, "done")).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "open"


def test_empty_hospital_says_so(as_: Browser) -> None:
    assert "There are no wards yet" in words(as_("doctor").get(at("wards")))
    assert "There are no beds yet" in words(as_("bed_manager").get(at("beds")))
