"""Steering offers at the desk: pushing a named time, pausing, taking back, and the hospital's rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import Clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.actions import restrict_record
from almoner.scheduling import actions
from almoner.scheduling.fairness import FEW, Outcomes, apart
from almoner.scheduling.models import Offer, OfferPause, OfferRules, WaitingEntry
from almoner.scheduling.search import find_times
from almoner.ui.templatetags.ui import when

OFFERS = "/desk/waiting-list/offers/"


@pytest.fixture
def entry(cast: Cast, clinic: Clinic) -> WaitingEntry:
    return actions.join_waiting_list(person=cast.maya, service=clinic.service, by=cast.agent)


@pytest.fixture
def offer(entry: WaitingEntry, clinic: Clinic) -> Offer:
    [made] = actions.make_offers(service=clinic.service, by=SYSTEM)
    return made


def wall(**ahead: int) -> str:
    return clock.local(clock.now() + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")


def act(entry: WaitingEntry, deed: str) -> str:
    return reverse("console:waiting_act", args=[entry.id, deed])


def test_WL_7_named_time_is_offered_to_whoever_is_first(
    cast: Cast, clinic: Clinic, entry: WaitingEntry, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    page = browser.get("/desk/waiting-list/?service=GEN").content.decode()
    keys = re.findall(r'<option value="(\d{8}T[^"]+)"', page)
    browser.post(reverse("console:offer_next", args=["GEN"]), {"time": keys[5]})
    offer = Offer.objects.get()
    assert (offer.time_key, offer.entry, offer.order_reason["pushed_by"]) == (keys[5], entry, "Ada Quick")
    shown = browser.get(reverse("console:waiting_entry", args=[entry.id])).content.decode()
    assert "sent by Ada Quick" in shown
    nonsense = browser.post(reverse("console:offer_next", args=["GEN"]), {"time": "nonsense"}, follow=True)
    assert "This is not a time that can be booked." in nonsense.content.decode()


def test_WL_7_named_time_is_offered_to_one_person_with_a_reason(
    cast: Cast, clinic: Clinic, entry: WaitingEntry, as_: Callable[[str], Client]
) -> None:
    actions.join_waiting_list(person=cast.tom, service=clinic.service, level=4, by=cast.agent)
    browser, key = as_("agent"), find_times(clinic.service, from_at=clock.now() + timedelta(days=2), by=SYSTEM)[3].key
    silent = browser.post(act(entry, "offer"), {"time": key, "reason": ""})
    assert silent.status_code == 422
    assert "Somebody else's turn comes first." in words(silent)
    assert browser.post(act(entry, "offer"), {"time": "20200101T0000Z.abc", "reason": "x"}).status_code == 422
    shown = browser.post(act(entry, "offer"), {"time": key, "reason": "lives next door"}, follow=True).content.decode()
    assert "out of turn, by Ada Quick: lives next door" in shown
    assert Offer.objects.get().time_key == key


def test_WL_7_open_offers_stand_on_one_page_and_are_taken_back(
    cast: Cast, offer: Offer, as_: Callable[[str], Client]
) -> None:
    browser = as_("receptionist")
    shown = words(browser.get(OFFERS))
    assert "Maya Osei" in shown
    assert "kept for them" in shown
    assert f"Answer by {when(offer.answer_by_there)}" in shown
    sent = {"service": "GEN", "time_key": offer.time_key, "reason": "the doctor is ill", "pause_until": wall(hours=3)}
    silent = browser.post(f"{OFFERS}stop/", {**sent, "reason": ""})
    assert silent.status_code == 422
    assert "Take back the offers of this one time" in words(silent)
    answer = browser.post(f"{OFFERS}stop/", sent, follow=True)
    assert "1 offer is taken back." in answer.content.decode()
    assert "the doctor is ill" in words(answer)
    offer.refresh_from_db()
    assert (offer.state, offer.ended_because, OfferPause.objects.get().paused_by) == (
        "stopped", "the doctor is ill", "Ravi Nair",
    )  # fmt: skip
    again = browser.post(f"{OFFERS}stop/", {**sent, "pause_until": ""}, follow=True)
    assert "Nobody had an open offer any more." in again.content.decode()
    assert browser.post(f"{OFFERS}stop/", {**sent, "service": "NONE"}).status_code == 422


def test_WL_7_service_is_paused_and_the_pause_is_seen_and_ended(
    cast: Cast, entry: WaitingEntry, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    assert (
        browser.post(f"{OFFERS}pause/", {"service": "GEN", "until": wall(hours=-1), "reason": "x"}).status_code == 422
    )
    shown = words(
        browser.post(
            f"{OFFERS}pause/", {"service": "GEN", "until": wall(days=1), "reason": "moving house"}, follow=True
        )
    )
    for told in ("Clinic visit", "moving house", "Ada Quick", "End the pause"):
        assert told in shown, told
    listed = words(browser.get("/desk/waiting-list/?service=GEN"))
    assert "Offers are paused" in listed
    assert "Offer it to whoever's turn it is" not in listed
    refused = browser.post(reverse("console:offer_next", args=["GEN"]), follow=True).content.decode()
    assert "Offers are paused until" in refused
    end = reverse("console:end_pause", args=[OfferPause.objects.get().id])
    assert "The pause is over." in browser.post(end, follow=True).content.decode()
    assert "This pause had ended already." in browser.post(end, follow=True).content.decode()


def test_WL_7_one_person_is_paused_and_offered_times_again(
    cast: Cast, entry: WaitingEntry, as_: Callable[[str], Client]
) -> None:
    browser, page = as_("agent"), reverse("console:waiting_entry", args=[entry.id])
    shown = words(browser.post(act(entry, "pause"), {"until": wall(days=3), "reason": "abroad"}, follow=True))
    assert "Offers are paused" in shown
    assert "Offer them a free time" not in shown
    assert browser.post(act(entry, "offer"), {"time": "", "reason": "x"}).status_code == 422
    assert "Maya Osei" in words(browser.get(OFFERS))
    browser.post(act(entry, "resume"))
    assert "Offer them a free time" in words(browser.get(page))
    assert "This pause had ended already." in browser.post(act(entry, "resume"), follow=True).content.decode()


def test_I_23_closed_record_is_named_on_no_page_of_offers(
    cast: Cast, offer: Offer, as_: Callable[[str], Client]
) -> None:
    pause = actions.pause_offers(person=cast.maya, until=clock.now() + timedelta(days=1), reason="x", by=cast.agent)
    restrict_record(person=cast.maya, restricted=True, reason="threatened", by=cast.doctor)
    browser = as_("agent")
    shown = words(browser.get(OFFERS))
    assert "Maya" not in shown
    assert "and 1 person whose record is closed to you" in shown
    assert browser.post(reverse("console:end_pause", args=[pause.id])).status_code == 404
    assert browser.post(f"{OFFERS}praise/").status_code == 404


def test_WL_2_manager_sets_the_rules_and_others_do_not(cast: Cast, as_: Callable[[str], Client]) -> None:
    page = reverse("console:offer_rules")
    assert as_("agent").get(page).status_code == 404
    browser = as_("manager")
    sent = {
        "begins": "10:00", "ends": "18:00", "stops_before_minutes": 60, "anyone_within_hours": 12, "wave": 5,
        "between_waves_minutes": 10, "to_answer_minutes": 20, "to_answer_by_phone_minutes": 45,
    }  # fmt: skip
    assert browser.post(page, {**sent, "to_answer_by_phone_minutes": 10}).status_code == 422
    assert browser.post(page, {**sent, "wave": 0}).status_code == 422
    assert not OfferRules.objects.exists()
    assert "It holds for what is offered from now on." in browser.post(page, sent, follow=True).content.decode()
    shown = words(as_("agent").get(OFFERS)) + as_("agent").get(OFFERS).content.decode()
    assert "10:00–18:00" in shown
    assert "5 people are asked at once" in shown


def test_statements_of_the_offers_page_do_not_grow(
    cast: Cast, clinic: Clinic, offer: Offer, as_: Callable[[str], Client]
) -> None:
    browser, counts = as_("agent"), []
    browser.get(OFFERS)
    for person in (None, cast.tom, cast.leila):
        if person:
            actions.join_waiting_list(person=person, service=clinic.service, by=cast.agent)
            actions.make_offers(service=clinic.service, by=SYSTEM)
        with CaptureQueriesContext(connection) as caught:
            browser.get(OFFERS)
        counts.append(len(caught))
    assert counts[0] == counts[1] == counts[2]


def group(name: str, accepted: int, declined: int) -> Outcomes:
    return Outcomes(name, accepted + declined, 0, accepted, declined, 0, 0, 0, 0, 0)


def test_WL_8_groups_are_told_apart_only_where_their_exact_bounds_are() -> None:
    few, low, high, between = group("few", 0, FEW - 1), group("low", 5, 45), group("high", 40, 10), group("mid", 25, 25)
    assert apart([few, low, high, between]) == [(low, high), (low, between), (between, high)]
    assert apart([few, high]) == []
    assert not few.says_something
    bounds = group("ten", 5, 5).share.bounds
    assert (round(bounds[0], 4), round(bounds[1], 4)) == (0.1871, 0.8129)


def test_WL_8_report_says_when_the_numbers_are_small(cast: Cast, offer: Offer, as_: Callable[[str], Client]) -> None:
    actions.accept_offer(offer=offer, by=cast.agent)
    shown = words(as_("manager").get("/desk/waiting-list/outcomes/"))
    assert "too few to say" in shown
    assert "The numbers are small: fewer than two groups have 10 answers." in shown
