"""The waiting list at the desk: offering, answering for who rings, taking back, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import words
from tests.scheduling.clinic import Clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.actions import register_person, restrict_record
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment, Offer, WaitingEntry


@pytest.fixture
def entry(cast: Cast, clinic: Clinic) -> WaitingEntry:
    return actions.join_waiting_list(person=cast.maya, service=clinic.service, by=cast.agent)


@pytest.fixture
def offer(cast: Cast, clinic: Clinic, entry: WaitingEntry) -> Offer:
    [made] = actions.make_offers(service=clinic.service, by=SYSTEM)
    return made


def act(entry: WaitingEntry, deed: str) -> str:
    return reverse("console:waiting_act", args=[entry.id, deed])


def test_WL_3_list_says_how_long_they_waited_and_in_which_place(
    cast: Cast, clinic: Clinic, entry: WaitingEntry, as_: Callable[[str], Client]
) -> None:
    actions.join_waiting_list(person=cast.tom, service=clinic.heart, level=4, ordered=True, by=cast.agent)
    with clock.at(MONDAY_MORNING.replace(month=12, day=14)):
        shown = words(as_("agent").get("/desk/waiting-list/"))
    assert shown.index("Tom Whitfield") < shown.index("Maya Osei")
    for told in ("21 days of 84", "21 days of 14", "1 of 1", "Within days", "none yet"):
        assert told in shown, told
    one = words(as_("agent").get("/desk/waiting-list/?service=GEN"))
    assert "Tom Whitfield" not in one
    assert "Offer it to whoever's turn it is" in one


def test_empty_list_is_said_kindly(cast: Cast, as_: Callable[[str], Client]) -> None:
    assert "Nobody waits" in words(as_("agent").get("/desk/waiting-list/"))
    assert "No offer was made yet." in words(as_("agent").get("/desk/waiting-list/outcomes/"))


def test_turn_is_offered_by_one_press(cast: Cast, entry: WaitingEntry, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    answer = browser.post(reverse("console:offer_next", args=["GEN"]), follow=True)
    assert "Offered to Maya Osei." in answer.content.decode()
    assert "Say this to them" in words(answer)
    again = browser.post(reverse("console:offer_next", args=["GEN"]), follow=True)
    assert "There is no free time, or nobody whom it suits." in again.content.decode()


def test_WL_7_offer_out_of_turn_keeps_its_reason(
    cast: Cast, clinic: Clinic, entry: WaitingEntry, as_: Callable[[str], Client]
) -> None:
    actions.join_waiting_list(person=cast.tom, service=clinic.service, level=4, by=cast.agent)
    browser = as_("receptionist")
    assert browser.post(act(entry, "offer"), {"reason": ""}).status_code == 422
    shown = browser.post(act(entry, "offer"), {"reason": "rang, is in pain"}, follow=True).content.decode()
    assert "out of turn, by Ravi Nair: rang, is in pain" in shown
    refused = browser.post(act(entry, "offer"), {"reason": "again"})
    assert refused.status_code == 422


@pytest.mark.parametrize(("answer", "state"), [("take", "accepted"), ("keep", "declined")])
def test_WL_4_who_rings_answers_at_the_desk(
    cast: Cast, offer: Offer, as_: Callable[[str], Client], answer: str, state: str
) -> None:
    browser = as_("agent")
    sent = browser.post(act(offer.entry, "answer"), {"answer": answer})
    assert sent.status_code == 302
    offer.refresh_from_db()
    assert (offer.state, Appointment.objects.count()) == (state, int(answer == "take"))
    late = browser.post(act(offer.entry, "answer"), {"answer": answer})
    assert late.status_code == 422


def test_WL_7_offer_is_taken_back(cast: Cast, offer: Offer, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    browser.post(act(offer.entry, "stop"), {"reason": "the clinic is closed"})
    shown = words(browser.get(reverse("console:waiting_entry", args=[offer.entry_id])))
    assert "Offer them a free time" in shown
    assert (
        "the clinic is closed" in browser.get(reverse("console:waiting_entry", args=[offer.entry_id])).content.decode()
    )


def test_they_are_taken_off_the_list(cast: Cast, entry: WaitingEntry, as_: Callable[[str], Client]) -> None:
    shown = words(as_("agent").post(act(entry, "leave"), {"reason": "better"}, follow=True))
    assert "Left the list" in shown
    assert "Take them off the list" not in shown


def test_unknown_deed_and_closed_record_are_not_there(
    cast: Cast, entry: WaitingEntry, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    assert browser.post(act(entry, "praise")).status_code == 404
    restrict_record(person=cast.maya, restricted=True, reason="threatened", by=cast.doctor)
    assert browser.get(reverse("console:waiting_entry", args=[entry.id])).status_code == 404
    assert browser.post(act(entry, "leave")).status_code == 404
    assert "Maya Osei" not in words(browser.get("/desk/waiting-list/"))


def test_WL_8_outcomes_are_counted(cast: Cast, offer: Offer, as_: Callable[[str], Client]) -> None:
    actions.accept_offer(offer=offer, by=cast.agent)
    shown = words(as_("manager").get("/desk/waiting-list/outcomes/"))
    for told in ("Everybody", "English", "By how they heard of it", "40–64"):
        assert told in shown, told


def test_statements_do_not_grow(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    browser, counts = as_("agent"), []
    for more in (1, 2):
        for number in range(more):
            name = f"Person {more}{number}"
            one = register_person(given_name=name, birth_on=cast.tom.birth_on, sure=True, by=cast.agent)
            actions.join_waiting_list(person=one, service=clinic.service, by=cast.agent)
        actions.make_offers(service=clinic.service, by=SYSTEM)
        browser.get("/desk/waiting-list/")
        with CaptureQueriesContext(connection) as caught:
            browser.get("/desk/waiting-list/")
        counts.append(len(caught))
    assert counts[0] == counts[1]
