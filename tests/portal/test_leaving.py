"""No more e-mail that is not about care, by the link in it: asked of people, done for mail programs (RFC 8058)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from tests.cast import Cast
from tests.messaging.conftest import Outbox, outbox

from almoner.core import clock
from almoner.core.models import Setting
from almoner.messaging.channels.email.smtp import message_for
from almoner.messaging.leaving import headers, link
from almoner.messaging.models import Attempt
from almoner.messaging.rendering import Rendered
from almoner.people.models import Consent

__all__ = ["outbox"]


@pytest.fixture
def sent(cast: Cast, outbox: Outbox) -> Attempt:
    """How it was is asked of Maya by e-mail."""
    Setting.objects.create(name="rehearsal", value=True)
    message = outbox.plan(cast.maya, "email", kind="feedback.asked")
    outbox.send()
    return message.tried.get()


def path(attempt: Attempt) -> str:
    return re.sub(r"^https?://[^/]+", "", link(attempt.provider_key))


def answers(cast: Cast, purpose: str = "feedback") -> list[bool]:
    found = Consent.objects.filter(person=cast.maya, purpose=purpose, channel="email").order_by("created_at", "id")
    return list(found.values_list("given", flat=True))


def test_what_is_not_care_has_the_link_and_care_has_none() -> None:
    rendered = Rendered("feedback.asked", "email", "en", "Maya", "How was it?", "How was it?")
    mail = message_for(rendered, "maya@example.org", "a" * 40).message()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<http")
    assert "maya" not in mail["List-Unsubscribe"].lower()
    for kind in ("appointment.confirmed", "reply.said"):
        assert headers(kind, "a" * 40) == {}


def test_following_the_link_asks_and_changes_nothing(cast: Cast, sent: Attempt) -> None:
    page = Client().get(path(sent))
    assert "No more of these e-mails?" in page.content.decode()
    assert "Maya" not in page.content.decode()
    assert answers(cast) == [True]


def test_I_20_the_form_or_a_mail_program_ends_it_at_once_and_nothing_else(cast: Cast, sent: Attempt) -> None:
    """A mail program has no cookie and sends one field."""
    browser = Client(enforce_csrf_checks=True)
    with clock.at(clock.now() + timedelta(minutes=1)):
        for _twice in range(2):
            page = browser.post(path(sent), {"List-Unsubscribe": "One-Click"})
            assert page.status_code == 200
            assert "It is done" in page.content.decode()
    assert (answers(cast), answers(cast, "care")) == ([True, False], [True])


def test_T11_a_link_that_we_did_not_seal_does_nothing(cast: Cast, sent: Attempt) -> None:
    forged = signing.Signer(salt="another").sign(sent.provider_key)
    for token in (forged, sent.provider_key, "x", signing.Signer(salt="almoner.messaging.leave").sign("b" * 40)):
        assert Client().post(f"/messages/leave/{token}/").status_code == 404
    assert answers(cast) == [True]


def test_a_link_of_an_e_mail_about_care_does_nothing(cast: Cast, outbox: Outbox) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    message = outbox.plan(cast.maya, "email", kind="appointment.confirmed")
    outbox.send()
    assert Client().post(path(message.tried.get())).status_code == 404
    assert answers(cast, "care") == [True]
