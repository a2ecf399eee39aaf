"""What providers tell later, and a new life of the outbox after a restore."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from tests.cast import Cast
from tests.messaging.conftest import Outbox, events

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.refusal import NotThere
from almoner.messaging import actions
from almoner.messaging.enums import ReceiptStatus, State, Why
from almoner.messaging.models import Attempt, Message, Receipt
from almoner.people.models import ContactPoint


def receive(key: str, status: ReceiptStatus) -> None:
    actions.deliver_receipt(provider_key=key, status=status, by=SYSTEM)


@pytest.mark.parametrize("told", sorted(set(permutations(["delivered", "bounced", "bounced", "delivered"]))))
def test_F9_receipts_in_any_order_and_twice_end_the_same(
    rehearsal: Cast, outbox: Outbox, told: tuple[str, ...]
) -> None:
    message = outbox.plan(rehearsal.maya, "email", "call")
    outbox.send()
    key = Attempt.objects.get().provider_key
    for status in told:
        receive(key, ReceiptStatus(status))
    message.refresh_from_db()
    assert (message.state, message.channel, message.way) == (State.PLANNED, "call", 1)
    assert Receipt.objects.count() == 2
    assert ContactPoint.objects.get(value="maya@example.org").stopped_at
    assert len(events("contact.stopped")) == 1


def test_delivered_is_told_with_its_promises_once(rehearsal: Cast, outbox: Outbox) -> None:
    promise, other = new_id(), new_id()
    message = outbox.plan(rehearsal.maya, "email", promise_id=promise)
    joined = outbox.plan(rehearsal.maya, "email", promise_id=other)
    outbox.send()
    for _ in range(2):
        receive(Attempt.objects.get().provider_key, ReceiptStatus.DELIVERED)
    told = {event.subject_id: event.facts["promise_ids"] for event in events("message.delivered")}
    assert told == {message.id: [str(promise)], joined.id: [str(other)]}
    assert len(events("message.delivered")) == 2
    assert set(Message.objects.values_list("state", flat=True)) == {State.DELIVERED}


def test_what_came_back_by_the_last_way_is_escalated_with_its_companions(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.plan(rehearsal.maya, "email")
    outbox.plan(rehearsal.maya, "email")
    outbox.send()
    receive(Attempt.objects.get().provider_key, ReceiptStatus.BOUNCED)
    assert set(Message.objects.values_list("state", "ended_how")) == {(State.UNDELIVERABLE, Why.REFUSED)}
    assert len(events("message.undeliverable")) == 2


def test_T11_a_receipt_for_nothing_changes_nothing(cast: Cast, outbox: Outbox) -> None:
    with pytest.raises(NotThere):
        receive("0" * 40, ReceiptStatus.DELIVERED)
    with pytest.raises(NotThere):
        actions.stop_contact(contact_point_id=new_id(), because="not me", by=SYSTEM)


def test_I_21_not_me_stops_the_address_at_once(rehearsal: Cast, outbox: Outbox) -> None:
    point = ContactPoint.objects.get(value="maya@example.org")
    assert actions.stop_contact(contact_point_id=point.id, because="not me", by=SYSTEM)
    assert not actions.stop_contact(contact_point_id=point.id, because="not me", by=SYSTEM)
    outbox.plan(rehearsal.maya, "email", "text")
    outbox.send()
    assert [question.channel for question in outbox.asked] == ["text"]


def test_I_41_nothing_old_is_sent_again_after_a_restore(rehearsal: Cast, outbox: Outbox) -> None:
    old, new = outbox.plan(rehearsal.maya, "email"), outbox.plan(rehearsal.tom, "letter")
    Message.objects.filter(id=new.id).update(
        not_before=clock.now() + timedelta(hours=3), next_at=clock.now() + timedelta(hours=3)
    )
    actions.claim_due(limit=9, by=SYSTEM)
    assert actions.new_epoch(by=SYSTEM).number == 2
    assert outbox.send() == 0
    old.refresh_from_db()
    assert (old.state, old.ended_how) == (State.UNDELIVERABLE, Why.RESTORED)
    assert len(events("message.undeliverable")) == 1
    with clock.at(clock.now() + timedelta(hours=3)):
        assert outbox.send() == 1
    assert actions.new_epoch(by=SYSTEM).number == 3


def test_a_message_of_an_old_life_is_never_claimed(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.plan(rehearsal.maya, "email")
    actions.new_epoch(by=SYSTEM)
    Message.objects.update(state=State.PLANNED, ended_at=None, ended_how="", epoch=1)
    assert outbox.send() == 0
