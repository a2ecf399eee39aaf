"""“Please ring me about a time”: for who finds none, or would rather speak with somebody."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from almoner.catalogue.queries import service_by_code
from almoner.core.refusal import NotThere, Refused
from almoner.desk import actions
from almoner.portal.gates import PatientRequest, patient
from almoner.ui.answers import done, refused


@require_POST
@patient
def ring_me(request: PatientRequest, code: str) -> HttpResponse:
    service = service_by_code(code)
    key: dict[str, Any] = {"key": request.POST.get("key", "")[:80] or None}
    try:
        actions.ask_to_be_rung(person=request.person, service=service, by=request.actor, **key)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "portal:choose_time", code)
    return done(request, _("We ring you. Below you read by when."), "portal:promises")
