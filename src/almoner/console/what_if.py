"""What if times were given out otherwise: asking for a simulation, its progress, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.console.answers import page
from almoner.console.changes import stream
from almoner.console.gates import StaffRequest, staff
from almoner.console.what_if_forms import WhatIfForm
from almoner.console.what_if_rows import asked_row, numbers_of, readings, tables
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.scheduling import actions
from almoner.scheduling.enums import WhatIfState
from almoner.scheduling.simulation.queries import before_it, what_if_for, what_ifs

MAY = (Permission.SEE_MEASURES, Permission.MANAGE_ROSTER)
LOOK_EVERY = 2


@require_http_methods(["GET", "POST"])
@staff(*MAY)
def what_if(request: StaffRequest) -> HttpResponse:
    """Ask, or look at what was asked before."""
    form = WhatIfForm(request.POST or None)
    if form.is_valid():
        try:
            asked = actions.ask_what_if(**form.cleaned_data, by=request.actor)
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return HttpResponse(status=303, headers={"Location": reverse("console:what_if_result", args=[asked.id])})
    context = {
        "form": form,
        "rows": [asked_row(one) for one in what_ifs(by=request.actor)],
        "crumbs": [(_("Measures"), reverse("console:measures")), (_("What if?"), "")],
    }
    return page(request, "console/what_if.html", context, here="measures", status=422 if form.errors else 200)


@require_GET
@staff(*MAY)
def what_if_result(request: StaffRequest, what_if_id: UUID) -> HttpResponse:
    """How far it is; or what came of it, and what that means."""
    found = what_if_for(by=request.actor, id=what_if_id)
    context: dict[str, Any] = {
        "found": found,
        "row": asked_row(found),
        "ended": found.state in (WhatIfState.DONE, WhatIfState.FAILED),
        "before": before_it(found, by=request.actor) if found.state == WhatIfState.ASKED else 0,
        "now": clock.now(),
        "again": numbers_of(found, seed=found.seed if found.state == WhatIfState.FAILED else found.seed + 1),
        "crumbs": [
            (_("Measures"), reverse("console:measures")),
            (_("What if?"), reverse("console:what_if")),
            (asked_row(found)["numbers"], ""),
        ],
    }
    if found.result:
        context |= {"tables": tables(found.result), "readings": readings(found.result)}
    return page(request, "console/what_if_result.html", context, here="measures", part="result")


@staff(*MAY)
def what_if_live(request: StaffRequest, what_if_id: UUID) -> StreamingHttpResponse:
    def pulse() -> tuple[str, int]:
        found = what_if_for(by=request.actor, id=what_if_id)
        return found.state, before_it(found, by=request.actor)

    return stream(pulse, every=LOOK_EVERY)
