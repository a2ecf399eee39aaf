"""The menu never offers what an allergy forbids, and nobody can be brought it (STAY-6)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.visits.hospital import Hospital, later

import almoner.demo
from almoner.core.refusal import NotAllowed, NotThere
from almoner.records.actions import end_allergy, note_allergy
from almoner.records.enums import Allergen
from almoner.records.models import Allergy
from almoner.timeline.models import Event
from almoner.visits import actions, refusals
from almoner.visits.enums import Diet, FoodPreference
from almoner.visits.menu_data import FaultyMenu, read_menu
from almoner.visits.menus import dishes_in_use, menu_of
from almoner.visits.models import BedsideRequest, MenuDish, Stay

FILE = Path(almoner.demo.__file__).parent / "hospital" / "menu.toml"


@pytest.fixture
def eating(hospital: Hospital) -> Stay:
    """Maya in bed on usual food, and the menu of the rehearsal hospital."""
    actions.load_menu(dishes=read_menu(FILE.read_bytes()), by=hospital.cast.manager)
    stay = hospital.admitted()
    actions.order_diet(stay=stay, diet="regular", by=hospital.cast.ward_nurse)
    return stay


def allergic(hospital: Hospital, allergen: str = "nuts", substance: str = "") -> Allergy:
    return note_allergy(
        person=hospital.cast.maya, kind="food", substance=substance, allergen=allergen, source="person",
        by=hospital.cast.ward_nurse,
    )  # fmt: skip


def offered(hospital: Hospital) -> set[str]:
    menu = menu_of(hospital.cast.maya, hospital.cast.maya_herself)
    assert menu
    return {dish.code for dish in menu.dishes}


def dish(code: str) -> MenuDish:
    return MenuDish.objects.get(code=code)


@pytest.mark.parametrize("allergen", Allergen.values)
@pytest.mark.parametrize("by_order", [True, False])
def test_STAY_6_no_dish_with_an_allergen_is_ever_offered(
    hospital: Hospital, eating: Stay, allergen: str, *, by_order: bool
) -> None:
    for diet in (Diet.REGULAR, Diet.SOFT, Diet.VEGETARIAN):
        actions.order_diet(
            stay=eating, diet=diet, allergens=[allergen] if by_order else [], allergy_looked_at=True,
            by=hospital.cast.ward_nurse,
        )  # fmt: skip
        if not by_order and not Allergy.objects.exists():
            allergic(hospital, allergen)
        assert all(
            allergen not in one.contains and diet in one.diets
            for one in MenuDish.objects.filter(code__in=offered(hospital))
        )
        assert offered(hospital)


def test_STAY_6_a_wish_or_commandment_is_kept(hospital: Hospital, eating: Stay) -> None:
    actions.order_diet(stay=eating, diet="regular", preference=FoodPreference.VEGAN, by=hospital.cast.ward_nurse)
    assert "chicken-rice" not in offered(hospital)
    assert "lentil-soup" in offered(hospital)


def test_STAY_6_a_food_that_the_kitchen_has_no_word_for_closes_the_menu(hospital: Hospital, eating: Stay) -> None:
    allergy = allergic(hospital, allergen="", substance="Strawberries")
    menu = menu_of(hospital.cast.maya, hospital.cast.ward_nurse)
    assert menu
    assert (menu.dishes, menu.why, menu.unknown) == ((), "food", ("Strawberries",))
    with pytest.raises(refusals.NotOnTheirMenu):
        actions.choose_dish(stay=eating, dish=dish("fruit"), by=hospital.cast.maya_herself)
    end_allergy(allergy=allergy, why="ruled out", by=hospital.cast.doctor)
    assert "fruit" in offered(hospital)


@pytest.mark.parametrize("how", ["ordered", "fasting"])
def test_nothing_is_offered_while_they_may_not_eat(hospital: Hospital, eating: Stay, how: str) -> None:
    if how == "ordered":
        actions.order_diet(
            stay=eating, diet="nil_by_mouth", reason="operation", review_at=later(300), by=hospital.cast.ward_nurse
        )
    else:
        actions.order_test(stay=eating, service=hospital.scan, planned_at=later(120), by=hospital.cast.doctor)
    menu = menu_of(hospital.cast.maya, hospital.cast.ward_nurse)
    assert menu
    assert (menu.dishes, menu.why) == ((), "nothing")


def test_what_is_chosen_goes_to_the_kitchen(hospital: Hospital, eating: Stay) -> None:
    asked = actions.choose_dish(stay=eating, dish=dish("fruit"), by=hospital.cast.maya_herself)
    assert (asked.team, asked.note, asked.dish) == ("kitchen", "Tea: Peeled apple or pear", dish("fruit"))
    assert Event.objects.filter(kind="stay.request_made", person=hospital.cast.maya).count() == 1


def test_STAY_6_nobody_can_override_an_allergen(hospital: Hospital, eating: Stay) -> None:
    allergic(hospital)
    for who in (hospital.cast.maya_herself, hospital.cast.doctor, hospital.cast.ward_nurse):
        with pytest.raises(refusals.AllergenStop, match="Nuts"):
            actions.choose_dish(stay=eating, dish=dish("walnut-cake"), by=who)
    assert not BedsideRequest.objects.exists()


def test_STAY_6_a_dish_that_was_chosen_before_the_allergy_was_known_is_not_brought(
    hospital: Hospital, eating: Stay
) -> None:
    asked = actions.choose_dish(stay=eating, dish=dish("walnut-cake"), by=hospital.cast.maya_herself)
    allergic(hospital)
    with pytest.raises(refusals.AllergenStop):
        actions.do_request(asked=BedsideRequest.objects.get(id=asked.id), by=hospital.cast.ward_nurse)
    actions.withdraw_request(asked=asked, reason="allergy", by=hospital.cast.ward_nurse)


def test_I_22_a_stranger_neither_reads_nor_chooses(hospital: Hospital, eating: Stay) -> None:
    with pytest.raises(NotThere):
        menu_of(hospital.cast.maya, hospital.cast.tom_himself)
    with pytest.raises(NotThere):
        actions.choose_dish(stay=eating, dish=dish("fruit"), by=hospital.cast.tom_himself)
    assert menu_of(hospital.cast.tom, hospital.cast.tom_himself) is None
    for act in (lambda: actions.load_menu(dishes=[], by=hospital.cast.doctor), lambda: dishes_in_use(by=hospital.cast.doctor)):  # fmt: skip  # noqa: E501
        with pytest.raises(NotAllowed):
            act()


def test_a_dish_that_is_made_no_longer_is_not_offered_and_stays_to_be_read(hospital: Hospital, eating: Stay) -> None:
    dishes = [one for one in read_menu(FILE.read_bytes()) if one["code"] != "fruit"]
    assert actions.load_menu(dishes=dishes, by=hospital.cast.manager) == len(dishes_in_use(by=hospital.cast.manager))
    assert "fruit" not in offered(hospital)
    assert dish("fruit").names["en"] == "Peeled apple or pear"


GOOD = 'code = "a"\nmeal = "tea"\nname = { en = "A", es = "B", ar = "C" }\ndiets = ["regular"]\ncontains = []\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "there is no dish"),
        ("[[dish", "not TOML"),
        (f"[[dish]]\n{GOOD}[[dish]]\n{GOOD}", "dish a stands 2 times"),
        (f"[[dish]]\n{GOOD}".replace("contains = []\n", ""), "does not say what it contains"),
        (f"[[dish]]\n{GOOD}".replace("[]", '["felt"]'), "allergen “felt” is not known"),
        (f"[[dish]]\n{GOOD}".replace("regular", "nil_by_mouth"), "diet “nil_by_mouth” is not known"),
        (f"[[dish]]\n{GOOD}".replace('["regular"]', "[]"), "made for no diet"),
        (f"[[dish]]\n{GOOD}".replace("tea", "brunch"), "meal “brunch”"),
        (f"[[dish]]\n{GOOD}".replace(', ar = "C"', ""), "no name in ar"),
        (f"[[dish]]\n{GOOD}colour = 1\n", "“colour” is no field"),
        (f'[[dish]]\n{GOOD}suits = ["tall"]\n', "wish “tall” is not known"),
    ],
)
def test_every_fault_of_a_menu_is_told(text: str, fault: str) -> None:
    with pytest.raises(FaultyMenu, match=fault):
        read_menu(text.encode())


def test_menu_of_the_rehearsal_hospital_has_a_choice_for_every_diet() -> None:
    dishes: list[dict[str, Any]] = read_menu(FILE.read_bytes())
    served = {diet for one in dishes for diet in one["diets"]}
    assert served == set(Diet.values) - {Diet.NIL_BY_MOUTH}
