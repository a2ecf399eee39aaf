"""The audit chain: is it whole, and who did what."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.console.answers import page
from almoner.console.audit_forms import AuditForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import match_row
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.audit import verify
from almoner.core.models import AuditEntry
from almoner.core.permissions import Permission
from almoner.core.queries import audit_entries, audit_length
from almoner.people.queries import names_of, people_matching

ON_A_PAGE = 50
CHECKED_AT_ONCE = 20_000
"""A chain of this length is checked in well under a second; a longer one when somebody asks for it."""


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    """Names are asked for by POST. Somebody of whom there may be several is chosen from those found."""
    form = AuditForm(request.POST if request.method == "POST" else {})
    form.is_valid()
    asked = form.asked() if not form.errors else {}
    matches = _matches(form, request.actor)
    if len(matches) == 1:
        asked["person_id"] = matches[0].person.id
    found = [] if len(matches) > 1 or _nobody(form, asked) else audit_entries(by=request.actor, **asked, limit=ON_A_PAGE)
    context = {
        "form": form,
        "matches": [match_row(match, "") for match in matches] if len(matches) > 1 else [],
        "nobody": _nobody(form, asked),
        **_entries_shown(found, request.actor, asked.get("person_id")),
        **_verdict(request),
    }
    return page(request, "console/audit.html", context, here="audit")
