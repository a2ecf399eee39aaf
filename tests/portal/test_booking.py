"""Choosing, holding and booking a time; moving and cancelling a visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.cast import MONDAY_MORNING
from tests.portal.clinic import Clinic

from almoner.scheduling.models import Appointment, Hold

At = Callable[[datetime], None]


def test_APT_2_a_time_that_is_chosen_is_kept_and_shown_once_more(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    answer = browser.post("/services/GEN/times/", {"time": clinic.key()})
    hold = Hold.objects.get(person=clinic.cast.maya)
    assert answer["Location"] == f"/holds/{hold.id}/"
    html = browser.get(answer["Location"]).content.decode()
    assert "Clinic visit" in html
    assert "Kept for you until" in html


def test_a_hold_is_booked(clinic: Clinic) -> None:
    hold = clinic.hold(clinic.cast.maya)
    answer = clinic.browser("maya").post(f"/holds/{hold.id}/", {"key": "k1"}, follow=True)
    visit = Appointment.objects.get(person=clinic.cast.maya)
    assert answer.redirect_chain == [(f"/visits/{visit.id}/", 302)]
    assert "Booked. We will confirm it" in answer.content.decode()


def test_I_40_a_form_sent_twice_books_once_and_leads_to_the_same_visit(clinic: Clinic) -> None:
    hold = clinic.hold(clinic.cast.maya)
    first, second = (clinic.browser("maya").post(f"/holds/{hold.id}/", {"key": "same"}) for _ in range(2))
    assert first["Location"] == second["Location"] == f"/visits/{Appointment.objects.get().id}/"


def test_APT_3_a_time_that_was_taken_is_answered_with_the_next_ones(clinic: Clinic) -> None:
    wanted, following = clinic.key(0), clinic.key(1)
    clinic.hold(clinic.cast.tom)
    answer = clinic.browser("maya").post("/services/GEN/times/", {"time": wanted})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else has just taken this time" in html
    assert "With Dana Okafor, as near as there is" in html
    assert "What comes next" in html
    assert html.count('name="time"') == 6
    assert following in html


def test_a_form_without_a_time_says_what_is_missing(clinic: Clinic) -> None:
    answer = clinic.browser("maya").post("/services/GEN/times/")
    assert answer.status_code == 409
    assert "Please choose one of the times first." in answer.content.decode()


def test_I_12_a_hold_that_lapsed_says_that_nothing_was_booked(clinic: Clinic, at: At) -> None:
    hold = clinic.hold(clinic.cast.maya)
    at(MONDAY_MORNING + timedelta(minutes=11))
    browser = clinic.browser("maya")
    for answer in (browser.get(f"/holds/{hold.id}/"), browser.post(f"/holds/{hold.id}/", {"key": "k"})):
        assert answer.status_code == 404
        assert "Nothing was booked or changed." in answer.content.decode()
    assert not Appointment.objects.exists()


def test_APT_4_a_second_visit_of_the_specialty_is_asked_about_and_both_can_be_kept(clinic: Clinic) -> None:
    first = clinic.visit(clinic.cast.maya)
    hold = clinic.hold(clinic.cast.maya, 2)
    browser = clinic.browser("maya")
    asked = browser.post(f"/holds/{hold.id}/", {"key": "k1"})
    assert asked.status_code == 409
    assert f'name="instead_of" value="{first.id}"' in asked.content.decode()
    assert browser.post(f"/holds/{hold.id}/", {"key": "k2", "keep_both": "yes"}).status_code == 302
    assert Appointment.objects.filter(person=clinic.cast.maya, state="booked").count() == 2


def test_APT_4_a_second_visit_of_the_specialty_can_take_the_place_of_the_first(clinic: Clinic) -> None:
    first = clinic.visit(clinic.cast.maya)
    hold = clinic.hold(clinic.cast.maya, 2)
    answer = clinic.browser("maya").post(f"/holds/{hold.id}/", {"key": "k", "instead_of": str(first.id)})
    assert answer["Location"] == f"/visits/{first.id}/"
    assert Appointment.objects.get().starts_at == hold.starts_at


def test_I_15_a_visit_is_moved_and_stays_one(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.cast.maya)
    browser = clinic.browser("maya")
    page = browser.get(f"/services/GEN/times/?moving={visit.id}").content.decode()
    assert "until you have taken a new time" in page
    chosen = browser.post(f"/services/GEN/times/?moving={visit.id}", {"time": clinic.key(3), "moving": str(visit.id)})
    assert chosen["Location"].endswith(f"?moving={visit.id}")
    booked = browser.post(chosen["Location"], {"key": "k", "moving": str(visit.id)})
    assert booked["Location"] == f"/visits/{visit.id}/"
    assert Appointment.objects.get().sequence == visit.sequence + 1


def test_SEL_8_what_needs_an_order_is_refused_before_a_time_is_shown_but_can_be_moved(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    answer = browser.get("/services/SCAN/times/")
    assert answer.status_code == 422
    assert 'name="time"' not in answer.content.decode()
    visit = clinic.visit(clinic.cast.maya, service=clinic.scan)
    key = clinic.key(2, clinic.scan)
    moved = browser.post("/services/SCAN/times/", {"time": key, "moving": str(visit.id)})
    assert moved.status_code == 302


def test_APT_5_times_follow_what_the_person_wishes(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    html = browser.get("/services/GEN/times/", {"from_day": "2026-12-01", "part": "morning"}).content.decode()
    assert "Tuesday 1 December" in html
    assert "Monday 23 November" not in html
    none = browser.get(
        "/services/GEN/times/", {"from_day": "", "part": "afternoon", "part_must": "on"}
    ).content.decode()
    assert "No free time was found" in none
    assert "At any time of the day" in none


def test_CNF_2_a_visit_is_confirmed_and_confirming_twice_is_fine(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.cast.maya)
    browser = clinic.browser("maya")
    for _ in range(2):
        html = browser.post(f"/visits/{visit.id}/confirm/", follow=True).content.decode()
        assert "Thank you. We expect you." in html
        assert "You told us that you come" in html


def test_CHG_2_cancelling_asks_why_and_says_what_it_means(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.cast.maya)
    browser = clinic.browser("maya")
    assert "this time goes to somebody else" in browser.get(f"/visits/{visit.id}/cancel/").content.decode()
    assert "This field is required" in browser.post(f"/visits/{visit.id}/cancel/", {"key": "k"}).content.decode()
    for _ in range(2):
        answer = browser.post(f"/visits/{visit.id}/cancel/", {"key": "k1", "reason": "pat-fb"})
        assert answer["Location"] == "/visits/"
    visit.refresh_from_db()
    assert (visit.state, visit.cancel_reason, visit.cancelled_by) == ("cancelled", "pat-fb", "patient")


def test_what_has_ended_can_be_neither_cancelled_nor_confirmed(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.cast.maya)
    browser = clinic.browser("maya")
    browser.post(f"/visits/{visit.id}/cancel/", {"key": "k1", "reason": "pat"})
    again = browser.post(f"/visits/{visit.id}/cancel/", {"key": "k2", "reason": "pat"})
    assert again.status_code == 409
    assert "can no longer be cancelled" in again.content.decode()
    confirmed = browser.post(f"/visits/{visit.id}/confirm/", follow=True).content.decode()
    assert "already cancelled or is over" in confirmed
    assert "I will come" not in confirmed
