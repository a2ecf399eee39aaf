"""The menu as one person may choose from it: made for their diet, free of all they must not eat (STAY-6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from almoner.core import clock, languages
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.models import Person
from almoner.records.allergies import Forbidden, forbidden_to
from almoner.records.enums import Allergen
from almoner.visits.diet import Dish, Order, choices
from almoner.visits.enums import Meal, StayState, TestState
from almoner.visits.models import DietOrder, MenuDish, Stay, TestOrder
from almoner.visits.mouth import mouth
from almoner.visits.planning import fast_of, with_hours
from almoner.visits.queries import stay_of
from almoner.visits.refusals import AllergenStop


@dataclass(frozen=True, slots=True)
class Menu:
    """`dishes` they may choose from, by meal. Where it offers none, `why`: nothing (now), diet (none is set), or food.

    `unknown` are foods that they must not eat and for which the kitchen has no word: then nothing is offered, for no
    dish says whether these are in it.
    """

    dishes: tuple[MenuDish, ...]
    why: str = ""
    unknown: tuple[str, ...] = ()


def by_meal(offered: Menu | None) -> list[dict[str, Any]]:
    """The dishes as a page shows them, in the reader's language."""
    dishes = offered.dishes if offered else ()
    return [
        {"name": meal.label, "dishes": [{"dish": one, "name": one.name_in(languages.of_reader())} for one in those]}
        for meal in Meal
        if (those := [one for one in dishes if one.meal == meal])
    ]


def menu_of(person: Person, by: Actor) -> Menu | None:
    """What somebody in a bed may choose now; None where they lie in none. Raises NotThere."""
    stay = stay_of(person, by)
    if stay is None or stay.state != StayState.ADMITTED:
        return None
    return menu_for(stay)


def menu_for(stay: Stay) -> Menu:
    """The same, for who has made sure who asks; four statements."""
    order = DietOrder.objects.filter(stay=stay, ended_at__isnull=True).first()
    if order is None:
        return Menu((), "diet")
    forbidden = forbidden_to([stay.person_id])[stay.person_id]
    if forbidden.others:
        return Menu((), "food", forbidden.others)
    tests = with_hours(TestOrder.objects.filter(stay=stay, state=TestState.ORDERED))
    now = mouth(order, fast_of(tests.order_by("planned_at", "id")), clock.now())
    if now and now.what in {"nothing", "fasting"}:
        return Menu((), "nothing")
    return Menu(_allowed(order, forbidden))


def _allowed(order: DietOrder, forbidden: Forbidden) -> tuple[MenuDish, ...]:
    dishes = {dish.code: dish for dish in MenuDish.objects.filter(active=True)}
    asked = Order(order.diet, frozenset(order.allergens) | forbidden.allergens, order.starts_at)
    menu = [
        Dish(dish.code, frozenset(dish.contains), frozenset(dish.diets))
        for dish in dishes.values()
        if not order.preference or order.preference in dish.suits
    ]
    return tuple(dishes[one.name] for one in choices(asked, menu))


def dishes_in_use(*, by: Actor) -> list[MenuDish]:
    """The whole menu, for those who keep it."""
    by.need(Permission.MANAGE_CATALOGUE)
    return list(MenuDish.objects.filter(active=True))


def need_harmless(stay: Stay, dish: MenuDish) -> None:
    """Raises AllergenStop where the dish contains what they must not eat, by their diet or by the record as of now."""
    order = DietOrder.objects.filter(stay=stay, ended_at__isnull=True).first()
    codes = {*(order.allergens if order else ()), *forbidden_to([stay.person_id])[stay.person_id].allergens}
    stops = sorted(codes & set(dish.contains))
    if stops:
        raise AllergenStop(allergens=languages.listed(Allergen(one).label for one in stops))
