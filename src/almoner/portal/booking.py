"""Choosing a time, holding it while one decides, and booking it; the same way moves a visit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.catalogue.queries import service_by_code
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.answers import page
from almoner.portal.choosing import Seeking, WhyMovedForm, seek
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.visits import visit_of
from almoner.scheduling import actions, queries
from almoner.scheduling.models import Appointment, Hold
from almoner.scheduling.nearest import Nearest, clinician_of, key_of_hold, nearest_to, site_of_hold
from almoner.scheduling.place_words import group_words
from almoner.scheduling.refusals import HoldLapsed, NotYours, SlotTaken, VisitsClash
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.showing import instead_of
from almoner.ui.answers import done


@require_http_methods(["GET", "POST"])
@patient
def choose_time(request: PatientRequest, code: str) -> HttpResponse:
    """Taking a time keeps it for ten minutes. A time that is gone is answered with the nearest ones (APT-3)."""
    service, moving = service_by_code(code), _moving(request)
    need_to_book_for(request.person, request.actor)
    seeking = seek(request, service, moving)
    context = {"service": service, "name": service.name_in(of_reader()), "moving": moving}
    view, refusal = request.GET.get("view", ""), ""
    if view == "wishes" and request.method == "GET":
        context |= {"wish": seeking.form, "soonest_href": seeking.looking.link("", None)}
        return page(request, "portal/time_wishes.html", context, here="find")
    if request.method == "POST":
        held = _hold(request, seeking)
        if isinstance(held, Hold):
            return _on_to_confirm(held, seeking)
        refusal = str(held) if request.POST.get("time") else _("Please choose one of the times first.")
        if isinstance(held, SlotTaken):
            context |= {
                "groups": instead_of(held.nearest),
                "view": "taken",
                "soonest_href": seeking.looking.link("", None),
            }
    if "groups" not in context:
        context |= seeking.shown(view, request.GET.get("day", ""))
    context |= {"refusal": refusal, "deeds": _else(seeking, moving)}
    return page(request, "portal/choose_time.html", context, here="find", status=409 if refusal else 200)


def _else(seeking: Seeking, moving: Appointment | None) -> list[dict[str, Any]]:
    """What to do when none of the times suits."""
    wait = reverse("portal:join_waiting", args=[seeking.looking.asked.service.code])
    query = "&".join(part for part in (f"visit={moving.id}" if moving else "", seeking.kept) if part)
    return [
        {
            "href": seeking.looking.link("wishes", None),
            "icon": "filter",
            "label": _("Say what suits you"),
            "hint": _("Time of day, days, with whom, without steps, somebody who comes with you"),
        },
        {
            "href": f"{wait}?{query}" if query else wait,
            "icon": "clock",
            "label": _("Put me on the waiting list"),
            "hint": _("Your visit stays yours until you take an earlier one.")
            if moving
            else _("We ask you when a time comes free."),
        },
    ]


def _hold(request: PatientRequest, seeking: Seeking) -> Hold | Refused:
    asked = seeking.looking.asked
    try:
        return actions.hold(
            service=asked.service,
            time=request.POST.get("time", ""),
            person=request.person,
            ordered=asked.ordered,
            preferences=asked.wishes.must,
            by=request.actor,
        )
    except Refused as told:
        return told


def _moving(request: PatientRequest) -> Appointment | None:
    """The visit that is to be moved, when that is why a time is chosen."""
    return _visit_named(request, request.GET.get("moving") or request.POST.get("moving") or "")


def _visit_named(request: PatientRequest, name: str) -> Appointment | None:
    try:
        return visit_of(request, UUID(name)) if name else None
    except ValueError as wrong:
        raise NotThere from wrong


def _on_to_confirm(held: Hold, seeking: Seeking) -> HttpResponse:
    address = reverse("portal:confirm_time", args=[held.id])
    return redirect(f"{address}?{seeking.kept}" if seeking.kept else address)


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
            return _over(request, moving)
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
    context["again_href"] = seek(request, held.service, moving).looking.link("", None)
    return page(request, "portal/confirm_time.html", context, here="find", status=409 if refused else 200)


def _over(request: PatientRequest, moving: Appointment | None) -> HttpResponse:
    """What is nearest to what they wanted, by what the page itself says that this was: the answer is the same whether
    the time lapsed, was never kept, or is kept for somebody else (law I-23)."""
    context: dict[str, Any] = {"moving": moving}
    try:
        seeking = seek(request, service_by_code(request.POST.get("code", "")), moving)
        near = nearest_to(seeking.looking.asked, request.POST.get("wanted", ""))
    except Refused:
        near = Nearest()
    if near.all():
        context |= {"groups": instead_of(near), "times_href": seeking.looking.link("", None)}
    return page(request, "portal/hold_over.html", context, here="find", status=404)


def _asked(held: Hold, moving: Appointment | None, refused: Refused | None) -> dict[str, Any]:
    clash = isinstance(refused, VisitsClash)
    return {
        "held": held,
        "wanted": key_of_hold(held),
        "clinician": clinician_of(held),
        "where": site_of_hold(held),
        "seconds": max(0, int((held.lapses_at - clock.now()).total_seconds())),
        "name": held.service.name_in(of_reader()),
        "group": group_words(held.service),
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
