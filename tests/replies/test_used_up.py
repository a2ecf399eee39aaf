"""What is said back when no more texts may go today: it waits for the morning, or ends; nothing is tried in vain."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from tests.faults import leaves_nothing
from tests.messaging.text_provider import ACCOUNT, OWN, TOKEN, Provider, text_provider
from tests.replies.conftest import MOBILE, Line, write

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import Setting
from almoner.desk.actions import end_contact
from almoner.desk.models import Contact
from almoner.replies.actions import ask_to_ring, put_off_said
from almoner.replies.models import Said
from almoner.replies.tasks import send_said
from almoner.urgency.models import Request


@pytest.fixture
def used_up(line: Line, settings: Any) -> Iterator[Provider]:
    """Texts go by a provider, and those of today have gone."""
    Setting.objects.filter(name="rehearsal").delete()
    with text_provider() as one:
        settings.TEXT_URL, settings.TEXT_ACCOUNT, settings.TEXT_TOKEN = one.url, ACCOUNT, TOKEN
        settings.TEXT_FROM, settings.ALMONER_PUBLIC_URL = OWN, "https://hospital.example"
        settings.TEXT_PARTS_A_DAY = 0
        yield one


def the_said() -> Said:
    return Said.objects.get()


def test_what_holds_tomorrow_too_waits_for_the_morning(
    line: Line, used_up: Provider, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    line.person()
    with caplog.at_level(logging.ERROR):
        write("HELP")
        send_said()
    assert caplog.records == []
    said = the_said()
    assert said.ended_at is None
    tomorrow = clock.today() + timedelta(days=1)
    assert said.next_at == clock.on_the_wall(tomorrow, time(9))
    assert send_said() == 0
    settings.TEXT_PARTS_A_DAY = 100
    with clock.at(said.next_at):
        assert send_said() == 1
    assert the_said().result == "accepted"
    assert [one["to"] for one in used_up.taken] == ["+447700900123"]


def test_it_may_wait_twice_and_ends_when_its_time_is_over(line: Line, used_up: Provider) -> None:
    write("HELP")
    send_said()
    with clock.at(the_said().next_at):
        send_said()
    assert (the_said().result, the_said().answer) == ("not_now", "No more texts may go today.")
    assert used_up.taken == []


def test_I_1_what_answers_nothing_tomorrow_ends_and_stands_with_a_person(line: Line, used_up: Provider) -> None:
    line.person()
    heard = write("Where do I park?")
    send_said()
    assert (the_said().result, the_said().answer) == ("not_now", "No more texts may go today.")
    assert heard.contact
    assert heard.contact.is_live


def test_SEL_9_of_danger_a_nurse_has_heard_all_the_same(line: Line, used_up: Provider) -> None:
    write("crushing chest pain")
    send_said()
    assert the_said().result == "not_now"
    assert Request.objects.get().level == 1


def test_in_the_last_half_hour_of_a_day_the_next_is_soon(line: Line, used_up: Provider, settings: Any) -> None:
    with clock.at(clock.on_the_wall(clock.today(), time(23, 45))):
        write("Where do I park?")
        send_said()
        said = the_said()
        assert said.next_at == clock.on_the_wall(clock.today() + timedelta(days=1), time.min)
    settings.TEXT_PARTS_A_DAY = 100
    with clock.at(said.next_at):
        send_said()
    assert the_said().result == "accepted"


def test_please_ring_is_not_sent_once_it_was_seen_to(line: Line, used_up: Provider, settings: Any) -> None:
    write("Where do I park?")
    contact = Contact.objects.get()
    said = ask_to_ring(contact=contact, by=line.clinic.desk)
    send_said()
    said.refresh_from_db()
    assert said.ended_at is None
    end_contact(contact=contact, outcome="INFO_GIVEN", by=line.clinic.desk)
    settings.TEXT_PARTS_A_DAY = 100
    with clock.at(said.next_at):
        send_said()
    said.refresh_from_db()
    assert (said.result, said.answer) == ("", "answered meanwhile")
    assert used_up.taken == []


def test_put_off_after_its_end_changes_nothing_and_leaves_nothing_where_it_fails(line: Line) -> None:
    write("HELP")
    said = the_said()
    leaves_nothing(lambda: put_off_said(said=said, by=SYSTEM), writes=1)
    send_said()
    ended = the_said().ended_at
    assert put_off_said(said=said, by=SYSTEM).ended_at == ended
    assert ended
    assert ended < datetime(2100, 1, 1, tzinfo=UTC)
    assert MOBILE in {one.address for one in Said.objects.all()}
