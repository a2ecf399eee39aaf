"""From a message that a worker holds to what a channel is handed: everything is read now, and from one person's row."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import translation

from almoner.core import clock
from almoner.core.prepared import Prepared, update
from almoner.messaging import addresses, hours, kinds, reading, rendering
from almoner.messaging.addresses import Reach
from almoner.messaging.enums import State
from almoner.messaging.live_words import live
from almoner.messaging.models import Message, MessageQuerySet
from almoner.messaging.wording import Told, language_for
from almoner.people.enums import Channel, Need
from almoner.people.models import Person
from almoner.people.sites import zone_of

POST_TRAVELS = timedelta(days=3)
SOON = ("when", "new_when", "new_time", "answer_by", "last_meal", "due")
JOIN_WINDOW = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Way:
    """The way to go now or at `at`."""

    index: int
    at: datetime


def compose(message: Message, person: Person, language: str) -> dict[str, Any] | None:
    """The values for the words as they are right now, or None when it is no longer right to send it."""
    kind = kinds.kind(message.kind)
    if kind is None:
        raise kinds.UnknownKind(message.kind)
    with translation.override(language), clock.read_in(zone_of(person)):
        return kind.compose(message.subject_id, person)


def language_of(reach: Reach) -> str:
    return language_for(reach.language, settings.LANGUAGE_CODE)


def settle_ways(message: Message, reach: Reach) -> list[str]:
    """The ways from the present one on that can be used; others instead where none of the planned ones can."""
    if message.way:
        return [w for w in message.ways[message.way :] if addresses.usable(w, message.purpose, reach)]
    if any(addresses.usable(way, message.purpose, reach) for way in message.ways):
        return addresses.ways_for(message.ways, message.purpose, reach)
    return addresses.ways_for(message.ways, message.purpose, reach, reading.told_by(message))


def choose(message: Message, ways: list[str], values: Mapping[str, Any], reach: Reach) -> Way | None:
    """The first way that may be used before the deadline, now or after the quiet hours; None where there is none."""
    now, zone = clock.now(), quiet_by(reach, values)
    for index, channel in enumerate(ways):
        if channel == Channel.LETTER and lands_too_late(values, now):
            continue
        any_hour = message.urgent or kinds.at_any_hour(message.kind, channel)
        at = hours.next_allowed(channel, now, zone, any_hour=any_hour)
        if at == now or at < message.deadline:
            return Way(index, at)
    return None


def quiet_by(reach: Reach, values: Mapping[str, Any]) -> ZoneInfo:
    """By whose clock it is night: the person's own; where nobody knows where they are, that of the place that the
    message is about, or the hospital's (law I-21b)."""
    places = (value.tzinfo for value in values.values() if isinstance(value, datetime))
    return reach.zone or next((one for one in places if isinstance(one, ZoneInfo)), clock.zone())


def lands_too_late(values: Mapping[str, Any], now: datetime) -> bool:
    """Whether a letter would come after what it tells of (CNF-4)."""
    for name in SOON:
        value = values.get(name)
        if isinstance(value, datetime) and now < value < now + POST_TRAVELS:
            return True
        if isinstance(value, date) and not isinstance(value, datetime) and value < (now + POST_TRAVELS).date():
            return True
    return False


def words_for(message: Message, language: str) -> Told:
    """The words in force for this message, or those that it brings itself."""
    kind = kinds.kind(message.kind)
    return kind.words(message.subject_id, language) if kind and kind.words else live(message.kind, language)


def setting_for(reach: Reach, language: str) -> rendering.Setting:
    return rendering.Setting(
        language=language,
        zone=reach.zone or clock.zone(),
        public_url=settings.ALMONER_PUBLIC_URL,
        hospital=reading.hospital_values(),
        first_name=reach.first_name,
        name=reach.name,
        large_print=Need.LOW_VISION in reach.needs,
    )


@Prepared
def _others(*, but: Any, person: Any, group_key: Any, channel: Any, epoch: Any, soon: Any, now: Any) -> MessageQuerySet:
    others = Message.objects.filter(
        person=person, group_key=group_key, channel=channel, state=State.PLANNED,
        epoch=epoch, handed_at__isnull=True, next_at__lte=soon, deadline__gte=now,
    ).exclude(id=but)  # fmt: skip
    passing_over = connection.features.has_select_for_update_skip_locked
    return others.select_for_update(of=("self",), skip_locked=passing_over).order_by("id")


def join(message: Message, person: Person, values: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Take in the messages of the same kind about other visits on the same day; their values (CNF-5).

    Another message about the same visit by the same channel is taken in too, and nothing is said twice (REM-3).
    One that a worker has claimed and not handed over is taken from it; one that a worker is looking at is passed over,
    so that two workers never wait for each other.
    """
    moment = values.get("when")
    if not message.group_key or not isinstance(moment, datetime):
        return []
    now, found, told = clock.now(), [], {message.subject_id}
    for other in _others.all(
        but=message.id,
        person=person.id,
        group_key=message.group_key,
        channel=message.channel,
        epoch=message.epoch,
        soon=now + JOIN_WINDOW,
        now=now,
    ):
        theirs = compose(other, person, language)
        if theirs and _day(theirs["when"]) == _day(moment):
            other.joined_to, other.lease_token, other.lease_until = message, None, None
            update(other, "joined_to", "lease_token", "lease_until")
            if other.subject_id not in told:
                told.add(other.subject_id)
                found.append(theirs)
    return found


def _day(moment: datetime) -> date:
    """By the calendar of the place where it is; by the hospital's, where it is at none."""
    return moment.date() if isinstance(moment.tzinfo, ZoneInfo) else clock.local(moment).date()


def provider_key(message: Message, address: str) -> str:
    """The key by which a provider knows one send: the same until an attempt has had a clear end."""
    told = f"{message.key}|{message.channel}|{address}|{reading.definite_attempts(message)}"
    return hashlib.sha256(told.encode()).hexdigest()[:40]
