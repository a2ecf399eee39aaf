"""E-mail for real, against an SMTP server on the loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from icalendar import Calendar
from tests.cast import Cast
from tests.engines import free_port
from tests.messaging.conftest import Outbox
from tests.messaging.smtp_sink import Sink, sink

from almoner.core import clock
from almoner.messaging.channels.choice import check, in_rehearsal
from almoner.messaging.channels.email.blocks import Block, blocks
from almoner.messaging.channels.email.invitation import invitation
from almoner.messaging.channels.email.smtp import SmtpSender, message_for, page_for
from almoner.messaging.enums import Result, State
from almoner.messaging.models import Attempt, Message
from almoner.messaging.rendering import Rendered
from almoner.people.models import ContactPoint

WHEN = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
CALENDAR = {
    "uid": "visit-1@almoner", "sequence": 3, "method": "REQUEST",
    "starts_at": WHEN, "ends_at": WHEN + timedelta(hours=1), "location": "Riverside General",
}  # fmt: skip


@pytest.fixture
def relay(settings: Any) -> Iterator[Sink]:
    with sink() as found:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.DEFAULT_FROM_EMAIL = "Riverside <desk@riverside.example>"
        yield found


def letter(subject: str = "Your visit", body: str = "Hello", **more: Any) -> Rendered:
    return Rendered("appointment.confirmed", "email", "en", "Maya Osei", subject, body, **more)


def test_email_goes_in_two_shapes_with_the_invitation_to_one_recipient(cast: Cast, outbox: Outbox, relay: Sink) -> None:
    message = outbox.plan(cast.maya, "email", kind="appointment.confirmed")
    assert message.subject_id
    outbox.values[message.subject_id] = {
        "when": WHEN, "where": "Endoscopy, level 2", "link": "/my/visits/1", "calendar": CALENDAR,
        "service": "Gastroscopy",
    }  # fmt: skip
    outbox.send()
    assert relay.rcpts == [["maya@example.org"]]
    sent = relay.letters[0]
    assert sent["To"] == "maya@example.org"
    assert sent["Subject"] == "Your visit on Tuesday 24 November at 10:30"
    assert sent["Message-ID"].startswith(f"<{Attempt.objects.get().provider_key}@")
    shapes = [part.get_content_type() for part in sent.walk() if not part.is_multipart()]
    assert shapes == ["text/plain", "text/html", "text/calendar", "text/calendar"]
    plain, page, calendar = (
        part for part in list(sent.walk()) if part.get_content_type() in shapes[:3] and not part.get_filename()
    )
    assert "Gastroscopy" in plain.get_content()
    assert '<a class="act" href="' in page.get_content()
    assert calendar.get_param("method") == "REQUEST"
    event = Calendar.from_ical(calendar.get_content()).walk("VEVENT")[0]
    assert (str(event["uid"]), int(event["sequence"]), event.decoded("dtstart")) == ("visit-1@almoner", 3, WHEN)
    assert str(event["summary"]) == "Hospital visit"
    assert event["organizer"] == "mailto:desk@riverside.example"
    assert Message.objects.get().state == State.SENT


def test_a_batch_goes_over_one_connection(cast: Cast, outbox: Outbox, relay: Sink) -> None:
    for kind in ("visit.missed", "offer.taken", "recovery.check"):
        message = outbox.plan(cast.maya, "email", kind=kind)
        assert message.subject_id
        outbox.values[message.subject_id] = {}
    outbox.send()
    assert (len(relay.letters), relay.connections) == (3, 1)


@pytest.mark.parametrize(
    ("answers", "result", "stopped"),
    [
        (("550 5.1.1 no such user", "250 OK"), Result.REFUSED, True),
        (("451 try later", "250 OK"), Result.NOT_NOW, False),
        (("250 OK", "552 too big"), Result.NOT_NOW, False),
        (("250 OK", "421 going away"), Result.NOT_NOW, False),
        (("250 OK", "25"), Result.UNKNOWN, False),
        (("250 OK", "2"), Result.UNKNOWN, False),
        (("250 OK", "?"), Result.UNKNOWN, False),
    ],
)
def test_F7_what_the_relay_says_decides(
    cast: Cast, outbox: Outbox, relay: Sink, answers: tuple[str, str], result: Result, *, stopped: bool
) -> None:
    relay.says, relay.data_says = answers
    outbox.plan(cast.maya, "email")
    outbox.send()
    attempt = Attempt.objects.get()
    assert (attempt.result, bool(attempt.answer)) == (result, True)
    assert bool(ContactPoint.objects.get(id=attempt.contact_point_id).stopped_at) is stopped


def test_F8_a_relay_that_is_down_is_tried_again(cast: Cast, outbox: Outbox, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    outbox.plan(cast.maya, "email")
    outbox.send()
    assert Attempt.objects.get().result == Result.NOT_NOW
    assert Message.objects.get().state == State.PLANNED


def test_F7_I_18_what_a_later_attempt_meets_gives_no_new_key_to_an_answer_that_was_lost(
    cast: Cast, outbox: Outbox, relay: Sink, settings: Any
) -> None:
    """Its answer was cut; then nobody was there; then it was to come later; at last it was taken."""
    relay.data_says = "25"
    message = outbox.plan(cast.maya, "email", hours=40)
    outbox.send()
    for hours, port, says in ((0.1, free_port(), "250 OK"), (0.5, relay.port, "451 later"), (2, relay.port, "250 OK")):
        settings.EMAIL_PORT, relay.says, relay.data_says = port, says, "250 OK"
        with clock.at(clock.now() + timedelta(hours=hours)):
            outbox.send()
    tried = Attempt.objects.order_by("at")
    assert [one.result for one in tried] == [Result.UNKNOWN, Result.NOT_NOW, Result.NOT_NOW, Result.ACCEPTED]
    assert len({one.provider_key for one in tried}) == 1
    message.refresh_from_db()
    assert message.state == State.SENT


def test_F7_a_cut_answer_is_unknown_and_the_next_goes_on(relay: Sink) -> None:
    with SmtpSender() as sender:
        assert sender.send(letter(), "maya@example.org", "k1").result == Result.ACCEPTED
        sender._relay.connection.sock.shutdown(socket.SHUT_RDWR)
        assert sender.send(letter(), "maya@example.org", "k2").result == Result.UNKNOWN
        assert sender.send(letter(), "maya@example.org", "k2").result == Result.ACCEPTED


@pytest.mark.parametrize(
    "address", ["a@x.org, b@y.org", "a@x.org\nBcc: b@y.org", "nobody", "", "a@x.org>RCPT TO:<b@y.org"]
)
def test_I_16_what_is_not_one_address_is_refused(relay: Sink, address: str) -> None:
    with SmtpSender() as sender:
        assert sender.send(letter(), address, "k").result == Result.REFUSED
    assert relay.rcpts == []


@effort(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(subject=st.text(), body=st.text())
def test_T10_no_text_adds_a_header(subject: str, body: str) -> None:
    made = message_for(letter(subject, body), "maya@example.org", "k1")
    assert made.recipients() == ["maya@example.org"]
    sent = made.message()
    assert set(sent.keys()) == {
        "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted",
        "Content-Language",
    }  # fmt: skip
    assert len(sent.get_all("Subject")) == 1


def test_T10_values_are_text_in_the_page() -> None:
    page = page_for(letter(body="<script>alert(1)</script>\n\n- <b>x</b>", hospital="<i>"))
    assert "<script>" not in page
    assert "<b>x" not in page
    assert '<html lang="en" dir="ltr">' in page
    arabic = Rendered("visit.missed", "email", "ar", "ليلى", "موعد", "مرحبًا")
    assert '<html lang="ar" dir="rtl">' in page_for(arabic)


def test_a_cancellation_carries_its_number_and_method() -> None:
    facts = CALENDAR | {"method": "CANCEL", "sequence": 4, "starts_at": WHEN.isoformat(), "location": "A\r\nATTENDEE:x"}
    made = invitation(facts, language="es", organizer="d@r.example", attendee="m@example.org", at=WHEN)
    calendar = Calendar.from_ical(made.text)
    event = calendar.walk("VEVENT")[0]
    assert (made.method, str(calendar["method"]), str(event["status"]), int(event["sequence"])) == (
        "CANCEL", "CANCEL", "CANCELLED", 4,
    )  # fmt: skip
    assert str(event["summary"]) == "Cita en el hospital"
    assert event["attendee"] == "mailto:m@example.org"


def test_blocks_are_paragraphs_lists_and_one_button() -> None:
    assert blocks("A\nB\n\nBring:\n- x\n- y\n\nHere:\nhttps://a.example/1", "https://a.example/1") == [
        Block("paragraph", ("A", "B")), Block("paragraph", ("Bring:",)), Block("list", ("x", "y")),
        Block("paragraph", ("Here:",)), Block("link", ("https://a.example/1",)),
    ]  # fmt: skip


def test_the_rehearsal_hospital_never_sends_for_real(rehearsal: Cast, outbox: Outbox, relay: Sink) -> None:
    outbox.plan(rehearsal.maya, "email")
    outbox.send()
    assert (relay.letters, Message.objects.get().state, in_rehearsal()) == ([], State.SENT, True)
    assert not any(channel.real for channel in check())


def test_check_says_what_stands_behind_each_channel(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.riverside.example"
    assert {state.channel: state.real for state in check()} == {
        "call": False, "email": True, "text": False, "letter": True,
    }  # fmt: skip
    settings.EMAIL_HOST = ""
    assert [state.says for state in check() if state.channel == "email"] == [
        "Stand-in: ALMONER_SMTP_HOST is not set; e-mail is recorded only."
    ]
