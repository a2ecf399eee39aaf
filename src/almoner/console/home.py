"""My work: what my teams owe first, how much waits where, and who watches."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from almoner.charter import queries, showing
from almoner.charter.models import Promise
from almoner.console.answers import page
from almoner.console.counts import COUNTS
from almoner.console.gates import StaffRequest, staff
from almoner.console.rail import rail_for
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.desk.queries import live_contacts
from almoner.urgency.queries import nobody_watching

SHOWN = 12


@require_GET
@staff(Permission.SEE_PROMISES)
def home(request: StaffRequest) -> HttpResponse:
    by = request.actor
    found = queries.promises_of(by=by, limit=SHOWN)
    mine = [promise for promise in found if promise.taken_by_id == by.staff_id]
    first = found[:1]
    context = {
        "teams": [showing.team_name(team) for team in queries.teams_of(by)],
        "first": _shown(first[0]) if first else None,
        "mine": [_shown(promise) for promise in mine if promise not in first],
        "next": [_shown(promise) for promise in found if promise not in first and promise not in mine],
        "places": _places(by),
        "watch": nobody_watching(clock.now(), by=by) if by.may(Permission.SEE_TRIAGE) else None,
        "live": live_contacts(by=by) if by.may(Permission.TAKE_CONTACTS) else [],
    }
    return page(request, "console/home.html", context, here="home")


def _shown(promise: Promise) -> dict[str, Any]:
    card = showing.card(promise)
    card["who"] = showing.whom(promise)
    card["href"] = reverse("console:promise", args=[promise.reference])
    return card


def _places(by: Actor) -> list[dict[str, Any]]:
    """The pages that they may open, but for this one, with what waits there."""
    return [
        {**way, "count": COUNTS[way["page"]](by) if way["page"] in COUNTS else None}
        for way in rail_for(by, "home")
        if not way["current"]
    ]
