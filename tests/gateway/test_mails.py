"""E-mails that the hospital's mail server hands over, and what nobody else can hand over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast

from almoner.core import clock
from almoner.core.models import Setting
from almoner.gateway import mails
from almoner.gateway.signatures import WINDOW_SECONDS, of_relay
from almoner.replies.models import Heard, Received

SECRET = "a secret of the tests, long enough"
LETTER = (
    "From: Maya Osei <maya@example.org>\r\nTo: almoner@hospital.example\r\nSubject: My visit\r\n"
    "Message-ID: <one@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMay I bring my daughter? 😀\r\n"
).encode()
Hand = Callable[..., Any]


@pytest.fixture
def hand(cast: Cast, settings: Any) -> Hand:
    """Hand an e-mail over, signed `late` seconds ago with `secret`."""
    settings.ALMONER_GATEWAY_SECRET = SECRET

    def post(raw: bytes = LETTER, *, secret: str = SECRET, late: int = 0, signature: str | None = None) -> Any:
        signed = of_relay(raw, secret, int(clock.now().timestamp()) - late)
        return Client(enforce_csrf_checks=True).post(
            "/gateway/email/", raw, content_type="message/rfc822",
            headers={"X-Almoner-Signature": signed if signature is None else signature},
        )  # fmt: skip

    return post


def test_REM_8_an_email_is_heard_as_from_the_mailbox_and_once(hand: Hand) -> None:
    assert [hand().status_code for _ in range(2)] == [204, 204]
    received = Received.objects.get()
    assert (received.channel, received.sender, received.subject) == ("email", "maya@example.org", "My visit")
    assert received.words == "May I bring my daughter? 😀"
    assert Heard.objects.get().outcome == "contact"


@pytest.mark.parametrize(
    "wrongly",
    [
        {"secret": "guessed"}, {"signature": ""}, {"signature": "t=1,v1=ü"}, {"late": WINDOW_SECONDS + 2},
        {"late": -WINDOW_SECONDS - 2}, {"signature": of_relay(b"another", SECRET, 1795424400)},
        {"signature": "t=9,v1=" + "0" * 64 + "\n"},
    ],
)  # fmt: skip
def test_T11_what_is_not_signed_or_too_old_does_nothing(hand: Hand, wrongly: dict[str, Any]) -> None:
    answer = hand(**wrongly)
    assert (answer.status_code, answer.content, Received.objects.count()) == (403, b"", 0)


def test_T11_without_a_secret_or_in_rehearsal_nobody_is_let_in(hand: Hand, settings: Any) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    assert hand().status_code == 403
    Setting.objects.all().delete()
    settings.ALMONER_GATEWAY_SECRET = ""
    assert hand(secret="").status_code == 403


def test_only_posts_of_a_bounded_size_are_read(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/gateway/email/").status_code == 405
    monkeypatch.setattr(mails, "LARGEST", 1000)
    assert hand(b"x" * 1001).status_code == 413


def test_large_email_with_an_attachment_is_heard(hand: Hand) -> None:
    body = LETTER + b"A" * 5_000_000
    assert hand(body).status_code == 204
    assert Received.objects.get().words.startswith("May I bring my daughter?")


@pytest.mark.parametrize("raw", [b"", b"\x00\xff", b"From: \r\n\r\n", b"\r\n" * 9])
def test_T10_whatever_is_signed_is_kept(hand: Hand, raw: bytes) -> None:
    assert hand(raw).status_code == 204
    assert Received.objects.count() == 1
