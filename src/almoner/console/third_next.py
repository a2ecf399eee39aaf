"""Third next available: how soon the third free time of a service is, by clinician."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from almoner.catalogue import queries as catalogue
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.insight import third_next as access
from almoner.scheduling.search import DAYS_AHEAD
from almoner.ui import moments


@require_GET
@staff(Permission.SEE_MEASURES)
def third_next(request: StaffRequest) -> HttpResponse:
    """Of the service that was chosen, or of the one that is booked most."""
    code = request.GET.get("service", "")
    service = catalogue.service_by_code(code) if code else access.most_booked(by=request.actor)
    service = service or catalogue.services().first()
    context = {
        "found": shown(access.third_next(by=request.actor, service=service)) if service else None,
        "chosen": service.code if service else "",
        "choices": [
            (
                str(specialty.names.get(of_reader()) or specialty),
                [(one.code, one.name_in(of_reader())) for one in offered],
            )
            for specialty, offered in catalogue.specialties_with_services()
        ],
        "crumbs": [(_("Measures"), reverse("console:measures")), (_("Third next available"), "")],
    }
    return page(request, "console/third_next.html", context, here="measures")


def shown(found: access.ThirdNext) -> dict[str, Any]:
    """The average in days, and each clinician with theirs."""
    known = [wait for wait in found.waits if wait.days is not None]
    without = [wait.clinician for wait in found.waits if wait.days is None]
    return {
        "name": found.service.name_in(of_reader()),
        "value": "–" if found.average is None else moments.days_in_words(round(found.average, 1)),
        "bars": [{"label": wait.clinician, "value": wait.days} for wait in known],
        "without": without,
        "clinicians": len(found.waits),
        "days_ahead": DAYS_AHEAD,
    }
