"""What is told later of a send: that it arrived, that it came back, that an address is somebody else's."""

from __future__ import annotations

from uuid import UUID

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.messaging import doubting, endings
from almoner.messaging.enums import CAME_BACK, GONE, TAKEN, ReceiptStatus, State, Why
from almoner.messaging.models import Attempt, Message, Receipt
from almoner.messaging.settling import DIED
from almoner.messaging.stopping import stop
from almoner.timeline.actions import record


@action
def deliver_receipt(*, provider_key: str, status: ReceiptStatus, answer: str = "", by: Actor) -> Receipt:
    """A provider tells later what became of a send: once, twice or out of order, the end is the same.

    What came back has not been delivered, whatever else was told of it (F9). Of somebody who has died it is kept, and
    nobody is asked to find another way. Raises NotThere for an unknown key.
    """
    attempt = Attempt.objects.filter(provider_key=provider_key, result__in=TAKEN).order_by("fenced", "at", "id").first()
    if attempt is None:
        raise NotThere
    message = Message.objects.select_for_update(of=("self",)).select_related("person").get(id=attempt.message_id)
    receipt, new = Receipt.objects.get_or_create(attempt=attempt, status=status, defaults={"answer": answer[:300]})
    if not new:
        return receipt
    if status == ReceiptStatus.BOUNCED and message.person.died_on is None:
        stop(attempt.contact_point_id, answer or "came back", by)
    before = attempt.receipts.exclude(id=receipt.id).filter(status__in=CAME_BACK).exists()
    if status == ReceiptStatus.MISSED:
        doubting.missed(attempt, by)
    elif status == ReceiptStatus.DELIVERED and not before:
        doubting.arrived(attempt, by)
    if status in CAME_BACK and not before:
        if message.state in GONE and not attempt.fenced:
            _came_back(message, by)
    elif not before and message.state == State.SENT and not attempt.fenced:
        _arrived(message, attempt, by)
    return receipt


def _arrived(message: Message, attempt: Attempt, by: Actor) -> None:
    for one in (message, *Message.objects.filter(joined_to=message, state=State.SENT).select_related("person")):
        one.state = State.DELIVERED
        one.save(update_fields=["state"])
        facts = {
            "kind": one.kind, "channel": attempt.channel, "promise_id": str(one.promise_id or ""),
            "promise_ids": [str(one.promise_id)] if one.promise_id else [], "about": str(one.subject_id or ""),
        }  # fmt: skip
        record(kind="message.delivered", person=one.person, subject_id=one.id, facts=facts, by=by)


def _came_back(message: Message, by: Actor) -> None:
    """What had gone out has not arrived: by the next way, or to a person."""
    for one in (message, *Message.objects.filter(joined_to=message, state__in=GONE).select_related("person")):
        if one.person.died_on is not None:
            endings.withdrawn(one, DIED, by)
            continue
        one.state, one.ended_at, one.joined_to = State.PLANNED, None, None
        one.ways, one.way = message.ways, message.way
        one.next_at = min(clock.now(), one.deadline)
        one.save()
        endings.came_back(one, by)
        endings.next_way(one, Why.REFUSED, by)


@action
def stop_contact(*, contact_point_id: UUID, because: str, by: Actor) -> bool:
    """Use an address no more, because it was refused or somebody else answered it, until a person clears it (I-21).

    The desk hears of it by the event `contact.stopped`. Gives whether it was in use.
    """
    return stop(contact_point_id, because, by)
