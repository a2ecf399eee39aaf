"""Somebody who is here, as the pages of the desk and of the clinician show them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.console.gates import StaffRequest
from almoner.console.showing import person_strip
from almoner.console.triage_rows import level_shown
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.people.enums import Need
from almoner.visits.arrivals import FETCH
from almoner.visits.enums import BEFORE_SEEN, VisitState
from almoner.visits.models import Visit
from almoner.visits.queries import needs_of_visit

KINDS = {
    VisitState.ARRIVED: "saffron",
    VisitState.GREETED: "teal",
    VisitState.WAITING: "teal",
    VisitState.CALLED: "plum",
    VisitState.WITH_CLINICIAN: "green",
}


def around(request: StaffRequest, visit: Visit) -> dict[str, Any]:
    """What every page about one visit shows: who it is, how to meet them, and where they stand."""
    needs = needs_of_visit(visit=visit, by=request.actor)
    fetched_for = [str(Need(need.kind).label) for need in needs if need.kind in FETCH]
    return {
        "visit": visit,
        "person": visit.person,
        "strip": person_strip(visit.person, needs),
        "service": visit.service.name_in(of_reader()) if visit.service else "",
        **level_shown(visit.level_now),
        "state_kind": KINDS.get(VisitState(visit.state), ""),
        "fetch": fetched_for,
        "unseen": visit.state in BEFORE_SEEN,
        "over_time": visit.state in BEFORE_SEEN and clock.now() > visit.seen_by_at,
        "crumbs": [(_("Arrivals"), reverse("console:arrivals")), (visit.ticket, "")],
    }
