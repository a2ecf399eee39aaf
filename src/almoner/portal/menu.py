"""Choosing what one eats in bed: only what the diet allows and no allergy forbids is ever offered (STAY-6)."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.gates import PatientRequest, patient
from almoner.ui.answers import done, refused
from almoner.visits import actions, queries
from almoner.visits.menus import menu_of


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
