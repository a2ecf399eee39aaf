"""The kitchen's menu: read from the hospital's file; and what one person in a bed may choose, chosen for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.hospital_file import file_read
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.records.enums import Allergen
from almoner.ui.answers import done, refused
from almoner.visits import actions, queries
from almoner.visits.enums import Diet, FoodPreference, Meal
from almoner.visits.menu_data import read_menu
from almoner.visits.menus import by_meal, dishes_in_use, menu_of
from almoner.visits.models import MenuDish


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_CATALOGUE)
def menu(request: StaffRequest) -> HttpResponse:
    """The dishes in force, and reading a new menu."""
    file = file_read(
        request,
        _("File of the menu"),
        read=read_menu,
        put_in_force=lambda dishes: actions.load_menu(dishes=dishes, by=request.actor),
    )
    if file.in_force is not None:
        return done(request, _("The menu has %s dishes now.") % file.in_force, "console:menu")
    context = {
        "file": file,
        "checked": file.checked and len(file.checked),
        "dishes": [_dish(one) for one in dishes_in_use(by=request.actor)],
        "crumbs": [(_("Hospital"), reverse("console:hospital")), (_("Menu"), "")],
    }
    return page(request, "console/menu.html", context, here="hospital", status=file.status)


def _dish(dish: MenuDish) -> dict[str, Any]:
    return {
        "dish": dish,
        "name": dish.name_in(of_reader()),
        "meal": Meal(dish.meal).label,
        "contains": [Allergen(one).label for one in dish.contains],
        "diets": [Diet(one).label for one in dish.diets],
        "suits": [FoodPreference(one).label for one in dish.suits],
    }


@require_http_methods(["GET", "POST"])
@staff(Permission.CARE_ON_WARD)
def stay_menu(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """What they may eat of the menu, and nothing else; chosen for who cannot do it themselves."""
    found = queries.stay_for(by=request.actor, id=stay_id)
    offered = menu_of(found.person, request.actor)
    if offered is None:
        raise NotThere
    if request.method == "POST":
        chosen = next((one for one in offered.dishes if one.code == request.POST.get("dish")), None)
        if chosen is None:
            told = Refused(_("This is not on their menu now."))
            return refused(request, told, "console:stay_menu", stay_id)
        key = request.POST.get("key", "")[:60]
        try:
            actions.choose_dish(stay=found, dish=chosen, by=request.actor, key=f"{key}-{chosen.code}"[:80])  # type: ignore[call-arg]
        except Refused as refusal:
            return refused(request, refusal, "console:stay_menu", stay_id)
        return done(request, _("The kitchen has it: %s.") % chosen.name_in(of_reader()), "console:stay_menu", stay_id)
    context = {
        "stay": found,
        "menu": offered,
        "meals": by_meal(offered),
        "crumbs": [
            (_("Wards"), reverse("console:wards")),
            (found.person.name, reverse("console:stay", args=[found.id])),
            (_("Menu"), ""),
        ],
    }
    return page(request, "console/stay_menu.html", context, here="wards")
