"""Which messages are next in line for a worker: urgent ones first, then by time, as far as each channel may go."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import F, Q

from almoner.core.prepared import Change, Prepared
from almoner.messaging.models import Message, MessageQuerySet
from almoner.people.enums import Channel


class Which(StrEnum):
    """Calls last minutes: where they are made, they are claimed apart from what goes in a moment."""

    ALL = "all"
    CALLS = "calls"
    OTHERS = "others"


def _first_due(now: Any, epoch: Any, which: Which) -> Any:
    return _due(now, epoch, which).order_by("next_at", "id").values_list("id", flat=True)[:1]


def _due(now: Any, epoch: Any, which: Which) -> MessageQuerySet:
    due = Message.objects.due(now, epoch)
    if which == Which.ALL:
        return due
    calls = Q(channel=Channel.CALL)
    return due.filter(calls if which == Which.CALLS else ~calls)


ANY_DUE = {which: Prepared(partial(_first_due, which=which)) for which in Which}

TAKE = Change(
    lambda keys, now, epoch, token, until: (
        Message.objects.due(now, epoch).filter(id__in=keys),
        {"lease_token": token, "lease_until": until, "claims": F("claims") + 1},
    )
)
"""Only what is still due: of two workers one gets it, and the other's token opens nothing."""


def next_in_line(limit: int, now: datetime, epoch: int, which: Which, left: dict[str, int]) -> list[Message]:
    """Up to `limit` that are due, locked; where the engine can, the rows of another worker are passed over instead of
    waited for. `left` says how many may still go by each channel that has a bound."""
    rows = _due(now, epoch, which).exclude(channel__in=[channel for channel, more in left.items() if not more])
    rows = rows.order_by("next_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    found = list(rows.filter(urgent=True)[:limit])
    if len(found) < limit:
        found += rows.filter(urgent=False)[: limit - len(found)]
    return _within(found, left)


def _within(found: list[Message], left: dict[str, int]) -> list[Message]:
    more = dict(left)
    kept = []
    for message in found:
        if message.channel in more:
            if not more[message.channel]:
                continue
            more[message.channel] -= 1
        kept.append(message)
    return kept


def up_to_the_suspect(found: list[Message], crashes: int) -> list[Message]:
    """Those that may be taken up together: the first that was taken up so often, and never recorded, goes by itself.

    Where a worker dies, all that it had taken up were never recorded, and one of them was the reason, if any was. Taken
    up alone the last time, only that one is put aside; the others go (F22).
    """
    for place, message in enumerate(found):
        if message.claims >= crashes:
            return found[: place or 1]
    return found
