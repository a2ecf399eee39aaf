"""The menu: brought to what the kitchen offers, and chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.timeline.actions import record
from almoner.visits.actions.at_bedside import ask_at_bedside
from almoner.visits.enums import Ask, Meal, StayState
from almoner.visits.locking import locked_stay
from almoner.visits.menu_data import check
from almoner.visits.menus import menu_for, need_harmless
from almoner.visits.models import BedsideRequest, MenuDish, Stay
from almoner.visits.refusals import NotOnTheirMenu
from almoner.visits.rules import need_at_bedside


@action
def load_menu(*, dishes: Sequence[dict[str, Any]], by: Actor) -> int:
    """Bring the menu to `dishes` (`menu_data.read_menu`). Gives how many are offered. Raises FaultyMenu."""
    by.need(Permission.MANAGE_CATALOGUE)
    check(list(dishes))
    for position, dish in enumerate(dishes, start=1):
        fields = {
            "names": dict(dish["name"]),
            "meal": dish["meal"],
            "diets": sorted(set(dish["diets"])),
            "contains": sorted(set(dish["contains"])),
            "suits": sorted(set(dish.get("suits", ()))),
            "position": position,
            "active": True,
        }
        MenuDish.objects.update_or_create(code=dish["code"], defaults=fields)
    MenuDish.objects.exclude(code__in=[dish["code"] for dish in dishes]).update(active=False)
    record(kind="menu.loaded", person=None, facts={"dishes": len(dishes)}, by=by)
    return len(dishes)


@action
def choose_dish(*, stay: Stay, dish: MenuDish, by: Actor) -> BedsideRequest:
    """They choose a dish; the kitchen is asked for it. Raises AllergenStop, which nobody can override, NotOnTheirMenu.

    What may be chosen is worked out anew here: what was on a page may have changed.
    """
    need_at_bedside(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    need_harmless(stay, dish)
    if dish.id not in {one.id for one in menu_for(stay).dishes}:
        raise NotOnTheirMenu
    asked = ask_at_bedside(stay=stay, what=Ask.MEAL, note=f"{Meal(dish.meal).label}: {dish.name_in('en')}", by=by)
    asked.dish = dish
    asked.save(update_fields=["dish"])
    return asked
