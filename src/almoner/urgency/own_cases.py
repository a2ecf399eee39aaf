"""The hospital's own last requests, as a rehearsal of rules takes them: each is read once while it stays as it is."""

from __future__ import annotations

from uuid import UUID

from almoner.urgency.gauging import case_of
from almoner.urgency.models import Request
from almoner.urgency.rehearsal import Heard, heard_in

LAST = 1000
_heard: dict[UUID, Heard] = {}


def last_requests() -> tuple[Heard, ...]:
    """Of the whole hospital, whoever asks: what comes of it tells but numbers, and links for those who may follow them.
    Of no more than these anything is remembered."""
    asked = Request.objects.select_related("person").order_by("-created_at", "id")[:LAST]
    heard = {request.id: _of(request) for request in asked}
    _heard.clear()
    _heard.update(heard)
    return tuple(heard.values())


def _of(request: Request) -> Heard:
    case = case_of(request, request.created_at.date())
    known = _heard.get(request.id)
    return known if known and known.case == case else heard_in(str(request.id), case)
