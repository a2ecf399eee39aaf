"""My stay: what somebody in a bed reads and asks for; what their carers may."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.cast import signed_in
from tests.console.reading import words
from tests.visits.hospital import SHEET, Hospital, hospital, later

from almoner.people.models import Carer
from almoner.visits import actions
from almoner.visits.models import BedsideRequest, Worry

__all__ = ["hospital"]


@pytest.fixture
def maya(hospital: Hospital) -> Client:
    return signed_in(hospital.cast.maya)


@pytest.fixture
def leila(hospital: Hospital) -> Client:
    browser = signed_in(hospital.cast.leila)
    browser.post("/act-for/", {"person": str(hospital.cast.maya.id)})
    return browser


def test_STAY_1_everything_of_the_day_stands_on_one_page(hospital: Hospital, maya: Client) -> None:
    stay, nurse, doctor = hospital.admitted(), hospital.cast.ward_nurse, hospital.cast.doctor
    actions.order_diet(stay=stay, diet="soft", allergens=["egg"], by=nurse)
    actions.order_test(stay=stay, service=hospital.scan, planned_at=later(300), by=doctor)
    told = actions.order_test(stay=stay, service=hospital.service, planned_at=later(5), by=doctor)
    actions.test_done(test=told, result_by_at=later(60), by=doctor)
    actions.tell_result(test=told, result="All is well.", by=doctor)
    actions.publish_plan(stay=stay, by=nurse)
    shown = words(maya.get("/stay/"))
    for expected in (
        "Urgent? Press the call bell.", "Happening soon", "Doctors' round", "Dana Okafor", "comes about 08:30 to 11:00",
        "Please eat nothing now", "From today 12:00 please drink nothing either", "Soft food", "Never for you: Egg",
        "Pictures of the inside.", "All is well.", "14:00 to 20:00", "Before I go home", "Your test: CT scan",
        "Willem Vos went through this with you", "Tender, moist food",
    ):  # fmt: skip
        assert expected in shown, expected
    assert "You are staying with us" in words(maya.get("/home/"))
    assert "Press the call bell" in words(maya.get("/stay/sheet/"))


def test_STAY_1_nothing_by_mouth_is_told_in_clock_times(hospital: Hospital, maya: Client) -> None:
    stay = hospital.admitted()
    actions.order_diet(
        stay=stay, diet="nil_by_mouth", reason="Your operation", review_at=later(180), by=hospital.cast.ward_nurse
    )
    shown = words(maya.get("/stay/"))
    assert "Please eat and drink nothing Since today 09:00. We look at it again by today 12:00. Your operation" in shown


def test_STAY_2_asking_goes_to_the_team_once_and_can_be_taken_back(hospital: Hospital, maya: Client) -> None:
    hospital.admitted()
    for _twice in range(2):
        assert maya.post("/stay/ask/", {"what": "blanket", "note": "warm", "key": "k"}).status_code == 302
    asked = BedsideRequest.objects.get()
    assert (asked.team, asked.asked_by) == ("housekeeping", "Maya Osei")
    assert "Housekeeping" in words(maya.get("/stay/"))
    assert maya.post("/stay/ask/", {"what": "gold"}).status_code == 422
    maya.post(f"/stay/ask/{asked.id}/withdraw/")
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert "This cannot be done now" in maya.post(f"/stay/ask/{asked.id}/withdraw/", follow=True).content.decode()


def test_STAY_8_worry_needs_one_press_and_no_words(hospital: Hospital, maya: Client, leila: Client) -> None:
    hospital.admitted()
    assert "no complaint" in words(maya.get("/stay/worry/"))
    assert maya.post("/stay/worry/", {"key": "k"}).status_code == 302
    assert leila.post("/stay/worry/", {"words": "she is so pale", "key": "l"}).status_code == 302
    own, family = sorted(Worry.objects.all(), key=lambda worry: worry.relationship)
    assert (own.relationship, own.words) == ("", "–")
    assert (family.relationship, family.raised_by) == ("family or friend", "Leila Haddad")
    assert "We heard that you are worried" in words(maya.get("/stay/"))


def test_STAY_9_carer_sees_what_their_leave_allows(hospital: Hospital, leila: Client) -> None:
    stay = hospital.admitted()
    actions.order_diet(stay=stay, diet="soft", by=hospital.cast.ward_nurse)
    assert "Soft food" in words(leila.get("/stay/"))
    Carer.objects.update(scopes=["messages"])
    shown = words(leila.get("/stay/"))
    for hidden in ("Soft food", "Happening soon", "M1", "Before I go home", "Dana Okafor"):
        assert hidden not in shown, hidden
    for seen in ("General medicine", "14:00 to 20:00", "I am worried", "Ask for something"):
        assert seen in shown, seen
    for address in ("/stay/sheet/", "/stay/home/", "/stay/home/sheet.pdf"):
        assert leila.get(address).status_code == 404
    assert leila.post("/stay/ask/", {"what": "water", "key": "k"}).status_code == 302


def test_I_23_nobody_else_reaches_a_stay(hospital: Hospital, maya: Client) -> None:
    stay = hospital.admitted()
    asked = actions.ask_at_bedside(stay=stay, what="meal", by=hospital.cast.maya_herself)
    tom = signed_in(hospital.cast.tom)
    assert "You are not staying with us now" in words(tom.get("/stay/"))
    assert tom.post(f"/stay/ask/{asked.id}/withdraw/").status_code == 404
    assert tom.post("/stay/ask/", {"what": "meal"}).status_code == 404
    assert "Just now you are not." in words(tom.post("/stay/worry/", {"words": "x"}))
    assert not Worry.objects.exists()


def test_who_waits_for_a_bed_sees_the_promise(hospital: Hospital, maya: Client) -> None:
    hospital.asked()
    shown = words(maya.get("/stay/"))
    assert "We are finding a bed for you." in shown
    assert "You are in a bed that suits you by" in shown
    assert "We are finding a bed" in words(maya.get("/stay/sheet/"))


def test_FUP_11_sheet_stays_with_them_after_they_went_home(hospital: Hospital, maya: Client) -> None:
    stay = hospital.admitted()
    assert "not staying" not in words(maya.get("/stay/home/"))
    actions.discharge(stay=stay, summary=SHEET, by=hospital.cast.doctor)
    assert "My going-home sheet" in words(maya.get("/stay/"))
    shown = words(maya.get("/stay/home/"))
    assert "Fever, or pain that grows worse." in shown
    assert maya.get("/stay/home/sheet.pdf").content[:5] == b"%PDF-"
