"""Planning, sending, withdrawing: everything that leaves the hospital leaves through here.

A message is claimed with a lease, handed over in one transaction that reads the person afresh, sent outside of any
transaction, and recorded under the same lease. So it goes out at least once or is escalated, and for one key the
provider takes it at most once (law I-18).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.core.action import action, joins
from almoner.core.actor import Actor
from almoner.core.identifiers import new_id
from almoner.core.prepared import Prepared, insert, update
from almoner.core.refusal import Refused
from almoner.messaging import addresses, answers, composing, endings, joining, pacing, planning, reading, rendering
from almoner.messaging.accounts import tell_of_accounts  # noqa: F401 - an action of this room
from almoner.messaging.claiming import ANY_DUE, TAKE, Which, next_in_line, up_to_the_suspect
from almoner.messaging.enums import REFUSALS, TAKEN, Result, State, Why
from almoner.messaging.epochs import new_epoch  # noqa: F401 - an action of this room
from almoner.messaging.models import Attempt, Message, MessageQuerySet
from almoner.messaging.notice_sending import send_notice  # noqa: F401
from almoner.messaging.noticing import approve_notice, give_up_notice, propose_notice, stop_notice  # noqa: F401
from almoner.messaging.outcome import Claim, Handover, Outcome, evidence_of
from almoner.messaging.planning import Wanted
from almoner.messaging.posting import put_in_queue
from almoner.messaging.print_runs import close_run, take_run  # noqa: F401
from almoner.messaging.receipts import deliver_receipt as deliver_receipt  # noqa: PLC0414 - actions of this room
from almoner.messaging.receipts import stop_contact as stop_contact  # noqa: PLC0414 - actions of this room
from almoner.messaging.returned_letters import keep_back, tell_returned  # noqa: F401
from almoner.messaging.rewording import (  # noqa: F401 - actions of this room
    begin_words,
    propose_words,
    restore_shipped_words,
    sign_words,
    tell_overtaken_words,
    turn_down_words,
    write_words,
)  # fmt: skip
from almoner.messaging.settling import Course, settle, take_ways
from almoner.messaging.stopping import heed
from almoner.people.enums import Channel
from almoner.people.models import Person

LEASE = timedelta(minutes=2)
LEASE_OF_CALL = timedelta(minutes=7)
"""Longer than any call may last."""
CRASHES = 3


_HELD = Prepared(
    lambda key: Message.objects.filter(id=key).select_related("person__site").select_for_update(of=("self",))
)
_OF_PROMISE = Prepared(lambda promise_id: _planned(Message.objects.filter(promise_id=promise_id)))


class LeaseLost(Refused):
    """Another worker holds the message, or it has ended: what was found out is not recorded over it (F25)."""

    text = _("This message is no longer ours to record.")


@action
@joins
def plan(  # noqa: PLR0913 - all of it is what a message is
    *,
    kind: str,
    person: Person,
    subject_id: UUID | None,
    ways: Sequence[str],
    not_before: datetime,
    deadline: datetime,
    promise_id: UUID | None = None,
    urgent: bool = False,
    once: str = "",
    by: Actor,
) -> Message:
    """Plan a message. Planned again with the same `once`, it is the same message.

    Without `once`, a message is the same when kind, person, subject, promise and ways are, and without a promise also
    its time.
    """
    wanted = Wanted(kind, person, subject_id, tuple(ways), not_before, deadline, promise_id, urgent, once)
    drawn = planning.drawn(wanted, reading.epoch())
    fields = {name: getattr(drawn, name) for name in planning.FIELDS}
    message, made = Message.objects.get_or_create(key=drawn.key, defaults=fields)
    if made:
        planning.made(message).save(force_insert=True)
    return message


@action
@joins
def plan_for_promises(*, wanted: Sequence[Wanted], by: Actor) -> list[Message]:
    """Plan the messages of promises that were opened just now, all in one go. None can have been planned before: each
    names its promise."""
    if not wanted:
        return []
    epoch = reading.epoch()
    messages = [planning.drawn(one, epoch) for one in wanted]
    insert(*messages)
    insert(*(planning.made(message) for message in messages))
    return messages


@action
@joins
def withdraw_for_subject(*, subject_id: UUID, reason: str, only: Sequence[str] = (), by: Actor) -> int:
    """Withdraw what is still to go about a subject; of `only` these kinds, where given. Gives how many."""
    found = Message.objects.filter(subject_id=subject_id)
    return _withdraw(list(_planned(found.filter(kind__in=only) if only else found)), reason, by)


@action
@joins
def withdraw_for_promise(*, promise_id: UUID, reason: str, by: Actor) -> int:
    """Withdraw what is still to go for a promise. Gives how many."""
    return _withdraw(_OF_PROMISE.all(promise_id=promise_id), reason, by)


@action
@joins
def withdraw_for_person(*, person: Person, reason: str, by: Actor) -> int:
    """Withdraw all that is still to go to a person, as when they have died. Gives how many."""
    return _withdraw(list(_planned(Message.objects.filter(person=person))), reason, by)


def _planned(found: MessageQuerySet) -> MessageQuerySet:
    return found.filter(state=State.PLANNED).select_for_update(of=("self",)).order_by("id")


def _withdraw(messages: Sequence[Message], reason: str, by: Actor) -> int:
    for message in messages:
        endings.withdrawn(message, reason, by)
    return len(messages)


def claim_due(*, limit: int, which: Which = Which.ALL, by: Actor) -> list[Claim]:
    """Take up to `limit` messages that are due, each for the length of a lease. Nothing is written when none is."""
    if not ANY_DUE[which].all(now=clock.now(), epoch=reading.epoch()):
        return []
    return _claim(limit=limit, which=which, by=by)


@action
def _claim(*, limit: int, which: Which, by: Actor) -> list[Claim]:
    """All under one token: with the message it says whose it is."""
    now, epoch, token = clock.now(), reading.epoch(), new_id()
    left = pacing.left_now(now)
    found = next_in_line(limit, now, epoch, which, left)
    taken = up_to_the_suspect([message for message in found if message.claims < CRASHES], CRASHES - 1)
    for message in found:
        if message.claims >= CRASHES:
            endings.undeliverable(message, Why.POISON, by, f"taken {CRASHES} times, never recorded")
    TAKE.make(keys=[message.id for message in taken], now=now, epoch=epoch, token=token, until=now + LEASE)
    pacing.count_taken(taken, left, now)
    return [Claim(message.id, token, message.person_id) for message in taken]


@action
@joins
def hand_over(*, claim: Claim, by: Actor) -> Handover | None:
    """Make ready what a channel is to send: read the person, the subject and the address as they are now.

    None when it does not go now: it waits for the end of the quiet hours, has ended, or this claim does not hold it any
    more. What is withdrawn before this commits is not sent; after it, it is on its way (law I-20).
    """
    message = _if_held(claim)
    if message is None:
        return None
    reach = reading.reach_of(message.person)
    settled = settle(message, reach)
    if settled.course == Course.WITHDRAWN:
        endings.withdrawn(message, settled.because, by)
        return None
    if settled.values is None or settled.at is None:
        endings.undeliverable(message, settled.why or Why.NO_WAY, by)
        return None
    take_ways(message, settled)
    if settled.course == Course.WAITS:
        endings.wait(message, settled.at)
        return None
    return _ready(claim, message, reach, settled.values, by)


def _held(claim: Claim) -> Message:
    """The message, locked, if the claim still holds it. Raises LeaseLost."""
    message = _if_held(claim)
    if message is None:
        raise LeaseLost
    return message


def _if_held(claim: Claim) -> Message | None:
    message = _HELD.one(key=claim.message_id)
    held = message and message.lease_token == claim.token and message.state == State.PLANNED
    return message if held else None


def _ready(
    claim: Claim, message: Message, reach: addresses.Reach, values: dict[str, object], by: Actor
) -> Handover | None:
    point = addresses.point_for(message.channel, reach, message.attempts)
    if point is None:
        endings.undeliverable(message, Why.NO_WAY, by)
        return None
    language = composing.language_of(reach)
    endings.release(message)
    parts = joining.join(message, values, reach)
    setting = composing.setting_for(reach, language)
    rendered = rendering.render(message.kind, message.channel, parts, setting, composing.words_for(message, language))
    lease = LEASE_OF_CALL if message.channel == Channel.CALL else LEASE
    message.handed_at, message.lease_until = clock.now(), clock.now() + lease
    update(message, "ways", "channel", "attempts", "handed_at", "lease_until")
    return Handover(claim, rendered, point.id, point.value, composing.provider_key(message, point.value))


@action
def put_back(*, claim: Claim, after: timedelta = timedelta(0), by: Actor) -> None:
    """It does not go now after all: whoever it is for claims it at a look `after` so long. Raises LeaseLost."""
    endings.wait(_held(claim), clock.now() + after)


@action
def put_off(*, claim: Claim, until: datetime, by: Actor) -> None:
    """It cannot go this way before `until`: it waits, or takes the next way if that is too late. Raises LeaseLost."""
    message = _held(claim)
    if message.urgent or until >= message.deadline:
        endings.next_way(message, Why.EXHAUSTED, by)
    else:
        endings.wait(message, until)


@action
@joins
def record_attempt(*, handover: Handover, outcome: Outcome, by: Actor) -> Message:
    """Write what came of an attempt, and go on from there. Raises LeaseLost when the message is no longer ours."""
    message = _held(handover.claim)
    attempt = _write(handover, outcome, fenced=False)
    if outcome.result in TAKEN:
        put_in_queue(message, attempt, by)
        endings.gone(message, attempt, State.DELIVERED if outcome.result == Result.DELIVERED else State.SENT, by)
        if outcome.pressed:
            answers.hear(message, handover.rendered.menu.get(outcome.pressed, "unclear"), outcome.pressed, by)
        return message
    if outcome.result in REFUSALS:
        heed(handover, outcome, message.person, by)
        if addresses.points_for(message.channel, reading.reach_of(message.person)):
            endings.wait(message, clock.now())
            return message
    endings.not_through(message, outcome.result, by, down=outcome.down)
    return message


@action
def record_and_hand_over(*, handover: Handover, outcome: Outcome, claim: Claim, by: Actor) -> Handover | None:
    """Write what came of one message and make the next one ready, in one transaction: there is one commit for each.

    Only for messages of two people, and an attempt that went through: so nothing is held that somebody who withdraws
    messages of a person could wait for in another order. Where either fails both are undone, to be done apart.
    """
    record_attempt(handover=handover, outcome=outcome, by=by)
    return hand_over(claim=claim, by=by)


@action
def record_late(*, handover: Handover, outcome: Outcome, by: Actor) -> Attempt:
    """Keep what came of an attempt whose lease was lost meanwhile. It changes nothing of the message."""
    return _write(handover, outcome, fenced=True)


def _write(handover: Handover, outcome: Outcome, *, fenced: bool) -> Attempt:
    rendered = handover.rendered
    attempt = Attempt(
        message_id=handover.claim.message_id,
        channel=rendered.channel,
        contact_point_id=handover.contact_point_id,
        address=handover.address,
        provider_key=handover.provider_key,
        at=clock.now(),
        result=outcome.result,
        answer=outcome.answer[:300],
        evidence={**evidence_of(handover, outcome), **answers.offered(rendered)},
        language=rendered.language,
        subject=rendered.subject[:200],
        body=rendered.body,
        fenced=fenced,
    )
    insert(attempt)
    return attempt
