"""Reading what came in, scoped to who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.desk.models import Contact
from almoner.desk.rules import may_see_contact
from almoner.messaging.enums import TAKEN
from almoner.messaging.models import Attempt
from almoner.people.models import Person
from almoner.people.queries import people_seen
from almoner.replies.enums import Why
from almoner.replies.models import Answer, Heard, Said, Stop
from almoner.replies.rules import may_read_words, may_see_heard

_WITH = ("received", "person", "message", "contact", "request")


def heard_list(*, by: Actor, filters: Mapping[str, Any] | None = None) -> QuerySet[Heard]:
    """What came in and what came of it, latest first, for a list to cut into pages.

    `filters`: channel, outcome, day (on which it came).
    """
    by.need(Permission.TAKE_CONTACTS)
    asked = filters or {}
    found = Heard.objects.filter(Q(person__isnull=True) | Q(person__in=people_seen(by=by)))
    if asked.get("channel"):
        found = found.filter(received__channel=asked["channel"])
    if asked.get("outcome"):
        found = found.filter(outcome=asked["outcome"])
    if asked.get("day"):
        start, end = (clock.as_typed(asked["day"] + timedelta(days=more), time.min) for more in (0, 1))
        found = found.filter(received__created_at__gte=start, received__created_at__lt=end)
    return found.select_related(*_WITH).order_by("-received__created_at", "id")


def heard_for(*, by: Actor, id: UUID) -> Heard:  # noqa: A002 - as `person_for`
    """One thing that came in, by its own id. Audited. Out of scope raises NotThere."""
    by.need(Permission.TAKE_CONTACTS)
    heard = Heard.objects.select_related(*_WITH).filter(received_id=id).first()
    if heard is None or not may_see_heard(heard, by):
        raise NotThere
    facts = {"received": str(id), "words": may_read_words(heard, by)}
    audit.read(what="received", person_id=heard.person_id, by=by, facts=facts)
    return heard


def stopped_for(heard: Heard, *, by: Actor) -> list[Person]:
    """Whose texts ended with it, as far as `by` may see them."""
    stops = Stop.objects.filter(received=heard.received_id, person__in=people_seen(by=by)).select_related("person")
    return [stop.person for stop in stops.order_by("created_at", "id") if stop.person]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was written in a contact: by them, or by us (`ours`), and whether it went."""

    at: datetime
    words: str
    ours: bool
    who: str = ""
    state: str = ""
    """Of what we said: sent, waiting, or failed."""
    why: str = ""
    """Why an answer of theirs was not acted on, of `enums.Why`; nothing where it is plain words."""


SENT, WAITING, FAILED = "sent", "waiting", "failed"


def said_back(heard: Heard, *, by: Actor) -> list[Line]:
    """What they were told back by itself, oldest first: to the number or address, and to the person whom it answers."""
    if not may_read_words(heard, by):
        return []
    said = Said.objects.filter(received=heard.received_id)
    lines = [Line(one.created_at, one.body, ours=True, state=_state(one)) for one in said]
    tried = Attempt.objects.filter(message__subject_id=heard.received_id, result__in=TAKEN)
    lines += [Line(one.at, one.body, ours=True, state=SENT) for one in tried]
    return sorted(lines, key=lambda line: line.at)


def conversation_of(contact: Contact, *, by: Actor) -> list[Line]:
    """All that was written in a contact, oldest first. Three statements."""
    if not may_see_contact(contact, by):
        raise NotThere
    theirs = Heard.objects.filter(contact=contact).select_related("received", "person")
    lines = [
        Line(one.received.created_at, one.received.words, ours=False, why="" if one.why == Why.WORDS else one.why)
        for one in theirs
        if may_read_words(one, by)
    ]
    said = Said.objects.filter(contact=contact)
    lines += [Line(one.created_at, one.body, ours=True, state=_state(one)) for one in said]
    answers = Answer.objects.filter(contact=contact)
    lines += [Line(one.created_at, one.words, ours=True, who=one.by_name) for one in answers]
    return sorted(lines, key=lambda line: (line.at, line.ours))


def _state(said: Said) -> str:
    if said.ended_at is None:
        return WAITING
    return SENT if said.result in {"accepted", "delivered"} else FAILED
