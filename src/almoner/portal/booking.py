"""Choosing a time, holding it while one decides, and booking it; the same way moves a visit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.catalogue.queries import clinicians_for, service_by_code
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.answers import page
from almoner.portal.choosing import WISHES, WhyMovedForm, WishForm, by_day, times_for
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.visits import visit_of
from almoner.scheduling import actions, queries
from almoner.scheduling.models import Appointment, Hold
from almoner.scheduling.refusals import HoldLapsed, NotYours, SlotTaken, VisitsClash
from almoner.scheduling.rules import need_to_book_for
from almoner.ui.answers import done


@require_http_methods(["GET", "POST"])
@patient
def choose_time(request: PatientRequest, code: str) -> HttpResponse:
    """Taking a time keeps it for ten minutes. A time that is gone is answered with the next ones (APT-3)."""
    service, moving = service_by_code(code), _moving(request)
    need_to_book_for(request.person, request.actor)
    again = bool(moving and moving.service_id == service.id)
    wished = not WISHES.isdisjoint(request.GET)
    wish = WishForm(request.GET if wished else None, clinicians_for(service))
    refusal, times = "", None
    if request.method == "POST":
        wanted = request.POST.get("time", "")
        try:
            held = actions.hold(service=service, time=wanted, person=request.person, ordered=again, by=request.actor)
        except Refused as told:
            refusal = str(told) if wanted else _("Please choose one of the times first.")
            times = told.alternatives if isinstance(told, SlotTaken) else None
        else:
            return _on_to_confirm(held, moving)
    context = {"service": service, "name": service.name_in(of_reader()), "moving": moving, "nearest": bool(times)}
    times = times or times_for(request.person, service, wish, ordered=again, by=request.actor)
    context |= {"wish": wish, "times": by_day(times), "refusal": refusal}
    return page(request, "portal/choose_time.html", context, here="find", status=409 if refusal else 200)


def _moving(request: PatientRequest) -> Appointment | None:
    """The visit that is to be moved, when that is why a time is chosen."""
    return _visit_named(request, request.GET.get("moving") or request.POST.get("moving") or "")


def _visit_named(request: PatientRequest, name: str) -> Appointment | None:
    try:
        return visit_of(request, UUID(name)) if name else None
    except ValueError as wrong:
        raise NotThere from wrong


def _on_to_confirm(held: Hold, moving: Appointment | None) -> HttpResponse:
    address = reverse("portal:confirm_time", args=[held.id])
    return redirect(f"{address}?moving={moving.id}" if moving else address)


@require_http_methods(["GET", "POST"])
@patient
def confirm_time(request: PatientRequest, hold_id: UUID) -> HttpResponse:
    """A time that is kept, once more to read before it is booked.

    One that has lapsed, was never there or is kept for somebody else gets one and the same answer (law I-23).
    """
    moving = _moving(request)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            visit = _book(request, hold_id, moving)
        except (HoldLapsed, NotYours):
            return page(request, "portal/hold_over.html", here="find", status=404)
        except NotThere:
            raise
        except Refused as told:
            refused = told
        else:
            return done(request, _("Booked. We will confirm it by call and in writing."), "portal:visit", visit.id)
    try:
        held = queries.hold_for(request.actor, hold_id)
    except NotThere:
        return page(request, "portal/hold_over.html", here="find", status=404)
    context = _asked(held, moving, refused) | ({"why": WhyMovedForm()} if moving else {})
    return page(request, "portal/confirm_time.html", context, here="find", status=409 if refused else 200)


def _asked(held: Hold, moving: Appointment | None, refused: Refused | None) -> dict[str, Any]:
    clash = isinstance(refused, VisitsClash)
    return {
        "held": held,
        "seconds": max(0, int((held.lapses_at - clock.now()).total_seconds())),
        "name": held.service.name_in(of_reader()),
        "moving": moving,
        "refusal": str(refused) if refused else "",
        "keep_both": clash,
        "other": refused.facts["appointment_id"] if refused and clash and not moving else None,
    }


def _book(request: PatientRequest, hold_id: UUID, moving: Appointment | None) -> Appointment:
    """Book, or move a visit there: the one that was to be moved, or the one that is in the way. The key is told before
    the hold is looked for, so that a form sent twice finds the visit that it booked."""
    asked: Any = {"keep_both": "keep_both" in request.POST, "key": request.POST.get("key", "")[:80] or None}
    moved = moving or _visit_named(request, request.POST.get("instead_of", ""))
    kept = Hold(id=hold_id)
    if moved:
        why = WhyMovedForm(request.POST)
        reason = why.cleaned_data["reason"] if why.is_valid() else ""
        return actions.move(appointment=moved, hold=kept, reason=reason, by=request.actor, **asked)
    return actions.book(hold=kept, person=request.person, by=request.actor, **asked)
