"""Where somebody is when, who works at several sites or in rooms of their own: whole days, laid out by site. Pure.

Nobody is at two sites without the time to get from one to the other. Where sessions leave less than that, the later one
begins so much later: a diary never gives what cannot be kept, however the hours came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from almoner.scheduling import diaries
from almoner.scheduling.sessions import Session

USUAL_MINUTES = 30
"""Between two sites of which nothing was said: nobody flies, and nothing is known of the ground."""
LOOK_BACK = 7
"""Days. A night may reach into a morning elsewhere, and leave it too short to reach into the next."""


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes from site to site, by their ids; what is said for one direction alone holds for that direction."""

    minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def between(self, here: str, there: str) -> int:
        return 0 if here == there else self.minutes.get((here, there), USUAL_MINUTES)

    def takes(self, here: str, there: str) -> timedelta:
        """In whole ticks of a diary."""
        return diaries.ticks_for(self.between(here, there)) * diaries.TICK


AT_ONCE = Travel()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a session, at one site: `day` is the one on which the session begins there."""

    starts_at: datetime
    ends_at: datetime
    day: date
    site: str
    room: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A day at one site as bits: what is open, what of it is kept for the urgent, and when which room is theirs."""

    is_open: int = 0
    urgent: int = 0
    rooms: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TooNear:
    """Between two sessions at two sites so many minutes are missing."""

    before: Stretch
    after: Stretch
    missing: int


def stretches_of(sessions: Iterable[Session], day: date, home: str, zones: Mapping[str, ZoneInfo]) -> Iterator[Stretch]:
    """The sessions of a day as moments: each by the wall of its own site."""
    for one in sessions:
        site = one.site or home
        bits = diaries.session(day, one.begins, one.ends, zones[site])
        if bits:
            midnight = diaries.start_of(day, zones[site])
            begin, end = (bits & -bits).bit_length() - 1, bits.bit_length()
            yield Stretch(
                diaries.moment_of(begin, midnight), diaries.moment_of(end, midnight), day, site, one.room, one.urgent
            )


def kept(stretches: Iterable[Stretch], travel: Travel) -> list[Stretch]:
    """What is left of each when nobody is in two places: the one that begins later gives way."""
    found: list[Stretch] = []
    for one in sorted(stretches, key=_order):
        begins = max([one.starts_at, *(_free_again(other, one, travel) for other in found)])
        if begins < one.ends_at:
            found.append(replace(one, starts_at=begins))
    return found


def _order(one: Stretch) -> tuple[object, ...]:
    return one.starts_at, one.site, one.day, one.ends_at, one.room, one.urgent


def _free_again(before: Stretch, after: Stretch, travel: Travel) -> datetime:
    """When somebody can begin `after`. Two sessions of one day at one site lie over each other as they like."""
    if before.site == after.site:
        return before.ends_at if before.day != after.day else after.starts_at
    return before.ends_at + travel.takes(before.site, after.site)


def laid_at(stretches: Iterable[Stretch], site: str, day: date, zone: ZoneInfo) -> Laid:
    """The bits of one site's day, of stretches that were `kept`."""
    midnight = diaries.start_of(day, zone)
    own = [
        (one, diaries.between(one.starts_at, one.ends_at, midnight))
        for one in stretches
        if one.site == site and one.day == day
    ]
    rooms = {room: reduce(or_, (bits for one, bits in own if one.room == room)) for room in _rooms(own)}
    return Laid(
        diaries.either(*(bits for _one, bits in own)), diaries.either(*(bits for one, bits in own if one.urgent)), rooms
    )


def _rooms(own: Sequence[tuple[Stretch, int]]) -> list[str]:
    return sorted({one.room for one, _bits in own if one.room})


def too_near(stretches: Iterable[Stretch], travel: Travel) -> list[TooNear]:
    """Sessions that begin sooner after one at another site than the way takes, in order, each with the worst."""
    found = []
    some = sorted(stretches, key=_order)
    for number, after in enumerate(some):
        elsewhere = [one for one in some[:number] if one.site != after.site]
        if elsewhere:
            before = max(elsewhere, key=lambda one, after=after: _free_again(one, after, travel))  # type: ignore[misc]
            missing = _free_again(before, after, travel) - after.starts_at
            if missing > timedelta():
                found.append(TooNear(before, after, missing // timedelta(minutes=1)))
    return found
