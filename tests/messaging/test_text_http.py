"""Texts by HTTP, to a provider on the loopback that speaks as Twilio does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.cast import Cast
from tests.engines import free_port
from tests.messaging.conftest import Outbox, events
from tests.messaging.test_sending import fresh, later
from tests.messaging.text_provider import ACCOUNT, OWN, TOKEN, Provider, text_provider
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.messaging import texting, texts
from almoner.messaging.channels.choice import check
from almoner.messaging.enums import ReceiptStatus, Result, State
from almoner.messaging.models import Attempt, Text
from almoner.people.actions import answer_consent
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Consent, ContactPoint


@pytest.fixture
def provider(cast: Cast, outbox: Outbox, settings: Any) -> Iterator[Provider]:
    """The hospital's texts go by the provider."""
    with text_provider() as one:
        settings.TEXT_URL, settings.TEXT_ACCOUNT, settings.TEXT_TOKEN = one.url, ACCOUNT, TOKEN
        settings.TEXT_FROM, settings.ALMONER_PUBLIC_URL = OWN, "https://hospital.example"
        yield one


def results() -> list[str]:
    return list(Attempt.objects.order_by("at", "created_at").values_list("result", flat=True))


class TwiceTheSame(TwilioHttpClient):
    """The provider's own client, sent to the loopback."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def request(self, method: str, url: str, *arguments: Any, **more: Any) -> Any:
        return super().request(method, url.replace("https://api.twilio.com", self._url), *arguments, **more)


def test_provider_is_asked_as_its_own_client_asks(cast: Cast, outbox: Outbox, provider: Provider) -> None:
    outbox.plan(cast.maya, "text")
    outbox.send()
    ours, callback = provider.taken[0], f"https://hospital.example/gateway/text/status/?key={key()}"
    client = Client(ACCOUNT, TOKEN, http_client=TwiceTheSame(provider.url))
    client.messages.create(to=ours["to"], from_=OWN, body=ours["body"], status_callback=callback)
    theirs = provider.taken[1]
    assert {**ours, "sid": "", "date_created": ""} == {**theirs, "sid": "", "date_created": ""}
    assert provider.signs[0] == provider.signs[1]


def key() -> str:
    return Attempt.objects.latest("at").provider_key


def test_CNF_1_a_text_leaves_and_its_number_is_kept(cast: Cast, outbox: Outbox, provider: Provider) -> None:
    message = outbox.plan(cast.maya, "text")
    outbox.send()
    attempt = Attempt.objects.get()
    assert (fresh(message).state, attempt.result, attempt.answer) == (State.SENT, Result.ACCEPTED, "queued")
    assert provider.taken[0]["to"] == "+447700900123"
    assert provider.taken[0]["body"] == attempt.body
    assert Text.objects.get().provider_id == provider.taken[0]["sid"]


def test_a_group_of_numbers_is_named_as_one(cast: Cast, outbox: Outbox, provider: Provider, settings: Any) -> None:
    settings.TEXT_FROM = "MG0123456789abcdef"
    outbox.plan(cast.maya, "text")
    outbox.send()
    assert (provider.taken[0]["from"], provider.taken[0]["messaging_service_sid"]) == (None, "MG0123456789abcdef")


@pytest.mark.parametrize(
    ("status", "code", "result", "stopped"),
    [
        (400, 21211, Result.REFUSED, True),
        (400, 21614, Result.REFUSED, True),
        (400, 21606, Result.NOT_NOW, False),
        (401, 20003, Result.NOT_NOW, False),
        (429, 20429, Result.NOT_NOW, False),
        (503, 0, Result.NOT_NOW, False),
        (500, 20500, Result.UNKNOWN, False),
    ],
)
def test_I_21_what_the_provider_refuses_is_told_apart(
    cast: Cast, outbox: Outbox, provider: Provider, *, status: int, code: int, result: str, stopped: bool
) -> None:
    provider.says = lambda _form: (status, code)
    outbox.plan(cast.maya, "text", "email")
    outbox.send()
    assert results() == [result]
    assert ContactPoint.objects.filter(person=cast.maya, stopped_at__isnull=False).exists() is stopped


def test_I_20_who_told_the_telephone_company_to_stop_is_sent_no_texts_and_can_be_rung(
    cast: Cast, outbox: Outbox, provider: Provider
) -> None:
    provider.says = lambda _form: (400, 21610)
    message = outbox.plan(cast.maya, "text", "email")
    outbox.send()
    outbox.send()
    other = outbox.plan(cast.maya, "text", "email", kind="visit.missed")
    outbox.send()
    assert results() == [Result.OPTED_OUT, Result.ACCEPTED, Result.ACCEPTED]
    assert {fresh(message).channel, fresh(other).channel} == {"email"}
    assert not ContactPoint.objects.filter(person=cast.maya, stopped_at__isnull=False).exists()
    told = Consent.objects.filter(person=cast.maya, channel=Channel.TEXT, given=False)
    assert set(told.values_list("purpose", "wording")) == {("care", "carrier"), ("feedback", "carrier")}
    assert events("contact.stopped") == []


def test_a_yes_given_again_counts_again(cast: Cast, outbox: Outbox, provider: Provider) -> None:
    provider.says = lambda _form: (400, 21610)
    outbox.plan(cast.maya, "text", "email")
    outbox.send()
    with clock.at(later(1)):
        answer_consent(person=cast.maya, purpose=Purpose.CARE, channel=Channel.TEXT, given=True, by=cast.agent)
        provider.says = lambda _form: (201, 0)
        message = outbox.plan(cast.maya, "text", "email", kind="visit.missed")
        outbox.send()
    assert fresh(message).channel == "text"


def test_I_18_a_text_whose_answer_was_cut_is_asked_for_and_not_sent_again(
    cast: Cast, outbox: Outbox, provider: Provider
) -> None:
    provider.cuts = True
    message = outbox.plan(cast.maya, "text")
    outbox.send()
    provider.cuts = False
    with clock.at(later(0.05)):
        outbox.send()
    assert results() == [Result.UNKNOWN, Result.ACCEPTED]
    assert [len(provider.taken), len(provider.asked), fresh(message).state] == [1, 1, State.SENT]
    assert Text.objects.get().provider_id == provider.taken[0]["sid"]


def test_I_18_what_the_provider_never_had_goes_once_more_under_the_same_key(
    cast: Cast, outbox: Outbox, provider: Provider
) -> None:
    provider.forgets = True
    outbox.plan(cast.maya, "text")
    outbox.send()
    provider.forgets = False
    with clock.at(later(0.05)):
        outbox.send()
    assert (results(), len(provider.taken)) == ([Result.UNKNOWN, Result.ACCEPTED], 1)
    assert len(set(Attempt.objects.values_list("provider_key", flat=True))) == 1


def test_I_18_where_the_provider_does_not_tell_nothing_goes_again(
    cast: Cast, outbox: Outbox, provider: Provider
) -> None:
    provider.cuts, provider.lists = True, 500
    message = outbox.plan(cast.maya, "text", "email", hours=6)
    for hours in (0, 0.05, 0.35, 1.5, 3):
        with clock.at(later(hours)):
            outbox.send()
    assert len(provider.taken) == 1
    assert results() == [Result.UNKNOWN] * 4 + [Result.ACCEPTED]
    assert fresh(message).channel == "email"


def test_another_text_with_the_same_words_is_not_taken_for_it(cast: Cast, outbox: Outbox, provider: Provider) -> None:
    subject = outbox.plan(cast.maya, "text", kind="visit.missed").subject_id
    outbox.send()
    provider.forgets = True
    outbox.plan(cast.maya, "text", kind="visit.missed", subject_id=subject, once="again")
    outbox.send()
    provider.forgets = False
    with clock.at(later(0.05)):
        outbox.send()
    assert [one["body"] for one in provider.taken] == [provider.taken[0]["body"]] * 2
    assert len(set(Text.objects.values_list("provider_id", flat=True))) == 2


def test_where_no_provider_is_nothing_was_handed_over(cast: Cast, outbox: Outbox, settings: Any) -> None:
    settings.TEXT_URL, settings.TEXT_ACCOUNT = f"http://127.0.0.1:{free_port()}", ACCOUNT
    outbox.plan(cast.maya, "text", "email")
    outbox.send()
    assert results() == [Result.NOT_NOW]
    assert Text.objects.get().parts == 0


@pytest.mark.parametrize("octets", [b"<html>busy</html>", b"[]", b'{"sid": ""}', b"\xff"])
def test_an_answer_that_makes_no_sense_is_no_answer(
    cast: Cast, outbox: Outbox, provider: Provider, octets: bytes
) -> None:
    provider.babbles = octets
    outbox.plan(cast.maya, "text", "email")
    outbox.send()
    assert results() == [Result.UNKNOWN]


def test_F9_what_is_told_before_the_answer_is_written_is_not_lost(
    cast: Cast, outbox: Outbox, provider: Provider
) -> None:
    message = outbox.plan(cast.maya, "text")

    def tells_at_once(form: dict[str, str]) -> tuple[int, int]:
        about = form["StatusCallback"].rsplit("=", maxsplit=1)[-1]
        early.append(about)
        return 201, 0

    early: list[str] = []
    provider.says = tells_at_once
    outbox.send()
    texts.hear_receipt(about=early[0], status=ReceiptStatus.DELIVERED, by=SYSTEM)
    texting.look()
    assert fresh(message).state == State.DELIVERED


def test_rehearsal_hospital_asks_no_provider(rehearsal: Cast, outbox: Outbox, provider: Provider) -> None:
    outbox.plan(rehearsal.maya, "text")
    outbox.send()
    assert (provider.taken, Attempt.objects.get().evidence["stand_in"]) == ([], True)


def test_check_says_by_whom_and_keeps_the_secret(cast: Cast, provider: Provider) -> None:
    state = next(one for one in check() if one.channel == "text")
    assert state.real
    assert provider.url in state.says
    assert TOKEN not in state.says
