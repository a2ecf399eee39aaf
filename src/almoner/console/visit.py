"""One visit, from the door to its end: what to do next, the honest wait, who sees them and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from almoner.charter import showing as promises
from almoner.charter.queries import promises_about
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.seeing import onward
from almoner.console.visit_forms import AllotForm, ElsewhereForm, LeaveForm, Nothing, TellForm, WhatForForm
from almoner.console.visit_shown import around
from almoner.core import audit
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.timeline.queries import events_about
from almoner.ui.answers import done, refused
from almoner.visits import actions, queries
from almoner.visits.allotment_words import sentences
from almoner.visits.enums import BEFORE_SEEN, VisitState
from almoner.visits.models import Visit
from almoner.visits.waiting import Wait
from almoner.visits.waiting_words import minutes, why

OFFERED = 5
"""So many clinicians are offered, the best first."""

ACTS: dict[str, tuple[type[forms.Form], Callable[..., Visit], Any]] = {
    "greet": (Nothing, actions.greet, gettext_lazy("Greeted.")),
    "tell": (TellForm, actions.tell_wait, gettext_lazy("Told, and noted.")),
    "purpose": (WhatForForm, actions.say_what_for, gettext_lazy("Noted what they come for.")),
    "leave": (LeaveForm, actions.leave_unseen, gettext_lazy("Noted. Their visit can be booked again.")),
    "elsewhere": (ElsewhereForm, actions.wait_elsewhere, gettext_lazy("They wait elsewhere and are called in time.")),
    "back": (Nothing, actions.come_back, gettext_lazy("They are in the waiting room again.")),
}


@require_GET
@staff(Permission.RECEIVE_ARRIVALS)
def visit(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    return _visit_page(request, queries.visit_for(by=request.actor, id=visit_id), {})


def _visit_page(request: StaffRequest, found: Visit, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    audit.read(what="visit", person_id=found.person_id, by=request.actor)
    made = promises_about(subject_id=found.id, by=request.actor)
    waits = found.state in BEFORE_SEEN
    context = {
        **around(request, found),
        "wait": _wait(queries.place_in_line(visit=found, by=request.actor)) if waits else None,
        "told": minutes(found.told_from or 0, found.told_to or 0) if found.told_at else "",
        "next_act": _next_act(request, found),
        **(_acting(found, bound) if waits else {}),
        **(_allotting(request, found, bound) if waits and request.actor.may(Permission.ALLOT) else {}),
        "live_promises": promises.cards([one for one in made if one.ended_at is None]),
        "ended_promises": promises.cards([one for one in made if one.ended_at is not None]),
        "events": events_about(subject_id=found.id, by=request.actor),
        "may_triage": request.actor.may(Permission.SEE_TRIAGE),
        "may_start": request.actor.is_clinician,
    }
    return page(request, "console/visit.html", context, here="arrivals", status=status)


def _wait(expected: Wait) -> dict[str, Any]:
    return {
        "low": expected.low,
        "high": expected.high,
        "said": minutes(expected.low, expected.high),
        "why": why(expected.reasons),
    }


def _next_act(request: StaffRequest, found: Visit) -> str:
    """The one thing to do next: greet, allot, tell, call, start or finish; nothing when it is not theirs to do."""
    if found.state == VisitState.ARRIVED:
        return "greet"
    if found.state == VisitState.WITH_CLINICIAN:
        return "finish" if request.actor.is_clinician else ""
    if found.state == VisitState.CALLED:
        return "start" if request.actor.is_clinician else ""
    if found.state not in BEFORE_SEEN:
        return ""
    if found.clinician_id is None:
        return "allot" if request.actor.may(Permission.ALLOT) and found.service_id else ""
    return "tell" if found.told_at is None else "call"


def _acting(found: Visit, bound: dict[str, Any]) -> dict[str, Any]:
    """What may be done besides; what somebody comes for is asked first while nobody knows it."""
    forms = _forms(found, bound)
    first = next((form for form in forms if form["act"] == "purpose" and found.service_id is None), None)
    return {"first_form": first, "forms": [form for form in forms if form is not first]}


def _forms(found: Visit, bound: dict[str, Any]) -> list[dict[str, Any]]:
    away = ("back", _("They are back"), Nothing, _("They are back"), "")
    purpose = ("purpose", _("What they come for"), WhatForForm, _("Note it"), "")
    shapes = [
        *([] if found.appointment_id else [purpose]),
        ("tell", _("Tell them how long"), TellForm, _("Tell them"), "t"),
        away if found.away_since else ("elsewhere", _("They wait elsewhere"), ElsewhereForm, _("Call them back"), ""),
        ("leave", _("They leave without being seen"), LeaveForm, _("Note that they left"), ""),
    ]
    return [
        {
            "act": act,
            "title": title,
            "form": bound.get(act) or form(auto_id=f"{act}_%s"),
            "button": button,
            "key": key,
            "open": act in bound,
        }
        for act, title, form, button, key in shapes
    ]


def _allotting(request: StaffRequest, found: Visit, bound: dict[str, Any]) -> dict[str, Any]:
    suggested = queries.suggestions_for(visit=found, by=request.actor)[:OFFERED]
    best = suggested[0] if suggested else None
    form = bound.get("allot")
    if form is None and suggested:
        form = AllotForm(
            suggested=suggested, rooms=queries.rooms_for(visit=found, by=request.actor), auto_id="allot_%s"
        )
    return {
        "best": best,
        "best_reasons": sentences(best.reasons) if best else [],
        "given_best": bool(best and found.clinician_id == best.clinician.id),
        "allot_form": form,
        "allot_open": "allot" in bound,
    }


@require_POST
@staff(Permission.RECEIVE_ARRIVALS)
def visit_act(request: StaffRequest, visit_id: UUID, act: str) -> HttpResponse:
    """Greet, tell, wait elsewhere, come back, leave: one action each, from the list or the page."""
    if act not in ACTS:
        raise NotThere
    found = queries.visit_for(by=request.actor, id=visit_id)
    form_class, action, said = ACTS[act]
    form = form_class(request.POST, auto_id=f"{act}_%s")
    if form.is_valid():
        try:
            action(visit=found, by=request.actor, **form.cleaned_data)
        except NotThere:
            raise
        except Refused as told:
            if not form.fields:
                return refused(request, told, *onward(request, visit_id))
            form.add_error(None, str(told))
        else:
            return done(request, f"{found.ticket}: {said}", *onward(request, visit_id))
    return _visit_page(request, found, {act: form}, status=422)


@require_POST
@staff(Permission.ALLOT)
def allot_visit(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    found = queries.visit_for(by=request.actor, id=visit_id)
    form = AllotForm(
        request.POST,
        suggested=queries.suggestions_for(visit=found, by=request.actor),
        rooms=queries.rooms_for(visit=found, by=request.actor),
        auto_id="allot_%s",
    )
    if form.is_valid():
        chosen = UUID(form.cleaned_data.pop("clinician"))
        clinician = queries.clinician_of_day(site=found.site, id=chosen, by=request.actor)
        try:
            given = actions.allot(visit=found, clinician=clinician, by=request.actor, **form.cleaned_data)
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            said = _("%(ticket)s: %(clinician)s sees them.") % {"ticket": given.ticket, "clinician": clinician.name}
            return done(request, said, *onward(request, visit_id))
    return _visit_page(request, found, {"allot": form}, status=422)
