"""Triage's own ways on: words with marks, ringing, booking at the level, the emergency service, and alarms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import field, words
from tests.scheduling.clinic import Clinic
from tests.urgency.conftest import all_no

from almoner.console.triage_marks import cut, marked
from almoner.desk.models import Contact
from almoner.scheduling.models import Appointment
from almoner.urgency import actions
from almoner.urgency.asked import Asker, Told
from almoner.urgency.models import Alarm, Handover, Request

Browser = Callable[[str], Client]
At = Callable[[datetime], None]
NIGHT = MONDAY_MORNING.replace(hour=23)


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def ask(cast: Cast, said: str, person: Any = None, **more: Any) -> Request:
    told = Told(words=said, danger_answers=all_no(), answers=more.pop("answers", {}), vitals=more.pop("vitals", {}))
    asker = {} if person else {"asker": Asker(name="Pat Green", contact="07700 900777", age_years=30)}
    return actions.submit_request(told=told, channel="web", person=person, **asker, by=cast.agent)


# ── Words with marks ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("My chest hurts, no fever. My father had a stroke.", "en"),
        ("Me duele el pecho", "es"),
        ("عندي سعال منذ أسبوعين", "ar"),
        ("nothing of this", "en"),
        ("", "en"),
    ],
)
def test_marked_words_are_the_words_as_written(text: str, language: str) -> None:
    stretches = marked(text, language)
    assert "".join(one.text for one in stretches) == text
    assert all(one.text for one in stretches)


def test_marks_say_what_counts_and_what_is_denied() -> None:
    found = {one.text: one.mark for one in marked("I have a cough but no fever", "en") if one.mark}
    assert found["cough"] == "counts"
    assert "denied" in found.values()


def test_cut_keeps_the_marks_and_says_that_something_is_left_out() -> None:
    stretches = marked("cough and nothing else at all", "en")
    assert "".join(one.text for one in cut(stretches, 8)) == "cough an…"
    assert "".join(one.text for one in cut(stretches, 500)) == "cough and nothing else at all"


def test_page_marks_the_words_and_says_where_nothing_was_understood(cast: Cast, as_: Browser) -> None:
    known, unknown = ask(cast, "cough, <i>bad</i>", cast.maya), ask(cast, "it does what it does")
    nurse = as_("triage_nurse")
    page = nurse.get(at("request", known.id)).content.decode()
    assert '<mark class="mark mark-counts" title="understood">cough</mark>' in page
    assert "<i>bad" not in page
    assert "Nothing of these words was understood" in words(nurse.get(at("request", unknown.id)))


# ── Ringing them ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_click_rings_them_and_the_others_see_who_does(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "cough", cast.maya)
    nurse = as_("triage_nurse")
    queue = nurse.get(at("triage")).content.decode()
    assert 'href="tel:07700 900123"' in queue
    answer = nurse.post(at("ring_them", request.id), {"number": "07700 900123", "key": "k"})
    contact = Contact.objects.get()
    assert answer["Location"] == at("contact", contact.id)
    assert (contact.direction, contact.number, contact.person) == ("out", "07700 900123", None)
    assert "Nora Stone" in words(as_("doctor").get(at("triage")))
    nurse.post(at("ring_them", request.id), {"number": "07700 900123", "key": "k"})
    assert Contact.objects.count() == 1
    page = words(nurse.get(at("request", request.id)))
    assert "You are ringing them" in page


def test_only_a_number_of_theirs_is_rung(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "cough", cast.maya)
    nurse = as_("triage_nurse")
    assert nurse.post(at("ring_them", request.id), {"number": "0900 123456"}).status_code == 404
    assert as_("from_elsewhere").post(at("ring_them", request.id), {"number": "07700 900123"}).status_code == 404
    assert not Contact.objects.exists()


def test_URG_5_whoever_rings_again_is_seen_to_have_asked(cast: Cast, as_: Browser) -> None:
    from almoner.desk.actions import take_contact

    request = ask(cast, "my knee aches")
    call = take_contact(channel="call", number="+44 7700 900777", by=cast.agent)
    shown = words(as_("agent").get(at("contact", call.id)))
    assert request.reference in shown
    assert "my knee aches" not in shown
    assert request.reference not in words(as_("receptionist").get(at("contact", call.id)))


# ── A visit at the level ─────────────────────────────────────────────────────────────────────────────────────────────


def test_APT_6_visit_is_booked_at_the_level_and_answers_the_request(cast: Cast, clinic: Clinic, as_: Browser) -> None:
    request = ask(cast, "my knee aches", cast.maya)
    actions.decide_level(request=request, level=3, disposition="today", reason="hot and red", by=cast.doctor)
    nurse = as_("triage_nurse")
    assert f"level=3&amp;request={request.id}" in nurse.get(at("request", request.id)).content.decode()
    find = nurse.get(f"{at('find_service', cast.maya.id)}?level=3&request={request.id}")
    assert request.reference in words(find)
    times = f"{at('choose_time', cast.maya.id, clinic.service.code)}?level=3&request={request.id}"
    page = nurse.get(times)
    assert field(page, "request") == str(request.id)
    held = nurse.post(times, {"time": field(page, "time"), "level": "3"})
    booked = nurse.post(held["Location"], {"request": str(request.id), "key": "k"})
    visit = Appointment.objects.get()
    request.refresh_from_db()
    assert booked["Location"] == at("appointment", visit.id)
    assert (visit.level, request.outcome) == (3, "booked")


def test_request_of_somebody_else_is_not_answered_by_a_visit(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "my knee aches", cast.tom)
    nurse = as_("triage_nurse")
    for wrong in (request.id, uuid4(), "nonsense"):
        assert nurse.get(f"{at('find_service', cast.maya.id)}?request={wrong}").status_code == 404


# ── The emergency service ────────────────────────────────────────────────────────────────────────────────────────────


def test_emergency_handover_says_who_where_what_since_when_medicines_allergies(cast: Cast, as_: Browser) -> None:
    from almoner.records.actions import note_allergy

    note_allergy(
        person=cast.maya, kind="medicine", substance="Penicillin", reaction="rash", source="person", by=cast.doctor
    )
    request = ask(cast, "crushing chest pain", cast.maya, answers={"since": "today"}, vitals={"pulse": 130})
    nurse = as_("triage_nurse")
    page = nurse.get(at("handover", request.id))
    shown = page.content.decode()
    for expected in ("12 Mill Lane", "07700 900123", "Maya Osei", "46 years old", "crushing chest pain", "130",
                     "Penicillin (rash)", 'href="tel:999"'):  # fmt: skip
        assert expected in shown, expected
    assert "Medicines they take" in words(page)
    said = {
        "where": "Bus stop, Mill Lane",
        "since": "since nine",
        "medicines": "",
        "allergies": "Penicillin",
        "key": "k",
    }
    answer = nurse.post(at("handover", request.id), {**said, "incident": "4711"})
    assert answer["Location"] == at("request", request.id)
    handover = Handover.objects.get()
    told = dict(handover.said)
    assert (told["Where"], told["Medicines"], handover.by_name) == (
        "Bus stop, Mill Lane",
        "We do not know.",
        "Nora Stone",
    )
    assert list(told)[:4] == ["Where", "Number", "Who", "What is wrong"]
    after = words(nurse.get(at("request", request.id)))
    assert "The emergency service was told" in after
    assert "4711" in after
    sheet = words(nurse.get(at("handover_sheet", request.id, handover.id)))
    assert "Bus stop, Mill Lane" in sheet
    assert nurse.get(at("handover_sheet", request.id, request.id)).status_code == 404


def test_emergency_handover_needs_a_place_and_keeps_medicines_from_who_may_not_see_them(
    cast: Cast, as_: Browser
) -> None:
    request = ask(cast, "crushing chest pain", cast.maya)
    agent = as_("agent")
    assert agent.post(at("handover", request.id), {"since": "nine"}).status_code == 422
    assert not Handover.objects.exists()
    assert as_("from_elsewhere").get(at("handover", request.id)).status_code == 404
    actions.close_request(request=request, outcome="seen", by=cast.doctor)
    assert agent.get(at("handover", request.id)).status_code == 404


def test_stranger_is_handed_over_with_what_they_gave(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "crushing chest pain")
    page = words(as_("triage_nurse").get(at("handover", request.id)))
    assert "Pat Green\u2069, 30 years old" in page
    assert "Not on record: ask them first" in page


# ── Alarms ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_URG_6_alarm_stands_on_every_page_of_who_triages_until_it_is_heard(cast: Cast, as_: Browser, at: At) -> None:
    at(NIGHT)
    request = ask(cast, "coughing blood", cast.maya)
    nurse, home = as_("triage_nurse"), reverse("console:home")
    assert "alarm-loud" in nurse.get(home).content.decode()
    assert 'class="alarm' not in as_("receptionist").get(home).content.decode()
    assert 'class="alarm' not in as_("from_elsewhere").get(home).content.decode()
    strip = nurse.get(reverse("console:alarms"), headers={"HX-Request": "true"}).content.decode()
    assert "Maya Osei" in strip
    assert "<html" not in strip
    known = strip.split("?known=")[1].split('"')[0]
    same = nurse.get(f"{reverse('console:alarms')}?known={known}", headers={"HX-Request": "true"})
    assert (same.status_code, same.content) == (204, b"")
    alarm = Alarm.objects.get()
    assert as_("agent").post(reverse("console:hear_alarm", args=[alarm.id])).status_code in {302, 403, 409}
    assert Alarm.objects.unheard().exists()
    answer = nurse.post(reverse("console:hear_alarm", args=[alarm.id]))
    assert answer["Location"] == reverse("console:request", args=[request.id])
    assert 'class="alarm' not in nurse.get(home).content.decode()
    assert "No alarm stands" in words(nurse.get(reverse("console:alarms")))


def test_URG_7_alarm_of_an_unwatched_queue_is_ended_by_watching(cast: Cast, as_: Browser) -> None:
    ask(cast, "coughing blood", cast.maya)
    alarm = actions.alarm_unwatched(site=cast.site, by=cast.triage_nurse)
    assert alarm
    nurse = as_("triage_nurse")
    assert "Nobody watches the queue of" in words(nurse.get(at("alarms")))
    nurse.post(at("hear_alarm", alarm.id))
    assert not Alarm.objects.unheard().exists()
    assert "One person is watching" in words(nurse.get(at("triage")))
