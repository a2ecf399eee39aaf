"""Opening a closed record because it cannot wait, and looking into it afterwards (I-29)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.emergency_forms import EmergencyForm, FindingForm
from almoner.console.gates import StaffRequest, staff
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people import actions
from almoner.people.models import EmergencyOpening
from almoner.people.queries import opening_for, openings_reviewed, openings_to_review
from almoner.ui.answers import done
from almoner.ui.templatetags.ui import when


@require_http_methods(["GET", "POST"])
@staff(Permission.BREAK_GLASS)
def open_record(request: StaffRequest) -> HttpResponse:
    """Two identifiers and a reason. What does not fit and what is not there have one answer."""
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        try:
            opening = actions.open_in_emergency(**form.cleaned_data, by=request.actor)
        except Refused as told:
            form.add_error(None, _not_found(told))
        else:
            said = _("Open to you until %s. A manager looks into it, and the person can see that you opened it.")
            return done(request, said % when(opening.until_at), "console:person", opening.person_id)
    context = {
        "form": form,
        "crumbs": [(_("People"), reverse("console:people")), (_("Open a closed record"), "")],
    }
    return page(request, "console/open_record.html", context, here="people", status=422 if form.is_bound else 200)


def _not_found(told: Refused) -> str:
    return (
        _("We found no record with these two. Check both with the person or their paper.")
        if isinstance(told, NotThere)
        else str(told)
    )


@require_GET
@staff(Permission.REVIEW_OPENINGS)
def openings(request: StaffRequest) -> HttpResponse:
    return _openings_page(request, {})


def _openings_page(request: StaffRequest, bound: dict[UUID, FindingForm], status: int = 200) -> HttpResponse:
    context = {
        "waiting": [_row(request, one, bound) for one in openings_to_review(by=request.actor)],
        "reviewed": openings_reviewed(by=request.actor),
    }
    return page(request, "console/openings.html", context, here="openings", status=status)


def _row(request: StaffRequest, one: EmergencyOpening, bound: dict[UUID, FindingForm]) -> dict[str, Any]:
    return {
        "opening": one,
        "own": one.staff_id == request.actor.staff_id,
        "form": bound.get(one.id) or FindingForm(auto_id=f"finding_{one.id}_%s"),
    }


@require_POST
@staff(Permission.REVIEW_OPENINGS)
def review_opening(request: StaffRequest, opening_id: UUID) -> HttpResponse:
    """What was found. Nobody looks into their own."""
    opening = opening_for(by=request.actor, id=opening_id)
    form = FindingForm(request.POST, auto_id=f"finding_{opening_id}_%s")
    if form.is_valid():
        try:
            actions.review_opening(opening=opening, finding=form.cleaned_data["finding"], by=request.actor)
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("Looked into. The person sees that it was."), "console:openings")
    return _openings_page(request, {opening_id: form}, status=422)
