"""What the provider of texts tells us, and what nobody else can."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast
from tests.gateway.conftest import Tell
from tests.messaging.conftest import Outbox, events
from tests.messaging.test_sending import fresh
from tests.messaging.text_provider import TOKEN
from twilio.request_validator import RequestValidator

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import Setting
from almoner.messaging import actions, texting, texts
from almoner.messaging.channels.text.provider import Told
from almoner.messaging.enums import Result, State
from almoner.messaging.models import Attempt, EarlyReceipt, Message, Receipt
from almoner.messaging.outcome import Outcome
from almoner.people.models import ContactPoint, Person, Tally
from almoner.replies.models import Heard, Received

TEXT, STATUS = "/gateway/text/", "/gateway/text/status/"
MAYA = "+447700900123"


def wrote(body: str = "1", number: str = "SM1", **more: str) -> dict[str, str]:
    return {"MessageSid": number, "From": MAYA, "To": "+447700900000", "Body": body, "NumMedia": "0", **more}


def went(outbox: Outbox, person: Person, sid: str = "SM9") -> Message:
    """A text that the provider took, as the worker writes it."""
    message = outbox.plan(person, "text", "email")
    claim = actions.claim_due(limit=1, by=SYSTEM)[0]
    handed = actions.hand_over(claim=claim, by=SYSTEM)
    assert handed
    text, _new = texts.begin_text(provider_key=handed.provider_key, number=MAYA, parts=1, by=SYSTEM)
    texts.end_text(text=text, told=Told(Result.ACCEPTED, "", (sid,)), parts=1, by=SYSTEM)
    actions.record_attempt(handover=handed, outcome=Outcome(Result.ACCEPTED), by=SYSTEM)
    return message


# ── Somebody wrote ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_REM_8_a_text_is_heard(cast: Cast, tell: Tell) -> None:
    answer = tell(TEXT, wrote("Can I bring my daughter?"))
    received = Received.objects.get()
    assert (answer.status_code, answer.content) == (204, b"")
    assert (received.channel, received.sender, received.words) == ("text", MAYA, "Can I bring my daughter?")
    assert Heard.objects.get().outcome == "contact"


def test_CNF_2_a_key_confirms_by_the_whole_way(cast: Cast, tell: Tell, outbox: Outbox) -> None:
    message = went(outbox, cast.maya)
    assert tell(TEXT, wrote("1")).status_code == 204
    assert outbox.heard == [(message.subject_id, "confirm")]


def test_T11_I_37_the_same_told_again_is_heard_once(cast: Cast, tell: Tell, outbox: Outbox) -> None:
    went(outbox, cast.maya)
    assert [tell(TEXT, wrote("1")).status_code for _ in range(3)] == [204] * 3
    assert (Received.objects.count(), len(outbox.heard)) == (1, 1)


def test_pictures_are_told_of(cast: Cast, tell: Tell) -> None:
    tell(TEXT, wrote("", NumMedia="2"))
    assert Received.objects.get().subject == "with 2 pictures that we do not take"
    tell(TEXT, wrote("Hello", "SM2", NumMedia="many"))
    assert Received.objects.get(provider_id="SM2").subject == ""


@pytest.mark.parametrize(
    "body", ["", "نعم", "😀" * 700, "\u200f1\u200f", "a\x00b", "x" * 20_000, "${jndi:ldap://x}", "{{ 1 }}"]
)
def test_T10_whatever_is_written_is_kept(cast: Cast, tell: Tell, body: str) -> None:
    assert tell(TEXT, wrote(body)).status_code == 204
    assert Received.objects.count() == 1


# ── Nobody else ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [TEXT, STATUS])
@pytest.mark.parametrize(
    "wrongly",
    [
        {"secret": "guessed"},
        {"secret": TOKEN.upper()},
        {"signature": ""},
        {"signature": "ü"},
        {"signed": {}},
        {"signed": wrote("1", From="+447700900999")},
    ],
)
def test_T11_what_is_not_signed_does_nothing_and_says_nothing(
    cast: Cast, tell: Tell, path: str, wrongly: dict[str, Any]
) -> None:
    answer = tell(path, wrote(MessageStatus="failed"), **wrongly)
    assert (answer.status_code, answer.content) == (403, b"")
    assert (Received.objects.count(), EarlyReceipt.objects.count()) == (0, 0)


def test_T11_what_was_signed_for_another_address_is_not_signed_for_this_one(cast: Cast, tell: Tell) -> None:
    form = wrote(MessageStatus="failed")
    signature = RequestValidator(TOKEN).compute_signature("https://hospital.example/gateway/text/", form)
    assert tell(STATUS, form, signature=signature).status_code == 403
    assert tell(f"{TEXT}?key=x", form, signature=signature).status_code == 403


def test_T11_without_a_provider_or_in_rehearsal_nobody_is_let_in(cast: Cast, tell: Tell, settings: Any) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    assert tell(TEXT, wrote()).status_code == 403
    Setting.objects.all().delete()
    settings.TEXT_TOKEN = ""
    assert tell(TEXT, wrote(), secret="").status_code == 403
    assert Received.objects.count() == 0


@pytest.mark.parametrize("path", [TEXT, STATUS])
def test_only_posts_of_a_bounded_size_are_read(cast: Cast, tell: Tell, path: str) -> None:
    assert [getattr(Client(), method)(path).status_code for method in ("get", "put", "delete")] == [405] * 3
    assert tell(path, wrote("x" * 70_000)).status_code == 413
    assert tell(path, {"MessageStatus": "failed"}).status_code == 400


def test_T15_many_that_are_signed_are_not_stopped_and_none_is_counted(cast: Cast, tell: Tell) -> None:
    answers = {tell(TEXT, wrote("1", f"SM{number}")).status_code for number in range(130)}
    assert answers == {204}
    assert Tally.objects.count() == 0


# ── What became of a text ────────────────────────────────────────────────────────────────────────────────────────────


def became(sid: str, status: str, error: str = "") -> dict[str, str]:
    return {"MessageSid": sid, "MessageStatus": status, "To": MAYA, **({"ErrorCode": error} if error else {})}


@pytest.mark.parametrize(
    ("status", "error", "state", "stopped"),
    [
        ("delivered", "", State.DELIVERED, False),
        ("read", "", State.DELIVERED, False),
        ("undelivered", "30003", State.PLANNED, False),
        ("undelivered", "30005", State.PLANNED, True),
        ("failed", "30008", State.PLANNED, False),
        ("sent", "", State.SENT, False),
        ("queued", "", State.SENT, False),
        ("nonsense", "", State.SENT, False),
    ],
)
def test_F9_what_is_told_later_is_heard(
    cast: Cast, tell: Tell, outbox: Outbox, *, status: str, error: str, state: str, stopped: bool
) -> None:
    message = went(outbox, cast.maya)
    assert tell(STATUS, became("SM9", status, error)).status_code == 204
    assert fresh(message).state == state
    assert ContactPoint.objects.filter(stopped_at__isnull=False).exists() is stopped


@pytest.mark.parametrize("told", sorted(set(permutations(["sent", "delivered", "undelivered", "undelivered"]))))
def test_F9_in_any_order_and_twice_ends_the_same(cast: Cast, tell: Tell, outbox: Outbox, told: tuple[str, ...]) -> None:
    message = went(outbox, cast.maya)
    for status in told:
        assert tell(STATUS, became("SM9", status, "30003" if status == "undelivered" else "")).status_code == 204
    assert (fresh(message).state, fresh(message).channel) == (State.PLANNED, "email")
    assert Receipt.objects.count() == 2


def test_F9_by_our_key_and_before_the_answer_was_written(cast: Cast, tell: Tell, outbox: Outbox) -> None:
    message = outbox.plan(cast.maya, "text")
    handed = actions.hand_over(claim=actions.claim_due(limit=1, by=SYSTEM)[0], by=SYSTEM)
    assert handed
    text, _new = texts.begin_text(provider_key=handed.provider_key, number=MAYA, parts=1, by=SYSTEM)
    assert tell(f"{STATUS}?key={handed.provider_key}", became("SM7", "delivered")).status_code == 204
    assert (fresh(message).state, EarlyReceipt.objects.count()) == (State.PLANNED, 1)
    texts.end_text(text=text, told=Told(Result.ACCEPTED, "", ("SM7",)), parts=1, by=SYSTEM)
    actions.record_attempt(handover=handed, outcome=Outcome(Result.ACCEPTED), by=SYSTEM)
    texting.look()
    assert (fresh(message).state, Attempt.objects.get().receipts.count()) == (State.DELIVERED, 1)
    assert len(events("message.delivered")) == 1


def test_T11_what_nobody_sent_changes_nothing_and_is_forgotten(cast: Cast, tell: Tell) -> None:
    assert tell(STATUS, became("SM404", "undelivered", "30005")).status_code == 204
    assert not ContactPoint.objects.filter(stopped_at__isnull=False).exists()
    with clock.at(clock.now() + texts.KEPT * 2):
        texting.look()
    assert EarlyReceipt.objects.count() == 0
