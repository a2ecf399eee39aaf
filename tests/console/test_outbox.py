"""The outbox: what is shown of messages, the sums, and what may be seen, heard and printed of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast, signed_in
from tests.console.reading import words
from tests.messaging.conftest import Outbox, all_say, outbox

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry, Setting
from almoner.core.permissions import Role
from almoner.messaging import actions, recordings
from almoner.messaging.channels.answering import How, Reply
from almoner.messaging.enums import ReceiptStatus
from almoner.messaging.models import Attempt, Made, Message
from almoner.people.actions import answer_consent, hire_staff, restrict_record
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Staff
from almoner.timeline.actions import record

__all__ = ["outbox"]

STARTS = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
CALENDAR = {
    "uid": "visit-1@almoner", "sequence": 0, "method": "REQUEST", "starts_at": STARTS,
    "ends_at": STARTS + timedelta(minutes=30), "location": "Riverside General Hospital",
}  # fmt: skip


@pytest.fixture
def house(cast: Cast, at: Callable[[datetime], None], settings: Any, tmp_path: Any) -> Cast:
    """The cast in a rehearsal at ten, when people may be rung, with a data folder of its own."""
    at(MONDAY_MORNING + timedelta(hours=1))
    settings.ALMONER_HOME = tmp_path
    Setting.objects.create(name="rehearsal", value=True)
    return cast


@pytest.fixture
def browser(house: Cast, as_: Callable[[str], Client]) -> Client:
    return as_("manager")


def to(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def sent(outbox: Outbox, person: Any, way: str, **values: Any) -> Attempt:
    """A message that went out by `way`."""
    kind = values.pop("kind", "appointment.confirmed")
    subject = uuid4()
    told = {"when": STARTS, "where": "Endoscopy, level 2", "reference": "V-7KQ4-M2WC", "link": "/my/visits/"}
    outbox.values[subject] = told | values
    planned = outbox.plan(person, way, kind=kind, subject_id=subject)
    outbox.send()
    return Attempt.objects.filter(message=planned).latest("at")


def shown(browser: Client, attempt: Attempt) -> str:
    answer = browser.get(to("message", attempt.message_id))
    assert answer.status_code == 200
    return words(answer)


# ── The list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_list_shows_messages_and_marks_every_stand_in(house: Cast, outbox: Outbox, browser: Client) -> None:
    attempt = sent(outbox, house.maya, "email")
    answer = browser.get(to("outbox"))
    told = words(answer)
    for expected in ("1 message", "Visit booked", "Maya Osei", "Sent", "nothing is sent"):
        assert expected in told, expected
    assert told.count("Stand-in") == 4
    assert to("message", attempt.message_id) in answer.content.decode()
    assert "maya@example.org" not in told


def test_channel_that_is_real_is_called_real(cast: Cast, as_: Callable[[str], Client], settings: Any) -> None:
    settings.EMAIL_HOST = "relay.example"
    told = words(as_("manager").get(to("outbox")))
    assert (told.count("Stand-in"), told.count(" Real ")) == (2, 2)


def test_empty_outbox_says_so(browser: Client) -> None:
    told = words(browser.get(to("outbox")))
    assert "No messages like this" in told


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"channel": "call"}, {"Tom Whitfield"}),
        ({"state": "sent"}, {"Maya Osei", "Leila Haddad"}),
        ({"state": "delivered"}, {"Tom Whitfield"}),
        ({"language": "ar"}, {"Leila Haddad"}),
        ({"kind": "visit.missed"}, {"Tom Whitfield"}),
        ({"day": "2026-11-23"}, {"Maya Osei", "Leila Haddad", "Tom Whitfield"}),
        ({"day": "2026-11-22"}, set()),
        ({"day": "nonsense", "channel": "pigeon"}, {"Maya Osei", "Leila Haddad", "Tom Whitfield"}),
    ],
)
def test_filters_narrow_the_list(
    house: Cast, outbox: Outbox, browser: Client, asked: dict[str, str], found: set[str]
) -> None:
    for person, channel in ((house.leila, Channel.EMAIL), (house.tom, Channel.CALL)):
        answer_consent(person=person, purpose=Purpose.CARE, channel=channel, given=True, by=house.agent)
    outbox.reply = lambda question: Reply(How.HUMAN if question.channel == "call" else How.ACCEPTED)
    sent(outbox, house.maya, "email")
    sent(outbox, house.leila, "email")
    sent(outbox, house.tom, "call", kind="visit.missed")
    told = words(browser.get(to("outbox"), asked))
    assert {name for name in ("Maya Osei", "Leila Haddad", "Tom Whitfield") if name in told} == found


def test_I_4_a_message_that_is_gone_is_seen_with_the_way_to_its_day(house: Cast, browser: Client) -> None:
    assert "not accounted for" not in words(browser.get(to("outbox")))
    Made.objects.create(message_id=uuid4(), day=clock.today(), channel="email")
    answer = browser.get(to("outbox"))
    assert "Some messages are not accounted for" in words(answer)
    assert f'<a href="{to("arriving")}">' in answer.content.decode()


def test_list_takes_the_same_statements_for_one_and_for_three(house: Cast, outbox: Outbox, browser: Client) -> None:
    counts = []
    for more in (1, 2):
        for _one in range(more):
            sent(outbox, house.maya, "email")
        browser.get(to("outbox"))
        with CaptureQueriesContext(connection) as caught:
            browser.get(to("outbox"))
        counts.append(len(caught))
    assert (counts[0], Message.objects.count()) == (counts[1], 3)


def test_long_list_comes_in_pages_that_keep_the_filter(house: Cast, outbox: Outbox, browser: Client) -> None:
    for number in range(51):
        outbox.plan(house.maya, "email", kind="visit.missed", key=f"one-{number}")
    first = browser.get(to("outbox"), {"channel": "email"})
    assert "51 messages" in words(first)
    assert "?channel=email&amp;page=2" in first.content.decode()
    second = words(browser.get(to("outbox"), {"channel": "email", "page": "2"}))
    assert second.count("Maya Osei") == 1


# ── One message ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_email_is_shown_with_its_words_its_invitation_and_its_proof(
    house: Cast, outbox: Outbox, browser: Client
) -> None:
    attempt = sent(outbox, house.maya, "email", calendar=CALENDAR)
    answer = browser.get(to("message", attempt.message_id))
    told = words(answer)
    for expected in (
        "Attempt 1: E-mail", "Stand-in: nothing left", "maya@example.org", "Endoscopy, level 2",
        "puts the visit in the calendar", "BEGIN:VCALENDAR", "UID:visit-1@almoner", attempt.provider_key,
    ):  # fmt: skip
        assert expected in told, expected
    assert f'sandbox src="{to("message_email", attempt.id)}"' in answer.content.decode()


def test_email_without_kept_invitation_says_so(house: Cast, outbox: Outbox, browser: Client) -> None:
    attempt = sent(outbox, house.maya, "email", calendar=CALENDAR)
    older = {name: value for name, value in attempt.evidence.items() if name != "calendars"}
    other = Attempt.objects.create(
        message=attempt.message, channel="email", contact_point_id=uuid4(), address="maya@example.org",
        provider_key="older", at=clock.now(), result="unknown", evidence=older, language="en", subject="x", body="y",
    )  # fmt: skip
    assert "its words were not kept" in shown(browser, other)


def test_email_itself_may_stand_in_a_frame_of_ours_and_run_nothing(
    house: Cast, outbox: Outbox, browser: Client
) -> None:
    attempt = sent(outbox, house.maya, "email")
    answer = browser.get(to("message_email", attempt.id))
    page = answer.content.decode()
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
    )
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert f"<h1>{attempt.subject}</h1>" in page
    assert ">Open</a>" in page
    for other in (to("message", attempt.message_id), to("outbox")):
        plain = browser.get(other).headers
        assert (plain["X-Frame-Options"], "frame-ancestors 'none'" in plain["Content-Security-Policy"]) == (
            "DENY",
            True,
        )


def test_text_counts_its_parts(house: Cast, outbox: Outbox, browser: Client) -> None:
    attempt = sent(outbox, house.maya, "text", prep_headline="Eat nothing after midnight, drink water until six " * 3)
    told = shown(browser, attempt)
    assert "Eat nothing after midnight" in told
    assert f"{-(-len(attempt.body) // 153)} parts · {len(attempt.body)} signs" in told


def test_text_that_left_shows_its_parts_numbers_and_what_was_told_later(
    house: Cast, outbox: Outbox, browser: Client
) -> None:
    attempt = sent(outbox, house.maya, "text")
    kept = {"parts": 2, "alphabet": "GSM-7", "ids": ["0A1", "0A2"], "to": "Maya Osei"}
    real = Attempt.objects.create(
        message=attempt.message, channel="text", contact_point_id=attempt.contact_point_id, address=attempt.address,
        provider_key="f" * 40, at=clock.now(), result="opted_out", answer="21610", evidence=kept, language="en",
        body=attempt.body,
    )  # fmt: skip
    actions.deliver_receipt(provider_key=attempt.provider_key, status=ReceiptStatus.MISSED, answer="EXPIRED", by=SYSTEM)
    told = shown(browser, real)
    for expected in ("2 parts", "0A1 · 0A2", "GSM-7", "want no texts", "Did not arrive in time EXPIRED"):
        assert expected in told, expected


def test_T14_outbox_says_when_the_texts_of_the_day_are_used_up(
    cast: Cast, as_: Callable[[str], Client], settings: Any
) -> None:
    settings.SMPP_HOST, settings.TEXT_PARTS_A_DAY = "smsc.example", 0
    told = words(as_("manager").get(to("outbox")))
    assert "Used up for today As many as may go in a day have gone." in told


def test_call_shows_script_keys_and_voicemail(house: Cast, outbox: Outbox, browser: Client) -> None:
    outbox.reply = all_say(How.HUMAN, "1")
    attempt = sent(outbox, house.maya, "call")
    answer = browser.get(to("message", attempt.message_id))
    told = words(answer)
    for expected in ("Reached a person", "3 cannot come", "9 wants to speak to a person", "They pressed 1",
                     "hang up and ring 999", "To an answering machine"):  # fmt: skip
        assert expected in told, expected
    page = answer.content.decode()
    assert page.count("<audio") == 2
    assert f'preload="none" src="{to("message_sound", attempt.id, "voicemail")}"' in page


def test_call_can_be_heard(house: Cast, outbox: Outbox, browser: Client) -> None:
    attempt = sent(outbox, house.maya, "call")
    script, voicemail = (browser.get(to("message_sound", attempt.id, part)) for part in ("script", "voicemail"))
    assert (script.headers["Content-Type"], script.content[:4], voicemail.content[:4]) == (
        "audio/wav",
        b"RIFF",
        b"RIFF",
    )
    assert len(script.content) > len(voicemail.content)
    assert browser.get(to("message_sound", attempt.id, "other")).status_code == 404


def test_machine_without_a_voice_says_so(
    house: Cast, outbox: Outbox, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = sent(outbox, house.maya, "call")
    monkeypatch.setattr("almoner.messaging.channels.call.sound._program", lambda _voice, _path: ["/no/such/program"])
    answer = browser.get(to("message_sound", attempt.id, "script"))
    assert (answer.status_code, "no voice" in answer.content.decode()) == (503, True)


def test_letter_is_read_and_opened_as_pdf(house: Cast, outbox: Outbox, browser: Client) -> None:
    attempt = sent(outbox, house.maya, "letter", when=STARTS + timedelta(days=14))
    told = shown(browser, attempt)
    for expected in ("Open the letter (PDF)", "12 Mill Lane", "V-7KQ4-M2WC", attempt.subject):
        assert expected in told, expected
    pdf = browser.get(to("message_letter", attempt.id))
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_every_attempt_is_shown_with_what_came_back(house: Cast, outbox: Outbox, browser: Client) -> None:
    attempt = sent(outbox, house.maya, "email")
    actions.deliver_receipt(
        provider_key=attempt.provider_key, status=ReceiptStatus.BOUNCED, answer="mailbox is full", by=SYSTEM
    )
    told = shown(browser, attempt)
    assert "Came back mailbox is full" in told
    assert "Could not be delivered" in told


def test_message_leads_to_its_promise(house: Cast, outbox: Outbox, browser: Client, monkeypatch: Any) -> None:
    monkeypatch.undo()
    record(kind="call.abandoned", person=house.maya, subject_id=uuid4(), by=SYSTEM)
    promise = Promise.objects.get(person=house.maya)
    planned = outbox.plan(house.maya, "email", kind="visit.missed", promise_id=promise.id)
    page = browser.get(to("message", planned.id)).content.decode()
    assert to("promise", promise.reference) in page
    assert to("person", house.maya.id) in page


def test_message_without_a_promise_says_so(house: Cast, outbox: Outbox, browser: Client) -> None:
    planned = outbox.plan(house.maya, "email", promise_id=uuid4())
    assert "It serves no promise of its own" in browser.get(to("message", planned.id)).content.decode()


def test_message_that_waits_or_was_withdrawn_has_no_words_yet(house: Cast, outbox: Outbox, browser: Client) -> None:
    planned = outbox.plan(house.maya, "email")
    assert "Nothing was tried yet" in words(browser.get(to("message", planned.id)))
    assert planned.subject_id
    actions.withdraw_for_subject(subject_id=planned.subject_id, reason="the visit was moved", by=SYSTEM)
    told = words(browser.get(to("message", planned.id)))
    assert "Nothing was tried the visit was moved" in told
    assert "Withdrawn" in told


def test_CNF_5_messages_that_travelled_together_lead_to_each_other(
    house: Cast, outbox: Outbox, browser: Client
) -> None:
    one = outbox.plan(house.maya, "email")
    two = outbox.plan(house.maya, "email")
    outbox.send()
    carried = Message.objects.get(joined_to__isnull=False)
    carrier = one if carried.id == two.id else two
    assert to("message", carrier.id) in browser.get(to("message", carried.id)).content.decode()
    assert to("message", carried.id) in browser.get(to("message", carrier.id)).content.decode()


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def addresses(outbox: Outbox, cast: Cast) -> list[str]:
    """Every address about a message of Maya's."""
    email, call = sent(outbox, cast.maya, "email"), sent(outbox, cast.maya, "call")
    letter = sent(outbox, cast.maya, "letter", when=STARTS + timedelta(days=14))
    return [
        to("message", email.message_id), to("message_email", email.id), to("message_letter", letter.id),
        to("message_sound", call.id, "script"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["maya", "tom", "agent", "doctor", "bed_manager", "from_elsewhere"])
def test_I_22_outbox_is_for_managers(house: Cast, outbox: Outbox, as_: Callable[[str], Client], name: str) -> None:
    where = [to("outbox"), *addresses(outbox, house)]
    browser = as_(name)
    assert [browser.get(one).status_code for one in where] == [404] * 5


def test_I_22_anonymous_are_led_to_sign_in(house: Cast, outbox: Outbox) -> None:
    for where in [to("outbox"), *addresses(outbox, house)]:
        answer = Client().get(where)
        assert (answer.status_code, reverse("account_login") in answer.headers["Location"]) == (302, True)


def elsewhere(cast: Cast) -> Staff:
    return hire_staff(name="Hal Hill", profession="manager", roles=[Role.MANAGER], site=cast.other_site, by=SYSTEM)


def test_I_23_manager_of_another_site_finds_nothing(house: Cast, outbox: Outbox) -> None:
    house.maya.site = house.site
    house.maya.save()
    where = addresses(outbox, house)
    browser = signed_in(elsewhere(house))
    answers = [browser.get(one) for one in where]
    absent = browser.get(to("message", uuid4()))
    assert [answer.status_code for answer in (*answers, absent)] == [404] * 5
    assert "Maya" not in words(browser.get(to("outbox")))


def test_I_23_messages_of_a_closed_record_are_not_there(house: Cast, outbox: Outbox, browser: Client) -> None:
    where = addresses(outbox, house)
    restrict_record(person=house.maya, restricted=True, reason="works here", by=house.doctor)
    assert [browser.get(one).status_code for one in where] == [404] * 4


def test_what_we_said_in_a_call_is_played_while_it_is_kept(house: Cast, outbox: Outbox, browser: Client) -> None:
    attempt = sent(outbox, house.maya, "call", kind="visit.missed")
    where = to("message_sound", attempt.id, "recording")
    assert browser.get(where).status_code == 404
    assert where not in browser.get(to("message", attempt.message_id)).content.decode()
    place = recordings.place_for(attempt.provider_key)
    assert place
    place.parent.mkdir(parents=True)
    place.write_bytes(b"RIFF")
    kept = {**attempt.evidence, "recording": recordings.name_of(place)}
    copy = Attempt.objects.get(id=attempt.id)
    copy.id, copy.provider_key, copy.evidence, copy.fenced = uuid4(), "another", kept, True
    copy.save(force_insert=True)
    where = to("message_sound", copy.id, "recording")
    page = browser.get(to("message", copy.message_id)).content.decode()
    assert where in page
    assert "Nobody who answers is recorded" in page
    answer = browser.get(where)
    assert (answer.content, answer["Content-Type"]) == (b"RIFF", "audio/wav")


def test_one_channel_is_not_opened_as_another(house: Cast, outbox: Outbox, browser: Client) -> None:
    email = sent(outbox, house.maya, "email")
    for where in (to("message_letter", email.id), to("message_sound", email.id, "script")):
        assert browser.get(where).status_code == 404


def test_I_25_reading_a_message_is_traced(house: Cast, outbox: Outbox, browser: Client) -> None:
    traces = AuditEntry.objects.filter(act="read.message", person_id=house.maya.id, actor_id=house.manager.staff_id)
    where = addresses(outbox, house)
    for number, one in enumerate(where, start=1):
        browser.get(one)
        assert traces.count() == number
    browser.get(to("outbox"))
    assert traces.count() == len(where)


def test_rail_leads_managers_to_the_outbox(browser: Client, as_: Callable[[str], Client]) -> None:
    assert f'href="{to("outbox")}"' in browser.get(to("promises")).content.decode()
    assert f'href="{to("outbox")}"' not in as_("agent").get(to("promises")).content.decode()
