"""Answering somebody who wrote: the conversation of a contact, and the forms that go on with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from almoner.console.contacts import live_page
from almoner.console.gates import StaffRequest, staff
from almoner.console.received_forms import WriteBackForm
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.desk import queries
from almoner.replies import actions
from almoner.ui.answers import done, refused


@require_POST
@staff(Permission.TAKE_CONTACTS)
def write_back(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    found = queries.contact_for(by=request.actor, id=contact_id)
    form = WriteBackForm(request.POST, channel=found.channel if found.channel in actions.MOST_WORDS else "text")
    if not form.is_valid():
        return live_page(request, found, write=form, status=422)
    told: dict[str, Any] = form.cleaned_data
    try:
        actions.write_back(contact=found, by=request.actor, key=request.POST.get("key", "")[:80], **told)  # type: ignore[call-arg]
    except Refused as refusal:
        return refused(request, refusal, "console:contact", contact_id)
    return done(
        request,
        _("Your answer goes out. If it does not reach them, it comes back to the desk."),
        "console:contact",
        contact_id,
    )


@require_POST
@staff(Permission.TAKE_CONTACTS)
def ask_to_ring(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    found = queries.contact_for(by=request.actor, id=contact_id)
    try:
        actions.ask_to_ring(contact=found, by=request.actor)
    except Refused as refusal:
        return refused(request, refusal, "console:contact", contact_id)
    return done(request, _("They are asked to ring. The contact stays open."), "console:contact", contact_id)
