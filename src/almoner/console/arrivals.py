"""The arrivals of today: who must be greeted, who waits how long and why, who is late, who is still to come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.console.answers import page
from almoner.console.arrival_rows import bodies_shown, groups, row_shown
from almoner.console.gates import StaffRequest, staff
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.sites import site_of
from almoner.scheduling.queries import appointment_for
from almoner.ui.answers import done, refused
from almoner.visits import actions, queries
from almoner.visits.arrivals import Arrival
from almoner.visits.enums import How
from almoner.visits.refusals import ArrivedLate

LIVE_SECONDS = 10
FIRST = 25
"""So many of those still expected stand on the page that shows everybody."""
TOGETHER = ("here", "late", "expected", "with")
IN_GROUPS = ("late", "expected")
"""Where those who come to one group stand together; elsewhere they stand as they are called."""


@require_GET
@staff(Permission.RECEIVE_ARRIVALS)
def arrivals(request: StaffRequest) -> HttpResponse:
    site = site_of(request.actor)
    clinicians = queries.clinicians_of_day(site=site, by=request.actor)
    chosen, shown = request.GET.get("with", ""), request.GET.get("show", "")
    lines = [line for line in queries.arrivals_of_day(site=site, by=request.actor) if _is_with(line, chosen)]
    found = groups(lines)
    shown = shown if shown in found else ""
    ungreeted = [row_shown(line) for line in lines if line.unacknowledged]
    context = {
        "sections": _sections(found, shown),
        "nothing": not lines,
        "ungreeted": ungreeted,
        "tabs": _tabs(found, shown, chosen),
        "clinicians": [(str(one.id), one.name) for one in clinicians],
        "chosen": chosen,
        "shown": shown,
        "delays": queries.delays_of_day(by=request.actor),
        "site": site,
        "now": clock.now(),
    }
    return page(request, "console/arrivals.html", context, here="arrivals", part="list")


def _is_with(line: Arrival, chosen: str) -> bool:
    if not chosen:
        return True
    given = line.visit.clinician_id if line.visit else None
    booked = line.appointment.clinician.staff_id if line.appointment and not line.visit else None
    return chosen in {str(given), str(booked)}


def _sections(found: dict[str, list[Arrival]], shown: str) -> list[dict[str, Any]]:
    named = _names()
    sections = []
    for name in (shown,) if shown else TOGETHER:
        lines = found[name] if shown or name != "expected" else found[name][:FIRST]
        if lines or shown:
            more = len(found[name]) - len(lines)
            bodies = bodies_shown(lines, in_groups=name in IN_GROUPS)
            about = {"name": name, "title": named[name], "count": len(found[name]), "more": more}
            sections.append({**about, "bodies": bodies})
    return sections


def _names() -> dict[str, str]:
    return {
        "here": _("Here"),
        "late": _("Late or missed"),
        "expected": _("Expected"),
        "with": _("With a clinician"),
        "gone": _("Seen or gone"),
    }


def _tabs(found: dict[str, list[Arrival]], shown: str, chosen: str) -> list[dict[str, Any]]:
    base, also = reverse("console:arrivals"), f"&with={chosen}" if chosen else ""
    tabs = [{"label": _("Now"), "href": f"{base}?{also.lstrip('&')}", "current": not shown}]
    for name, label in _names().items():
        href = f"{base}?show={name}{also}"
        tabs.append({"label": label, "href": href, "current": name == shown, "count": len(found[name])})
    return tabs


@staff(Permission.RECEIVE_ARRIVALS)
def arrivals_live(request: StaffRequest) -> StreamingHttpResponse:
    """Says “changed” whenever the arrivals have changed; the page then fetches them anew."""
    return StreamingHttpResponse(
        _changes(request), content_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _changes(request: StaffRequest) -> AsyncIterator[bytes]:
    site = await sync_to_async(site_of)(request.actor)
    pulse = sync_to_async(queries.arrivals_pulse)
    seen = await pulse(site=site, by=request.actor)
    yield b"retry: 5000\n\n"
    while True:
        await asyncio.sleep(LIVE_SECONDS)
        now = await pulse(site=site, by=request.actor)
        yield b"event: changed\ndata: arrivals\n\n" if now != seen else b": still here\n\n"
        seen = now


@require_POST
@staff(Permission.RECEIVE_ARRIVALS)
def check_in(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """They are here. Who comes late has a path: they wait, or take another time (ARR-2)."""
    found = appointment_for(request.actor, appointment_id)
    will_wait = request.POST.get("will_wait") == "yes"
    try:
        visit = actions.check_in(appointment=found, how=How.DESK, will_wait=will_wait, by=request.actor)
    except ArrivedLate:
        return refused(
            request, Refused(_("They are late now: choose whether they wait or take another time.")), "console:arrivals"
        )
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "console:arrivals")
    said = _("%(name)s is here. Their number is %(ticket)s.") % {"name": found.person.name, "ticket": visit.ticket}
    return done(request, said, "console:arrivals")
