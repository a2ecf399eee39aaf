"""Allergies on the record, on the one page, in the diet order, on the ward's list and at the bedside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.console.reading import words
from tests.visits.hospital import Hospital

from almoner.records.actions import end_allergy, note_allergy
from almoner.records.models import Allergy
from almoner.visits import actions
from almoner.visits.models import DietOrder

Browser = Callable[[str], Client]
SAID = {"kind": "food", "substance": "Walnuts", "allergen": "nuts", "reaction": "swollen lips", "source": "person"}


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def noted(hospital: Hospital, **other: str) -> Allergy:
    return note_allergy(person=hospital.cast.maya, by=hospital.cast.ward_nurse, **(SAID | other))  # type: ignore[arg-type]


def test_X_3_written_down_by_one_checked_by_another_ended_with_a_reason(hospital: Hospital, as_: Browser) -> None:
    nurse, doctor = as_("ward_nurse"), as_("doctor")
    page = at("allergies", hospital.cast.maya.id)
    assert "That does not mean that there are none" in words(nurse.get(page))
    assert nurse.post(page, SAID | {"substance": "", "allergen": ""}).status_code == 422
    for _twice in range(2):
        assert nurse.post(page, SAID | {"key": "k"}).status_code == 302
    allergy = Allergy.objects.get()
    shown = words(nurse.get(page))
    assert "swollen lips" in shown
    assert "Checked with them" not in shown
    check = at("allergy_act", allergy.id, "check")
    assert "Somebody else than who wrote it down" in words(nurse.post(check, follow=True))
    assert "checked by Dana Okafor" in words(doctor.post(check, follow=True))
    end = at("allergy_act", allergy.id, "end")
    assert "Please say what was wrong" in words(doctor.post(end, {"why": ""}, follow=True))
    ended = doctor.post(end, {"why": "ruled out by a test"}, follow=True)
    assert "It does not stand any more" in words(ended)
    assert "ruled out by a test" in ended.content.decode()
    assert doctor.post(at("allergy_act", allergy.id, "nonsense")).status_code == 404


def test_one_page_shows_what_happened_and_whether_it_was_checked(hospital: Hospital, as_: Browser) -> None:
    noted(hospital, kind="medicine", substance="Penicillin", allergen="", reaction="could not breathe")
    shown = words(as_("doctor").get(at("clinical", hospital.cast.maya.id)))
    assert "Penicillin could not breathe not checked yet" in shown


def test_STAY_6_what_the_kitchen_alone_was_told_is_said_so(hospital: Hospital, as_: Browser) -> None:
    stay = hospital.admitted()
    actions.order_diet(stay=stay, diet="regular", allergens=["milk"], by=hospital.cast.ward_nurse)
    assert "not in the record" in words(as_("doctor").get(at("clinical", hospital.cast.maya.id)))


def test_STAY_6_a_diet_order_carries_what_the_record_forbids_and_cannot_drop_it(hospital: Hospital) -> None:
    stay, nurse = hospital.admitted(), hospital.cast.ward_nurse
    allergy = noted(hospital)
    order = actions.order_diet(stay=stay, diet="soft", allergens=["milk"], by=nurse)
    assert order.allergens == ["milk", "nuts"]
    again = actions.order_diet(stay=stay, diet="soft", allergens=["milk"], allergy_looked_at=True, by=nurse)
    assert again.allergens == ["milk", "nuts"]
    end_allergy(allergy=allergy, why="ruled out", by=hospital.cast.doctor)
    last = actions.order_diet(stay=stay, diet="soft", allergens=["milk"], allergy_looked_at=True, by=nurse)
    assert last.allergens == ["milk"]


def test_STAY_6_an_allergy_that_comes_after_the_order_counts_at_once_everywhere(
    hospital: Hospital, as_: Browser
) -> None:
    stay, nurse = hospital.admitted(), as_("ward_nurse")
    actions.order_diet(stay=stay, diet="regular", by=hospital.cast.ward_nurse)
    noted(hospital)
    noted(hospital, substance="Strawberries", allergen="")
    assert DietOrder.objects.get().allergens == []
    for page in (at("ward", hospital.ward.id), at("diets", hospital.ward.id), at("stay", stay.id)):
        assert "Nuts, Strawberries" in words(nurse.get(page)), page
    shown = words(as_("maya").get("/stay/"))
    assert "Never for you: Nuts, Strawberries" in shown
    assert "We have written down these allergies: Strawberries, Walnuts" in shown


@pytest.mark.parametrize(("who", "status"), [("bed_manager", 200), ("receptionist", 404), ("maya", 404)])
def test_I_22_page_is_for_who_sees_clinical_matters(hospital: Hospital, as_: Browser, who: str, status: int) -> None:
    allergy, browser = noted(hospital), as_(who)
    assert browser.get(at("allergies", hospital.cast.maya.id)).status_code == status
    assert browser.post(at("allergy_act", allergy.id, "end"), {"why": "x"}).status_code == 404
