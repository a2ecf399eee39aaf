"""What stands on the pages, and how many statements the lists take."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.portal.clinic import Clinic

EMPTY = {
    "/home/": "You have no visit planned",
    "/visits/": "You have no visit planned",
    "/promises/": "There is nothing that we still owe you",
}


@pytest.mark.parametrize(("address", "words"), EMPTY.items())
def test_empty_pages_say_so_kindly(clinic: Clinic, address: str, words: str) -> None:
    assert words in clinic.browser("tom").get(address).content.decode()


def test_home_shows_the_next_visit_first(clinic: Clinic) -> None:
    later, sooner = clinic.visit(clinic.cast.maya, 5), clinic.visit(clinic.cast.maya, 1)
    html = clinic.browser("maya").get("/home/").content.decode()
    assert f"/visits/{sooner.id}/" in html
    assert f"/visits/{later.id}/" not in html
    assert "Clinic visit" in html


def test_visits_stand_in_order_and_ended_ones_apart(clinic: Clinic) -> None:
    later, sooner = clinic.visit(clinic.cast.maya, 5), clinic.visit(clinic.cast.maya, 1)
    clinic.browser("maya").post(f"/visits/{later.id}/cancel/", {"key": "k", "reason": "pat"})
    html = clinic.browser("maya").get("/visits/").content.decode()
    assert html.index(str(sooner.id)) < html.index("Earlier visits") < html.index(str(later.id))


def test_the_page_of_a_visit_shows_its_promises_and_no_others(clinic: Clinic) -> None:
    visits = [clinic.visit(clinic.cast.maya, nth) for nth in (1, 5)]
    html = clinic.browser("maya").get(f"/visits/{visits[0].id}/").content.decode()
    for promise in clinic.cast.maya.promises.all():
        assert (promise.reference in html) == (promise.subject_id == visits[0].id)


@pytest.mark.parametrize("address", ["/visits/", "/promises/", "/home/"])
def test_P_lists_take_as_many_statements_for_many_as_for_one(clinic: Clinic, address: str) -> None:
    browser = clinic.browser("maya")
    clinic.visit(clinic.cast.maya)
    with_one = statements(browser, address)
    for nth in (2, 4):
        clinic.visit(clinic.cast.maya, nth)
    assert statements(browser, address) == with_one


def statements(browser: Client, address: str) -> int:
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


def test_X_4_the_journey_tells_what_happened_and_who_looked(clinic: Clinic) -> None:
    clinic.visit(clinic.cast.maya)
    html = clinic.browser("maya").get("/journey/").content.decode()
    assert "Ada Quick" in html
    assert "Worked on your care" in html


def test_the_need_is_found_and_stays_out_of_the_address(clinic: Clinic) -> None:
    clinic.skin.lay_needs = {"en": ["rash", "itchy skin"]}
    clinic.skin.save()
    answer = Client().post("/find/", {"text": "itchy skin"})
    assert answer.status_code == 200
    assert "/services/SKIN/" in answer.content.decode()


def test_a_need_that_is_not_understood_leads_to_a_person(clinic: Clinic) -> None:
    html = Client().post("/find/", {"text": "xqzvv"}).content.decode()
    assert "We did not understand that" in html
    assert "tel:020 7946 0100" in html


def test_an_empty_need_is_asked_again(clinic: Clinic) -> None:
    html = Client().post("/find/", {"text": ""}).content.decode()
    assert "This field is required" in html
    assert "Or look through everything" in html


def test_UR_words_of_danger_bring_the_emergency_number_first(clinic: Clinic) -> None:
    html = Client().post("/find/", {"text": "crushing chest pain, I cannot breathe"}).content.decode()
    assert "Is it happening now?" in html
    assert html.index("Is it happening now?") < html.index("What do you need?")


def test_a_service_that_needs_an_order_says_where_to_begin(clinic: Clinic) -> None:
    html = Client().get("/services/SCAN/").content.decode()
    assert "A doctor, nurse or therapist has to ask for this first." in html
    assert "/services/SKIN/" in html
    assert "/services/SCAN/times/" not in html
