"""Saying something back to a number or address: written in the transaction that heard it, sent by the worker after."""

from __future__ import annotations

from datetime import timedelta

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.desk.models import Contact
from almoner.messaging import retry
from almoner.messaging.enums import REFUSALS, TAKEN
from almoner.messaging.outcome import Outcome
from almoner.people.enums import Channel
from almoner.replies.models import Received, Said
from almoner.replies.stops import is_stopped

IN_TIME = timedelta(minutes=30)
"""What is said back later than this answers nothing any more."""
LEASE = timedelta(minutes=2)
MOST_IN_AN_HOUR = 12
"""So much is said to one number within an hour: two machines that answer each other come to an end."""


def say(  # noqa: PLR0913 - all of it is what is said
    *,
    channel: str,
    address: str,
    number_key: str,
    language: str,
    body: str,
    subject: str = "",
    received: Received | None = None,
    contact: Contact | None = None,
    always: bool = False,
) -> Said | None:
    """Part of an action. None where it may not go: the number wants no texts, or has been told enough for an hour."""
    now = clock.now()
    if channel == Channel.TEXT and not always and is_stopped(number_key):
        return None
    lately = Said.objects.filter(number_key=number_key, created_at__gt=now - timedelta(hours=1)).count()
    if not number_key or lately >= MOST_IN_AN_HOUR:
        return None
    return Said.objects.create(
        received=received, contact=contact, channel=channel, address=address, number_key=number_key, always=always,
        language=language, subject=subject, body=body, next_at=now, deadline=now + IN_TIME,
    )  # fmt: skip


@action
def claim_said(*, limit: int, by: Actor) -> list[Said]:
    """Take what is to go now, each for the length of a lease. What came too late, or may not go any more, ends here."""
    by.need(Permission.RUN_SYSTEM)
    now, taken = clock.now(), []
    due = Said.objects.select_for_update(of=("self",)).filter(ended_at__isnull=True, next_at__lte=now)
    for one in due.order_by("next_at", "id")[:limit]:
        stopped = one.channel == Channel.TEXT and not one.always and is_stopped(one.number_key)
        if one.deadline <= now or stopped:
            _end(one, "", "stopped" if stopped else "too late")
            continue
        one.next_at = now + LEASE
        one.save(update_fields=["next_at"])
        taken.append(one)
    return taken


@action
def record_said(*, said: Said, outcome: Outcome, by: Actor) -> Said:
    """Write what came of it. What was written first stays; what did not get through is tried again in its time."""
    by.need(Permission.RUN_SYSTEM)
    stored = Said.objects.select_for_update(of=("self",)).get(id=said.id)
    if stored.ended_at:
        return stored
    stored.tries += 1
    again = retry.try_again_at(stored.channel, stored.tries, clock.now(), stored.deadline)
    if outcome.result in TAKEN or outcome.result in REFUSALS or again is None:
        return _end(stored, outcome.result, outcome.answer)
    stored.next_at = again
    stored.save(update_fields=["tries", "next_at"])
    return stored


def _end(said: Said, result: str, answer: str) -> Said:
    said.ended_at, said.result, said.answer = clock.now(), str(result), answer[:300]
    said.save(update_fields=["ended_at", "result", "answer", "tries"])
    return said
