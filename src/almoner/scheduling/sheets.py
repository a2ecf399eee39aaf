"""Who is free on one day at one site, laid out by tick: one integer over all resources for each. Pure.

A diary is a row, one resource through the day. Turned by a quarter, a tick is a column, and one `&` asks it of ten
thousand people at once. Bit p of a column is the resource at place p of the site.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from almoner.scheduling import diaries
from almoner.scheduling.rooming import Rooming

Choose = Callable[[int, int], int]
"""Which place of several (bits) it is to be, at a tick."""


@dataclass(slots=True, eq=False)
class Sheet:
    """`free[t]` says who is free from tick t to the next, `urgent[t]` for whom of them that is kept for the urgent."""

    midnight: datetime
    free: list[int] = field(default_factory=list)
    urgent: list[int] = field(default_factory=list)
    closed: dict[Any, Any] = field(default_factory=dict)
    """What `protecting` and `planned_groups` found out of it, until it changes."""
    groups: dict[Any, Any] = field(default_factory=dict)
    """By service, the groups of this day, as `standing_groups` read them, until anything here changes."""
    own: dict[int, dict[int, int]] = field(default_factory=dict)
    """Who has a room of their own when, see `rooming`."""

    def put(self, place: int, free: int, urgent: int, own: dict[int, int] | None = None) -> None:
        """Write one resource's day anew."""
        self.closed, self.groups = {}, {}
        self.own.pop(place, None)
        if own:
            self.own[place] = own
        _put(self.free, place, free)
        _put(self.urgent, place, urgent)

    def give(self, place: int, bits: int) -> None:
        """One resource is free at these ticks too."""
        self.closed = {}
        for tick, length in diaries.runs(bits):
            _stretch(self.free, tick + length)
            for each in range(tick, tick + length):
                self.free[each] |= 1 << place

    def copy(self) -> Sheet:
        return Sheet(self.midnight, self.free.copy(), self.urgent, groups=self.groups, own=self.own)

    def open_to_all(self, now: datetime, release: Mapping[int, int]) -> list[int]:
        """Columns for people who are not urgent. `release`: hours before it that kept time is given to all, and to
        which places that applies (APT-6)."""
        if not any(self.urgent):
            return self.free
        columns = self.free.copy()
        for hours, places in release.items():
            released = max(diaries.tick_of(now + timedelta(hours=hours), self.midnight), 0)
            for tick in range(released, min(len(self.urgent), len(columns))):
                columns[tick] &= ~(self.urgent[tick] & places)
        return columns


def lay_out(midnight: datetime, rows: Mapping[int, tuple[int, int]]) -> Sheet:
    """A sheet of free and urgent bits by place."""
    free = {place: bits for place, (bits, _urgent) in rows.items() if bits}
    urgent = {place: bits for place, (_free, bits) in rows.items() if bits}
    return Sheet(midnight, columns_of(free), columns_of(urgent))


def columns_of(rows: Mapping[int, int]) -> list[int]:
    """Rows of bits, by place, turned into columns: written out as text, of which every n-th letter is a column."""
    if not rows:
        return []
    ticks = max(bits.bit_length() for bits in rows.values())
    nothing = "0" * ticks
    places = range(max(rows), -1, -1)
    text = "".join(format(rows[place], f"0{ticks}b") if place in rows else nothing for place in places)
    return [int(text[ticks - 1 - tick :: ticks], 2) for tick in range(ticks)]


def _put(columns: list[int], place: int, bits: int) -> None:
    _stretch(columns, bits.bit_length())
    mask = 1 << place
    for tick, column in enumerate(columns):
        if bits >> tick & 1:
            columns[tick] = column | mask
        elif column & mask:
            columns[tick] = column ^ mask


def _stretch(columns: list[int], ticks: int) -> None:
    columns.extend([0] * (ticks - len(columns)))


def runs_from(columns: Sequence[int], length: int) -> list[int]:
    """At each tick, who is free for `length` ticks from there. Doubles what it knows: log steps, not length."""
    if length <= 0:
        raise ValueError("a visit takes at least one tick")
    found, known = list(columns), 1
    while known < length:
        step = min(known, length - known)
        found = [one & other for one, other in zip(found, found[step:], strict=False)]
        known += step
    return found


def begins(
    columns: Sequence[int],
    groups: Sequence[int],
    length: int,
    from_tick: int,
    allowed: int,
    *,
    rooming: Rooming | None = None,
) -> Iterator[tuple[int, int]]:
    """Ticks at which a visit can begin, with who of the first group begins one there.

    `groups`: for each need the places that meet it; the visit takes one of each, all different and each whole. Of one
    resource each start is clear of the one before, so that taking one leaves the next as it was.
    """
    runs = runs_from(columns, length)
    latest: deque[int] = deque([0] * length, maxlen=length)
    busy = 0
    for tick in range(max(from_tick, 0), len(runs)):
        busy &= ~latest.popleft()
        begin = 0
        if allowed >> tick & 1:
            options = [runs[tick] & group for group in groups]
            options[0] &= ~busy
            begin = _who_begins(options) if rooming is None else _in_own_room(options, groups, rooming, tick, length)
        latest.append(begin)
        busy |= begin
        if begin:
            yield tick, begin


def _who_begins(options: Sequence[int]) -> int:
    """Who of the first need finds one of each other, all different."""
    if not all(options):
        return 0
    needs = len(options)
    if all(other.bit_count() >= needs for other in options[1:]) or _apart(options):
        return options[0]
    return sum(place for place in singles(options[0]) if team([place, *options[1:]], 0, lowest) is not None)


def _in_own_room(options: Sequence[int], groups: Sequence[int], rooming: Rooming, tick: int, length: int) -> int:
    """As `_who_begins`, where some have a room of their own."""
    if not all(options):
        return 0
    during = rooming.during(tick, length)
    begin = _who_begins(rooming.without_own(options, during))
    for place in during:
        if options[0] >> place & 1:
            rest = rooming.rest_for(place, options, groups, during)
            if rest is not None and team([1 << place, *rest], 0, lowest) is not None:
                begin |= 1 << place
    return begin


def _apart(options: Sequence[int]) -> bool:
    """Whether no place could serve two needs."""
    seen = 0
    for option in options:
        if seen & option:
            return False
        seen |= option
    return True


def team(options: Sequence[int], tick: int, choose: Choose, taken: int = 0) -> tuple[int, ...] | None:
    """One place for each need, all different, as `choose` likes them best; None when there are not enough."""
    if not options:
        return ()
    left = options[0] & ~taken
    while left:
        place = choose(left, tick)
        rest = team(options[1:], tick, choose, taken | 1 << place)
        if rest is not None:
            return (place, *rest)
        left &= ~(1 << place)
    return None


def lowest(bits: int, _tick: int = 0) -> int:
    return (bits & -bits).bit_length() - 1


def singles(bits: int) -> Iterator[int]:
    """Each set bit by itself."""
    while bits:
        one = bits & -bits
        yield one
        bits ^= one


def mask_of(places: Iterable[int]) -> int:
    """Bits of these places, built in one go however many there are."""
    found = bytearray(1)
    for place in places:
        byte = place >> 3
        if byte >= len(found):
            found.extend(bytes(byte + 1 - len(found)))
        found[byte] |= 1 << (place & 7)
    return int.from_bytes(found, "little")
