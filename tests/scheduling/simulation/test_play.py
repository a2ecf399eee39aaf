"""Playing months of demand: nobody is lost, no time is given twice, and the same seed gives the same numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from almoner.scheduling.simulation.measures import measured, open_hours
from almoner.scheduling.simulation.play import POLICIES, Policy, play
from almoner.scheduling.simulation.world import DAY, OPENS, VISIT, Scale, World, make

SMALL = Scale(months=1, clinicians=3, backlog_days=3)
FIRST_COME, _, WITH_OFFERS = POLICIES
by_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def world() -> World:
    return make(SMALL, 5)


def test_the_same_seed_gives_the_same_world_and_another_another() -> None:
    assert make(SMALL, 5) == make(SMALL, 5)
    assert make(SMALL, 5).people != make(SMALL, 6).people


def test_demand_does_not_depend_on_the_days_that_clinicians_are_away(world: World) -> None:
    assert make(replace(SMALL, months=2), 5).people[:200] == world.people[:200]


@by_policy
def test_the_same_seed_gives_the_same_play(world: World, policy: Policy) -> None:
    assert play(world, policy) == play(world, policy)


@by_policy
def test_I_10_everybody_who_does_not_cancel_is_seen_once_and_no_time_is_given_twice(
    world: World, policy: Policy
) -> None:
    played = play(world, policy)
    people = {person.number: person for person in world.people} | {one.number: one for one in played.again}
    again = {-one.number - 1 for one in played.again}
    assert {number for number, one in people.items() if one.cancels is None and number not in again} <= set(
        played.seen_at
    )
    assert not again & set(played.seen_at), "who missed a visit was not seen at it"
    at_once = [list(played.seen_at.values()).count(moment) for moment in set(played.seen_at.values())]
    assert max(at_once) <= SMALL.clinicians
    for number, moment in played.seen_at.items():
        assert moment >= people[number].asked_at + people[number].notice
        assert (moment % DAY - OPENS) / VISIT in range(SMALL.times_a_day)


@by_policy
def test_nobody_is_seen_by_a_clinician_who_is_away(world: World, policy: Policy) -> None:
    away = [world.slots[number].starts_at for _, numbers in world.away for number in numbers]
    assert away
    seen = list(play(world, policy).seen_at.values())
    for moment in set(away):
        there = SMALL.clinicians - away.count(moment)
        assert seen.count(moment) <= there


@pytest.mark.parametrize("seed", [1, 2])
def test_APT_6_WL_1_the_urgent_are_seen_in_time_and_what_comes_free_is_filled(seed: int) -> None:
    made = make(Scale(), seed)
    plain, offered = play(made, FIRST_COME), play(made, WITH_OFFERS)
    before, after = measured(made, "before", plain.seen_at, plain), measured(made, "after", offered.seen_at, offered)
    for one, other in zip(before.by_level, after.by_level, strict=True):
        assert other.within_target >= one.within_target, f"level {one.level}"
    assert [one.level for one in after.by_level[:2]] == [2, 3]
    assert all(one.within_target >= 0.95 for one in after.by_level[:2])
    assert offered.freed > 100
    assert offered.refilled / offered.freed >= 0.8
    assert (plain.offered, offered.offered > 100) == (0, True)


def test_hours_count_while_the_clinic_is_open() -> None:
    friday_evening, monday = 4 * DAY + 15.0, 7 * DAY
    assert open_hours(friday_evening, monday + 9.5, SMALL) == pytest.approx(1.5)
    assert open_hours(friday_evening, friday_evening, SMALL) == 0
    assert open_hours(5 * DAY, monday, SMALL) == 0
    assert open_hours(0.0, DAY, SMALL) == SMALL.times_a_day * VISIT


def test_who_finds_no_time_at_all_was_not_seen_in_time(world: World) -> None:
    one = next(person for person in world.people if person.counted and person.level == 5 and person.cancels is None)
    told = measured(replace(world, people=(one,)), "nobody", {})
    assert [(each.people, each.within_target) for each in told.by_level if each.level == 5] == [(1, 0.0)]
