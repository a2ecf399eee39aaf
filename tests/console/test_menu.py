"""The menu on its pages: read by a manager, chosen by the person or by a nurse for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.console.reading import words
from tests.visits.hospital import Hospital

import almoner.demo
from almoner.records.actions import note_allergy
from almoner.visits import actions
from almoner.visits.menu_data import read_menu
from almoner.visits.models import BedsideRequest, MenuDish, Stay

PAGE = "/desk/hospital/menu/"
FILE = Path(almoner.demo.__file__).parent / "hospital" / "menu.toml"
Browser = Callable[[str], Client]


def upload(browser: Client, content: bytes, how: str = "load") -> object:
    return browser.post(PAGE, {"upload": SimpleUploadedFile("menu.toml", content), "how": how}, follow=True)


@pytest.fixture
def eating(hospital: Hospital) -> Stay:
    actions.load_menu(dishes=read_menu(FILE.read_bytes()), by=hospital.cast.manager)
    stay = hospital.admitted()
    actions.order_diet(stay=stay, diet="regular", by=hospital.cast.ward_nurse)
    note_allergy(person=hospital.cast.maya, kind="food", allergen="nuts", source="person", by=hospital.cast.ward_nurse)
    return stay


def test_menu_is_checked_then_put_in_force(hospital: Hospital, as_: Browser) -> None:
    manager = as_("manager")
    assert "Nothing was changed yet" in words(upload(manager, FILE.read_bytes(), "check"))
    assert not MenuDish.objects.exists()
    assert "The menu has 16 dishes now" in words(upload(manager, FILE.read_bytes()))
    assert "Walnut cake" in words(manager.get(PAGE))
    faulty = upload(manager, b"[[dish]]\ncode = 'x'")
    assert faulty.status_code == 422  # type: ignore[attr-defined]
    assert MenuDish.objects.filter(active=True).count() == 16


def test_STAY_6_person_chooses_from_what_is_right_for_them(hospital: Hospital, eating: Stay, as_: Browser) -> None:
    maya = as_("maya")
    shown = words(maya.get("/stay/"))
    assert "Peeled apple or pear" in shown
    assert "Walnut cake" not in shown
    for _twice in range(2):
        said = words(maya.post("/stay/dish/", {"dish": "fruit", "key": "k"}, follow=True))
        assert "The kitchen has it: Peeled apple or pear" in said
    assert BedsideRequest.objects.count() == 1
    assert "not on your menu now" in words(maya.post("/stay/dish/", {"dish": "walnut-cake", "key": "l"}, follow=True))


def test_STAY_6_nurse_chooses_for_them_and_is_stopped_alike(hospital: Hospital, eating: Stay, as_: Browser) -> None:
    nurse, page = as_("ward_nurse"), reverse("console:stay_menu", args=[eating.id])
    assert "Walnut cake" not in words(nurse.get(page))
    assert "not on their menu now" in words(nurse.post(page, {"dish": "walnut-cake", "key": "k"}, follow=True))
    assert "The kitchen has it" in words(nurse.post(page, {"dish": "fruit", "key": "k"}, follow=True))
    note_allergy(
        person=hospital.cast.maya, kind="food", substance="Strawberries", source="person", by=hospital.cast.ward_nurse
    )
    assert "Strawberries" in words(nurse.get(page))
    assert "Peeled apple" not in words(nurse.get(page))
    assert "please choose with your nurse: Strawberries" in words(as_("maya").get("/stay/"))


@pytest.mark.parametrize(("who", "status"), [("agent", 404), ("manager", 404), ("maya", 404), ("doctor", 200)])
def test_I_22_menu_of_a_person_is_for_who_cares_for_them(
    hospital: Hospital, eating: Stay, as_: Browser, who: str, status: int
) -> None:
    assert as_(who).get(reverse("console:stay_menu", args=[eating.id])).status_code == status


def test_I_22_who_lies_in_no_bed_chooses_nothing(hospital: Hospital, eating: Stay, as_: Browser) -> None:
    assert "not on your menu now" in words(as_("tom").post("/stay/dish/", {"dish": "fruit"}, follow=True))
    assert not BedsideRequest.objects.filter(stay__person=hospital.cast.tom).exists()
