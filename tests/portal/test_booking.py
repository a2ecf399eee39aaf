"""Choosing, holding and booking a time; moving and cancelling a visit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.cast import MONDAY_MORNING
from tests.portal.clinic import TODAY, Clinic

from almoner.desk.models import Contact
from almoner.people.models import CommunicationNeed
from almoner.scheduling.confirming import ways_of
from almoner.scheduling.enums import ConfirmedBy
from almoner.scheduling.models import Appointment, Hold, WaitingEntry
from almoner.scheduling.nearest import key_of_hold

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
        assert "You told us that you come: online" in html
    visit.refresh_from_db()
    assert ways_of(visit) == [ConfirmedBy.WEB]


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


def test_APT_5_wishes_stay_with_every_link_and_go_on_to_the_waiting_list(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    html = browser.get("/services/GEN/times/?said=1&part=morning&step_free=on&step_free_must=on").content.decode()
    assert "view=month" in html
    assert "Without steps · <strong>only this will do</strong>" in html
    assert "In the morning · if possible" in html
    wait = "/services/GEN/wait/?said=1&part=morning&step_free=on&step_free_must=on"
    assert wait.replace("&", "&amp;") in html
    browser.post(wait, {"notice_hours": "24", "part": "", "key": "k"})
    entry = WaitingEntry.objects.get(person=clinic.cast.maya)
    assert entry.preferences == {"step_free": True, "rather": {"parts_of_day": ["morning"]}}


def test_what_the_house_knows_is_looked_for_and_can_be_left_out(clinic: Clinic) -> None:
    CommunicationNeed.objects.create(person=clinic.cast.maya, kind="wheelchair", review_on=TODAY)
    browser = clinic.browser("maya")
    html = browser.get("/services/GEN/times/").content.decode()
    assert "What we know of you" in html
    assert "Without steps · <strong>only this will do</strong>" in html
    assert "What we know of you" not in browser.get("/services/GEN/times/?said=1").content.decode()
    form = browser.get("/services/GEN/times/?view=wishes").content.decode()
    assert re.search(r'name="step_free"[^>]*checked', form)


def test_a_month_links_the_days_that_have_times_and_no_others(clinic: Clinic) -> None:
    html = clinic.browser("maya").get("/services/GEN/times/?view=month&day=2026-12-05").content.decode()
    linked = re.findall(r'class="month-day" href="[^"]*day=(2026-12-\d\d)"', html)
    assert linked == [f"2026-12-{day:02}" for day in (1, 2, 3, 4, 7, 8, 9, 10, 11)]
    assert "Tuesday 1 December: 9 times, from 09:00 on" in html
    assert '<th scope="col"><abbr title="Monday">' in html


def test_a_week_shows_a_few_times_of_each_day_and_leads_to_all(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    html = browser.get("/services/GEN/times/?view=week").content.decode()
    assert html.count('name="time"') == 5 * 4
    assert "All 9 times of this day" in html
    assert "The week before" not in html
    day = browser.get("/services/GEN/times/?view=day&day=2026-11-24").content.decode()
    assert day.count('name="time"') == 9


def test_a_week_without_times_names_the_first_day_that_has_one(clinic: Clinic) -> None:
    html = clinic.browser("maya").get("/services/GEN/times/?view=week&day=2027-01-04").content.decode()
    assert "There is no free time in these days." in html
    assert "view=day&amp;day=2026-11-23" in html


def test_an_address_that_makes_no_sense_shows_the_soonest(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    for query in ("view=year", "view=week&day=never", "part=dawn&clinician=nobody", "from_day=soon"):
        answer = browser.get(f"/services/GEN/times/?{query}")
        assert (answer.status_code, 'name="time"' in answer.content.decode()) == (200, True)


def test_I_12_a_time_that_lapsed_while_they_read_is_offered_again_and_what_is_near_it(clinic: Clinic, at: At) -> None:
    hold = clinic.hold(clinic.cast.maya, 1)
    browser = clinic.browser("maya")
    html = browser.get(f"/holds/{hold.id}/").content.decode()
    form = {name: re.search(rf'name="{name}" value="([^"]+)"', html)[1] for name in ("code", "wanted")}  # type: ignore[index]
    at(MONDAY_MORNING + timedelta(minutes=11))
    over = browser.post(f"/holds/{hold.id}/", {"key": "k", **form})
    assert over.status_code == 404
    again = over.content.decode()
    assert "The same time: Monday 23 November" in again
    key = re.search(r'name="time" value="([^"]+)"', again)[1]  # type: ignore[index]
    assert browser.post("/services/GEN/times/", {"time": key}).status_code == 302
    assert Hold.objects.get(person=clinic.cast.maya).starts_at == hold.starts_at


def test_I_23_a_hold_that_never_was_answers_as_one_that_lapsed(clinic: Clinic) -> None:
    theirs = clinic.hold(clinic.cast.tom, 1)
    form = {"key": "k", "code": "GEN", "wanted": key_of_hold(theirs)}
    browser = clinic.browser("maya")
    answers = [browser.post(f"/holds/{one}/", form) for one in (theirs.id, "00000000-0000-0000-0000-000000000000")]
    shown = [re.sub(r"\b[0-9A-Za-z]{64}\b|\b[0-9a-f]{32}\b|/holds/[^/]+/", "", one.content.decode()) for one in answers]
    assert shown[0] == shown[1]
    for wanted in ("", "nonsense", "20200101T0900Z." + "0" * 32):
        assert browser.post(f"/holds/{theirs.id}/", form | {"wanted": wanted}).status_code == 404


def test_who_would_rather_speak_is_rung_and_reads_by_when(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    answer = browser.post("/services/GEN/ring-me/", {"key": "k"}, follow=True)
    assert answer.redirect_chain == [("/promises/", 302)]
    assert "We ring you back by" in answer.content.decode()
    assert Contact.objects.get().person == clinic.cast.maya
