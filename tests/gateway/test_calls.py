"""Calls that a provider speaks: asked for by HTTP, told step by step, signed; as ours by SIP in all that follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import MONDAY_MORNING, Cast
from tests.desk.test_menu import BORN
from tests.gateway.conftest import PUBLIC, Tell
from tests.messaging.conftest import Outbox
from tests.messaging.text_provider import Provider, text_provider
from tests.portal.clinic import Clinic, clinic
from twilio.twiml.voice_response import VoiceResponse

from almoner.core import clock
from almoner.core.models import Setting
from almoner.desk.actions import take_ringing
from almoner.desk.models import Contact, Ringing, Talk
from almoner.gateway import twiml
from almoner.messaging import calling
from almoner.messaging.channels.choice import check
from almoner.messaging.enums import Result, State
from almoner.messaging.models import Attempt, Call, Message

__all__ = ["clinic"]
IN, ENDED = "/gateway/call/in/", "/gateway/call/in/ended/"
MAYA = "+447700900123"


@pytest.fixture(autouse=True)
def when_people_are_rung(cast: Cast) -> Iterator[None]:
    with clock.at(MONDAY_MORNING + timedelta(hours=1)):
        yield


@pytest.fixture
def rings(tell: Tell, settings: Any) -> Iterator[Provider]:
    """A provider that makes calls, on the loopback."""
    with text_provider() as one:
        settings.TEXT_URL, settings.CALL_FROM = one.url, "+442079460100"
        yield one


def heard(answer: Any) -> Element:
    assert answer.status_code == 200, answer.status_code
    return fromstring(answer.content)  # noqa: S314 - our own


def words(answer: Any) -> str:
    return " ".join(one.text or "" for one in heard(answer).iter("Say"))


def next_step(answer: Any) -> str:
    """Where the key goes."""
    gather = heard(answer).find("Gather")
    assert gather is not None
    return gather.attrib["action"]


# ── Those that we make ───────────────────────────────────────────────────────────────────────────────────────────────


def begun(outbox: Outbox, cast: Cast, exchange: calling.Exchange) -> tuple[Message, Call]:
    message = outbox.plan(cast.maya, "call", "email")
    assert exchange.round() == 1
    return message, Call.objects.get()


def test_CNF_1_a_call_is_asked_for_opened_and_answered_by_keys(
    cast: Cast, outbox: Outbox, tell: Tell, rings: Provider
) -> None:
    exchange = calling.Exchange()
    message, call = begun(outbox, cast, exchange)
    asked = rings.taken[0]
    path = f"/gateway/call/{call.id}/"
    assert (asked["to"], asked["form"]["Url"]) == (MAYA, f"{PUBLIC}{path}")
    gate = tell(path, {"CallSid": "CA1"})
    assert "Maya" in words(gate)
    assert "visit" not in words(gate).lower(), "nothing of the matter before a key"
    told = tell(next_step(gate), {"CallSid": "CA1", "Digits": "1"})
    assert words(told)
    thanks = tell(next_step(told), {"CallSid": "CA1", "Digits": "1"})
    assert heard(thanks).find("Hangup") is not None
    assert exchange.round() >= 1
    message.refresh_from_db()
    attempt = Attempt.objects.get()
    assert (message.state, attempt.result, attempt.evidence["pressed"]) == (State.DELIVERED, Result.DELIVERED, "1")
    assert outbox.heard == [(message.subject_id, "confirm")]


def test_I_17_a_machine_is_left_its_own_words(cast: Cast, outbox: Outbox, tell: Tell, rings: Provider) -> None:
    exchange = calling.Exchange()
    _message, call = begun(outbox, cast, exchange)
    answer = tell(f"/gateway/call/{call.id}/", {"CallSid": "CA1"})
    answer = tell(next_step(answer), {"CallSid": "CA1"})
    answer = tell(next_step(answer), {"CallSid": "CA1"})
    assert heard(answer).find("Hangup") is not None
    exchange.round()
    assert Attempt.objects.get().result == Result.VOICEMAIL


def test_T11_a_key_told_twice_is_pressed_once(cast: Cast, outbox: Outbox, tell: Tell, rings: Provider) -> None:
    exchange = calling.Exchange()
    _message, call = begun(outbox, cast, exchange)
    gate = tell(f"/gateway/call/{call.id}/", {"CallSid": "CA1"})
    first = tell(next_step(gate), {"CallSid": "CA1", "Digits": "1"})
    assert tell(next_step(gate), {"CallSid": "CA1", "Digits": "1"}).content == first.content
    assert outbox.heard == []


@pytest.mark.parametrize(
    ("status", "code", "result"),
    [("busy", "", Result.NOT_NOW), ("no-answer", "", Result.NOT_NOW), ("failed", "404", Result.REFUSED),
     ("failed", "503", Result.NOT_NOW), ("completed", "", Result.NOT_NOW)],
)  # fmt: skip
def test_what_came_of_a_call_that_nobody_opened(  # noqa: PLR0917 - the fixtures and the case
    cast: Cast, outbox: Outbox, tell: Tell, rings: Provider, status: str, code: str, result: Result
) -> None:
    exchange = calling.Exchange()
    _message, call = begun(outbox, cast, exchange)
    ended = f"/gateway/call/{call.id}/ended/"
    assert tell(ended, {"CallStatus": "ringing"}).status_code == 204
    assert exchange.round() == 0
    assert tell(ended, {"CallStatus": status, "SipResponseCode": code}).status_code == 204
    exchange.round()
    assert Attempt.objects.get().result == result


def test_F7_a_provider_that_refuses_or_is_not_there(
    cast: Cast, outbox: Outbox, tell: Tell, rings: Provider, settings: Any
) -> None:
    rings.says = lambda _form: (400, 21211)
    exchange = calling.Exchange()
    begun(outbox, cast, exchange)
    exchange.round()
    assert Attempt.objects.get().result == Result.REFUSED
    settings.TEXT_URL = "http://127.0.0.1:1"
    outbox.plan(cast.tom, "call", "email")
    exchange.round()
    exchange.round()
    assert Call.objects.get(message_id=Message.objects.get(person=cast.tom).id).told["how"] == "line_down"


def test_F7_I_18_an_answer_that_was_cut_is_no_second_call(
    cast: Cast, outbox: Outbox, tell: Tell, rings: Provider
) -> None:
    rings.cuts = True
    exchange = calling.Exchange()
    message, call = begun(outbox, cast, exchange)
    gate = tell(f"/gateway/call/{call.id}/", {"CallSid": "CA1"})
    told = tell(next_step(gate), {"CallSid": "CA1", "Digits": "1"})
    tell(next_step(told), {"CallSid": "CA1", "Digits": "1"})
    exchange.round()
    message.refresh_from_db()
    assert (message.state, len(rings.taken)) == (State.DELIVERED, 1)


def test_F6_another_worker_hears_how_the_call_of_a_dead_one_ended(
    cast: Cast, outbox: Outbox, tell: Tell, rings: Provider
) -> None:
    message, call = begun(outbox, cast, calling.Exchange())
    gate = tell(f"/gateway/call/{call.id}/", {"CallSid": "CA1"})
    told = tell(next_step(gate), {"CallSid": "CA1", "Digits": "1"})
    tell(next_step(told), {"CallSid": "CA1", "Digits": "1"})
    with clock.at(clock.now() + timedelta(minutes=8)):
        calling.Exchange().round()
    message.refresh_from_db()
    assert (message.state, len(rings.taken)) == (State.DELIVERED, 1)


def test_call_of_which_nothing_more_is_told_ends(cast: Cast, outbox: Outbox, tell: Tell, rings: Provider) -> None:
    exchange = calling.Exchange()
    begun(outbox, cast, exchange)
    with clock.at(clock.now() + timedelta(minutes=6, seconds=1)):
        exchange.round()
    assert Attempt.objects.get().answer == "the provider told nothing of its end"


# ── Those that come in ───────────────────────────────────────────────────────────────────────────────────────────────


def pressed(tell: Tell, answer: Any, digits: str | None) -> Any:
    form = {"CallSid": "CA9", "From": MAYA} | ({} if digits is None else {"Digits": digits})
    return tell(next_step(answer), form)


def test_TEL_6_a_visit_is_confirmed_by_who_rings(clinic: Clinic, tell: Tell) -> None:
    visit = clinic.visit(clinic.cast.maya, 3)
    answer = tell(IN, {"CallSid": "CA9", "From": MAYA})
    languages = [one.attrib["language"] for one in heard(answer).iter("Say")]
    assert list(dict.fromkeys(languages)) == ["en-GB", "es-ES", "arb"]
    answer = pressed(tell, pressed(tell, answer, "1"), "2")
    gather = heard(answer).find("Gather")
    assert gather is not None
    assert (gather.attrib["numDigits"], gather.attrib["finishOnKey"]) == ("8", "#")
    answer = pressed(tell, answer, BORN)
    assert "Maya." in words(answer)
    again = answer
    answer = pressed(tell, answer, "1")
    assert "Your visit is confirmed." in words(answer)
    assert pressed(tell, again, "1").content == answer.content, "told twice, pressed once"
    visit.refresh_from_db()
    assert visit.confirmed_by_call_at is not None
    tell(ENDED, {"CallSid": "CA9", "CallStatus": "completed"})
    assert Talk.objects.get().ended_at is not None
    assert not Contact.objects.exists()


def test_silence_and_the_hash_key_are_told_apart(clinic: Clinic, tell: Tell) -> None:
    answer = pressed(tell, pressed(tell, tell(IN, {"CallSid": "CA9", "From": MAYA}), "1"), "2")
    answer = pressed(tell, answer, "9")
    assert "We put you through to a person." in words(answer), "9 and the hash key: a person"
    assert Ringing.objects.count() == 1


def test_TEL_3_they_are_put_through_to_who_takes_the_call(clinic: Clinic, tell: Tell, settings: Any) -> None:
    settings.CALL_DESK = "+442079460111"
    answer = pressed(tell, pressed(tell, tell(IN, {"CallSid": "CA9", "From": MAYA}), "1"), "9")
    assert "You are the next caller." in words(answer)
    answer = pressed(tell, answer, None)
    assert Ringing.objects.count() == 1
    take_ringing(ringing=Ringing.objects.get(), by=clinic.cast.agent)
    dial = heard(pressed(tell, answer, None)).find("Dial")
    assert dial is not None
    assert dial.findtext("Number") == "+442079460111"
    answer = tell(dial.attrib["action"], {"CallSid": "CA9", "DialCallStatus": "no-answer"})
    assert "You are the next caller." in words(answer), "it rings again for all"
    take_ringing(ringing=Ringing.objects.get(ended_at=None), by=clinic.cast.manager)
    answer = tell(dial.attrib["action"], {"CallSid": "CA9", "DialCallStatus": "completed"})
    assert heard(answer).find("Hangup") is not None


def test_TEL_7_who_hangs_up_is_rung_back(clinic: Clinic, tell: Tell) -> None:
    tell(IN, {"CallSid": "CA9", "From": MAYA})
    for _time in range(2):
        assert tell(ENDED, {"CallSid": "CA9", "CallStatus": "completed"}).status_code == 204
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("number", ["anonymous", "", "+266696687", "Restricted"])
def test_number_that_is_withheld_is_none(clinic: Clinic, tell: Tell, number: str) -> None:
    tell(IN, {"CallSid": "CA9", "From": number})
    assert Talk.objects.get().number == ""


@pytest.mark.parametrize("path", [IN, ENDED, "/gateway/call/in/dialled/"])
def test_I_37_nobody_else_rings_us(clinic: Clinic, tell: Tell, path: str) -> None:
    assert tell(path, {"CallSid": "CA9"}, secret="another").status_code == 403
    assert not Talk.objects.exists()


def test_what_is_not_known_is_not_there(clinic: Clinic, tell: Tell) -> None:
    known = "/gateway/call/6f1b64a0-0000-4000-8000-000000000000/"
    assert tell(known, {"CallSid": "CA9"}).status_code == 404
    assert tell(f"{known}ended/", {"CallStatus": "busy"}).status_code == 404
    assert tell(ENDED, {"CallSid": "CA404", "CallStatus": "completed"}).status_code == 404
    assert tell(IN, {"From": MAYA}).status_code == 400


def test_from_the_rehearsal_nobody_is_rung_or_heard(clinic: Clinic, tell: Tell, rings: Provider) -> None:
    assert "Calls go out by" in next(one.says for one in check() if one.channel == "call")
    Setting.objects.create(name="rehearsal", value=True)
    assert tell(IN, {"CallSid": "CA9", "From": MAYA}).status_code == 403
    assert calling.Exchange().round() == 0


# ── As the provider's own library reads and writes it ────────────────────────────────────────────────────────────────


def test_what_is_said_is_written_as_their_own_library_writes_it() -> None:
    response = VoiceResponse()
    gather = response.gather(input="dtmf", timeout=7, action="/a", method="POST", finish_on_key="", num_digits=1)
    gather.say("Hello.", language="en-GB")
    response.redirect("/b", method="POST")
    theirs = fromstring(str(response))  # noqa: S314 - their library's own
    ours = fromstring(twiml.asks([("en", "Hello.")], to="/a", or_else="/b"))  # noqa: S314 - our own
    assert [(one.tag, one.attrib, one.text) for one in ours.iter()] == [
        (one.tag, one.attrib, one.text) for one in theirs.iter()
    ]


@given(st.text(max_size=300))
def test_whatever_is_said_is_xml(words: str) -> None:
    told = fromstring(twiml.ends([("ar", words)]))  # noqa: S314 - our own
    assert told.find("Hangup") is not None
