"""Why somebody got a message, or did not: by each standard, from the true records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import words
from tests.console.test_outbox import browser, house, to
from tests.scheduling.clinic import Clinic

from almoner.charter import book
from almoner.charter.models import Promise
from almoner.charter.tracing import WhyNot, trace
from almoner.console.told_rows import CONDITIONS
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry
from almoner.messaging import actions
from almoner.messaging.channels import answering
from almoner.messaging.channels.answering import How, Reply
from almoner.messaging.enums import State
from almoner.messaging.models import Message
from almoner.messaging.work import send_due
from almoner.people.actions import restrict_record
from almoner.scheduling import actions as scheduling
from almoner.scheduling.models import Appointment
from almoner.timeline.models import Event

__all__ = ["browser", "house"]


@pytest.fixture
def visit(house: Cast, clinic: Clinic, at: Callable[[datetime], None]) -> Appointment:
    """Booked on Monday at eight for Wednesday at nine."""
    at(MONDAY_MORNING - timedelta(hours=1))
    return clinic.visit(house.maya, nth=18)


def told(browser: Client, house: Cast, about: object = "") -> str:
    return words(browser.get(to("person_told", house.maya.id), {"about": str(about)} if about else {}))


def test_REM_2_booked_too_late_says_what_takes_its_place(house: Cast, visit: Appointment, browser: Client) -> None:
    said = told(browser, house)
    assert (
        "We remind you of your visit three days before, by the time we say. Not promised. Booked or moved less than 96"
        in said
    )
    assert "There is no time by which to eat last." in said
    assert "It begins before noon: they are told the day before." in said


def test_what_was_promised_stands_with_what_became_of_it(house: Cast, visit: Appointment, browser: Client) -> None:
    with answering.suppose(lambda _question: Reply(How.ACCEPTED)), clock.at(MONDAY_MORNING - timedelta(minutes=50)):
        while send_due():
            pass
        said = told(browser, house)
    assert "We confirm your visit" in said
    assert "Visit booked E-mail Sent Went out" in said
    assert "E-mail · Accepted" in said
    assert "Reminder, the day before Text message Waiting to go Looked at again tomorrow 10:00." in said


def test_what_was_taken_back_says_why(house: Cast, visit: Appointment, clinic: Clinic, browser: Client) -> None:
    scheduling.cancel(appointment=visit, by=clinic.desk)
    said = told(browser, house, visit.id)
    assert "Taken back: The visit was cancelled" in said
    assert "The promise that it served had ended" in said
    assert "It was not cancelled from that side." in said


def test_a_moved_visit_has_a_chapter_for_each_time(
    house: Cast, visit: Appointment, clinic: Clinic, browser: Client
) -> None:
    with clock.at(clock.now() + timedelta(minutes=5)):
        scheduling.move(appointment=visit, hold=clinic.hold(house.maya, nth=30), by=clinic.desk)
    events = [chapter.event.kind for chapter in trace(house.maya, visit.id, by=house.manager)[0]]
    assert events[:2] == ["appointment.booked", "appointment.moved"]
    assert "told-line" in browser.get(to("person_told", house.maya.id)).content.decode()


def test_a_standard_that_came_later_is_said_to_have_come_later(
    house: Cast, visit: Appointment, browser: Client
) -> None:
    Message.objects.all().delete()
    Promise.objects.filter(standard="reminded_1_day").delete()
    lines = {line.standard.key: line for chapter in trace(house.maya, visit.id, by=SYSTEM)[0] for line in chapter.lines}
    assert lines["reminded_1_day"].why_not == WhyNot.NOT_THEN
    assert "The charter did not promise this then." in told(browser, house)


def test_every_standard_that_sends_is_accounted_for(house: Cast, visit: Appointment) -> None:
    (chapter,) = trace(house.maya, visit.id, by=SYSTEM)[0]
    opened = {one.key for one in book.charter().opened_by("appointment.booked") if one.sends}
    assert {line.standard.key for line in chapter.lines} == opened
    made = set(Promise.objects.filter(subject_id=visit.id).values_list("standard", flat=True))
    assert {line.standard.key for line in chapter.lines if line.promise} == made & opened
    assert [line for line in chapter.lines if line.why_not in {WhyNot.NOT_THEN, WhyNot.ONE_ALREADY}] == []


def test_every_condition_of_a_standard_that_sends_has_words() -> None:
    standards = book.charter().standards.values()
    assert {name for one in standards if one.sends for name in one.when} == set(CONDITIONS)


def test_a_message_for_no_promise_stands_besides(house: Cast, visit: Appointment, browser: Client) -> None:
    actions.plan(
        kind="visit.missed", person=house.maya, subject_id=visit.id, ways=["text"], not_before=clock.now(),
        deadline=clock.now() + timedelta(hours=5), by=SYSTEM,
    )  # fmt: skip
    assert "Besides, for no such promise Visit missed" in told(browser, house)


def test_somebody_new_was_told_nothing(house: Cast, browser: Client) -> None:
    assert "Nothing has happened of which they would be told" in told(browser, house)
    assert "Nothing has happened of which they would be told" in told(browser, house, uuid4())


def test_what_makes_no_sense_shows_the_latest(house: Cast, visit: Appointment, browser: Client) -> None:
    for about in ("nonsense", "' OR 1=1", uuid4()):
        assert "Not promised." in told(browser, house, about)


def test_many_things_take_no_more_statements(house: Cast, visit: Appointment, clinic: Clinic, browser: Client) -> None:
    counts = []
    for nth in (20, 24):
        clinic.visit(house.maya, nth=nth)
        browser.get(to("person_told", house.maya.id))
        with CaptureQueriesContext(connection) as caught:
            browser.get(to("person_told", house.maya.id), {"about": str(visit.id)})
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["maya", "tom", "agent", "doctor", "bed_manager", "from_elsewhere"])
def test_I_22_it_is_for_who_sees_the_outbox(
    house: Cast, visit: Appointment, as_: Callable[[str], Client], name: str
) -> None:
    assert as_(name).get(to("person_told", house.maya.id)).status_code == 404


def test_I_23_a_closed_record_is_not_there(house: Cast, visit: Appointment, browser: Client) -> None:
    restrict_record(person=house.maya, restricted=True, reason="works here", by=house.doctor)
    assert browser.get(to("person_told", house.maya.id)).status_code == 404


def test_I_25_reading_it_is_traced_and_changes_nothing(house: Cast, visit: Appointment, browser: Client) -> None:
    before = (Message.objects.filter(state=State.PLANNED).count(), Event.objects.count(), Promise.objects.count())
    told(browser, house)
    assert AuditEntry.objects.filter(act="read.messages", person_id=house.maya.id).count() == 1
    after = (Message.objects.filter(state=State.PLANNED).count(), Event.objects.count(), Promise.objects.count())
    assert after == before


def test_ways_lead_to_it(house: Cast, visit: Appointment, browser: Client) -> None:
    planned = Message.objects.filter(subject_id=visit.id).first()
    assert planned
    address = to("person_told", house.maya.id)
    assert f'href="{address}?about={visit.id}"' in browser.get(to("message", planned.id)).content.decode()
    assert f'href="{address}"' in browser.get(to("person", house.maya.id)).content.decode()
