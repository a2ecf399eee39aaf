"""The audit chain: is it whole, and who did what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from almoner.console.answers import page
from almoner.console.audit_forms import AuditForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import match_row
from almoner.core import clock, days
from almoner.core.actor import Actor
from almoner.core.audit import verify
from almoner.core.models import AuditEntry
from almoner.core.permissions import Permission
from almoner.core.queries import audit_entries, audit_length
from almoner.people.queries import names_of, people_matching, person_for

ON_A_PAGE = 50
CHECKED_AT_ONCE = 20_000
"""A chain of this length is checked in well under a second; a longer one when somebody asks for it."""
OUTCOMES = {"refused": gettext_lazy("refused")}


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    """Names are asked for by POST. Where several may be meant, one is chosen from those found."""
    form = AuditForm(request.POST)
    asked = form.asked() if form.is_valid() else {}
    about = form.cleaned_data.get("about", "")
    matches = people_matching(about, request.actor) if about and "person_id" not in asked else []
    if len(matches) == 1:
        asked["person_id"] = matches[0].person.id
    listed = form.is_valid() and (not about or "person_id" in asked)
    person = person_for(by=request.actor, id=asked["person_id"]) if "person_id" in asked else None
    found = audit_entries(by=request.actor, **asked, limit=ON_A_PAGE) if listed else []
    context = {
        "form": form,
        "asked": asked,
        "listed": listed,
        "matches": [match_row(match, "") | {"person_id": match.person.id} for match in matches],
        "nobody": bool(about) and not listed and not matches,
        "whose": person.name if person else "",
        **_shown(found, request.actor),
        **_verdict(request),
    }
    return page(request, "console/audit.html", context, here="audit", status=200 if form.is_valid() else 422)


def _shown(found: list[AuditEntry], by: Actor) -> dict[str, Any]:
    """The rows of the table, and the number from which the page before goes on."""
    entries = found[:ON_A_PAGE]
    people = {entry.person_id for entry in entries} | {e.actor_id for e in entries if e.actor_kind == "person"}
    names = names_of((person_id for person_id in people if person_id), by=by)
    return {
        "headings": [_("Number"), _("When"), _("Who"), _("What was done"), _("About whom"), _("With what")],
        "rows": [_row(entry, names) for entry in entries],
        "before": entries[-1].number if len(found) > ON_A_PAGE else None,
    }


def _row(entry: AuditEntry, names: dict[UUID, str]) -> list[Any]:
    at = clock.shown(entry.at)
    about: Any = _("somebody else") if entry.person_id else ""
    if entry.person_id in names:
        about = {"text": names[entry.person_id], "href": reverse("console:person", args=[entry.person_id])}
    hidden = entry.actor_kind == "person" and entry.actor_id not in names
    who = _("somebody else") if hidden else entry.actor_name
    act = entry.act if entry.outcome == "done" else f"{entry.act} · {OUTCOMES.get(entry.outcome, entry.outcome)}"
    told = "; ".join(f"{key}: {value}" for key, value in entry.facts.items())
    return [{"text": entry.number, "kind": "number"}, days.to_the_second(at), f"{who} · {entry.via}", act, about, told]


def _verdict(request: StaffRequest) -> dict[str, Any]:
    """A short chain is checked at once, a long one when somebody presses the button."""
    length = audit_length(by=request.actor)
    checked = length <= CHECKED_AT_ONCE or "check" in request.POST
    return {"length": length, "verdict": verify() if checked else None}
