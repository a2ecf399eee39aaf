"""Who will get what on a day, and why; and the words of one message as they would leave."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import words
from tests.console.test_outbox import browser, house, to
from tests.messaging.conftest import TOMORROW, Outbox, outbox
from tests.scheduling.clinic import Clinic

from almoner import cli
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry
from almoner.messaging import actions
from almoner.messaging.models import Attempt, Message
from almoner.people.actions import answer_consent, restrict_record
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Person
from almoner.scheduling import actions as scheduling

__all__ = ["browser", "house", "outbox"]


def day(browser: Client, asked: str = "2026-11-23") -> str:
    return words(browser.get(to("messages_ahead"), {"day": asked}))


def test_a_line_says_when_to_whom_how_and_why(house: Cast, outbox: Outbox, browser: Client) -> None:
    outbox.plan(house.maya, "text", "call")
    told = day(browser)
    for expected in ("1 message", "Reminder, the day before", "10:00", "Maya Osei", "Text message … 123", "English",
                     "Visit: tomorrow 10:30"):  # fmt: skip
        assert expected in told, expected
    assert "07700 900123" not in told


def test_tomorrow_is_shown_unless_another_day_is_asked_for(house: Cast, outbox: Outbox, browser: Client) -> None:
    assert "24 November 2026" in words(browser.get(to("messages_ahead")))
    for asked in ("nonsense", "2020-01-01"):
        assert "24 November 2026" in day(browser, asked)
    assert "Nothing is planned for this day" in day(browser, "2026-12-24")


def test_reasons_stand_beside_what_is_otherwise_than_planned(house: Cast, outbox: Outbox, browser: Client) -> None:
    for channel in (Channel.TEXT, Channel.EMAIL):
        answer_consent(person=house.maya, purpose=Purpose.CARE, channel=channel, given=False, by=house.agent)
    outbox.plan(house.maya, "text", "email", "call")
    outbox.plan(house.maya, "text", "email", "call")
    told = day(browser)
    assert "Not by Text message, E-mail: they said no." in told
    assert "1 more message to them travels in it." in told
    assert "Travels in another message to them about the same day." in told


def test_I_21b_what_will_not_go_says_why(house: Cast, outbox: Outbox, browser: Client) -> None:
    gone = outbox.plan(house.maya, "text")
    assert gone.subject_id
    outbox.values[gone.subject_id] = None
    assert "by then it is no longer right" in day(browser)
    Person.objects.filter(id=house.maya.id).update(died_on=clock.today())
    assert "Will not go: they have died." in day(browser)


def test_what_was_taken_back_is_told_with_its_reason(house: Cast, outbox: Outbox, browser: Client) -> None:
    planned = outbox.plan(house.maya, "text")
    assert planned.subject_id
    actions.withdraw_for_subject(subject_id=planned.subject_id, reason="promise ended", by=SYSTEM)
    told = day(browser)
    assert "Was to go, and will not" in told
    assert "The promise that it served had ended" in told


def test_what_can_still_be_added_is_said(house: Cast, browser: Client) -> None:
    told = day(browser)
    assert "What is booked, moved or cancelled from now on changes this list." in told
    assert "We ask how you are and offer a new time" in told


def test_one_message_shows_the_words_of_every_channel(house: Cast, outbox: Outbox, browser: Client) -> None:
    outbox.values.clear()
    planned = outbox.plan(house.maya, "text", "call", "email", "letter")
    assert planned.subject_id
    outbox.values[planned.subject_id] = {"when": TOMORROW + timedelta(days=14), "where": "Endoscopy, level 2"}
    page = browser.get(to("message", planned.id))
    told = words(page)
    for expected in ("What will become of it", "07700 900123", "1 part", "What the keys mean",
                     "To an answering machine", "Open the letter (PDF)", "Nothing was tried yet",
                     "Europe/London"):  # fmt: skip
        assert expected in told, expected
    assert "<audio" not in page.content.decode()
    email = browser.get(to("message_ahead_email", planned.id))
    assert "Endoscopy, level 2" in email.content.decode()
    assert email.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert browser.get(to("message_ahead_letter", planned.id)).content[:5] == b"%PDF-"
    assert Attempt.objects.count() == 0


def test_one_that_travels_leads_to_what_it_travels_in(house: Cast, outbox: Outbox, browser: Client) -> None:
    one, two = outbox.plan(house.maya, "text"), outbox.plan(house.maya, "text")
    pages = {each.id: browser.get(to("message", each.id)).content.decode() for each in (one, two)}
    assert to("message", two.id) in pages[one.id]
    assert to("message", one.id) in pages[two.id]
    carried = one if "The message that it will travel in" in pages[one.id] else two
    assert browser.get(to("message_ahead_email", carried.id)).status_code == 404


def test_words_of_what_has_ended_are_not_made_again(house: Cast, outbox: Outbox, browser: Client) -> None:
    planned = outbox.plan(house.maya, "email", "letter")
    outbox.send()
    assert "What will become of it" not in words(browser.get(to("message", planned.id)))
    for name in ("message_ahead_email", "message_ahead_letter"):
        assert browser.get(to(name, planned.id)).status_code == 404


@pytest.mark.parametrize("name", ["maya", "agent", "doctor", "bed_manager"])
def test_I_22_only_who_sees_the_outbox_looks_ahead(
    house: Cast, outbox: Outbox, as_: Callable[[str], Client], name: str
) -> None:
    planned = outbox.plan(house.maya, "email")
    where = [to("messages_ahead"), *(to(f"message_ahead_{one}", planned.id) for one in ("email", "letter"))]
    reader = as_(name)
    assert [reader.get(one).status_code for one in where] == [404] * 3


def test_I_23_people_out_of_sight_are_not_in_the_list(house: Cast, outbox: Outbox, browser: Client) -> None:
    planned = outbox.plan(house.maya, "email")
    restrict_record(person=house.maya, restricted=True, reason="works here", by=house.doctor)
    assert "Maya" not in day(browser)
    assert browser.get(to("message_ahead_email", planned.id)).status_code == 404


def test_I_25_opening_words_is_traced_and_the_list_is_not(house: Cast, outbox: Outbox, browser: Client) -> None:
    planned = outbox.plan(house.maya, "email")
    traces = AuditEntry.objects.filter(act="read.message", person_id=house.maya.id)
    day(browser)
    assert traces.count() == 0
    browser.get(to("message", planned.id))
    browser.get(to("message_ahead_email", planned.id))
    assert traces.count() == 2


def test_real_reminders_take_as_many_statements_for_one_visit_as_for_five(
    house: Cast, clinic: Clinic, at: Callable[[datetime], None], browser: Client
) -> None:
    """Reminders, the way to us and last meals, of visits that fast."""
    clinic.service.fast_food_hours = 12
    clinic.service.save()
    at(MONDAY_MORNING - timedelta(hours=1))
    counts = []
    for more in (1, 4):
        for number in range(more):
            clinic.visit(clinic.person(f"Kim{more}{number}"), nth=18)
        browser.get(to("messages_ahead"), {"day": "2026-11-24"})
        with CaptureQueriesContext(connection) as caught:
            page = words(browser.get(to("messages_ahead"), {"day": "2026-11-24"}))
        kinds = ("Last meal", "Reminder, the day before", "How to find us")
        counts.append(([page.count(f"{kind} When") // more for kind in kinds], len(caught)))
    assert counts[0] == counts[1]
    assert counts[0][0] == [1, 1, 1]


def test_a_promise_that_was_taken_back_says_what_happened(
    house: Cast, clinic: Clinic, at: Callable[[datetime], None], browser: Client
) -> None:
    at(MONDAY_MORNING - timedelta(hours=1))
    visit = clinic.visit(house.maya, nth=30)
    reminder = Message.objects.filter(kind="appointment.reminder_1d").get()
    scheduling.cancel(appointment=visit, by=clinic.desk)
    told = day(browser, clock.local(reminder.not_before).date().isoformat())
    assert "{" not in told
    assert "cancelled" in told.partition("Was to go, and will not")[2]


def test_the_command_tells_the_same_lines(
    house: Cast, outbox: Outbox, capsys: pytest.CaptureFixture[str], browser: Client
) -> None:
    outbox.plan(house.maya, "text")
    with clock.at(clock.now() + timedelta(minutes=1)):
        one = outbox.plan(house.tom, "letter")
    assert one.subject_id
    outbox.values[one.subject_id] = None
    assert cli.main(["messages", "--day", "2026-11-23"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2 messages on 2026-11-23",
        "10:00  Maya Osei: Reminder, the day before, Text message … 123, English",
        "       Visit: tomorrow 10:30.",
        "       It serves no promise of its own.",
        "  –    Tom Whitfield: Reminder, the day before, English",
        "       It serves no promise of its own.",
        "       Will not go: by then it is no longer right (cancelled, moved, past or answered).",
    ]
    assert cli.main(["messages", "--day", "2026-11-23", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["who"], row["goes"]) for row in told["messages"]] == [("Maya Osei", True), ("Tom Whitfield", False)]


def test_address_of_the_page_stands_in_the_outbox(browser: Client) -> None:
    assert f'href="{reverse("console:messages_ahead")}"' in browser.get(to("outbox")).content.decode()
