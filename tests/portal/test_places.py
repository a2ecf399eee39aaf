"""The waiting list of a person, the offers that they answer, and the link by which they answer one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from tests.cast import MONDAY_MORNING
from tests.portal.clinic import Clinic

from almoner.core.actor import SYSTEM
from almoner.people.actions import appoint_carer, end_carer
from almoner.people.models import Carer
from almoner.scheduling import actions
from almoner.scheduling.links import TRIES, offer_link
from almoner.scheduling.messages import link, offer_taken
from almoner.scheduling.models import Appointment, Offer, WaitingEntry

At = Callable[[datetime], None]
WHO = {"name": "Maya Osei", "birth_on_day": "3", "birth_on_month": "4", "birth_on_year": "1980"}


@pytest.fixture
def entry(clinic: Clinic) -> WaitingEntry:
    return actions.join_waiting_list(person=clinic.cast.maya, service=clinic.service, by=clinic.cast.agent)


@pytest.fixture
def offer(clinic: Clinic, entry: WaitingEntry) -> Offer:
    [made] = actions.make_offers(service=clinic.service, by=SYSTEM)
    return made


def path(offer: Offer) -> str:
    return offer_link(offer).removeprefix(settings.ALMONER_PUBLIC_URL)


def html(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


# ── The list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_person_joins_from_where_times_are_chosen_and_sees_their_place(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    assert "/services/GEN/wait/" in html(browser.get("/services/GEN/times/"))
    assert browser.post("/services/GEN/wait/", {"part": ""}).status_code == 409
    form = {"notice_hours": "3", "part": "morning", "key": "k"}
    answers = [browser.post("/services/GEN/wait/", form)["Location"] for _time in range(2)]
    assert answers == ["/waiting-list/"] * 2
    entry = WaitingEntry.objects.get()
    assert (entry.person, entry.notice_hours, entry.preferences) == (
        clinic.cast.maya, 3, {"parts_of_day": ["morning"]},
    )  # fmt: skip
    page = html(browser.get("/waiting-list/"))
    assert "You are number 1 of 1." in page
    assert "You joined today." in page


def test_WL_5_visit_is_kept_while_an_earlier_time_is_waited_for(clinic: Clinic) -> None:
    visit, browser = clinic.visit(clinic.cast.maya, 20), clinic.browser("maya")
    assert f"/services/GEN/wait/?visit={visit.id}" in html(browser.get(f"/visits/{visit.id}/"))
    assert "stays yours" in html(browser.get(f"/services/GEN/wait/?visit={visit.id}"))
    browser.post("/services/GEN/wait/", {"notice_hours": "24", "part": "", "visit": str(visit.id)})
    assert WaitingEntry.objects.get().appointment == visit
    assert "stays yours until you take an earlier one" in html(browser.get("/waiting-list/"))


def test_who_waits_already_is_told_and_keeps_their_place(clinic: Clinic, entry: WaitingEntry) -> None:
    answer = clinic.browser("maya").post("/services/GEN/wait/", {"notice_hours": "24", "part": ""})
    assert (answer.status_code, "You keep your place." in html(answer)) == (409, True)


def test_person_leaves_the_list(clinic: Clinic, entry: WaitingEntry) -> None:
    browser = clinic.browser("maya")
    browser.post(f"/waiting-list/{entry.id}/leave/")
    entry.refresh_from_db()
    assert entry.state == "left"
    assert "You are on no waiting list" in html(browser.get("/waiting-list/"))


def test_I_23_list_and_offers_of_another_are_not_there(clinic: Clinic, offer: Offer) -> None:
    tom = clinic.browser("tom")
    assert "Clinic visit" not in html(tom.get("/waiting-list/"))
    for answer in (
        tom.get(f"/offers/{offer.id}/"),
        tom.post(f"/offers/{offer.id}/", {"answer": "take"}),
        tom.post(f"/waiting-list/{offer.entry_id}/leave/"),
        tom.post("/services/GEN/wait/", {"notice_hours": "3", "part": "", "visit": "no-such"}),
    ):
        assert answer.status_code == 404
    assert Offer.objects.get().state == "open"


def test_I_26_carer_answers_while_they_may_book_and_not_when_they_only_read(clinic: Clinic, offer: Offer) -> None:
    cast, browser = clinic.cast, clinic.browser("leila")
    browser.post("/act-for/", {"person": str(cast.maya.id)})
    assert f"/offers/{offer.id}/" in html(browser.get("/home/"))
    end_carer(leave=Carer.objects.get(person=cast.maya), reason="less", by=cast.agent)
    appoint_carer(person=cast.maya, carer=cast.leila, relationship="sister", scopes=["record"], by=cast.agent)
    assert f"/offers/{offer.id}/" not in html(browser.get("/home/"))
    assert browser.get("/waiting-list/").status_code == 404
    assert browser.post(f"/offers/{offer.id}/", {"answer": "take"}).status_code == 404


# ── The offer ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_WL_4_offer_stands_at_home_and_is_taken_once(clinic: Clinic, offer: Offer) -> None:
    browser = clinic.browser("maya")
    assert "An earlier time is free for you" in html(browser.get("/home/"))
    page = html(browser.get(f"/offers/{offer.id}/"))
    assert "Kept for you until" in page
    assert "Not this time" in page
    sent = [browser.post(f"/offers/{offer.id}/", {"answer": "take", "key": "k"})["Location"] for _time in range(2)]
    assert sent == ["/visits/"] * 2
    assert Appointment.objects.get().starts_at == offer.starts_at
    assert "You took this time" in html(browser.get(f"/offers/{offer.id}/"))


def test_offer_is_declined_and_the_place_is_kept(clinic: Clinic, offer: Offer) -> None:
    answer = clinic.browser("maya").post(f"/offers/{offer.id}/", {"answer": "keep"}, follow=True)
    assert "You keep your place on the list." in html(answer)
    assert "You are number 1 of 1." in html(answer)


def test_WL_6_too_late_is_said_kindly_with_what_to_do(clinic: Clinic, offer: Offer, at: At) -> None:
    browser = clinic.browser("maya")
    at(offer.answer_by)
    for answer in (browser.get(f"/offers/{offer.id}/"), browser.post(f"/offers/{offer.id}/", {"answer": "take"})):
        page = html(answer)
        assert "This time has gone" in page
        assert "keep your place on the list" in page
        assert "/services/GEN/times/" in page


def test_WL_6_who_was_slower_sees_the_next_times(clinic: Clinic, at: At) -> None:
    cast = clinic.cast
    at(MONDAY_MORNING + timedelta(minutes=10))
    for person in (cast.maya, cast.tom):
        actions.join_waiting_list(person=person, service=clinic.service, notice_hours=0, by=cast.agent)
    made = actions.make_offers(service=clinic.service, by=SYSTEM)
    mine = next(one for one in made if one.entry.person == cast.maya)
    other = next(one for one in made if one.entry.person == cast.tom)
    assert mine.time_key == other.time_key
    assert "Whoever answers first has it" in html(clinic.browser("maya").get(f"/offers/{mine.id}/"))
    actions.accept_offer(offer=other, by=cast.tom_himself)
    answer = clinic.browser("maya").post(f"/offers/{mine.id}/", {"answer": "take"})
    page = html(answer)
    assert answer.status_code == 409
    assert "Somebody answered before you" in page
    assert "These come next" in page


# ── The link ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_CNF_3_links_of_offers_lead_to_pages_that_are_there(clinic: Clinic, offer: Offer) -> None:
    assert resolve(path(offer)).view_name == "portal:follow_offer_link"
    actions.decline_offer(offer=offer, by=clinic.cast.agent)
    told = offer_taken(offer.id, clinic.cast.maya)
    assert told
    assert resolve(told["link"].removeprefix(settings.ALMONER_PUBLIC_URL)).view_name == "portal:choose_time"
    assert link(offer.id)


def test_I_12_link_asks_who_they_are_and_then_answers_once(offer: Offer) -> None:
    browser = Client()
    asked = browser.get(path(offer), follow=True)
    assert asked.redirect_chain == [("/offers/by-link/", 302)]
    assert "Clinic visit" not in html(asked)
    wrong = browser.post("/offers/by-link/", WHO | {"birth_on_day": "4"})
    assert (wrong.status_code, "That does not match" in html(wrong)) == (422, True)
    assert browser.post("/offers/by-link/", {"answer": "take"}).status_code == 422
    page = html(browser.post("/offers/by-link/", WHO, follow=True))
    assert "Clinic visit" in page
    assert "Kept for you until" in page
    assert "It is yours" in html(browser.post("/offers/by-link/", {"answer": "take", "key": "k"}))
    visit = Appointment.objects.get()
    assert (visit.starts_at, visit.booked_via) == (offer.starts_at, "link")
    for answer in (browser.post("/offers/by-link/", {"answer": "take"}), browser.get(path(offer), follow=True)):
        assert (answer.status_code, "This link works no more" in html(answer)) == (404, True)


def test_I_12_link_declines_too(offer: Offer) -> None:
    browser = Client()
    browser.get(path(offer))
    browser.post("/offers/by-link/", WHO)
    assert "You keep your place on the list." in html(browser.post("/offers/by-link/", {"answer": "keep"}))
    assert Offer.objects.get().state == "declined"


def test_I_12_wrong_old_and_guessed_links_get_one_answer(clinic: Clinic, offer: Offer, at: At) -> None:
    pages = [Client().get(address, follow=True) for address in ("/offers/by-link/nonsense/", "/offers/by-link/")]
    guessing = Client()
    guessing.get(path(offer))
    for _time in range(TRIES):
        last = guessing.post("/offers/by-link/", WHO | {"name": "Tom"})
    pages += [last, guessing.post("/offers/by-link/", WHO)]
    at(offer.answer_by)
    pages.append(Client().get(path(offer), follow=True))
    assert [(page.status_code, "This link works no more" in html(page)) for page in pages] == [(404, True)] * 5


def test_who_is_signed_in_goes_on_at_once_and_another_is_asked(clinic: Clinic, offer: Offer) -> None:
    assert clinic.browser("maya").get(path(offer))["Location"] == f"/offers/{offer.id}/"
    assert clinic.browser("tom").get(path(offer))["Location"] == "/offers/by-link/"
    assert clinic.browser("tom").get("/offers/by-link/").status_code == 200


# ── Moving ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("said", "kept"), [("transport", "transport"), ("", ""), ("nonsense", "")])
def test_CHG_2_why_a_visit_is_moved_is_asked_and_nobody_has_to_say(clinic: Clinic, said: str, kept: str) -> None:
    visit, browser = clinic.visit(clinic.cast.maya), clinic.browser("maya")
    held = browser.post(f"/services/GEN/times/?moving={visit.id}", {"time": clinic.key(3), "moving": str(visit.id)})
    assert "Why do you need another time?" in html(browser.get(held["Location"]))
    browser.post(held["Location"], {"key": "k", "moving": str(visit.id), "reason": said})
    visit.refresh_from_db()
    assert (visit.move_reason, visit.sequence) == (kept, 1)


def test_WL_7_who_waits_reads_that_nothing_is_offered_for_a_while(clinic: Clinic, entry: WaitingEntry) -> None:
    desk = clinic.cast.agent
    until = MONDAY_MORNING + timedelta(days=1)
    pause = actions.pause_offers(service=clinic.service, until=until, reason="the doctor is ill", by=desk)
    browser = clinic.browser("maya")
    shown = html(browser.get("/waiting-list/"))
    assert "We offer no earlier times at the moment" in shown
    assert "We begin again tomorrow" in shown
    assert "the doctor is ill" not in shown
    actions.resume_offers(pause=pause, by=desk)
    assert "We offer no earlier times" not in html(browser.get("/waiting-list/"))
