"""Doctor and room: what must be, what is wished, and why."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from almoner.visits.allotment import Clinician, Place, Wish, suggest
from almoner.visits.allotment_words import sentences

GEN = frozenset({"GEN"})


def clinician(number: int, **more: Any) -> Clinician:
    return Clinician(id=UUID(int=number), name=f"Doctor {number}", **({"services": GEN} | more))


def place(number: int, kind: str = "consulting", **more: Any) -> Place:
    return Place(id=UUID(int=number), name=f"Room {number}", kind=kind, **more)


WISH = Wish("GEN", frozenset({"consulting"}))


def first(wish: Wish, *clinicians: Clinician, places: tuple[Place, ...] = (place(1),)) -> str:
    found = suggest(wish, clinicians, places)
    return found[0].clinician.name if found else ""


def test_ARR_9_who_cannot_give_the_service_is_left_out() -> None:
    assert first(WISH, clinician(1, services=frozenset({"XR"})), clinician(2)) == "Doctor 2"


def test_ARR_9_sex_that_the_service_demands_is_no_wish() -> None:
    wish = Wish("GEN", must_sex="female")
    assert first(wish, clinician(1, sex="male", seen_before=9), clinician(2, sex="female")) == "Doctor 2"
    assert suggest(wish, [clinician(1, sex="male")], []) == []


def test_ARR_9_each_wish_decides_between_two_who_are_else_alike() -> None:
    wish = Wish("GEN", languages=("es",), prefers_sex="female")
    plain = clinician(1)
    for better in (
        clinician(2, languages=frozenset({"es"})), clinician(2, sex="female"), clinician(2, seen_before=1),
        clinician(2, booked_with=True),
    ):  # fmt: skip
        assert first(wish, plain, better) == "Doctor 2"
    for worse in (clinician(2, free_in=30), clinician(2, minutes_of_work=40)):
        assert first(wish, worse, plain) == "Doctor 1"


def test_ARR_9_urgent_goes_to_who_is_free_before_who_knows_them() -> None:
    knows, free = clinician(1, seen_before=3, free_in=20), clinician(2)
    assert first(Wish("GEN", level=5), knows, free) == "Doctor 1"
    assert first(Wish("GEN", level=2), knows, free) == "Doctor 2"


def test_room_with_steps_is_none_for_a_wheelchair() -> None:
    wish = Wish("GEN", frozenset({"consulting"}), step_free=True)
    stairs, flat = place(1, step_free=False), place(2)
    assert suggest(wish, [clinician(1)], [stairs, flat])[0].place == flat
    assert suggest(wish, [clinician(1)], [stairs]) == []


def test_reasons_are_said_strongest_first() -> None:
    wish = Wish("GEN", languages=("es",))
    [one] = suggest(wish, [clinician(1, languages=frozenset({"es"}), seen_before=3, free_in=10)], [])
    assert sentences(one.reasons) == [
        "They know each other: seen 3 times before.", "They share a language: Spanish.", "Free in about 10 minutes.",
    ]  # fmt: skip


made = st.builds(
    clinician,
    st.integers(1, 9),
    languages=st.frozensets(st.sampled_from(["en", "es", "ar"])),
    sex=st.sampled_from(["female", "male"]),
    seen_before=st.integers(0, 5),
    minutes_of_work=st.integers(0, 90),
    free_in=st.integers(0, 90),
)


@given(st.lists(made, max_size=6, unique_by=lambda one: one.id), st.integers(0, 99))
def test_order_does_not_hang_on_the_order_in_which_they_are_given(given_: list[Clinician], seed: int) -> None:
    shuffled = random.Random(seed).sample(given_, len(given_))
    wish = Wish("GEN", frozenset({"consulting"}), ("es", "en"), prefers_sex="female")
    rooms = [place(1), place(2)]
    assert suggest(wish, given_, rooms) == suggest(wish, shuffled, rooms[::-1])
