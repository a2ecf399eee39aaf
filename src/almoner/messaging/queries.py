"""What screens show of the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import TruncDate

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.messaging.doubting import doubted
from almoner.messaging.enums import GONE, State, Why
from almoner.messaging.models import Attempt, Made, Message, MessageQuerySet
from almoner.people.enums import CarerScope, Channel
from almoner.people.models import ContactPoint, Person
from almoner.people.queries import people_seen
from almoner.people.rules import may_act_for, may_see


def doubted_of(person: Person, *, by: Actor) -> frozenset[UUID]:
    """The numbers of theirs, by the ids of their contact points, at which texts do not arrive. Raises NotThere."""
    if not may_see(person, by):
        raise NotThere
    points = ContactPoint.objects.filter(doubted(), person=person, stopped_at__isnull=True)
    return frozenset(points.values_list("id", flat=True))


FILTERS = ("state", "channel", "kind", "language", "person_id", "promise_id")


@dataclass(frozen=True, slots=True)
class Tally:
    """One day and channel of the outbox (law I-4): what was made, and what became of it."""

    day: date
    channel: str
    made: int
    accepted: int
    refused: int
    waiting: int
    escalated: int
    withdrawn: int

    @property
    def adds_up(self) -> bool:
        return self.made == self.accepted + self.refused + self.waiting + self.escalated + self.withdrawn


def outbox(*, by: Actor, filters: Mapping[str, Any] | None = None, limit: int = 100) -> list[Message]:
    """The latest messages to people whom `by` may see, with their attempts. `filters`: as `outbox_list`."""
    return list(outbox_list(by=by, filters=filters)[:limit])


def outbox_list(*, by: Actor, filters: Mapping[str, Any] | None = None) -> MessageQuerySet:
    """Messages to people whom `by` may see, latest first, for a list to cut into pages.

    `filters`: state, channel, kind, language (in which it went out), person_id, promise_id, day (on which it was made).
    """
    by.need(Permission.SEE_OUTBOX)
    asked = filters or {}
    wanted = {name: value for name, value in asked.items() if name in FILTERS and value}
    if asked.get("day"):
        wanted |= _within(asked["day"], asked["day"])
    found = Message.objects.filter(person__in=people_seen(by=by), **wanted).select_related("person")
    return found.prefetch_related(_attempts()).order_by("-created_at", "id")


def _within(first: date, last: date) -> dict[str, Any]:
    start, end = (clock.on_the_wall(one, time.min) for one in (first, last + timedelta(days=1)))
    return {"created_at__gte": start, "created_at__lt": end}


def message_for(message_id: UUID, *, by: Actor) -> Message:
    """One message with its person, every attempt, and the messages that travelled in it. Audited.

    Out of scope raises NotThere.
    """
    by.need(Permission.SEE_OUTBOX)
    found = Message.objects.select_related("person").prefetch_related(_attempts(), "tried__receipts", "joined")
    message = found.filter(id=message_id).first()
    if message is None or not may_see(message.person, by):
        raise NotThere
    audit.read(what="message", person_id=message.person_id, by=by, facts={"message": str(message.id)})
    return message


def messages_for_person(person: Person, *, by: Actor, limit: int = 100) -> list[Message]:
    """What was sent to a person, newest first, with its attempts. Out of scope raises NotThere."""
    if not may_act_for(person, by, CarerScope.MESSAGES):
        raise NotThere
    found = Message.objects.filter(person=person).prefetch_related(_attempts())
    return list(found.order_by("-created_at", "id")[:limit])


def messages_about(person: Person, subject_id: UUID, promise_ids: Sequence[UUID], *, by: Actor) -> list[Message]:
    """What was planned for a person about one thing, or for these promises, in the order of time; with its attempts."""
    by.need(Permission.SEE_OUTBOX)
    if not may_see(person, by):
        raise NotThere
    wanted = Q(subject_id=subject_id) | Q(promise_id__in=promise_ids)
    found = Message.objects.filter(wanted, person=person).prefetch_related(_attempts())
    return list(found.order_by("not_before", "id"))


def attempt_for(attempt_id: Any, *, by: Actor) -> Attempt:
    """One attempt, to be shown, heard or printed. Out of scope raises NotThere."""
    attempt = Attempt.objects.select_related("message__person").filter(id=attempt_id).first()
    if attempt is None or not may_act_for(attempt.message.person, by, CarerScope.MESSAGES):
        raise NotThere
    return attempt


def open_attempt(attempt_id: UUID, *, channel: Channel, by: Actor) -> Attempt:
    """One attempt of the outbox by `channel`, about to be shown, heard or printed. Audited."""
    by.need(Permission.SEE_OUTBOX)
    attempt = attempt_for(attempt_id, by=by)
    if attempt.channel != channel:
        raise NotThere
    facts = {"message": str(attempt.message_id), "attempt": str(attempt.id), "channel": channel.value}
    audit.read(what="message", person_id=attempt.message.person_id, by=by, facts=facts)
    return attempt


def counts_by_day_channel(*, by: Actor, days: Sequence[date]) -> list[Tally]:
    """Made against what became of it, by the day of making and the first way. Two statements."""
    by.need(Permission.SEE_OUTBOX)
    return tallies(days)


def tallies(days: Sequence[date] | None = None) -> list[Tally]:
    """As `counts_by_day_channel`, of all days where none are given. What was made comes from its own table."""
    rows = Made.objects.all() if days is None else Made.objects.filter(day__in=days)
    made = {(row["day"], row["channel"]): row["count"] for row in _by_day(rows)}
    state = Message.objects.filter(id=OuterRef("message_id"))
    told = rows.annotate(state=Subquery(state.values("state")[:1]), how=Subquery(state.values("ended_how")[:1]))
    became = {
        (row["day"], row["channel"]): row
        for row in told.values("day", "channel").annotate(
            accepted=Count("pk", filter=Q(state__in=GONE)),
            refused=Count("pk", filter=Q(state=State.UNDELIVERABLE, how=Why.REFUSED)),
            waiting=Count("pk", filter=Q(state=State.PLANNED)),
            escalated=Count("pk", filter=Q(state=State.UNDELIVERABLE) & ~Q(how=Why.REFUSED)),
            withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
        )
    }
    return [Tally(**became[key], made=made[key]) for key in sorted(made)]


def unaccounted(days: Sequence[date] | None = None) -> list[tuple[date, int, int]]:
    """Days on which more messages stand in the outbox than were made, or fewer: day, made, standing. Of all days where
    none are given; they lie one after the other."""
    rows, messages = Made.objects.all(), Message.objects.all()
    if days:
        rows = rows.filter(day__in=days)
        messages = messages.filter(**_within(min(days), max(days)))
    made = {row["day"]: row["count"] for row in rows.values("day").annotate(count=Count("pk"))}
    standing = {
        row["day"]: row["count"]
        for row in messages.annotate(day=TruncDate("created_at", tzinfo=clock.zone()))
        .values("day")
        .annotate(count=Count("pk"))
    }
    found = [(day, made.get(day, 0), standing.get(day, 0)) for day in sorted(made.keys() | standing.keys())]
    return [one for one in found if one[1] != one[2]]


def _by_day(rows: Any) -> Any:
    return rows.values("day", "channel").annotate(count=Count("pk"))


def _attempts() -> Prefetch[Any]:
    return Prefetch("tried", queryset=Attempt.objects.order_by("at", "id"))
