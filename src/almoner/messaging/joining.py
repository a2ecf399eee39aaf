"""Several messages to one person that travel as one: about visits of one day (CNF-5), or about one visit (REM-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from almoner.core import clock
from almoner.core.prepared import Prepared, update
from almoner.messaging.addresses import Reach
from almoner.messaging.enums import State
from almoner.messaging.models import Message, MessageQuerySet
from almoner.messaging.settling import SENDING, Course, Sight, settle

WINDOW = timedelta(minutes=30)
"""What would go so soon after goes along."""


def may_travel(messages: MessageQuerySet, people: Sequence[Any], group_keys: Sequence[Any]) -> MessageQuerySet:
    """Those of these people and kinds that are planned and not yet on their way to a provider."""
    return messages.filter(
        person__in=people, group_key__in=group_keys, state=State.PLANNED, handed_at__isnull=True
    ).order_by("id")


@Prepared
def _others(*, people: Any, group_keys: Any, but: Any) -> MessageQuerySet:
    others = may_travel(Message.objects.exclude(id=but), people, group_keys)
    passing_over = connection.features.has_select_for_update_skip_locked
    return others.select_for_update(of=("self",), skip_locked=passing_over)


def travellers(
    message: Message, values: Mapping[str, Any], others: Iterable[Message], reach: Reach, sight: Sight
) -> list[tuple[Message, dict[str, Any]]]:
    """Those of `others` (as `may_travel` finds them) that go along with `message`, which goes now, with their values.

    They would go now by the same way, and tell of the same day.
    """
    day, now, found = _day(values.get("when")), clock.now(), []
    if not message.group_key or day is None:
        return []
    for other in others:
        if _alike(other, message) and other.next_at <= now + WINDOW and other.deadline >= now:
            settled = settle(other, reach, sight)
            same_way = settled.course == Course.GOES and settled.ways[0] == message.channel
            if same_way and settled.values is not None and _day(settled.values.get("when")) == day:
                found.append((other, settled.values))
    return found


def _alike(other: Message, message: Message) -> bool:
    return (other.person_id, other.group_key, other.epoch) == (message.person_id, message.group_key, message.epoch)


def parts_of(message: Message, values: dict[str, Any], along: Iterable[tuple[Message, dict[str, Any]]]) -> list[Any]:
    """The values of all that is told in one message: of each subject once, so that nothing is said twice (REM-3)."""
    told = {message.subject_id: values}
    for other, theirs in along:
        told.setdefault(other.subject_id, theirs)
    return list(told.values())


def join(message: Message, values: dict[str, Any], reach: Reach) -> list[Any]:
    """Take in what travels along with `message`; gives the values of all its parts.

    One that a worker has claimed and not handed over is taken from it; one that a worker is looking at is passed over,
    so that two workers never wait for each other.
    """
    if not message.group_key or _day(values.get("when")) is None:
        return [values]
    others = _others.all(people=[message.person_id], group_keys=[message.group_key], but=message.id)
    for other in others:
        other.person = message.person
    along = travellers(message, values, others, reach, SENDING)
    for other, _theirs in along:
        other.joined_to, other.lease_token, other.lease_until = message, None, None
        update(other, "joined_to", "lease_token", "lease_until")
    return parts_of(message, values, along)


def _day(moment: Any) -> date | None:
    """By the calendar of the place where it is; by the hospital's, where it is at none. None for what is no moment."""
    if not isinstance(moment, datetime):
        return None
    return moment.date() if isinstance(moment.tzinfo, ZoneInfo) else clock.local(moment).date()
