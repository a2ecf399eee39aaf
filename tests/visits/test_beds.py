"""Which bed suits, attribute by attribute (BED-2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.visits.bed_words import words
from almoner.visits.beds import COST, BedFacts, Wanted, match, suggest


def bed(number: int = 1, **more: Any) -> BedFacts:
    return BedFacts(id=UUID(int=number), name=f"B{number}", **({"ward": "MED1"} | more))


@pytest.mark.parametrize(
    ("wanted", "facts", "never", "against"),
    [
        ({}, {}, [], []),
        ({"care": 2}, {}, ["care"], []),
        ({"care": 1}, {"care": 2}, [], ["more_care_than_needed"]),
        ({"isolation": "contact"}, {}, ["isolation"], []),
        ({"isolation": "contact"}, {"single_room": True}, [], []),
        ({"isolation": "airborne"}, {"single_room": True}, ["isolation"], []),
        ({"isolation": "airborne"}, {"single_room": True, "own_air": True}, [], []),
        ({"sex": "female"}, {"bay_sex": "male"}, ["sex"], []),
        ({"sex": "female"}, {"bay_sex": "female"}, [], []),
        ({"sex": "female"}, {"bay_sex": "male", "single_room": True}, [], ["single_not_needed"]),
        ({"sex": "female", "care": 3}, {"bay_sex": "male", "care": 3}, [], ["sex"]),
        ({"kit": frozenset({"telemetry"})}, {}, ["kit"], []),
        ({"single_room": True}, {}, [], ["single"]),
        ({"ward": "SURG"}, {}, [], ["ward"]),
        ({}, {"clean": False}, [], ["clean"]),
    ],
)
def test_BED_2_what_does_not_fit_is_named(
    wanted: dict[str, Any], facts: dict[str, Any], never: list[str], against: list[str]
) -> None:
    found = match(Wanted(**wanted), bed(**facts))
    assert (list(found.never), list(found.against)) == (never, against)


def test_BED_2_beds_that_others_need_more_come_last() -> None:
    plain, single, high = bed(1), bed(2, single_room=True), bed(3, care=2)
    order = [found.bed for found in suggest(Wanted(), [high, single, plain])]
    assert order == [plain, single, high]


def test_BED_2_what_must_not_be_is_not_suggested() -> None:
    assert suggest(Wanted(sex="female"), [bed(bay_sex="male")]) == []


bed_facts = st.builds(
    bed,
    st.integers(1, 99),
    care=st.integers(1, 3),
    single_room=st.booleans(),
    own_air=st.booleans(),
    bay_sex=st.sampled_from(["", "female", "male"]),
    kit=st.frozensets(st.sampled_from(["telemetry", "hoist"])),
    clean=st.booleans(),
)
wishes = st.builds(
    Wanted,
    care=st.integers(1, 3),
    isolation=st.sampled_from(["", "contact", "airborne"]),
    sex=st.sampled_from(["female", "male", "unknown"]),
    single_room=st.booleans(),
    kit=st.frozensets(st.sampled_from(["telemetry", "hoist"])),
)


@given(wishes, bed_facts)
def test_every_attribute_is_judged_once_and_has_words(wanted: Wanted, facts: BedFacts) -> None:
    found = match(wanted, facts)
    judged = [*found.fits, *found.against, *found.never]
    assert len(judged) == len(set(judged))
    assert all(words(code) for code in judged)


@given(wishes, st.lists(bed_facts, max_size=6))
def test_suggested_beds_can_all_be(wanted: Wanted, beds: list[BedFacts]) -> None:
    found = suggest(wanted, beds)
    assert all(one.possible for one in found)
    isolating = [one.bed.single_room for one in found] if wanted.isolation else [True]
    assert all(isolating)


def test_every_objection_that_can_be_accepted_has_its_cost() -> None:
    assert set(COST) >= {"ward", "single", "more_care_than_needed", "single_not_needed", "clean", "sex"}
