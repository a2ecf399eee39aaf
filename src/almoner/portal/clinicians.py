"""Who works here: everybody who gives services, and one of them with what they give and how soon."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from almoner.catalogue import queries
from almoner.catalogue.queries import Clinician
from almoner.core.languages import of_reader
from almoner.people.enums import Sex
from almoner.portal.answers import page
from almoner.portal.finding import link
from almoner.scheduling.soonest import soonest_with
from almoner.ui.languages import name_of


class WhoForm(forms.Form):
    """Whom one would like to see; all of it may stay open. Nothing here tells of a patient, so it may stand in an
    address."""

    specialty = forms.ChoiceField(label=_("For"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False)
    sex = forms.ChoiceField(
        label=_("Woman or man"),
        required=False,
        choices=[("", _("Either")), (Sex.FEMALE, _("Woman")), (Sex.MALE, _("Man"))],
    )

    def __init__(self, data: Any, everybody: list[Clinician]) -> None:
        super().__init__(data, auto_id="who_%s")
        spoken = sorted({code for one in everybody for code in one.staff.languages})
        named = sorted((name_of(code), code) for code in spoken)
        self.fields["language"].choices = [("", _("Any language")), *((code, name) for name, code in named)]  # type: ignore[attr-defined]
        listed = [(one.code, one.names.get(of_reader()) or one.names["en"]) for one in queries.specialties()]
        self.fields["specialty"].choices = [("", _("Anything")), *listed]  # type: ignore[attr-defined]


@require_GET
@login_not_required
def clinicians(request: HttpRequest) -> HttpResponse:
    everybody = queries.clinicians()
    form = WhoForm(request.GET or None, everybody)
    wished = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    shown = queries.clinicians(**wished) if wished else everybody
    context = {"form": form, "clinicians": [_row(one) for one in shown], "wished": bool(wished)}
    return page(request, "portal/clinicians.html", context, here="find")


def _row(one: Clinician) -> dict[str, Any]:
    return {
        "name": one.staff.name,
        "profession": one.staff.profession_name,
        "languages": [name_of(code) for code in one.staff.languages],
        "services": [service.name_in(of_reader()) for service in one.services],
        "href": reverse("portal:clinician", args=[one.staff.id]),
    }


@require_GET
@login_not_required
def clinician(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """With the real next time for each thing they give (SEL-3)."""
    found = queries.clinician(staff_id)
    first = soonest_with(found.staff, found.services)
    given = [
        {
            **link(service),
            "summary": service.summary_in(of_reader()),
            "soonest": first.get(service.code),
            "times": _times(service.code, staff_id) if service.self_book and not service.needs_order else "",
        }
        for service in found.services
    ]
    context = {**_row(found), "site": found.staff.site.name, "given": given}
    return page(request, "portal/clinician.html", context, here="find")


def _times(code: str, staff_id: UUID) -> str:
    return f"{reverse('portal:choose_time', args=[code])}?clinician={staff_id}&clinician_must=on"
