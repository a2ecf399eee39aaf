"""Whichever statement of an action fails, nothing of it remains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.cast import Cast
from tests.faults import leaves_nothing
from tests.messaging.conftest import Outbox, all_say

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.messaging import actions, heard, texts
from almoner.messaging.channels.answering import How
from almoner.messaging.channels.text.delivered import Delivered
from almoner.messaging.channels.text.provider import Told
from almoner.messaging.enums import ReceiptStatus, Result
from almoner.messaging.models import Attempt
from almoner.messaging.outcome import Claim, Handover, Outcome
from almoner.people.models import ContactPoint


def claimed() -> Claim:
    return actions.claim_due(limit=1, by=SYSTEM)[0]


def handed() -> Handover:
    found = actions.hand_over(claim=claimed(), by=SYSTEM)
    assert found
    return found


def sent(outbox: Outbox) -> str:
    outbox.reply = all_say(How.ACCEPTED)
    outbox.send()
    return Attempt.objects.get().provider_key


def _plan(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    return lambda: outbox.plan(cast.tom, "call", once="again")


def _withdraw(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    return lambda: actions.withdraw_for_person(person=cast.maya, reason="because", by=SYSTEM)


def _claim(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    return lambda: actions.claim_due(limit=5, by=SYSTEM)


def _hand_over(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    claim = claimed()
    return lambda: actions.hand_over(claim=claim, by=SYSTEM)


def _record(result: Result, pressed: str = "") -> Callable[[Cast, Outbox], Callable[[], object]]:
    def prepare(cast: Cast, outbox: Outbox) -> Callable[[], object]:
        handover = handed()
        return lambda: actions.record_attempt(handover=handover, outcome=Outcome(result, pressed=pressed), by=SYSTEM)

    return prepare


def _record_and_hand_over(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    handover = handed()
    outbox.plan(cast.tom, "letter", kind="visit.missed")
    claim = claimed()
    outcome = Outcome(Result.ACCEPTED)
    return lambda: actions.record_and_hand_over(handover=handover, outcome=outcome, claim=claim, by=SYSTEM)


def _late(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    handover = handed()
    return lambda: actions.record_late(handover=handover, outcome=Outcome(Result.ACCEPTED), by=SYSTEM)


def _receipt(status: ReceiptStatus) -> Callable[[Cast, Outbox], Callable[[], object]]:
    def prepare(cast: Cast, outbox: Outbox) -> Callable[[], object]:
        key = sent(outbox)
        return lambda: actions.deliver_receipt(provider_key=key, status=status, by=SYSTEM)

    return prepare


def _stop(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    point = ContactPoint.objects.get(value="maya@example.org")
    return lambda: actions.stop_contact(contact_point_id=point.id, because="not me", by=SYSTEM)


def _epoch(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    return lambda: actions.new_epoch(by=SYSTEM)


def _opted_out(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    handover = handed()
    return lambda: actions.record_attempt(handover=handover, outcome=Outcome(Result.OPTED_OUT), by=SYSTEM)


def _put_off(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    claim = claimed()
    return lambda: actions.put_off(claim=claim, until=clock.now() + timedelta(hours=1), by=SYSTEM)


def _begin_text(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    return lambda: texts.begin_text(provider_key="a" * 40, number="+447700900123", parts=2, by=SYSTEM)


def _end_text(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    text, _new = texts.begin_text(provider_key="a" * 40, number="+447700900123", parts=2, by=SYSTEM)
    return lambda: texts.end_text(text=text, told=Told(Result.ACCEPTED, "", ("1",)), parts=2, by=SYSTEM)


def _early_receipt(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    texts.begin_text(provider_key="a" * 40, number="+447700900123", parts=2, by=SYSTEM)
    return lambda: texts.hear_receipt(about="9", status=ReceiptStatus.DELIVERED, number="+447700900123", by=SYSTEM)


def _hear_text(cast: Cast, outbox: Outbox) -> Callable[[], object]:
    came = Delivered("447700900123", 1, "447700900000", 0, 0, b"May I bring my daughter?")
    return lambda: heard.keep(delivered=came, sender="+447700900123", by=SYSTEM)


ACTIONS = {
    "opted_out": _opted_out,
    "put_off": _put_off,
    "begin_text": _begin_text,
    "end_text": _end_text,
    "early_receipt": _early_receipt,
    "hear_text": _hear_text,
    "plan": _plan,
    "withdraw": _withdraw,
    "claim": _claim,
    "hand_over": _hand_over,
    "record_accepted": _record(Result.ACCEPTED, "1"),
    "record_refused": _record(Result.REFUSED),
    "record_not_now": _record(Result.NOT_NOW),
    "record_and_hand_over": _record_and_hand_over,
    "record_late": _late,
    "receipt_delivered": _receipt(ReceiptStatus.DELIVERED),
    "receipt_bounced": _receipt(ReceiptStatus.BOUNCED),
    "stop_contact": _stop,
    "new_epoch": _epoch,
}


@pytest.mark.parametrize("name", ACTIONS)
def test_each_write_failing_leaves_nothing(rehearsal: Cast, outbox: Outbox, name: str) -> None:
    outbox.plan(rehearsal.maya, "email")
    outbox.plan(rehearsal.maya, "email")
    act = ACTIONS[name](rehearsal, outbox)
    leaves_nothing(act, writes=2)
