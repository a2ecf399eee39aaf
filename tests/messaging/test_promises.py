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
from almoner.messaging.channels.answering import How
from almoner.messaging.models import Message
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
