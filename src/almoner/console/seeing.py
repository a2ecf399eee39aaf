"""Called in, seen, done: the acts of the desk and of the clinician on somebody who is here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.seeing_forms import FinishForm, NextForm
from almoner.console.visit_shown import around
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.ui.answers import done, refused
from almoner.visits import actions, queries
from almoner.visits.models import Visit

BACK = {"my_day": "console:my_day", "arrivals": "console:arrivals"}
"""Where a form may ask to go on to, by its field `back`; otherwise to the visit's own page."""


def onward(request: StaffRequest, visit_id: UUID) -> tuple[Any, ...]:
    named = BACK.get(request.POST.get("back", ""))
    return (named,) if named else ("console:visit", visit_id)


@require_POST
@staff(Permission.RECEIVE_ARRIVALS)
def call_in_visit(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """The screen shows ticket and room; whoever cannot see or hear it is fetched (ARR-6, ARR-8)."""
    found = queries.visit_for(by=request.actor, id=visit_id)
    try:
        called = actions.call_in(visit=found, by=request.actor)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, *onward(request, visit_id))
    return done(request, _("%(ticket)s is called.") % {"ticket": called.ticket}, *onward(request, visit_id))


@require_POST
@staff(Permission.SEE_CLINICAL)
def start_visit(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    found = queries.visit_for(by=request.actor, id=visit_id)
    try:
        started = actions.start_visit(visit=found, by=request.actor)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, *onward(request, visit_id))
    return done(request, _("%(ticket)s is with you now.") % {"ticket": started.ticket}, *onward(request, visit_id))


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_CLINICAL)
def finish_visit(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """What came of it, and what comes next; asked on a page of its own, with `back` to where it was asked from."""
    found = queries.visit_for(by=request.actor, id=visit_id)
    sent = request.POST if request.method == "POST" and "outcome" in request.POST else None
    form, nexts = FinishForm(sent), [NextForm(sent, prefix=name) for name in ("first", "second")]
    if form.is_valid() and all(one.is_valid() for one in nexts):
        try:
            _finish(request, found, form, nexts)
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("Noted. %(ticket)s is done.") % {"ticket": found.ticket}, *onward(request, visit_id))
    context = {
        **around(request, found),
        "form": form,
        "nexts": nexts,
        "back": request.POST.get("back", "") if request.POST.get("back") in BACK else "",
    }
    return page(request, "console/finish_visit.html", context, here="arrivals", status=422 if form.is_bound else 200)


def _finish(request: StaffRequest, visit: Visit, form: FinishForm, nexts: list[NextForm]) -> None:
    follow_ups = [intended for one in nexts for intended in one.intended(visit.site.closes_at)]
    actions.finish_visit(
        visit=visit,
        outcome=form.cleaned_data["outcome"],
        follow_ups=follow_ups,
        ask_feedback=not form.cleaned_data["no_feedback"],
        by=request.actor,
    )
