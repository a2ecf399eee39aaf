"""How a message's life goes on and ends. Each function is part of an action, and leaves its event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.prepared import Change, Prepared, update
from almoner.messaging import retry
from almoner.messaging.enums import REFUSALS, Result, State, Why
from almoner.messaging.models import Attempt, Message
from almoner.timeline.actions import record

_COMPANIONS = Prepared(
    lambda message: (
        Message.objects.filter(joined_to=message, state=State.PLANNED).select_for_update(of=("self",)).order_by("id")
    )
)
_RELEASE = Change(lambda message: (Message.objects.filter(joined_to=message, state=State.PLANNED), {"joined_to": None}))


def companions(message: Message) -> list[Message]:
    """The messages that travel in this one, locked."""
    return _COMPANIONS.all(message=message.id)


LET_GO = ("lease_token", "lease_until", "claims", "handed_at")


def let_go(message: Message) -> None:
    """Give up the lease. The caller saves."""
    message.lease_token = message.lease_until = None
    message.claims = 0
    message.handed_at = None


def wait(message: Message, until: datetime) -> None:
    """Look at it again at `until`, or at its deadline if that comes first."""
    message.next_at = min(until, message.deadline)
    let_go(message)
    update(message)


def gone(message: Message, attempt: Attempt, state: State, by: Actor) -> None:
    """It went out, and with it the messages that travelled in it."""
    travelled = companions(message)
    promises = [str(other.promise_id) for other in travelled if other.promise_id]
    for one in (message, *travelled):
        one.state, one.ended_at = state, attempt.at
        one.channel, one.language = attempt.channel, attempt.language
        let_go(one)
        update(one, "state", "ended_at", "channel", "language", *LET_GO)
        facts = {
            **_facts(one),
            "also_for": promises if one is message else [],
            "joined_to": str(message.id) if one is not message else "",
            "language": attempt.language,
        }
        kind = "message.delivered" if state == State.DELIVERED else "message.sent"
        record(kind=kind, person=one.person, subject_id=one.id, facts=facts, by=by)


def undeliverable(message: Message, how: Why, by: Actor, because: str = "") -> None:
    """No way led to them. A person of the team that owns the promise must now see to it."""
    tried = _tried(message)
    for one in (message, *companions(message)):
        one.state, one.ended_at, one.ended_how, one.ended_because = State.UNDELIVERABLE, clock.now(), how, because[:300]
        let_go(one)
        update(one)
        facts = {**_facts(one), "tried": tried, "why": str(how), "purpose": one.purpose}
        record(kind="message.undeliverable", person=one.person, subject_id=one.id, facts=facts, by=by)


def came_back(message: Message, by: Actor) -> None:
    """It had gone out and did not arrive. What it kept may have been called kept, so it is owed anew."""
    record(kind="message.came_back", person=message.person, subject_id=message.id, facts=_facts(message), by=by)


def withdrawn(message: Message, reason: str, by: Actor) -> None:
    """It is no longer right to send it. What travelled in it goes by itself."""
    release(message)
    message.state, message.ended_at, message.ended_because = State.WITHDRAWN, clock.now(), reason[:300]
    message.lease_token = message.lease_until = None
    update(message)
    facts = {**_facts(message), "reason": reason, "handed_over": message.handed_at is not None}
    record(kind="message.withdrawn", person=message.person, subject_id=message.id, facts=facts, by=by)


def release(message: Message) -> None:
    _RELEASE.make(message=message.id)


def not_through(message: Message, result: Result, by: Actor, *, down: bool = False) -> None:
    """An attempt did not get through: try the way again later, or the next way, or end.

    Where the provider is `down` and there is no other way, it is tried until its deadline: nobody has refused it.
    """
    now = clock.now()
    message.attempts += 1
    more = message.way + 1 < len(message.ways)
    leave = result in REFUSALS or (result == Result.VOICEMAIL and more)
    again = None
    if not leave:
        last = down and not more
        again = retry.try_again_at(message.channel, message.attempts, now, message.deadline, for_ever=last)
    if again:
        wait(message, again)
    else:
        next_way(message, Why.REFUSED if result in REFUSALS else Why.EXHAUSTED, by)


def next_way(message: Message, why: Why, by: Actor) -> None:
    """The next way at once; where there is none, it could not be delivered."""
    if message.way + 1 >= len(message.ways):
        undeliverable(message, why, by)
        return
    message.way += 1
    message.channel, message.attempts = message.ways[message.way], 0
    wait(message, clock.now())


def _facts(message: Message) -> dict[str, Any]:
    """What the charter needs of any message."""
    return {
        "kind": message.kind,
        "channel": message.channel,
        "promise_id": str(message.promise_id) if message.promise_id else "",
        "promise_ids": [str(message.promise_id)] if message.promise_id else [],
        "about": str(message.subject_id) if message.subject_id else "",
    }


def _tried(message: Message) -> list[dict[str, str]]:
    tries = Attempt.objects.filter(message=message).order_by("at", "id")
    return [{"channel": one.channel, "at": one.at.isoformat(), "result": one.result} for one in tries]
