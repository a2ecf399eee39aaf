"""From a message that a worker holds to what a channel is handed: everything is read now, and from one person's row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from almoner.core import clock
from almoner.messaging import addresses, hours, kinds, reading, rendering
from almoner.messaging.addresses import Reach
from almoner.messaging.live_words import live
from almoner.messaging.models import Message
from almoner.messaging.wording import Told, language_for
from almoner.people.enums import Channel, Need
from almoner.people.models import Person
from almoner.people.sites import zone_of

POST_TRAVELS = timedelta(days=3)
SOON = ("when", "new_when", "new_time", "answer_by", "last_meal", "due")

ONE_KEY = frozenset({Channel.EMAIL, Channel.LETTER})
"""What is known again by its key wherever it arrives, and may be handed over under the same as often as needed."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way to go now or at `at`."""

    index: int
    at: datetime


def compose(message: Message, person: Person, language: str) -> dict[str, Any] | None:
    """The values for the words as they are right now, or None when it is no longer right to send it."""
    return _asked(_kind(message).compose, message, person, language)


def glance(message: Message, person: Person, language: str) -> dict[str, Any] | None:
    """Of the values of `compose` at least the moments, which settle whether and when it goes; None as there."""
    kind = _kind(message)
    return _asked(kind.glance or kind.compose, message, person, language)


def _kind(message: Message) -> kinds.MessageKind:
    kind = kinds.kind(message.kind)
    if kind is None:
        raise kinds.UnknownKind(message.kind)
    return kind


def _asked(compose: kinds.Compose, message: Message, person: Person, language: str) -> dict[str, Any] | None:
    with translation.override(language), clock.read_in(zone_of(person)):
        return compose(message.subject_id, person)


def language_of(reach: Reach) -> str:
    return language_for(reach.language, settings.LANGUAGE_CODE)


def settle_ways(message: Message, reach: Reach, told_by: Callable[[Message], frozenset[str]]) -> list[str]:
    """The ways from the present one on that can be used; others instead where none of the planned ones can.

    `told_by` gives the channels by which they are told the same in another message.
    """
    if message.way:
        return [w for w in message.ways[message.way :] if addresses.usable(w, message.purpose, reach)]
    if any(addresses.usable(way, message.purpose, reach) for way in message.ways):
        ways = addresses.ways_for(message.ways, message.purpose, reach)
        return _theirs_first(ways, reach, lambda: told_by(message))
    return addresses.ways_for(message.ways, message.purpose, reach, told_by(message))


def _theirs_first(ways: list[str], reach: Reach, told_by: Callable[[], frozenset[str]]) -> list[str]:
    """The way that they would rather be reached by comes first (REM-3): not where the charter begins with a call, and
    not where they are told the same by it anyway."""
    theirs = reach.first_way
    if theirs not in ways[1:] or ways[0] == Channel.CALL or theirs in told_by():
        return ways
    return [theirs, *(way for way in ways if way != theirs)]


def choose(message: Message, ways: list[str], values: Mapping[str, Any], reach: Reach) -> Way | None:
    """The first way that may be used before the deadline, now or after the quiet hours; None where there is none."""
    now, zone = clock.now(), quiet_by(reach, values)
    for index, channel in enumerate(ways):
        if channel == Channel.LETTER and lands_too_late(values, now):
            continue
        any_hour = message.urgent or kinds.at_any_hour(message.kind, channel)
        at = hours.next_allowed(channel, now, zone, any_hour=any_hour, own=reach.hours)
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


def provider_key(message: Message, address: str) -> str:
    """The key by which a provider knows one send: the same until an attempt has had a clear end.

    An e-mail, or a letter, has one for each address and keeps it. That a relay cannot be reached now tells nothing of
    the attempt before, whose answer nobody heard; and a worker that died left no word of its own.
    """
    ended = 0 if message.channel in ONE_KEY else reading.definite_attempts(message)
    told = f"{message.key}|{message.channel}|{address}|{ended}"
    return hashlib.sha256(told.encode()).hexdigest()[:40]
