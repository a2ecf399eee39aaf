"""Which rooms may be taken where some have a room of their own: they take theirs, and nobody else does. Pure.

Whoever works in a room of their own for some hours is booked in it or not at all, and others are put elsewhere, also
while the room stands empty between two visits. They see their own people there, and assist nobody meanwhile. A service
that needs no room asks nothing of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from almoner.scheduling import diaries

NOWHERE = -1
"""A room of their own that cannot be booked here."""

During = Mapping[int, frozenset[int]]
"""Who has rooms of their own during a visit, and which; of two within one visit they can have neither."""


@dataclass(frozen=True, slots=True)
class Rooming:
    """`own` says of each place (of somebody) at which ticks which other place (a room) is theirs; `rooms` and `people`
    which of the needs of a visit, by number, are rooms and further people."""

    own: Mapping[int, Mapping[int, int]]
    rooms: frozenset[int]
    people: frozenset[int]

    def during(self, tick: int, length: int) -> During:
        """At any of these ticks."""
        wanted = diaries.span(tick, tick + length)
        found = {
            place: frozenset(room for room, bits in rooms.items() if bits & wanted) for place, rooms in self.own.items()
        }
        return {place: rooms for place, rooms in found.items() if rooms}

    def without_own(self, options: Sequence[int], during: During) -> list[int]:
        """What is left of the options for those who have no room of their own then."""
        theirs, taken = _mask(during), _mask(room for rooms in during.values() for room in rooms)
        return [
            option & ~taken if number in self.rooms else option & ~theirs if number in self.people | {0} else option
            for number, option in enumerate(options)
        ]

    def rest_for(self, place: int, options: Sequence[int], groups: Sequence[int], during: During) -> list[int] | None:
        """What is left for the other needs when `place` meets the first; None when they cannot be booked then."""
        if place not in during:
            return self.without_own(options, during)[1:]
        others = {each: rooms for each, rooms in during.items() if each != place}
        room = next(iter(during[place])) if len(during[place]) == 1 else NOWHERE
        if any(room in rooms for rooms in others.values()):
            return None
        number = next((each for each in sorted(self.rooms) if room >= 0 and groups[each] >> room & 1), None)
        if number is None:
            return None
        left = self.without_own(options, others)
        left[number] &= 1 << room
        return [
            option if each == number or each not in self.rooms else option & ~(1 << room)
            for each, option in enumerate(left)
        ][1:]


def _mask(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        if place >= 0:
            found |= 1 << place
    return found
