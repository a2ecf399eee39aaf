"""Stepping into the cast of the rehearsal hospital; in a real hospital there is no such door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.kept import kept

from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.models import Setting
from almoner.demo import cast
from almoner.desk.models import Contact, Ringing
from almoner.people.actions import found_hospital
from almoner.people.queries import staff_actor

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAGES = ["/rehearsal/", "/rehearsal/step-in/", "/rehearsal/step-out/", "/rehearsal/ring/", "/rehearsal/talk/"]
KEYS = [one["key"] for group in ("staff", "person") for one in cast.cast_data()[group]]


@pytest.fixture
def hospital(db: None, settings: Any) -> Iterator[Actor]:
    """A hospital with the cast and their accounts, and nothing else; its manager."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(NOW):
        yield kept("a hospital with the cast", found)


def found() -> Actor:
    founded = found_hospital(
        name="Riverside General Hospital", manager_name="Daniel Carter", manager_email="daniel@riverside.example",
        service_desk_number="020 7946 0100", emergency_number="999", by=SYSTEM,
    )  # fmt: skip
    manager = staff_actor(founded.manager)
    assert manager
    staff = cast.hire_cast(site=founded.site, manager=founded.manager, by=manager)
    people = cast.register_cast(today=clock.today(), by=manager)
    cast.open_accounts(staff=staff, people=people, by=manager)
    return manager


@pytest.fixture
def rehearsal(hospital: Actor) -> None:
    Setting.objects.create(name=cast.MARK, value=True)


def test_the_page_shows_everybody(rehearsal: None) -> None:
    html = Client().get("/rehearsal/").content.decode()
    assert [key for key in KEYS if f'name="key" value="{key}"' not in html] == []


@pytest.mark.parametrize("key", KEYS)
def test_everybody_of_the_cast_opens_their_first_page(rehearsal: None, key: str) -> None:
    browser = Client()
    answer = browser.post("/rehearsal/step-in/", {"key": key}, follow=True)
    staff = key in {one["key"] for one in cast.cast_data()["staff"]}
    assert answer.status_code == 200
    assert answer.redirect_chain[-1] == ("/desk/" if staff else "/home/", 302)


def test_who_reads_arabic_steps_into_arabic_pages_and_the_next_does_not(rehearsal: None) -> None:
    browser = Client()
    assert (
        '<html lang="ar" dir="rtl"'
        in browser.post("/rehearsal/step-in/", {"key": "leila"}, follow=True).content.decode()
    )
    assert (
        '<html lang="en" dir="ltr"'
        in browser.post("/rehearsal/step-in/", {"key": "maya"}, follow=True).content.decode()
    )


def test_every_page_says_as_whom_one_acts_until_one_steps_out(rehearsal: None) -> None:
    browser = Client()
    browser.post("/rehearsal/step-in/", {"key": "maya"})
    assert "Rehearsal: you act as" in browser.get("/find/").content.decode()
    browser.post("/rehearsal/step-out/")
    assert "Nobody here is real" in browser.get("/find/").content.decode()
    assert browser.get("/home/").status_code == 302


def test_nobody_else_can_be_stepped_into(rehearsal: None) -> None:
    assert Client().post("/rehearsal/step-in/", {"key": "somebody"}).status_code == 404
    assert Client().post("/rehearsal/step-in/").status_code == 404


def test_looking_at_the_door_opens_nothing(rehearsal: None) -> None:
    assert Client().get("/rehearsal/step-in/", {"key": "manager"}).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", PAGES)
def test_a_real_hospital_has_no_such_door(hospital: Actor, address: str, method: str) -> None:
    browser = Client()
    answer = getattr(browser, method)(address, {"key": "manager"})
    allowed = {("/rehearsal/", "get"), ("/rehearsal/step-in/", "post"), ("/rehearsal/step-out/", "post")}
    allowed |= {(f"/rehearsal/{page}/", how) for page in ("ring", "talk") for how in ("get", "post")}
    assert answer.status_code == (404 if (address, method) in allowed else 405)
    assert "_auth_user_id" not in browser.session


def test_a_real_hospital_is_not_marked_as_a_rehearsal(hospital: Actor) -> None:
    assert "Rehearsal" not in Client().get("/").content.decode()


def test_one_of_the_cast_rings_and_hangs_up(rehearsal: None) -> None:
    browser = Client()
    shown = browser.get("/rehearsal/ring/").content.decode()
    assert "Maya Osei" in shown
    assert browser.post("/rehearsal/ring/", {"who": "nobody", "language": "en"}).status_code == 422
    answer = browser.post("/rehearsal/ring/", {"who": "other", "number": "07700 900999", "language": "ar"})
    call = Ringing.objects.get()
    assert (call.number, call.language, answer["Location"]) == ("07700 900999", "ar", f"/rehearsal/ring/{call.id}/")
    assert "It rings" in browser.get(answer["Location"]).content.decode()
    browser.post(f"{answer['Location']}hang-up/")
    assert "You hung up" in browser.get(answer["Location"]).content.decode()
    assert browser.post(f"{answer['Location']}hang-up/").status_code == 302
    assert Contact.objects.get().outcome == "ABANDONED"
