"""Choosing what one eats in bed: only what the diet allows and no allergy forbids is ever offered (STAY-6)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.gates import PatientRequest, patient
from almoner.ui.answers import done, refused
from almoner.visits import actions, queries
from almoner.visits.enums import Meal
from almoner.visits.menus import Menu, menu_of


def menu_shown(offered: Menu | None) -> dict[str, Any]:
    """The menu with its dishes by meal, as the page at the bedside takes it."""
    dishes = offered.dishes if offered else ()
    meals = [
        {"name": meal.label, "dishes": [{"dish": one, "name": one.name_in(of_reader())} for one in those]}
        for meal in Meal
        if (those := [one for one in dishes if one.meal == meal])
    ]
    return {"menu": offered, "meals": meals}


@require_POST
@patient
def choose_dish(request: PatientRequest) -> HttpResponse:
    stay = queries.stay_of(request.person, request.actor)
    offered = menu_of(request.person, request.actor)
    wanted = request.POST.get("dish")
    chosen = next((one for one in offered.dishes if one.code == wanted), None) if offered else None
    if stay is None or chosen is None:
        told = Refused(_("This is not on your menu now. Please choose another, or ask your nurse."))
        return refused(request, told, "portal:stay")
    key = request.POST.get("key", "")[:60]
    try:
        actions.choose_dish(stay=stay, dish=chosen, by=request.actor, key=f"{key}-{chosen.code}"[:80])  # type: ignore[call-arg]
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "portal:stay")
    return done(request, _("The kitchen has it: %s.") % chosen.name_in(of_reader()), "portal:stay")
