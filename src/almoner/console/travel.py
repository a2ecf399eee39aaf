"""How long it takes from site to site, kept by the hospital; changed only after it was seen whom it displaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.holidays import at_site, other_sites, site_asked
from almoner.console.hours_flow import LOOK, MAKE, Asked, try_to
from almoner.core.permissions import Permission
from almoner.people.models import Site
from almoner.people.sites import sites
from almoner.scheduling import actions
from almoner.scheduling.site_plans import MOST_MINUTES, plan_travel
from almoner.scheduling.travel import known_travel
from almoner.scheduling.whereabouts import USUAL_MINUTES


class TravelForm(forms.Form):
    """For each other site the minutes to it, and back where that is otherwise."""

    def __init__(self, *args: Any, others: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        for one in others:
            self.fields[f"to_{one.id.hex}"] = _minutes(_("To %(site)s") % {"site": one.name}, required=True)
            self.fields[f"back_{one.id.hex}"] = _minutes(_("Back from %(site)s") % {"site": one.name})

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {"site": one, "to": self[f"to_{one.id.hex}"], "back": self[f"back_{one.id.hex}"]} for one in self.others
        ]

    @property
    def minutes(self) -> dict[UUID, tuple[int, int]]:
        said = self.cleaned_data
        there = ((one.id, said[f"to_{one.id.hex}"], said[f"back_{one.id.hex}"]) for one in self.others)
        return {key: (to, to if back is None else back) for key, to, back in there}


def _minutes(label: str, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_MINUTES, required=required)


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def travel(request: StaffRequest) -> HttpResponse:
    """From one site to all others."""
    site = site_asked(request)
    others = [one for one in sites() if one.id != site.id]
    reads = request.method == "POST" and request.POST.get("act") in {LOOK, MAKE}
    initial = request.POST.dict() if request.method == "POST" else _said(site, others)
    form = TravelForm(request.POST if reads else None, others=others, initial=initial, auto_id="travel_%s")
    if reads and form.is_valid() and others:
        answer = try_to(form, request, _asked(request, site, form))
        if answer:
            return answer
    context = {
        "site": site,
        "form": form,
        "sites": other_sites(request, site, "travel"),
        "usual": USUAL_MINUTES,
        "crumbs": [(_("Roster"), reverse("console:roster")), (str(TITLE), "")],
    }
    return page(request, "console/travel.html", context, here="roster", status=422 if form.errors else 200)


TITLE = gettext_lazy("Time to travel")


def _said(site: Site, others: Sequence[Site]) -> dict[str, int]:
    """What is counted now: as it was said, or as it is where nothing was."""
    known, here = known_travel(), str(site.id)
    found = {}
    for one in others:
        to, back = known.between(here, str(one.id)), known.between(str(one.id), here)
        found[f"to_{one.id.hex}"] = to
        if back != to:
            found[f"back_{one.id.hex}"] = back
    return found


def _asked(request: StaffRequest, site: Site, form: TravelForm) -> Asked:
    said: dict[str, Any] = {"site": site, "minutes": form.minutes, "by": request.actor}
    at = at_site(site, "travel")
    return Asked(
        None,
        str(TITLE),
        plan=lambda: plan_travel(**said),
        make=lambda **seen: actions.set_travel(**said, **seen),
        site=site,
        crumbs=[(_("Roster"), reverse("console:roster")), (str(TITLE), at), (_("What it does"), "")],
        done_at=at,
    )
