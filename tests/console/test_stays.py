"""One stay: the day drawn, what is done for somebody in a bed, and who may do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.console.reading import words
from tests.visits.hospital import TODAY, Hospital, hospital, later

from almoner.core.models import AuditEntry
from almoner.messaging.models import Message
from almoner.people.models import Person
from almoner.visits import actions
from almoner.visits.models import BedsideRequest, DietOrder, PlanItem, PublishedPlan, Stay, TestOrder, Worry

Browser = Callable[[str], Client]
__all__ = ["hospital"]


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def typed(minutes: float) -> str:
    return later(minutes).strftime("%Y-%m-%dT%H:%M")


def test_STAY_7_the_day_is_drawn_with_a_table_behind_it(hospital: Hospital, as_: Browser) -> None:
    stay = hospital.admitted()
    actions.order_test(stay=stay, service=hospital.scan, planned_at=later(240), by=hospital.cast.doctor)
    page = as_("ward_nurse").get(at("stay", stay.id))
    shown = words(page)
    for expected in ("Doctors' round", "today 08:30", "Visiting hours", "CT scan", "Not gone through with them today"):
        assert expected in shown, expected
    assert "<svg" in page.content.decode()
    assert "Nothing to eat since today 07:00 until today 13:30" in shown
    assert AuditEntry.objects.filter(act="read.bedside", person_id=hospital.cast.maya.id).exists()


def test_two_tests_that_clash_are_told(hospital: Hospital, as_: Browser) -> None:
    stay = hospital.admitted()
    for minutes in (240, 250):
        actions.order_test(stay=stay, service=hospital.scan, planned_at=later(minutes), by=hospital.cast.doctor)
    assert "CT scan and CT scan fall together." in words(as_("doctor").get(at("stay", stay.id)))


@pytest.mark.parametrize(
    ("act", "said", "stored"),
    [
        ("publish", {}, PublishedPlan),
        ("diet", {"diet": "soft", "allergens": ["peanut"]}, DietOrder),
        ("line", {"kind": "consult", "title": "Dietitian", "starts_at": typed(300)}, PlanItem),
        ("ask", {"what": "water"}, BedsideRequest),
        ("family", {"words": "She slept well."}, Message),
        ("worry", {"words": "she is confused", "raised_by": "her son"}, Worry),
    ],
)
def test_each_form_acts_once_and_comes_back_to_the_stay(
    hospital: Hospital, as_: Browser, act: str, said: dict[str, Any], stored: Any
) -> None:
    stay, nurse = hospital.admitted(), as_("ward_nurse")
    for _twice in range(2):
        answer = nurse.post(at("stay_act", stay.id, act), said | {"key": f"k-{act}"})
        assert answer["Location"] == at("stay", stay.id)
    assert stored.objects.count() == 1


def test_STAY_6_allergens_are_kept_by_the_form_and_drop_only_when_looked_at(hospital: Hospital, as_: Browser) -> None:
    stay, nurse = hospital.admitted(), as_("ward_nurse")
    actions.order_diet(stay=stay, diet="regular", allergens=["peanut"], by=hospital.cast.ward_nurse)
    page = nurse.get(at("stay", stay.id)).content.decode()
    assert 'value="peanut" id="diet_allergens_3"' in page.replace(' class="tick-list"', "")
    refused = nurse.post(at("stay_act", stay.id, "diet"), {"diet": "soft"})
    assert refused.status_code == 422
    assert "leaves out Peanut" in refused.content.decode()
    nothing = nurse.post(at("stay_act", stay.id, "diet"), {"diet": "nil_by_mouth", "allergens": ["peanut"]})
    assert "needs a start, a reason and a time" in nothing.content.decode()
    assert DietOrder.objects.count() == 1


def test_STAY_7_test_and_line_appear_in_the_plan_and_a_line_is_taken_out(hospital: Hospital, as_: Browser) -> None:
    stay, doctor = hospital.admitted(), as_("doctor")
    service = {"service": str(hospital.scan.id), "planned_at": typed(200)}
    assert doctor.post(at("stay_act", stay.id, "test"), service).status_code == 302
    assert TestOrder.objects.get().planned_at == later(200)
    item = actions.add_to_plan(stay=stay, kind="other", title="Hair", starts_at=later(60), by=hospital.cast.ward_nurse)
    assert "Hair" in words(doctor.get(at("stay", stay.id)))
    assert doctor.post(at("stay_act", stay.id, "unline"), {"item": str(item.id)}).status_code == 302
    assert "Hair" not in words(doctor.get(at("stay", stay.id)))
    for wrong in ("nonsense", str(item.id)):
        assert doctor.post(at("stay_act", stay.id, "unline"), {"item": wrong}).status_code == 404


def test_carers_and_the_day_home_are_settled(hospital: Hospital, as_: Browser) -> None:
    stay, nurse = hospital.admitted(), as_("ward_nurse")
    nurse.post(at("stay_act", stay.id, "carers"), {"named_nurse": "", "doctor": str(hospital.dana.id)})
    nurse.post(at("stay_act", stay.id, "expect"), {"on": str(TODAY + timedelta(days=1))})
    stay.refresh_from_db()
    assert (stay.named_nurse, stay.doctor, stay.expected_home_on) == (None, hospital.dana, TODAY + timedelta(days=1))
    past = nurse.post(at("stay_act", stay.id, "expect"), {"on": str(TODAY - timedelta(days=1))})
    assert "This time has passed." in past.content.decode()


def test_bed_manager_reads_and_calls_for_help_but_does_not_care(hospital: Hospital, as_: Browser) -> None:
    stay, manager = hospital.admitted(), as_("bed_manager")
    shown = words(manager.get(at("stay", stay.id)))
    assert "Somebody is worried" in shown
    assert "Set the diet" not in shown
    for act in ("diet", "publish", "test", "carers", "nonsense"):
        assert manager.post(at("stay_act", stay.id, act), {"diet": "soft"}).status_code == 404
    assert manager.post(at("stay_act", stay.id, "ask"), {"what": "water"}).status_code == 302


@pytest.mark.parametrize("who", ["from_elsewhere", "receptionist", "tom"])
def test_I_23_stay_of_another_looks_absent(hospital: Hospital, as_: Browser, who: str) -> None:
    stay, browser = hospital.admitted(), as_(who)
    Person.objects.filter(id=hospital.cast.maya.id).update(site=hospital.cast.site)
    for address in (at("stay", stay.id), at("bedside_sheet", stay.id), at("home_sheet", stay.id)):
        assert browser.get(address).status_code == 404
    assert browser.post(at("stay_act", stay.id, "ask"), {"what": "water"}).status_code == 404


def test_sheet_for_the_bed_says_the_day_and_the_bell(hospital: Hospital, as_: Browser) -> None:
    stay, nurse = hospital.admitted(), as_("ward_nurse")
    actions.order_test(stay=stay, service=hospital.scan, planned_at=later(240), by=hospital.cast.doctor)
    shown = words(nurse.get(at("bedside_sheet", stay.id)))
    for expected in ("Urgent? Press the call bell.", "13:00–13:30", "kept for you until 13:30", "comes between 08:30"):
        assert expected in shown, expected
    assert nurse.get(at("bedside_sheet", hospital.asked(hospital.cast.tom).id)).status_code == 404


@pytest.mark.parametrize(("state", "said"), [("requested", "Waiting for a bed"), ("withdrawn", "No bed was needed")])
def test_stay_that_is_not_in_a_bed_says_so(hospital: Hospital, as_: Browser, state: str, said: str) -> None:
    stay = hospital.asked()
    if state == "withdrawn":
        actions.withdraw_bed_request(stay=stay, reason="better", by=hospital.cast.doctor)
    assert said in words(as_("doctor").get(at("stay", stay.id)))


def test_record_leads_to_the_stay_the_request_or_asking(hospital: Hospital, as_: Browser) -> None:
    doctor, nurse, record = as_("doctor"), as_("ward_nurse"), at("person", hospital.cast.maya.id)
    assert at("ask_for_bed", hospital.cast.maya.id) in doctor.get(record).content.decode()
    stay = hospital.given()
    assert at("bed_request", stay.id) in nurse.get(record).content.decode()
    actions.admit(stay=stay, by=hospital.cast.ward_nurse)
    assert at("stay", stay.id) in doctor.get(record).content.decode()
    assert "stays/" not in as_("agent").get(record).content.decode()
    assert Stay.objects.count() == 1
