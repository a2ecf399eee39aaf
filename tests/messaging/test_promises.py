"""The outbox and the ledger together: what goes out keeps the promise, what cannot is handed to people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.cast import Cast
from tests.messaging.conftest import Outbox, all_say

from almoner.charter import hearing
from almoner.charter.enums import State as PromiseState
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.messaging import actions
from almoner.messaging.channels.answering import How
from almoner.messaging.enums import ReceiptStatus
from almoner.messaging.models import Attempt, Message
from almoner.timeline.actions import record


@pytest.fixture
def book(rehearsal: Cast, outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Tell that Maya has booked a visit in nine days; the charter of the house listens."""
    monkeypatch.setattr("almoner.timeline.listener._listener", hearing.hear)

    def told() -> None:
        subject, starts = new_id(), clock.now() + timedelta(days=9)
        outbox.values[subject] = {"when": starts, "where": "Level 2", "reference": "V-1"}
        facts = {"starts_at": starts.isoformat(), "lead_hours": 216, "service": {"en": "Visit"}, "reference": "V-1"}
        record(kind="appointment.booked", person=rehearsal.maya, subject_id=subject, facts=facts, by=SYSTEM)

    return told


def states() -> dict[str, tuple[str, bool]]:
    confirming = Promise.objects.filter(standard__startswith="confirmed")
    return {promise.standard: (promise.state, promise.by_hand_since is not None) for promise in confirming}


def test_CNF_1_a_booking_is_confirmed_by_call_and_in_writing(outbox: Outbox, book: Callable[[], None]) -> None:
    outbox.reply = lambda question: all_say(How.HUMAN if question.channel == "call" else How.ACCEPTED, "1")(question)
    book()
    assert states() == {
        "confirmed_in_writing": (PromiseState.OPEN, False), "confirmed_by_call": (PromiseState.OPEN, False),
    }  # fmt: skip
    for hours in (0, 1):
        with clock.at(clock.now() + timedelta(hours=hours)):
            outbox.send()
    assert states() == {
        "confirmed_in_writing": (PromiseState.KEPT, False), "confirmed_by_call": (PromiseState.KEPT, False),
    }  # fmt: skip
    assert sorted(question.channel for question in outbox.asked) == ["call", "email"]


def test_what_cannot_be_delivered_is_handed_to_its_team(outbox: Outbox, book: Callable[[], None]) -> None:
    outbox.reply = all_say(How.BOUNCE)
    book()
    for hours in (0, 1, 1.2, 1.4):
        with clock.at(clock.now() + timedelta(hours=hours)):
            outbox.send()
    assert set(states().values()) == {(PromiseState.OPEN, True)}
    assert not Message.objects.filter(kind="appointment.confirmed", state="planned").exists()


@pytest.mark.parametrize(("then", "owed"), [(How.ACCEPTED, PromiseState.KEPT), (How.BOUNCE, PromiseState.OPEN)])
def test_F9_what_comes_back_after_its_promise_was_kept_is_owed_anew(
    outbox: Outbox, book: Callable[[], None], then: How, owed: str
) -> None:
    """The e-mail was taken, so the promise was kept; then it bounces. By text it arrives, or a person tells them."""
    outbox.reply = lambda question: all_say(How.ACCEPTED if question.channel == "email" else How.NO_ANSWER)(question)
    book()
    outbox.send()
    assert states()["confirmed_in_writing"] == (PromiseState.KEPT, False)
    email = Message.objects.get(channel="email", state="sent")
    key = Attempt.objects.get(message=email).provider_key
    for _ in range(2):
        actions.deliver_receipt(provider_key=key, status=ReceiptStatus.BOUNCED, by=SYSTEM)
    again = Promise.objects.get(standard="told_another_way")
    assert (again.state, again.subject_id, again.team) == (PromiseState.OPEN, email.id, "service_desk")
    outbox.reply = all_say(then)
    for hours in (0, 1, 1.2, 1.4):
        with clock.at(clock.now() + timedelta(hours=hours)):
            outbox.send()
    again.refresh_from_db()
    assert again.state == owed


def test_F9_what_came_back_and_is_no_longer_right_is_owed_no_more(outbox: Outbox, book: Callable[[], None]) -> None:
    outbox.reply = lambda question: all_say(How.ACCEPTED if question.channel == "email" else How.NO_ANSWER)(question)
    book()
    outbox.send()
    email = Message.objects.get(channel="email", state="sent")
    key = Attempt.objects.get(message=email).provider_key
    actions.deliver_receipt(provider_key=key, status=ReceiptStatus.BOUNCED, by=SYSTEM)
    assert email.subject_id
    actions.withdraw_for_subject(subject_id=email.subject_id, reason="cancelled", by=SYSTEM)
    assert Promise.objects.get(standard="told_another_way").state == PromiseState.WITHDRAWN
