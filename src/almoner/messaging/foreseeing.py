"""What will become of planned messages: when each goes, by which way, with what it travels, or why it does not go.

Lives through the looks that a worker will take at them, each at its moment (`clock.at`), by the code that sends
(`settling`, `joining`) on copies that nobody stores. It is what will happen if nothing else does: that people are
reached at the first attempt, and that consents, addresses and visits stay as they are. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.core import clock
from almoner.messaging import composing, joining, kinds, reading, settling
from almoner.messaging.addresses import INSTEAD, Hindrance, Point, Reach, hindrance, point_for
from almoner.messaging.enums import Why
from almoner.messaging.models import Message
from almoner.messaging.settling import Course, Settled, Sight, settle

NIGHT = timedelta(days=1)
"""No quiet hours last longer."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`at` is when it goes, or when it ends without going. `looked_at` is when a worker first takes it up: between the
    two lie the quiet hours. `hindered` are planned ways that cannot be used, each with what stands against it."""

    message: Message
    settled: Settled
    looked_at: datetime
    at: datetime
    reach: Reach
    hindered: tuple[tuple[str, Hindrance], ...]
    travels_in: UUID | None = None
    carries: tuple[Message, ...] = ()

    @property
    def goes(self) -> bool:
        return self.settled.course == Course.GOES

    @property
    def by_clock_of(self) -> ZoneInfo:
        """By whose clock it is night."""
        return composing.quiet_by(self.reach, self.settled.values or {})

    @property
    def told_otherwise(self) -> bool:
        """Whether it does not go because the only way that could be used tells them the same in another message."""
        free = any(hindrance(way, self.message.purpose, self.reach) is None for way in INSTEAD)
        return self.settled.why == Why.NO_WAY and not self.message.way and free

    @property
    def point(self) -> Point | None:
        """The address of its first attempt."""
        channel = self.settled.ways[0] if self.goes else ""
        attempts = self.message.attempts if channel == self.message.channel else 0
        return point_for(channel, self.reach, attempts) if channel else None


def foresee(messages: Sequence[Message], sight: Sight | None = None) -> list[Foreseen]:
    """Of planned messages, read with `person__site`. For several, with values by `glance` and in a number of statements
    that does not depend on how many there are; `sight` says otherwise."""
    along = _may_join(messages)
    every = list({one.id: one for one in (*along, *messages)}.values())
    reaches = reading.reaches_of([one.person for one in every])
    seen = sight or Sight(composing.glance, _told_by(every))
    groups: dict[Any, list[Message]] = {}
    for one in every:
        groups.setdefault((one.person_id, one.group_key, one.epoch) if one.group_key else one.id, []).append(one)
    found: dict[UUID, Foreseen] = {}
    with ExitStack() as read:
        for ahead, keys in _to_read(every).items():
            read.enter_context(ahead(keys))
        for group in groups.values():
            found |= _Looks(group, reaches[group[0].person_id], seen).live_through()
    return [found[one.id] for one in messages]


def _may_join(messages: Sequence[Message]) -> list[Message]:
    """What could travel with these, or take them along."""
    group_keys = {one.group_key for one in messages} - {""}
    if not group_keys:
        return []
    people = {one.person_id for one in messages if one.group_key}
    latest = max(one.next_at for one in messages) + NIGHT
    found = joining.may_travel(Message.objects.filter(next_at__lte=latest), list(people), list(group_keys))
    return list(found.select_related("person__site"))


def _told_by(every: Sequence[Message]) -> Any:
    """Asked for one of them, it is read for all."""
    known: dict[UUID, frozenset[str]] = {}

    def told_by(message: Message) -> frozenset[str]:
        if message.id not in known:
            known.update(reading.told_by_of(every))
        return known[message.id]

    return told_by


def _to_read(every: Sequence[Message]) -> dict[kinds.ReadAhead, set[UUID]]:
    wanted: dict[kinds.ReadAhead, set[UUID]] = {}
    for one in every:
        kind = kinds.kind(one.kind)
        if kind and kind.ahead and one.subject_id:
            wanted.setdefault(kind.ahead, set()).add(one.subject_id)
    return wanted


@dataclass
class _Looks:
    """The looks that will be taken at messages of which one may travel in another, in the order of time."""

    messages: Sequence[Message]
    reach: Reach
    sight: Sight
    found: dict[UUID, Foreseen] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._stored = {one.id: one for one in self.messages}
        self._copies = {one.id: copy(one) for one in self.messages}
        self._first: dict[UUID, datetime] = {}
        self._next = [(self._look_at(one), one.joined_to_id is not None, str(one.id), one.id) for one in self.messages]
        heapify(self._next)

    def _look_at(self, message: Message) -> datetime:
        """When a worker takes it up next: not while one holds it, and what is joined not before what it travels in."""
        carrier = self._stored.get(message.joined_to_id) if message.joined_to_id else None
        moments = [clock.now(), message.next_at, message.lease_until, carrier and self._look_at(carrier)]
        return max(moment for moment in moments if moment)

    def live_through(self) -> dict[UUID, Foreseen]:
        while self._next:
            moment, _joined, _text, key = heappop(self._next)
            if key not in self.found:
                self._first.setdefault(key, moment)
                with clock.at(moment):
                    self._look(self._copies[key], moment)
        return self.found

    def _look(self, message: Message, moment: datetime) -> None:
        settled = settle(message, self.reach, self.sight)
        if settled.ways:
            settling.take_ways(message, settled)
        if settled.course == Course.WAITS and settled.at:
            message.next_at = min(settled.at, message.deadline)
            heappush(self._next, (message.next_at, False, str(message.id), message.id))
            return
        along = []
        if settled.course == Course.GOES and settled.values is not None:
            along = joining.travellers(message, settled.values, self._others(message), self.reach, self.sight)
        for other, theirs in along:
            taken = Settled(settled.course, settled.language, settled.ways, moment, theirs)
            self._note(other, taken, moment, travels_in=message.id)
        self._note(message, settled, moment, carries=tuple(self._stored[other.id] for other, _theirs in along))

    def _others(self, message: Message) -> Iterator[Message]:
        """As the sender finds them: in the order of their ids, those that are still planned and not on their way."""
        for key in sorted(self._copies):
            other = self._copies[key]
            if key != message.id and key not in self.found and other.handed_at is None:
                yield other

    def _note(self, message: Message, settled: Settled, moment: datetime, **more: Any) -> None:
        stored = self._stored[message.id]
        hindered = ((way, hindrance(way, stored.purpose, self.reach)) for way in stored.ways[stored.way :])
        self.found[message.id] = Foreseen(
            message=stored,
            settled=settled,
            looked_at=self._first.get(message.id, moment),
            at=moment,
            reach=self.reach,
            hindered=tuple((way, what) for way, what in hindered if what),
            **more,
        )
