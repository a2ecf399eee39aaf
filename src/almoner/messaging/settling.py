"""What becomes of a message at this moment: it goes, it waits, it is withdrawn, or nothing leads to them.

One answer for whoever sends and for whoever only looks ahead (`almoner.messaging.foreseeing`): what is foreseen is what
will be done. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from almoner.core import clock
from almoner.messaging import composing, reading
from almoner.messaging.addresses import Reach
from almoner.messaging.enums import Why
from almoner.messaging.models import Message
from almoner.people.models import Person

DIED = "they have died"
NOT_RIGHT = "no longer right"


class Course(StrEnum):
    GOES = "goes"
    WAITS = "waits"
    WITHDRAWN = "withdrawn"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True)
class Sight:
    """By what it is settled: how values are found, and by which channels somebody is told the same anyway."""

    values: Callable[[Message, Person, str], dict[str, Any] | None]
    told_by: Callable[[Message], frozenset[str]]


SENDING = Sight(composing.compose, reading.told_by)


@dataclass(frozen=True, slots=True)
class Settled:
    """`ways` are those to go on by, the first one first, and `at` when it does; `why` and `because` say why not."""

    course: Course
    language: str
    ways: tuple[str, ...] = ()
    at: datetime | None = None
    values: dict[str, Any] | None = None
    why: Why | None = None
    because: str = ""


def settle(message: Message, reach: Reach, sight: Sight = SENDING) -> Settled:
    """What becomes of a planned message of `message.person` now."""
    language = composing.language_of(reach)
    if reach.died:
        return Settled(Course.WITHDRAWN, language, because=DIED)
    if clock.now() > message.deadline:
        return Settled(Course.UNDELIVERABLE, language, why=Why.TOO_LATE)
    values = sight.values(message, message.person, language)
    if values is None:
        return Settled(Course.WITHDRAWN, language, because=NOT_RIGHT)
    ways = composing.settle_ways(message, reach, sight.told_by)
    way = composing.choose(message, ways, values, reach)
    if way is None:
        return Settled(Course.UNDELIVERABLE, language, why=Why.TOO_LATE if ways else Why.NO_WAY)
    course = Course.WAITS if way.at > clock.now() else Course.GOES
    return Settled(course, language, tuple(ways[way.index :]), way.at, values)


def take_ways(message: Message, settled: Settled) -> None:
    """Go on by the ways that were settled; those that cannot be used are behind it. The caller saves."""
    message.ways = [*message.ways[: message.way], *settled.ways]
    if message.channel != settled.ways[0]:
        message.channel, message.attempts = settled.ways[0], 0
