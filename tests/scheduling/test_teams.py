"""Which groups can take place beside each other, and what they cannot do without: held against trying everything."""

from __future__ import annotations

from itertools import permutations, product

from hypothesis import given
from hypothesis import strategies as st

from almoner.scheduling.sheets import singles
from almoner.scheduling.teams import Planned, fits, indispensable, together

PLACES = 5
ways = st.lists(st.integers(0, 2**PLACES - 1), min_size=1, max_size=2).map(tuple)
planned = st.builds(
    lambda begin, length, some: Planned(begin, begin + length, tuple(some)),
    st.integers(0, 6), st.integers(1, 4), st.lists(ways, min_size=1, max_size=2),
)  # fmt: skip
some = st.lists(planned, max_size=3)


def by_trying(groups: list[Planned], without: int = 0) -> bool:
    """Every choice of one for every need of every group."""
    teams = [
        [set(team) for way in one.ways for team in permutations(range(PLACES), len(way))
         if all(way[nth] & ~without & 1 << place for nth, place in enumerate(team))]
        for one in groups
    ]  # fmt: skip
    return any(
        all(not (chosen[one] & chosen[other]) or not groups[one].overlaps(groups[other].begin, groups[other].end)
            for one in range(len(groups)) for other in range(one))
        for chosen in product(*teams)
    )  # fmt: skip


@given(some, st.integers(0, 2**PLACES - 1))
def test_groups_fit_where_trying_everything_finds_a_way(groups: list[Planned], without: int) -> None:
    assert fits(groups, without=without) == by_trying(groups, without)


@given(some)
def test_what_is_indispensable_is_what_nothing_can_stand_in_for(groups: list[Planned]) -> None:
    for stretch in together(groups):
        assert by_trying(stretch)
        found = {place for _begin, _end, place in indispensable(stretch)}
        assert found == {place for place in singles(2**PLACES - 1) if not by_trying(stretch, place)}


def test_many_who_could_give_it_are_none_that_is_indispensable() -> None:
    everybody = (1 << 10_000) - 1
    assert list(indispensable([Planned(0, 12, ((everybody, everybody),))])) == []


def test_a_group_that_cannot_be_beside_an_earlier_one_is_left_out_and_takes_nothing_from_it() -> None:
    earlier, later = Planned(0, 12, ((1,),)), Planned(6, 18, ((1,),))
    assert together([later, earlier]) == [[earlier]]
