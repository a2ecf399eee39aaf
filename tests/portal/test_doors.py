"""Who gets in where: nobody to the sign-in, the wrong person to the very answer that nothing is there (law I-23)."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.portal.clinic import Clinic

from almoner.core.identifiers import new_id

OWN_PAGES = ["/home/", "/visits/", "/promises/", "/journey/", "/services/GEN/times/"]
OPEN_PAGES = ["/", "/other-ways/", "/find/", "/services/GEN/"]


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_open_pages_need_no_sign_in(clinic: Clinic, address: str) -> None:
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("address", OWN_PAGES)
def test_own_pages_send_a_stranger_to_the_sign_in(clinic: Clinic, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/login/code/?next={address}"


@pytest.mark.parametrize("address", OWN_PAGES)
def test_own_pages_open_for_a_person(clinic: Clinic, address: str) -> None:
    assert clinic.browser("maya").get(address).status_code == 200


@pytest.mark.parametrize("address", OWN_PAGES)
def test_own_pages_are_not_there_for_staff(clinic: Clinic, address: str) -> None:
    assert clinic.browser("agent_staff").get(address).status_code == 404


def test_the_front_page_sends_everybody_to_their_own(clinic: Clinic) -> None:
    assert clinic.browser("maya").get("/")["Location"] == "/home/"
    assert clinic.browser("agent_staff").get("/")["Location"] == "/desk/"


def test_an_unknown_service_is_not_there(clinic: Clinic) -> None:
    assert Client().get("/services/NONE/").status_code == 404
    assert clinic.browser("maya").get("/services/NONE/times/").status_code == 404


@pytest.mark.parametrize(
    ("method", "rest"), [("get", ""), ("post", "confirm/"), ("get", "cancel/"), ("post", "cancel/")]
)
def test_I_23_anothers_visit_is_answered_as_an_absent_one(clinic: Clinic, method: str, rest: str) -> None:
    visit = clinic.visit(clinic.cast.maya)
    browser = clinic.browser("tom")
    of_another = getattr(browser, method)(f"/visits/{visit.id}/{rest}", {"reason": "pat"})
    absent = getattr(browser, method)(f"/visits/{new_id()}/{rest}", {"reason": "pat"})
    assert (of_another.status_code, absent.status_code) == (404, 404)
    assert told(of_another) == told(absent)
    visit.refresh_from_db()
    assert visit.state == "booked"


@pytest.mark.parametrize("method", ["get", "post"])
def test_I_23_anothers_hold_is_answered_as_an_absent_one(clinic: Clinic, method: str) -> None:
    hold = clinic.hold(clinic.cast.maya)
    browser = clinic.browser("tom")
    of_another = getattr(browser, method)(f"/holds/{hold.id}/", {"key": "k1"})
    absent = getattr(browser, method)(f"/holds/{new_id()}/", {"key": "k2"})
    assert (of_another.status_code, absent.status_code) == (404, 404)
    assert told(of_another) == told(absent)


def test_I_23_anothers_visit_cannot_be_moved(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.cast.maya)
    browser = clinic.browser("tom")
    assert browser.get(f"/services/GEN/times/?moving={visit.id}").status_code == 404
    assert browser.get("/services/GEN/times/?moving=nonsense").status_code == 404
    hold = clinic.hold(clinic.cast.tom, 1)
    assert browser.post(f"/holds/{hold.id}/", {"key": "k", "moving": str(visit.id)}).status_code == 404
    assert browser.post(f"/holds/{hold.id}/", {"key": "k", "instead_of": str(visit.id)}).status_code == 404
    assert browser.post(f"/holds/{hold.id}/", {"key": "k", "instead_of": "nonsense"}).status_code == 404


def test_I_23_anothers_promise_is_answered_as_an_absent_one(clinic: Clinic) -> None:
    clinic.visit(clinic.cast.maya)
    reference = clinic.cast.maya.promises.first().reference
    assert clinic.browser("maya").get(f"/promises/{reference}/").status_code == 200
    of_another = clinic.browser("tom").get(f"/promises/{reference}/")
    absent = clinic.browser("tom").get("/promises/P-0000-0000/")
    assert (of_another.status_code, absent.status_code) == (404, 404)
    assert told(of_another) == told(absent)


def told(answer: object) -> str:
    """The part of a page that says something: without tokens, and without the address of the page in its switches."""
    html = answer.content.decode()  # type: ignore[attr-defined]
    return str(html[html.index("<main") : html.index("</main>")])
