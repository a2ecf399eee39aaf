"""How a page of the console answers: with the rail of whoever asks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse

from almoner.console.alarm_rows import strip_shown
from almoner.console.gates import StaffRequest
from almoner.console.rail import rail_for
from almoner.console.ringing_rows import ringing_rows
from almoner.core.permissions import Permission
from almoner.ui import answers


def page(
    request: StaffRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    here: str,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render `template` inside the console; `here` names the way of the rail that it belongs to.

    `key` is a fresh token for the page's form, so that a form sent twice acts once.
    """
    around = {
        "rail": rail_for(request.actor, here),
        "actor": request.actor,
        "key": uuid4().hex,
        "takes_contacts": request.actor.may(Permission.TAKE_CONTACTS),
        "ringing": ringing_rows(request.actor),
        "sees_triage": request.actor.may(Permission.SEE_TRIAGE),
        "alarms": strip_shown(request.actor),
    }
    return answers.page(request, template, {**around, **(context or {})}, part=part, status=status)
