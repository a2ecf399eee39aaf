"""A stay as its pages take it, in words for the person in the bed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.records.allergies import forbidden_by
from almoner.records.enums import Allergen
from almoner.visits import plan_words
from almoner.visits.diet import ADVICE
from almoner.visits.enums import Ask, AskTeam, Diet, FoodPreference, TestState
from almoner.visits.models import Bed, BedsideRequest, DietOrder, TestOrder
from almoner.visits.mouth import mouth
from almoner.visits.queries import AtTheDoor, Bedside, ToDo


def at_the_door(found: AtTheDoor) -> dict[str, Any]:
    return {"stay": found.stay, **_ward(found.stay.bed), "asks": [_ask(one) for one in found.asks]}


def _ward(bed: Bed | None) -> dict[str, Any]:
    ward = bed.ward if bed else None
    return {"ward": ward, "visiting_note": ward.visiting_note_in(of_reader()) if ward else ""}


def bedside(found: Bedside) -> dict[str, Any]:
    now = clock.now()
    ahead = next((fast for fast in found.plan.fasts if fast.until > now), None)
    return {
        "stay": found.stay,
        **_ward(found.stay.bed),
        "soon": plan_words.soon(found.plan.items, now),
        "lines": plan_words.lines(found.plan.items),
        "day": _drawing(found),
        "published": found.published,
        "team": found.team,
        "diet": _diet(found.diet),
        "allergies": [one.substance for one in found.allergies],
        "never": _never(found),
        "mouth": mouth(found.diet, ahead, now),
        "tests": [_test(one) for one in found.tests],
        "awaited": [_test(one) for one in found.results if one.state == TestState.DONE],
        "results": [_test(one) for one in found.results if one.state == TestState.TOLD],
        "worries": found.worries,
        "news": [{"at": one.at, "words": one.facts["words"], "who": one.actor_name} for one in found.news],
        "to_do": _to_do(found.to_do),
    }


def _drawing(found: Bedside) -> dict[str, Any]:
    zone = found.stay.site.zone
    return plan_words.drawing(found.plan, clock.today(zone), zone)


def _ask(ask: BedsideRequest) -> dict[str, Any]:
    return {"ask": ask, "what": Ask(ask.what).label, "team": AskTeam(ask.team).label}


def _diet(order: DietOrder | None) -> dict[str, Any] | None:
    if order is None:
        return None
    return {
        "order": order,
        "name": Diet(order.diet).label,
        "advice": ADVICE[Diet(order.diet)],
        "preference": FoodPreference(order.preference).label if order.preference else "",
    }


def _never(found: Bedside) -> list[str]:
    """What is never given to them to eat, by what was ordered and by the record."""
    recorded = forbidden_by(found.allergies)
    codes = {*(found.diet.allergens if found.diet else ()), *recorded.allergens}
    return [*(str(Allergen(one).label) for one in sorted(codes)), *recorded.others]


def _test(test: TestOrder) -> dict[str, Any]:
    return {
        "test": test,
        "name": test.service.name_in(of_reader()),
        "expect": test.expect or test.service.summary_in(of_reader()),
    }


def _to_do(left: list[ToDo]) -> list[str]:
    """What is still to be done, each thing once, in the person's words (STAY-5)."""
    said = {
        "follow_up": _("We find the date of your next visit: %s"),
        "test": _("Your test: %s"),
        "worry": _("Somebody comes about your worry"),
        "summary": _("We write down what you take home with you"),
        "told": _("We go through your going-home sheet with you"),
    }
    lines = [said[one.what] % one.about if "%s" in said[one.what] else said[one.what] for one in left]
    return list(dict.fromkeys(lines))
