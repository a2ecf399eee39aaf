"""Which of our texts an answer by key or word may mean. Reads only; what is found here is acted on elsewhere.

A number is nobody: it may be of two people, and of one person two visits may be open. So all that went out to it and
can still be answered is found, and only where that is one thing is it clear what was answered (law I-14).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from almoner.core import clock
from almoner.messaging import composing, kinds
from almoner.messaging.enums import TAKEN
from almoner.messaging.models import Attempt, Message
from almoner.people.enums import Channel, ContactKind
from almoner.people.models import ContactPoint, Person

WITHIN = timedelta(days=60)
"""So long after a text is it still taken for what is answered."""
MOST = 200
Subject = tuple[UUID, UUID | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that asked for an answer and can still have one. `stands` is False where what it told has changed since:
    the answer is to something that is no more."""

    message: Message
    menu: Mapping[str, str]
    at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out to a number lately. `last` says of whom and what the latest text was; `asked`, whether any asked
    for an answer, over now or not."""

    candidates: tuple[Candidate, ...]
    last: Subject | None
    last_asks: bool
    asked: bool
    people: tuple[Person, ...]


def sent_to(number_key: str) -> Sent:
    """All texts that went out to a number within `WITHIN`, as they stand now."""
    if not number_key:
        return Sent((), None, last_asks=False, asked=False, people=())
    points = ContactPoint.objects.filter(key=number_key, kind=ContactKind.MOBILE).values("id")
    tried = Attempt.objects.filter(
        contact_point_id__in=points, channel=Channel.TEXT, result__in=TAKEN,
        at__gte=clock.now() - WITHIN, at__lte=clock.now(), message__person__died_on__isnull=True,
    )  # fmt: skip
    attempts = list(tried.select_related("message__person").order_by("-at", "id")[:MOST])
    latest = _latest(attempts)
    people = {one.message.person_id: one.message.person for one in attempts}
    candidates = [found for attempt, message in latest.values() if (found := candidate(attempt, message))]
    last = attempts[0].message if attempts else None
    return Sent(
        candidates=tuple(candidates),
        last=(last.person_id, last.subject_id) if last else None,
        last_asks=bool(attempts and attempts[0].evidence.get("menu")),
        asked=any(attempt.evidence.get("menu") for attempt in attempts),
        people=tuple(people.values()),
    )


def _latest(attempts: list[Attempt]) -> dict[Subject, tuple[Attempt, Message]]:
    """The latest text that asked, of each person and subject; what travelled in one is a subject of its own."""
    asking = [attempt for attempt in attempts if attempt.evidence.get("menu")]
    joined = Message.objects.filter(joined_to_id__in={one.message_id for one in asking}).select_related("person")
    travelled: dict[UUID, list[Message]] = {}
    for message in joined.order_by("id"):
        assert message.joined_to_id  # noqa: S101 - as asked for
        travelled.setdefault(message.joined_to_id, []).append(message)
    found: dict[Subject, tuple[Attempt, Message]] = {}
    for attempt in asking:
        for message in (attempt.message, *travelled.get(attempt.message_id, ())):
            found.setdefault((message.person_id, message.subject_id), (attempt, message))
    return found


def candidate(attempt: Attempt, message: Message) -> Candidate | None:
    """What an answer to it may mean; None once nothing can be answered any more: it is cancelled or over."""
    kind = kinds.kind(message.kind)
    if kind is None or kind.answered is None:
        return None
    values = composing.compose(message, message.person, attempt.language)
    if values is None:
        return None
    when = values.get("when")
    told = attempt.evidence.get("whens", [])
    stands = not isinstance(when, datetime) or not told or _same_moment(when, told)
    return Candidate(message, attempt.evidence["menu"], attempt.at, stands)


def _same_moment(when: datetime, told: list[str]) -> bool:
    return any(datetime.fromisoformat(one) == when for one in told)
