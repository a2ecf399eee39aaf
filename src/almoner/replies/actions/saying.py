"""Saying something back to a number or address: written in the transaction that heard it, sent by the worker after."""

from __future__ import annotations

from datetime import datetime, timedelta

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.desk.models import Contact
from almoner.messaging import hours, retry, texts
from almoner.messaging.enums import REFUSALS, TAKEN, Result
from almoner.messaging.outcome import Outcome
from almoner.people.enums import Channel
from almoner.people.sites import first_site
from almoner.replies.models import Received, Said
from almoner.replies.stops import is_stopped

IN_TIME = timedelta(minutes=30)
"""What is said back later than this answers nothing any more."""
TOMORROW_TOO = timedelta(hours=36)
"""Until the evening of the next day holds what is as true then: who we are, and that they please ring."""
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
    within: timedelta = IN_TIME,
) -> Said | None:
    """Part of an action. None where it may not go: the number wants no texts, or has been told enough for an hour.
    `within`: so long it still answers something."""
    now = clock.now()
    if channel == Channel.TEXT and not always and is_stopped(number_key):
        return None
    lately = Said.objects.filter(number_key=number_key, created_at__gt=now - timedelta(hours=1)).count()
    if not number_key or lately >= MOST_IN_AN_HOUR:
        return None
    return Said.objects.create(
        received=received, contact=contact, channel=channel, address=address, number_key=number_key, always=always,
        language=language, subject=subject, body=body, next_at=now, deadline=now + within,
    )  # fmt: skip


@action
def claim_said(*, limit: int, by: Actor) -> list[Said]:
    """Take what is to go now, each for the length of a lease. What came too late, or may not go any more, ends here."""
    by.need(Permission.RUN_SYSTEM)
    now, taken = clock.now(), []
    due = Said.objects.select_for_update(of=("self",)).filter(ended_at__isnull=True, next_at__lte=now)
    for one in due.order_by("next_at", "id")[:limit]:
        if why := _why_not(one, now):
            _end(one, "", why)
            continue
        one.next_at = now + LEASE
        one.save(update_fields=["next_at"])
        taken.append(one)
    return taken


def _why_not(said: Said, now: datetime) -> str:
    if said.channel == Channel.TEXT and not said.always and is_stopped(said.number_key):
        return "stopped"
    if said.deadline <= now:
        return "too late"
    waited = said.created_at < now - IN_TIME
    return "answered meanwhile" if waited and said.contact and said.contact.ended_at else ""


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


@action
def put_off_said(*, said: Said, by: Actor) -> Said:
    """No more texts may go today. It waits for the morning, where it answers something then still; else it ends here:
    what was to be done about it stands with a person or a nurse, as it did before."""
    by.need(Permission.RUN_SYSTEM)
    stored = Said.objects.select_for_update(of=("self",)).get(id=said.id)
    if stored.ended_at:
        return stored
    site = first_site()
    morning = hours.next_allowed(Channel.TEXT, texts.tomorrow(), site.zone) if site else texts.tomorrow()
    at = morning if morning < stored.deadline else texts.tomorrow()
    if at >= stored.deadline:
        return _end(stored, Result.NOT_NOW, str(texts.NoneLeft.text))
    stored.next_at = at
    stored.save(update_fields=["next_at"])
    return stored


def _end(said: Said, result: str, answer: str) -> Said:
    said.ended_at, said.result, said.answer = clock.now(), str(result), answer[:300]
    said.save(update_fields=["ended_at", "result", "answer", "tries"])
    return said
