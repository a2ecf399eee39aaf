"""Tickets, windows, targets and diets: small rules, held one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.records.enums import Allergen
from almoner.visits.diet import ADVICE, Dish, Order, choices, faults, stops
from almoner.visits.enums import TEAM_FOR, Ask, Diet
from almoner.visits.targets import seen_by_appointment, seen_by_walk_in
from almoner.visits.tickets import as_ticket, ticket
from almoner.visits.windows import WINDOW, Standing

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTES = {1: 0, 2: 60, 3: 240, 4: 4320, 5: 20160}


@given(st.sampled_from("ABCZ"), st.integers(1, 99_999))
def test_ticket_is_found_again_as_people_say_it(letter: str, number: int) -> None:
    written = ticket(letter, number)
    for said in (written, written.lower(), f" {letter} {number} ", f"{letter}-{number}"):
        assert as_ticket(said) == written


@pytest.mark.parametrize("said", ["", "42", "A0", "AB12", "A1x", "A123456"])
def test_what_is_no_ticket_is_none(said: str) -> None:
    assert as_ticket(said) is None


@pytest.mark.parametrize(("letter", "number"), [("a", 1), ("AB", 1), ("A", 0), ("Ä", 3)])
def test_no_odd_ticket_is_made(letter: str, number: int) -> None:
    with pytest.raises(ValueError, match="no ticket"):
        ticket(letter, number)


@pytest.mark.parametrize(
    ("minutes", "standing"),
    [(-31, Standing.EARLY), (-30, Standing.OPEN), (0, Standing.OPEN), (15, Standing.OPEN), (16, Standing.LATE)],
)
def test_ARR_2_window_is_thirty_before_to_fifteen_after(minutes: int, standing: Standing) -> None:
    assert WINDOW.standing(NINE, NINE + timedelta(minutes=minutes)) == standing


@pytest.mark.parametrize(("level", "minutes"), [(1, 5), (2, 60), (3, 240), (4, 240), (5, 240)])
def test_URG_1_walk_in_is_seen_by_the_target_of_the_level(level: int, minutes: int) -> None:
    assert seen_by_walk_in(NINE, level, MINUTES) == NINE + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("arrives", "high", "by"),
    [(-20, 10, 15), (-20, 50, 30), (0, 10, 15), (0, 40, 40), (0, 300, 60), (10, 10, 25)],
)
def test_ARR_9_appointment_is_seen_by_what_is_honest(arrives: int, high: int, by: int) -> None:
    arrived = NINE + timedelta(minutes=arrives)
    assert seen_by_appointment(NINE, arrived, high) == NINE + timedelta(minutes=by)


def nothing(**more: object) -> Order:
    said = {"reason": "scope at ten", "review_at": NINE + timedelta(hours=4)} | more
    return Order(Diet.NIL_BY_MOUTH, frozenset(), NINE, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "missing"),
    [
        (nothing(), []),
        (nothing(reason=" "), ["reason"]),
        (nothing(review_at=None), ["review"]),
        (nothing(review_at=NINE), ["review_time"]),
        (nothing(review_at=NINE + timedelta(hours=13)), ["review_time"]),
        (Order(Diet.SOFT, frozenset(), NINE), []),
    ],
)
def test_STAY_6_nothing_by_mouth_is_never_open_ended(order: Order, missing: list[str]) -> None:
    assert faults(order) == missing


MENU = [
    Dish("Soup", frozenset({Allergen.CELERY}), frozenset({Diet.REGULAR, Diet.SOFT})),
    Dish("Rice", frozenset(), frozenset({Diet.REGULAR, Diet.LOW_RESIDUE})),
    Dish("Satay", frozenset({Allergen.PEANUT, Allergen.SOY}), frozenset({Diet.REGULAR})),
]


def test_STAY_6_menu_shows_what_the_diet_allows_and_no_allergen() -> None:
    order = Order(Diet.REGULAR, frozenset({Allergen.PEANUT}), NINE)
    assert [dish.name for dish in choices(order, MENU)] == ["Soup", "Rice"]
    assert [dish.name for dish in choices(Order(Diet.SOFT, frozenset(), NINE), MENU)] == ["Soup"]
    assert choices(nothing(), MENU) == choices(order, MENU, nothing_now=True) == []


@given(st.frozensets(st.sampled_from(list(Allergen.values))), st.sampled_from(list(Diet.values)))
def test_STAY_6_no_dish_with_an_allergen_is_ever_offered(allergens: frozenset[str], diet: str) -> None:
    order = Order(diet, allergens, NINE)
    assert all(not stops(order, dish.contains) for dish in choices(order, MENU))


def test_every_diet_has_its_advice_and_every_request_its_team() -> None:
    assert set(ADVICE) == set(Diet.values)
    assert set(TEAM_FOR) == set(Ask.values)
