"""Acting for somebody else: with leave, for what it allows, until it ends (law I-26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from tests.cast import MONDAY_MORNING
from tests.portal.clinic import Clinic

from almoner.core.identifiers import new_id
from almoner.people.models import Carer
from almoner.scheduling.models import Appointment

At = Callable[[datetime], None]


def turned_to_maya(clinic: Clinic) -> Client:
    browser = clinic.browser("leila")
    answer = browser.post("/act-for/", {"person": str(clinic.cast.maya.id)}, follow=True)
    assert answer.redirect_chain == [("/home/", 302)]
    return browser


def allow_only(clinic: Clinic, *scopes: str) -> None:
    Carer.objects.filter(person=clinic.cast.maya).update(scopes=list(scopes))


def test_a_carer_turns_to_the_pages_of_another_and_back(clinic: Clinic) -> None:
    browser = turned_to_maya(clinic)
    assert "These are the pages of" in browser.get("/home/").content.decode()
    browser.post("/act-for/")
    assert "These are the pages of" not in browser.get("/visits/").content.decode()


def test_only_those_whom_one_cares_for_can_be_turned_to(clinic: Clinic) -> None:
    browser = clinic.browser("tom")
    for person in (clinic.cast.maya.id, new_id(), "nonsense"):
        assert browser.post("/act-for/", {"person": str(person)}).status_code == 404
    assert browser.get("/act-for/").status_code == 405


def test_a_carer_books_for_the_other_and_the_trace_says_so(clinic: Clinic) -> None:
    browser = turned_to_maya(clinic)
    kept = browser.post("/services/GEN/times/", {"time": clinic.key()})
    assert "Maya Osei" in browser.get(kept["Location"]).content.decode()
    assert browser.post(kept["Location"], {"key": "k"}).status_code == 302
    assert Appointment.objects.get().person == clinic.cast.maya


def test_without_leave_to_book_nothing_can_be_booked_or_changed(clinic: Clinic) -> None:
    visit, hold = clinic.visit(clinic.cast.maya), clinic.hold(clinic.cast.maya, 3)
    allow_only(clinic, "messages")
    browser = turned_to_maya(clinic)
    assert browser.get("/services/GEN/times/").status_code == 404
    assert browser.post("/services/GEN/times/", {"time": clinic.key(5)}).status_code == 404
    assert browser.post(f"/holds/{hold.id}/", {"key": "k"}).status_code == 404
    assert browser.get(f"/visits/{visit.id}/cancel/").status_code == 404
    assert browser.post(f"/visits/{visit.id}/confirm/").status_code == 404
    page = browser.get(f"/visits/{visit.id}/")
    assert page.status_code == 200
    assert "I cannot come" not in page.content.decode()


def test_without_leave_to_read_the_record_there_is_no_journey(clinic: Clinic) -> None:
    allow_only(clinic, "book")
    browser = turned_to_maya(clinic)
    assert browser.get("/journey/").status_code == 404
    assert "/journey/" not in browser.get("/home/").content.decode()


def test_anothers_visit_is_not_shown_among_ones_own_pages(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.cast.maya)
    browser = clinic.browser("leila")
    assert browser.get(f"/visits/{visit.id}/").status_code == 404
    assert turned_to_maya(clinic).get(f"/visits/{visit.id}/").status_code == 200


def test_I_26_leave_that_has_ended_ends_at_the_next_page(clinic: Clinic, at: At) -> None:
    browser = turned_to_maya(clinic)
    Carer.objects.filter(person=clinic.cast.maya).update(ended_at=MONDAY_MORNING)
    at(MONDAY_MORNING + timedelta(minutes=1))
    html = browser.get("/home/").content.decode()
    assert "You may no longer act for somebody else." in html
    assert "These are the pages of" not in html


def test_I_26_what_is_sent_after_leave_has_ended_is_done_for_nobody(clinic: Clinic) -> None:
    browser = turned_to_maya(clinic)
    Carer.objects.filter(person=clinic.cast.maya).update(ended_at=MONDAY_MORNING)
    answer = browser.post("/services/GEN/times/", {"time": clinic.key()})
    assert answer["Location"] == "/home/"
    assert not clinic.cast.leila.holds.exists()
