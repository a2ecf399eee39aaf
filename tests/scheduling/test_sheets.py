"""Sheets say the same as asking every diary by itself, however the days look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from almoner.scheduling.sheets import Sheet, begins, columns_of, lay_out, lowest, mask_of, runs_from, team

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
TICKS = 40
rows = some.dictionaries(some.integers(0, 20), some.integers(0, (1 << TICKS) - 1), max_size=8)
lengths = some.integers(1, 9)
groups_of_places = some.lists(some.sets(some.integers(0, 20), min_size=1), min_size=1, max_size=3)


@given(rows)
def test_a_column_says_who_is_free_at_its_tick(free: dict[int, int]) -> None:
    columns = columns_of(free)
    for place, tick in product(range(21), range(TICKS)):
        column = columns[tick] if tick < len(columns) else 0
        assert bool(column >> place & 1) == bool(free.get(place, 0) >> tick & 1)


@given(rows, some.integers(0, 20), some.integers(0, (1 << TICKS) - 1))
def test_a_day_written_anew_is_as_if_it_had_been_so_from_the_beginning(
    free: dict[int, int], place: int, bits: int
) -> None:
    sheet = lay_out(MIDNIGHT, {each: (row, row) for each, row in free.items()})
    sheet.put(place, bits, 0)
    again = lay_out(MIDNIGHT, {each: (row, row) for each, row in free.items() if each != place} | {place: (bits, 0)})
    assert (_trimmed(sheet.free), _trimmed(sheet.urgent)) == (_trimmed(again.free), _trimmed(again.urgent))


@given(rows, some.integers(0, 20), some.integers(0, (1 << TICKS) - 1))
def test_what_is_given_back_is_free_besides(free: dict[int, int], place: int, bits: int) -> None:
    sheet = Sheet(MIDNIGHT, columns_of(free))
    sheet.give(place, bits)
    assert _trimmed(sheet.free) == _trimmed(columns_of(free | {place: free.get(place, 0) | bits}))


@given(rows, lengths)
def test_runs_are_those_of_each_row(free: dict[int, int], length: int) -> None:
    for tick, column in enumerate(runs_from(columns_of(free), length)):
        assert column == mask_of(place for place, bits in free.items() if _runs_on(bits, tick, length))


@given(
    rows,
    lengths,
    some.lists(some.sets(some.integers(0, 20), min_size=1), min_size=1, max_size=3),
    some.integers(-3, 45),
)
def test_APT_1_a_visit_begins_where_one_of_each_group_is_free_all_of_them_different(
    free: dict[int, int], length: int, groups: list[set[int]], from_tick: int
) -> None:
    found = dict(begins(columns_of(free), [mask_of(group) for group in groups], length, from_tick, -1))
    for place in range(21):
        mine = [tick for tick, first in found.items() if first >> place & 1]
        assert mine == _by_hand(free, length, groups, from_tick, place)


def _runs_on(bits: int, tick: int, length: int) -> bool:
    return all(bits >> at & 1 for at in range(tick, tick + length))


def _by_hand(free: dict[int, int], length: int, groups: list[set[int]], from_tick: int, place: int) -> list[int]:
    """Each start of one resource, clear of the one before, trying every team."""
    found: list[int] = []
    for tick in range(max(from_tick, 0), TICKS):
        can = {each for each, bits in free.items() if _runs_on(bits, tick, length)}
        teams = product([place] if place in groups[0] & can else [], *(group & can for group in groups[1:]))
        if (not found or tick >= found[-1] + length) and any(len(set(one)) == len(one) for one in teams):
            found.append(tick)
    return found


@given(some.lists(some.sets(some.integers(0, 5)), max_size=4))
def test_a_team_is_found_where_there_is_one(options: list[set[int]]) -> None:
    found = team([mask_of(each) for each in options], 0, lowest)
    there_is = any(len(set(one)) == len(one) for one in product(*options))
    assert (found is not None) == there_is
    if found is not None:
        assert len(set(found)) == len(options)
        assert all(place in option for place, option in zip(found, options, strict=True))


def test_APT_6_kept_time_is_for_all_from_its_hour_on_for_each_by_their_own() -> None:
    sheet = lay_out(MIDNIGHT, {0: (0b1111, 0b1110), 1: (0b1111, 0b1111)})
    now = MIDNIGHT - timedelta(hours=24) + timedelta(minutes=10)
    assert sheet.open_to_all(now, {24: 0b01, 12: 0b10}) == [0b01, 0b01, 0b00, 0b00]
    assert sheet.free == [0b11] * 4


def test_a_visit_of_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="one tick"):
        runs_from([1], 0)


def _trimmed(columns: list[int]) -> list[int]:
    kept = list(columns)
    while kept and not kept[-1]:
        kept.pop()
    return kept
