"""How fast a channel goes, for all workers together: so many a minute, and not at all for a while after its provider
did not answer. So neither a provider that comes back nor the people are stormed (F8), and one that is down keeps
nobody else waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import Change, Prepared, insert_new
from almoner.messaging.models import Message, Pace
from almoner.people.enums import Channel

RESTS = (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5))
"""After the first failure in a row, the second, and so on; then each time the last."""


BOUNDED = (Channel.EMAIL.value, Channel.TEXT.value)
_BOUNDED = Prepared(lambda channels: Pace.objects.filter(channel__in=channels).select_for_update().order_by("pk"))
_COUNT = Change(
    lambda channel, minute, taken: (Pace.objects.filter(channel=channel), {"minute": minute, "taken": taken})
)
_DOWN = Prepared(lambda failures: Pace.objects.filter(failures__gt=failures).values_list("channel", "rests_until"))


def left_now(now: datetime) -> dict[str, int]:
    """How many more may be taken up in the minute of `now`, by channel. A channel that is not in it has no bound here:
    calls have one of their own. Locks the channels until the transaction ends."""
    cap, minute = settings.MESSAGES_A_MINUTE, now.replace(second=0, microsecond=0)
    if not cap:
        return {}
    return {one.channel: max(0, cap - one.taken) if one.minute == minute else cap for one in _paces()}


def _paces() -> list[Pace]:
    """One for each bounded channel, locked: of two workers that come first, one writes them and both find them."""
    found = _BOUNDED.all(channels=BOUNDED)
    if len(found) < len(BOUNDED):
        insert_new(*(Pace(channel=channel) for channel in BOUNDED))
        found = _BOUNDED.all(channels=BOUNDED)
    return found


def count_taken(messages: Iterable[Message], left: dict[str, int], now: datetime) -> None:
    """Count what was taken up; `left` as it was before."""
    minute = now.replace(second=0, microsecond=0)
    for channel, count in sorted(Counter(one.channel for one in messages if one.channel in left).items()):
        _COUNT.make(channel=channel, minute=minute, taken=settings.MESSAGES_A_MINUTE - left[channel] + count)


def down() -> dict[str, datetime]:
    """The channels whose provider did not answer when it was last asked, each with until when it is left alone."""
    return {channel: until for channel, until in _DOWN.all(failures=0) if until}


@action
def note_down(*, channel: str, by: Actor) -> datetime:
    """The provider of a channel did not answer. Gives until when it is left alone: longer each time in a row."""
    by.need(Permission.RUN_SYSTEM)
    pace, _new = Pace.objects.select_for_update().get_or_create(channel=channel)
    rest = RESTS[min(pace.failures, len(RESTS) - 1)]
    pace.failures, pace.rests_until = pace.failures + 1, clock.now() + rest
    pace.save(update_fields=["failures", "rests_until"])
    return pace.rests_until


@action
def note_up(*, channel: str, by: Actor) -> None:
    """The provider answers again."""
    by.need(Permission.RUN_SYSTEM)
    Pace.objects.filter(channel=channel).update(failures=0, rests_until=None)
