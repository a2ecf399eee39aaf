"""Whether several groups that are planned can all take place, and whom and what they cannot do without. Pure.

Each needs one of each of its needs for the whole of its time; two at one time share nobody. Places are bits, as on a
sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from uuid import UUID

from almoner.scheduling.sheets import singles

Way = tuple[int, ...]
"""One of each of these, all different."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A group and its time, in ticks. Any one of `ways` will do: several where some have a room of their own."""

    begin: int
    end: int
    ways: tuple[Way, ...]
    which: UUID | None = None
    """Of which service, for whoever asks."""

    def overlaps(self, begin: int, end: int) -> bool:
        return self.begin < end and begin < self.end


def together(planned: Sequence[Planned]) -> list[list[Planned]]:
    """Those that can take place, in stretches of time that have nothing to do with each other; one that cannot beside
    those that begin before it is left out."""
    found: list[list[Planned]] = []
    until = 0
    for one in sorted(planned, key=lambda each: each.begin):
        if not found or one.begin >= until:
            found.append([])
        until = max(until, one.end)
        if fits([*found[-1], one]):
            found[-1].append(one)
    return [stretch for stretch in found if stretch]


def indispensable(stretch: Sequence[Planned]) -> Iterator[tuple[int, int, int]]:
    """Begin, end, and the places without any one of which not all of these could take place. In between every group of
    the stretch counts, also where it has not begun: rather one visit less than a group without its clinician."""
    for place in singles(reduce(or_, (way for one in _tight(stretch) for ways in one.ways for way in ways), 0)):
        if not fits(stretch, without=place):
            spans = [one for one in stretch if any(way & place for ways in one.ways for way in ways)]
            yield min(one.begin for one in spans), max(one.end for one in spans), place


def fits(stretch: Sequence[Planned], *, without: int = 0) -> bool:
    """Whether all can take place when these places are taken."""
    return _fits(_tight(stretch, without), without, [])


def _tight(stretch: Sequence[Planned], without: int = 0) -> list[Planned]:
    """The same without needs for which there are more than all others together could take: these are met at last."""
    most = sum(max(map(len, one.ways), default=0) for one in stretch) + without.bit_count()
    return [replace(one, ways=tuple(tuple(each for each in way if each.bit_count() <= most) for way in one.ways))
            for one in stretch]  # fmt: skip


def _fits(left: Sequence[Planned], taken: int, used: list[tuple[Planned, int]]) -> bool:
    if not left:
        return True
    one = left[0]
    busy = reduce(or_, (places for other, places in used if other.overlaps(one.begin, one.end)), taken)
    teams = (team for way in one.ways for team in _teams(way, busy))
    return any(_fits(left[1:], taken, [*used, (one, team)]) for team in teams)


def _teams(way: Way, busy: int) -> Iterator[int]:
    """Each choice of one for every need, all different, as bits."""
    if not way:
        yield 0
        return
    for place in singles(way[0] & ~busy):
        for rest in _teams(way[1:], busy | place):
            yield place | rest
