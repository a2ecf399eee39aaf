"""Rooms of their own: a sheet says the same as trying every team by itself. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as some

from almoner.scheduling import diaries
from almoner.scheduling.register import AtSite, Bookable, Hours
from almoner.scheduling.rooming import NOWHERE, Rooming
from almoner.scheduling.search import Begin
from almoner.scheduling.sheets import begins, columns_of, mask_of

TICKS = 24
PEOPLE, ROOMS = range(4), range(4, 8)
rows = some.dictionaries(some.integers(0, 7), some.integers(0, (1 << TICKS) - 1))
owned = some.dictionaries(
    some.sampled_from(PEOPLE),
    some.dictionaries(some.sampled_from([*ROOMS, NOWHERE]), some.integers(1, (1 << TICKS) - 1), max_size=2),
    max_size=3,
)
people = some.sets(some.sampled_from(PEOPLE), min_size=1)
rooms = some.sampled_from([{4, 5}, {6, 7}])
"""A room is of one kind."""


def fits(team: tuple[int, ...], kinds: str, own: dict[int, dict[int, int]], wanted: int) -> bool:
    """Who gives it is in the one room that is theirs, if they have any; nobody else's room is taken, and nobody who has
    a room of their own assists."""
    used = {place for place, kind in zip(team, kinds, strict=True) if kind == "r"}
    theirs = {person: {room for room, bits in own.get(person, {}).items() if bits & wanted} for person in PEOPLE}
    mine = theirs.pop(team[0])
    if len(mine) > 1 or not mine <= used or any(rooms & (used | mine) for rooms in theirs.values()):
        return False
    return not any(theirs.get(person) for person in team[1:])


@given(
    free=rows, own=owned, length=some.integers(1, 4), first=people, assistants=some.lists(people, max_size=1),
    wanted_rooms=some.lists(rooms, max_size=2),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_a_visit_begins_where_some_team_has_its_rooms(
    free: dict[int, int],
    own: dict[int, dict[int, int]],
    length: int,
    *,
    first: set[int],
    assistants: list[set[int]],
    wanted_rooms: list[set[int]],
) -> None:
    groups = [first, *assistants, *wanted_rooms]
    kinds = "p" * (1 + len(assistants)) + "r" * len(wanted_rooms)
    numbers = {kind: frozenset(at for at, each in enumerate(kinds) if each == kind and at) for kind in "pr"}
    rooming = Rooming(own, numbers["r"], numbers["p"]) if wanted_rooms else None
    masks, columns = [mask_of(group) for group in groups], columns_of(free)
    found = dict(begins(columns, masks, length, 0, -1, rooming=rooming))
    busy = dict.fromkeys(PEOPLE, 0)
    for tick in range(TICKS - length + 1):
        wanted = diaries.span(tick, tick + length)
        able = set()
        for team in product(*groups):
            alone = len(set(team)) == len(team) and all(free.get(each, 0) & wanted == wanted for each in team)
            if alone and busy[team[0]] <= tick and (not wanted_rooms or fits(team, kinds, own, wanted)):
                able.add(team[0])
        assert {each for each in PEOPLE if found.get(tick, 0) >> each & 1} == able
        busy |= dict.fromkeys(able, tick + length)
        for place in able:
            chosen = _chosen(tick, 1 << place, masks, columns, length, rooming=rooming)
            assert chosen[0] == place
            assert not wanted_rooms or fits(chosen, kinds, own, wanted)


def _chosen(
    tick: int, first: int, groups: list[int], columns: list[int], length: int, *, rooming: Rooming | None
) -> tuple[int, ...]:
    hours = Hours(datetime.min.time(), datetime.max.time(), frozenset())
    site = AtSite("site", "Site", UTC, hours)  # type: ignore[arg-type]
    site.who = [
        Bookable(str(place), "", str(place), 24, None, "", "", frozenset(), "", True, None) for place in range(8)
    ]
    begin = Begin(
        datetime(2026, 11, 23, tzinfo=UTC), site, tick, first, tuple(groups), columns, length, rooming=rooming
    )
    return tuple(int(str(one.key)) for one in begin.chosen())


def test_rooms_within_a_visit_are_all_that_it_touches() -> None:
    rooming = Rooming({0: {4: 0b0011, 5: 0b1100}}, frozenset({1}), frozenset())
    assert [rooming.during(tick, 2) for tick in range(3)] == [{0: {4}}, {0: {4, 5}}, {0: {5}}]
