"""Calls that ring: the strip that stands on every page for who takes contacts, and taking one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from almoner.console.answers import page
from almoner.console.changes import stream
from almoner.console.desk import TELEPHONE
from almoner.console.gates import StaffRequest, staff
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.desk import actions
from almoner.desk.ringing import ringing_for, ringing_pulse
from almoner.ui.answers import refused

LIVE_SECONDS = 3
"""A caller waits: sooner than on boards."""


@require_GET
@staff(Permission.TAKE_CONTACTS)
def ringing(request: StaffRequest) -> HttpResponse:
    """All calls that ring, with who it may be; for the strip only that part."""
    return page(request, "console/ringing.html", here="desk", part="strip")


@staff(Permission.TAKE_CONTACTS)
def ringing_live(request: StaffRequest) -> StreamingHttpResponse:
    """Says “changed” whenever a call begins to ring or is gone; the page then fetches the strip anew."""
    return stream(lambda: ringing_pulse(by=request.actor), every=LIVE_SECONDS)


@require_POST
@staff(Permission.TAKE_CONTACTS)
def take_ringing(request: StaffRequest, ringing_id: UUID) -> HttpResponse:
    """Answer it. Whoever comes second is told that it is gone, and stays at the desk."""
    found = ringing_for(by=request.actor, id=ringing_id)
    try:
        contact = actions.take_ringing(ringing=found, at=request.session.get(TELEPHONE, ""), by=request.actor)
    except NotThere:
        raise
    except Refused as told:
        if found.contact_id and found.taken_by_id == request.actor.staff_id:
            return redirect("console:contact", contact_id=found.contact_id)
        return refused(request, told, "console:desk")
    return redirect("console:contact", contact_id=contact.id)
