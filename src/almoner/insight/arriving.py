"""How well messages arrive: by which channel, in which language, at which age; and what became of them in the end.

Counted for a channel is a message that was tried by it, once, however often it was tried: so a telephone that was busy
four times does not weigh more than one that answered. One message may be counted for two channels, of which the second
made good what the first did not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Value

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.insight.period import Period
from almoner.insight.splits import Column, Split, age_column, order_of
from almoner.messaging.enums import CAME_BACK, GONE, REFUSALS, TAKEN, ReceiptStatus, Result, State
from almoner.messaging.models import Attempt, Message
from almoner.people.enums import Channel
from almoner.people.queries import people_seen
from almoner.urgency.accuracy import Share


@dataclass(frozen=True, slots=True)
class Arrival:
    """Messages that were tried by one channel, for one group of people or for all.

    `taken`: the provider, the post room or whoever picked up took it. `known`: we were told that it arrived, by a
    person on the line or by a receipt. `back`: of what was taken, this came back. `refused`: no such address.
    `stayed`: taken, and has not come back.
    """

    channel: str
    group: str
    tried: int
    taken: Share
    known: Share
    back: Share
    refused: Share

    @property
    def stayed(self) -> Share:
        return Share(self.taken.hits - self.back.hits, self.tried)


@dataclass(frozen=True, slots=True)
class Ends:
    """Of the messages that came to an end: those that went out by their first way, by a later one, and by none, so
    that they became a person's."""

    first: Share
    later: Share
    nobody: Share


_COUNTS: dict[str, Q] = {
    "tried": Q(message_id__isnull=False),
    "taken": Q(result__in=TAKEN),
    "known": Q(result=Result.DELIVERED) | Q(result__in=TAKEN, receipts__status=ReceiptStatus.DELIVERED),
    "back": Q(result__in=TAKEN, receipts__status__in=CAME_BACK),
    "refused": Q(result__in=REFUSALS),
}


def arrivals(period: Period, *, split: Split | None = None, by: Actor) -> list[Arrival]:
    """The channels by which anything was tried in the period, apart by language (that in which it went) or age where
    it is asked for. One statement."""
    by.need(Permission.SEE_OUTBOX)
    tried = Attempt.objects.filter(
        at__gte=period.begins_at, at__lt=period.ends_at, message__person__in=people_seen(by=by)
    )
    rows = tried.annotate(group=_column(split)).values("channel", "group").order_by()
    counted = rows.annotate(
        **{name: Count("message_id", filter=which, distinct=True) for name, which in _COUNTS.items()}
    )
    return sorted((_arrival(row) for row in counted), key=lambda one: _order(one, split))


def reached_less_well(found: Collection[Arrival]) -> list[tuple[Arrival, Share]]:
    """The groups of a channel of which fewer messages stay than of all its others, each with these others: the bounds
    of the two do not overlap."""
    less = []
    for one in found:
        others = [other.stayed for other in found if other.channel == one.channel and other != one]
        rest = Share(sum(share.hits for share in others), sum(share.of for share in others))
        if rest.of and one.stayed.bounds[1] < rest.bounds[0]:
            less.append((one, rest))
    return less


def ends(period: Period, *, by: Actor) -> Ends:
    """What became of the messages that ended in the period. What was withdrawn as no longer right is left out."""
    by.need(Permission.SEE_OUTBOX)
    ended = Message.objects.filter(
        ended_at__gte=period.begins_at, ended_at__lt=period.ends_at, person__in=people_seen(by=by)
    )
    found = ended.aggregate(
        first=Count("id", filter=Q(state__in=GONE, way=0)),
        later=Count("id", filter=Q(state__in=GONE, way__gt=0)),
        nobody=Count("id", filter=Q(state=State.UNDELIVERABLE)),
    )
    all_of_them = sum(found.values())
    return Ends(**{name: Share(count, all_of_them) for name, count in found.items()})


def _column(split: Split | None) -> Column:
    if split is None:
        return Value("")
    return age_column("message__person") if split == Split.AGE else F("language")


def _arrival(row: Mapping[str, Any]) -> Arrival:
    tried, taken = row["tried"], row["taken"]
    return Arrival(
        channel=row["channel"],
        group=row["group"] or "",
        tried=tried,
        taken=Share(taken, tried),
        known=Share(row["known"], tried),
        back=Share(row["back"], taken),
        refused=Share(row["refused"], tried),
    )


def _order(one: Arrival, split: Split | None) -> tuple[Any, ...]:
    """By channel as they are always named, then as groups are."""
    return (Channel.values.index(one.channel), order_of(split, one.group) if split else ())
