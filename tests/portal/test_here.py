"""“I am here”: from one's own page, by the link of a message, by the poster; and the page on which one waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.cast import signed_in
from tests.console.reading import words
from tests.visits.hospital import Hospital, later

from almoner.people.actions import note_need
from almoner.people.enums import Need
from almoner.scheduling.door_link import PATH, token_for, visit_of
from almoner.visits import actions
from almoner.visits.enums import How, VisitState
from almoner.visits.models import Visit

Clock = Callable[[datetime], None]
MAYA = {"name": "Maya Osei", "birth_on_day": "3", "birth_on_month": "4", "birth_on_year": "1980"}


def to(name: str, *arguments: object) -> str:
    return reverse(f"portal:{name}", args=arguments)


@pytest.fixture(autouse=True)
def _no_tries_yet(db: None) -> None:
    cache.clear()


def browser(hospital: Hospital, name: str) -> Client:
    return signed_in(getattr(hospital.cast, name))


def test_ARR_2_own_page_says_from_when_then_offers_then_gives_the_choice(hospital: Hospital, at: Clock) -> None:
    booked, maya = hospital.appointment(hospital.cast.maya, "11:00"), browser(hospital, "maya")
    page = to("visit", booked.id)
    early = words(maya.get(page))
    assert "From today 10:30 you can say here that you are here" in early
    assert "I am here" not in early
    assert "10:30" in words(maya.post(to("say_here", booked.id), follow=True))
    at(later(95))
    maya = browser(hospital, "maya")
    assert "I am here" in words(maya.get(page))
    at(later(150))
    maya = browser(hospital, "maya")
    late = words(maya.get(page))
    assert "You are late for your visit, and you can still be seen" in late
    assert "Choose another time" in late
    assert not Visit.objects.exists()
    answer = maya.post(to("say_here", booked.id), {"will_wait": "yes"}, follow=True)
    assert "A001" in words(answer)
    assert "Your number is A001" in words(maya.get(page))


def test_ARR_3_carer_says_it_for_her_and_a_stranger_cannot(hospital: Hospital) -> None:
    booked = hospital.appointment(hospital.cast.maya)
    tom, leila = browser(hospital, "tom"), browser(hospital, "leila")
    assert tom.post(to("say_here", booked.id)).status_code == 404
    leila.post(to("act_for"), {"person": str(hospital.cast.maya.id)})
    assert leila.post(to("say_here", booked.id))["Location"] == to("waiting")
    assert "A001" in words(leila.get(to("waiting")))
    assert tom.get(to("waiting"))["Location"] == to("here")


def test_ARR_3_link_asks_for_two_identifiers_and_leaves_the_address(hospital: Hospital) -> None:
    token = token_for(hospital.appointment(hospital.cast.maya).id)
    somebody = Client()
    assert PATH.format(token=token) == to("here_link", token)
    assert somebody.get(to("here_link", token))["Location"] == to("here_by_link")
    shown = somebody.get(to("here_by_link"))
    assert "Maya" not in shown.content.decode()
    answer = somebody.post(to("here_by_link"), MAYA)
    visit = Visit.objects.get()
    assert (answer["Location"], visit.how) == (to("waiting"), How.LINK)
    assert str(visit.id) not in answer["Location"]
    assert "A001" in words(somebody.get(to("waiting")))
    other = Client()
    other.get(to("here_link", token))
    assert other.post(to("here_by_link"), MAYA)["Location"] == to("waiting")
    assert Visit.objects.count() == 1


def test_I_28_whatever_does_not_fit_looks_the_same(hospital: Hospital) -> None:
    token = token_for(hospital.appointment(hospital.cast.maya).id)
    said = set()
    for link, who in (
        (token, MAYA | {"name": "Tom Whitfield"}),
        (token, MAYA | {"birth_on_year": "1981"}),
        (token[:-1] + ("A" if token[-1] != "A" else "B"), MAYA),
        ("nonsense", MAYA),
    ):
        somebody = Client()
        somebody.get(to("here_link", link))
        answer = somebody.post(to("here_by_link"), who)
        said.add((answer.status_code, words(answer).split("Your name")[0]))
    assert len(said) == 1
    assert not Visit.objects.exists()


def test_link_cannot_be_made_up() -> None:
    for nonsense in ("", "é", "====", "A" * 36, "A" * 35):
        assert visit_of(nonsense) is None


def test_poster_finds_the_visit_and_finds_the_place_again(hospital: Hospital) -> None:
    hospital.appointment(hospital.cast.maya)
    code = hospital.cast.site.code
    phone = Client()
    assert "Where are you?" in words(phone.get(to("here")))
    assert phone.post(to("here_at", code), MAYA)["Location"] == to("waiting")
    assert Visit.objects.get().how == How.QR
    assert Client().post(to("here_at", code), MAYA)["Location"] == to("waiting")
    assert phone.get(to("here_at", "nowhere")).status_code == 404


def test_late_at_the_poster_has_the_choice(hospital: Hospital, at: Clock) -> None:
    hospital.appointment(hospital.cast.maya)
    at(later(60))
    page, phone = to("here_at", hospital.cast.site.code), Client()
    late = phone.post(page, MAYA)
    assert (late.status_code, "I will wait" in words(late)) == (409, True)
    hidden = {"name": "Maya Osei", "birth_on": "1980-04-03", "will_wait": "yes"}
    assert phone.post(page, hidden)["Location"] == to("waiting")


def test_guessing_ends_after_a_few_tries(hospital: Hospital) -> None:
    hospital.appointment(hospital.cast.maya)
    page, phone = to("here_at", hospital.cast.site.code), Client()
    for _try in range(6):
        assert "We could not find your visit" in words(phone.post(page, MAYA | {"name": "Maya Other"}))
    assert "several times" in words(phone.post(page, MAYA))
    assert not Visit.objects.exists()


def test_ARR_5_waiting_page_says_how_long_why_and_who(hospital: Hospital) -> None:
    visit = hospital.here()
    maya = browser(hospital, "maya")
    shown = words(maya.get(to("waiting")))
    assert visit.clinician is not None
    for expected in ("A001", "20 to 30 minutes", "It is not your time yet.", visit.clinician.name, "You are seen by"):
        assert expected in shown, expected
    part = maya.get(to("waiting"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    actions.call_in(visit=visit, by=hospital.cast.receptionist)
    assert "Please go to Room" in words(maya.get(to("waiting")))


def test_ARR_8_who_cannot_see_the_screen_is_told_that_somebody_walks_to_them(hospital: Hospital) -> None:
    note_need(person=hospital.cast.maya, kind=Need.BLIND, by=hospital.cast.agent)
    hospital.here()
    assert "somebody comes to you" in words(browser(hospital, "maya").get(to("waiting")))


def test_ARR_7_leave_return_and_go(hospital: Hospital) -> None:
    visit, maya = hospital.here(), browser(hospital, "maya")

    def act(name: str, **said: Any) -> Any:
        return maya.post(to("waiting_act", name), said, follow=True)

    assert act("elsewhere", notice_minutes="7").status_code == 422
    assert "We call you 10 minutes before" in words(act("elsewhere", notice_minutes="10"))
    assert "Good that you are back" in words(act("back"))
    assert act("go", reason=" ").status_code == 422
    assert "You had to go" in words(act("go", reason="the bus"))
    visit.refresh_from_db()
    assert (visit.state, visit.left_because) == (VisitState.LEFT, "the bus")
    assert "cannot be done now" in words(act("back"))
    assert maya.post(to("waiting_act", "dance")).status_code == 404


def test_waiting_page_is_nobodys_without_a_visit(hospital: Hospital) -> None:
    assert Client().get(to("waiting"))["Location"] == to("here")
    assert Client().post(to("waiting_act", "go"), {"reason": "x"}).status_code == 404
    hospital.here(hospital.cast.tom)
    assert browser(hospital, "maya").get(to("waiting"))["Location"] == to("here")
