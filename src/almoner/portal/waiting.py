"""The waiting page: one's number, where to sit or go, who it will be, how long and why; and a walk outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from almoner.charter import showing
from almoner.charter.queries import promises_about
from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.refusal import NotThere, Refused
from almoner.people.queries import acting_for, person_for
from almoner.portal.answers import page
from almoner.portal.gates import ACTING_FOR
from almoner.portal.here import HERE
from almoner.portal.here_forms import ElsewhereForm, GoForm
from almoner.ui.answers import done, refused
from almoner.visits import actions, queries
from almoner.visits.arrivals import FETCH
from almoner.visits.enums import BEFORE_SEEN, VisitState
from almoner.visits.models import Visit
from almoner.visits.waiting_words import minutes, why

LIVE_SECONDS, LIVE_FOR = 15, 40
"""How often it looks, and how many times before the browser comes back anew."""


def _mine(request: Any) -> tuple[Visit, Actor]:
    """The visit that this browser said it is here for, or that of who is signed in. Raises NotThere."""
    actor: Actor | None = getattr(request, "actor", None)
    held = request.session.get(HERE, "")
    if actor and actor.person_id:
        chosen = request.session.get(ACTING_FOR)
        person = person_for(by=actor, id=UUID(chosen) if chosen else actor.person_id)
        by = acting_for(person=person, by=actor)
        found = queries.live_visit_of(person=person, by=by)
        if found:
            return found, by
    if held:
        by = SYSTEM.through("link")
        found = queries.visit_for(by=by, id=UUID(held))
        if found.day == clock.today(found.site.zone):
            return found, by
    raise NotThere


@require_GET
@login_not_required
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    try:
        visit, by = _mine(request)
    except NotThere:
        return redirect("portal:here")
    return _waiting_page(request, visit, by, {})


def _waiting_page(
    request: HttpRequest, visit: Visit, by: Actor, bound: dict[str, forms.Form], status: int = 200
) -> HttpResponse:
    waits = visit.state in BEFORE_SEEN
    expected = queries.place_in_line(visit=visit, by=by) if waits and visit.state != VisitState.CALLED else None
    needs = queries.needs_of_visit(visit=visit, by=by)
    made = promises_about(subject_id=visit.id, by=by)
    context = {
        "visit": visit,
        "waits": waits,
        "called": visit.state == VisitState.CALLED,
        "with_clinician": visit.state == VisitState.WITH_CLINICIAN,
        "wait": expected,
        "wait_said": minutes(expected.low, expected.high) if expected else "",
        "why": why(expected.reasons) if expected else "",
        "fetched": any(need.kind in FETCH for need in needs),
        "elsewhere": bound.get("elsewhere") or ElsewhereForm(auto_id="elsewhere_%s", initial={"notice_minutes": 15}),
        "go": bound.get("go") or GoForm(auto_id="go_%s"),
        "open": next(iter(bound), ""),
        "promises": showing.cards([promise for promise in made if promise.ended_at is None]),
        "now": clock.now(),
    }
    return page(request, "portal/waiting.html", context, here="visits", part="place", status=status, at=visit.site)


ACTS: dict[str, tuple[type[forms.Form], Any]] = {
    "elsewhere": (ElsewhereForm, actions.wait_elsewhere),
    "back": (forms.Form, actions.come_back),
    "go": (GoForm, actions.leave_unseen),
}


@require_POST
@login_not_required
@never_cache
def waiting_act(request: HttpRequest, act: str) -> HttpResponse:
    """Wait elsewhere, come back, or go: one action each."""
    if act not in ACTS:
        raise NotThere
    visit, by = _mine(request)
    form_class, action = ACTS[act]
    form = form_class(request.POST, auto_id=f"{act}_%s")
    if not form.is_valid():
        return _waiting_page(request, visit, by, {act: form}, status=422)
    try:
        action(visit=visit, by=by, **form.cleaned_data)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "portal:waiting")
    return done(request, _said(act, form), "portal:waiting")


def _said(act: str, form: forms.Form) -> str:
    if act == "elsewhere":
        minutes = form.cleaned_data["notice_minutes"]
        said = ngettext(
            "You can go outside. We call you %(minutes)d minute before it is your turn.",
            "You can go outside. We call you %(minutes)d minutes before it is your turn.",
            minutes,
        )
        return said % {"minutes": minutes}
    return (
        _("Good that you are back.")
        if act == "back"
        else _("We have noted that you had to go. Your visit can be booked again.")
    )


@login_not_required
def waiting_live(request: HttpRequest) -> StreamingHttpResponse:
    """Says “changed” whenever their place has; the page then fetches it anew."""
    return StreamingHttpResponse(
        _changes(request), content_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _changes(request: HttpRequest) -> AsyncIterator[bytes]:
    pulse = sync_to_async(_pulse)
    seen = await pulse(request)
    yield b"retry: 10000\n\n"
    for _turn in range(LIVE_FOR):
        await asyncio.sleep(LIVE_SECONDS)
        now = await pulse(request)
        yield b"event: changed\ndata: place\n\n" if now != seen else b": still here\n\n"
        seen = now


def _pulse(request: HttpRequest) -> tuple[object, ...]:
    try:
        visit, by = _mine(request)
    except NotThere:
        return ()
    expected = queries.place_in_line(visit=visit, by=by) if visit.state in BEFORE_SEEN else None
    return (visit.state, visit.clinician_id, visit.room_id, visit.told_at, visit.away_since, expected)
