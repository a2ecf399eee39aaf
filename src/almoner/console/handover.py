"""Handing somebody over to the emergency service: what to say, and that it was said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.console import handover_words as words
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.handover_forms import HandoverForm
from almoner.console.triage_rows import row_shown
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.desk.emergency_story import emergency_story
from almoner.ui.answers import done
from almoner.urgency import actions, queries
from almoner.urgency.queries import QueueRow


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_TRIAGE)
def handover(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """The script, with what is on record in it; what was said is kept when it was."""
    row = queries.request_for(request.actor, request_id)
    if not row.request.is_live:
        raise NotThere
    shown, story = row_shown(row), emergency_story(row.request, request.actor)
    lines = words.fixed(story, shown)
    form = HandoverForm(request.POST or None, initial=words.proposed(story, shown))
    if form.is_valid() and _kept(request, row, form, words.whole(lines, form.cleaned_data)):
        return done(request, _("Noted: the emergency service was told."), "console:request", request_id)
    context = {**_around(row, shown), "form": form, "lines": lines, "story": story, "to_ask": _to_ask(form)}
    return page(request, "console/handover.html", context, here="triage", status=422 if form.errors else 200)


@require_GET
@staff(Permission.SEE_TRIAGE)
def handover_sheet(request: StaffRequest, request_id: UUID, handover_id: UUID) -> HttpResponse:
    """What was said, on paper: for the crew that comes, or for the notes."""
    row = queries.request_for(request.actor, request_id)
    told = next((one for one in row.handovers if one.id == handover_id), None)
    if told is None:
        raise NotThere
    context = {**_around(row, row_shown(row)), "told": told}
    return page(request, "console/handover_sheet.html", context, here="triage")


def _kept(request: StaffRequest, row: QueueRow, form: HandoverForm, said: list[words.Line]) -> bool:
    about: dict[str, Any] = {"incident": form.cleaned_data["incident"], "key": request.POST.get("key", "")[:80]}
    try:
        actions.hand_over_to_emergency(request=row.request, said=said, by=request.actor, **about)
    except Refused as told:
        form.add_error(None, str(told))
        return False
    return True


def _around(row: QueueRow, shown: dict[str, Any]) -> dict[str, Any]:
    back = reverse("console:request", args=[row.request.id])
    return {
        "row": shown,
        "back": back,
        "earlier": row.handovers,
        "printed_at": clock.now(),
        "crumbs": [
            (_("Triage"), reverse("console:triage")),
            (row.request.reference, back),
            (_("Emergency service"), ""),
        ],
    }


def _to_ask(form: HandoverForm) -> list[Any]:
    """The labels of what nobody has on record: asked before one rings."""
    asked = ("where", "since", "medicines", "allergies")
    return [form.fields[name].label for name in asked if not form.initial.get(name)]
