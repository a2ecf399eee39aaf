"""What somebody may eat: the diet, allergens as a hard stop, and never “nothing” without an end. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.visits.enums import Diet

LONGEST_WITHOUT_REVIEW = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Advice:
    """What a diet asks, in plain words."""

    eat: str | Promise
    leave: str | Promise


ADVICE: dict[str, Advice] = {
    Diet.REGULAR: Advice(_("Balanced meals of your choice."), _("Only what you are allergic to.")),
    Diet.NIL_BY_MOUTH: Advice(_("We help you keep your mouth moist."), _("All food and drink.")),
    Diet.CLEAR_FLUID: Advice(
        _("Water, clear broth, clear juice, black tea or coffee, jelly."), _("Milk, juice with pulp, anything solid.")
    ),
    Diet.FULL_FLUID: Advice(_("Milk, smooth soup, custard, drinking yoghurt."), _("Lumps and seeds.")),
    Diet.SOFT: Advice(_("Tender, moist food, mash, soft fruit."), _("Nuts, raw vegetables, tough meat.")),
    Diet.PUREE: Advice(
        _("Smooth food, and drinks as thick as was ordered."),
        _("Mixed textures; thin drinks if thick ones were ordered."),
    ),
    Diet.CARB_CONSISTENT: Advice(_("About as much starch at each meal."), _("Sugary drinks.")),
    Diet.LOW_SALT: Advice(_("Fresh food, herbs, lean meat."), _("Added salt, pickles, crisps, fried food.")),
    Diet.RENAL: Advice(
        _("Measured drinks, and the list of your dietitian."),
        _("Fruit rich in potassium, salt substitutes, much dairy."),
    ),
    Diet.LOW_RESIDUE: Advice(
        _("White bread, white rice, eggs, fish, peeled potato."), _("Wholegrain, seeds, skins, pulses.")
    ),
    Diet.HIGH_FIBRE: Advice(_("Wholegrain, fruit, vegetables, plenty to drink."), _("Nothing in particular.")),
    Diet.FLUID_RESTRICTED: Advice(
        _("Spread your drinks over the day."), _("More than the amount that was agreed with you.")
    ),
    Diet.VEGETARIAN: Advice(_("As usual, without meat and fish."), _("Meat stock and gelatine.")),
}


@dataclass(frozen=True, slots=True)
class Order:
    """A diet as ordered. `ends_at` None: until it is changed."""

    diet: str
    allergens: frozenset[str]
    starts_at: datetime
    reason: str = ""
    review_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dish:
    """A choice on the menu: what is in it, and the diets for which the kitchen made it."""

    name: str
    contains: frozenset[str]
    diets: frozenset[str]


def faults(order: Order) -> list[str]:
    """What an order lacks, as codes. Nothing by mouth needs a reason and a time at which it is looked at again."""
    if order.diet != Diet.NIL_BY_MOUTH:
        return []
    found = []
    if not order.reason.strip():
        found.append("reason")
    if order.review_at is None:
        found.append("review")
    elif not order.starts_at < order.review_at <= order.starts_at + LONGEST_WITHOUT_REVIEW:
        found.append("review_time")
    return found


def stops(order: Order, contains: Iterable[str]) -> frozenset[str]:
    """The allergens for which a dish must not leave the kitchen. Nobody can override them here (STAY-6)."""
    return order.allergens & frozenset(contains)


def choices(order: Order, menu: Iterable[Dish], *, nothing_now: bool = False) -> list[Dish]:
    """What of the menu may be chosen: made for the diet and free of every allergen; nothing while fasting."""
    if nothing_now or order.diet == Diet.NIL_BY_MOUTH:
        return []
    return [dish for dish in menu if order.diet in dish.diets and not stops(order, dish.contains)]
