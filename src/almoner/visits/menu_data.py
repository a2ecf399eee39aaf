"""A hospital's menu as data: read from TOML and checked, with every fault told at once. Pure.

Each `[[dish]]` has a `code`, a `name` in each language, its `meal`, the `diets` for which it is made, what it
`contains` of the kitchen's list (`[]` where it contains none of it: that must be said), and which wishes it `suits`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import Faulty
from almoner.records.enums import Allergen
from almoner.visits.enums import Diet, FoodPreference, Meal

LANGUAGES = ("en", "es", "ar")
_KNOWN = {"code", "name", "meal", "diets", "contains", "suits"}


class FaultyMenu(Faulty):
    text = _("The menu has faults: %(faults)s")


def read_menu(content: bytes) -> list[dict[str, Any]]:
    """The dishes in a TOML file, checked. Raises FaultyMenu."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except ValueError as fault:
        raise FaultyMenu([f"this is not TOML: {fault}"]) from fault
    dishes = list(data.get("dish", ()))
    check(dishes)
    return dishes


def check(dishes: list[dict[str, Any]]) -> None:
    """Raises FaultyMenu with everything that is wrong in `dishes`."""
    faults = [] if dishes else ["there is no dish in it"]
    twice = Counter(str(dish.get("code", "")) for dish in dishes)
    faults += [f"dish {code or '(no code)'} stands {times} times" for code, times in twice.items() if times > 1]
    for place, dish in enumerate(dishes, start=1):
        where = f"dish {dish.get('code') or place}"
        faults += [f"{where}: {fault}" for fault in _faults(dish)]
    if faults:
        raise FaultyMenu(faults)


def _faults(dish: Mapping[str, Any]) -> list[str]:
    found = [f"“{name}” is no field of a dish" for name in sorted(set(dish) - _KNOWN)]
    if not str(dish.get("code", "")).strip():
        found.append("no code")
    names = dish.get("name", {})
    found += [f"no name in {code}" for code in LANGUAGES if not str(names.get(code, "")).strip()]
    if dish.get("meal") not in Meal.values:
        found.append(f"meal “{dish.get('meal')}” is none of {', '.join(Meal.values)}")
    if "contains" not in dish:
        found.append("it does not say what it contains; write [] where it contains nothing of the list")
    if not dish.get("diets"):
        found.append("it is made for no diet")
    found += _strange("diet", dish.get("diets", ()), set(Diet.values) - {Diet.NIL_BY_MOUTH})
    found += _strange("allergen", dish.get("contains", ()), set(Allergen.values))
    found += _strange("wish", dish.get("suits", ()), set(FoodPreference.values) - {""})
    return found


def _strange(what: str, given: Iterable[str], known: set[str]) -> list[str]:
    return [f"{what} “{one}” is not known" for one in given if one not in known]
