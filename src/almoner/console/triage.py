"""Triage: the queue, who watches it, and one request with what can be done with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.charter import showing as promises
from almoner.charter.queries import promises_about
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import match_row, story_shown
from almoner.console.triage_forms import CloseForm, DecideForm, MatchForm, WorseForm
from almoner.console.triage_rows import row_shown
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.desk.queries import in_words
from almoner.desk.story import story
from almoner.people.matching import Match, people_matching
from almoner.people.queries import person_for
from almoner.timeline.queries import events_about
from almoner.ui.answers import done, refused
from almoner.urgency import actions, queries
from almoner.urgency.queries import QueueRow
from almoner.urgency.rules import may_decide

LIVE_SECONDS = 10
LIKELY = 5
"""So many people who may be meant are shown unasked."""


# ── The queue ────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
@staff(Permission.SEE_TRIAGE)
def triage(request: StaffRequest) -> HttpResponse:
    """Level, then time left; never order of arrival (URG-11)."""
    watch = queries.nobody_watching(clock.now(), by=request.actor)
    context = {
        "rows": [row_shown(row) for row in queries.triage_queue(request.actor)],
        "watch": watch,
        "i_watch": request.actor.name in watch.names,
        "now": clock.now(),
    }
    return page(request, "console/triage.html", context, here="triage", part="queue")


@staff(Permission.SEE_TRIAGE)
def triage_live(request: StaffRequest) -> StreamingHttpResponse:
    """Says “changed” whenever the queue has changed; the page then fetches it anew."""
    return StreamingHttpResponse(
        _changes(request), content_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _changes(request: StaffRequest) -> AsyncIterator[bytes]:
    pulse = sync_to_async(queries.queue_pulse)
    seen = await pulse(request.actor)
    yield b"retry: 5000\n\n"
    while True:
        await asyncio.sleep(LIVE_SECONDS)
        now = await pulse(request.actor)
        yield b"event: changed\ndata: queue\n\n" if now != seen else b": still here\n\n"
        seen = now


@require_POST
@staff(Permission.SEE_TRIAGE)
def watch_triage(request: StaffRequest) -> HttpResponse:
    """I watch. The page says it again by itself while it stays open."""
    actions.watch_queue(by=request.actor)
    if _said_by_itself(request):
        return HttpResponse(status=204)
    return done(request, _("You watch the queue. It is yours until you leave it or close the page."), "console:triage")


@require_POST
@staff(Permission.SEE_TRIAGE)
def leave_triage(request: StaffRequest) -> HttpResponse:
    actions.leave_queue(by=request.actor)
    return done(request, _("You no longer watch the queue."), "console:triage")


def _said_by_itself(request: StaffRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


# ── One request ──────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_TRIAGE)
def request(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """People are searched by POST, so that no name stands in an address."""
    return _request_page(request, request_id, {})


def _request_page(asked: StaffRequest, request_id: UUID, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    row = queries.request_for(asked.actor, request_id)
    found = row.request
    context = {
        "row": row_shown(row),
        "i_look": asked.actor.name in row.viewers,
        "live": found.is_live,
        "forms": _forms(asked, row, bound) if found.is_live else [],
        "may_decide": may_decide(asked.actor),
        "sees_clinical": asked.actor.may(Permission.SEE_CLINICAL),
        "promises": promises.cards(promises_about(subject_id=found.id, by=asked.actor)),
        "events": events_about(subject_id=found.id, by=asked.actor),
        "crumbs": [(_("Triage"), reverse("console:triage")), (found.reference, "")],
        **(_known(asked, row) if found.person else _who(asked, row)),
    }
    return page(asked, "console/request.html", context, here="triage", status=status)


def _forms(asked: StaffRequest, row: QueueRow, bound: dict[str, Any]) -> list[dict[str, Any]]:
    decide = DecideForm(auto_id="decide_%s", initial={"level": row.suggestion.level})
    shapes = [
        ("decide", _("Decide the level"), decide, _("Decide"), "primary", "d"),
        ("worse", _("They say it is worse"), WorseForm(auto_id="worse_%s"), _("Raise it"), "secondary", "w"),
        ("close", _("Close it"), _close_form(asked, row), _("Close it"), "secondary", ""),
    ]
    return [
        {"act": act, "title": title, "form": bound.get(act) or form, "button": button, "kind": kind, "key": key}
        for act, title, form, button, kind, key in shapes
        if act != "decide" or may_decide(asked.actor)
    ]


def _close_form(asked: StaffRequest, row: QueueRow) -> CloseForm:
    others = [other for other in queries.triage_queue(asked.actor) if other.request.id != row.request.id]
    data = asked.POST if asked.method == "POST" and "outcome" in asked.POST else None
    return CloseForm(data, others=others, by=asked.actor, auto_id="close_%s")


def _known(asked: StaffRequest, row: QueueRow) -> dict[str, Any]:
    """Who they are, how to reach them, and their contacts before this one."""
    assert row.request.person  # noqa: S101 - asked only where there is one
    told = story(row.request.person, asked.actor)
    return {**story_shown(told), "contacts": in_words(told.contacts, of_reader())}


def _who(asked: StaffRequest, row: QueueRow) -> dict[str, Any]:
    """Who they may be: by what they gave, or by what is searched for."""
    text = asked.POST.get("text", "").strip()[:200] if asked.method == "POST" else ""
    given = text or f"{row.request.name_given} {row.request.contact_given}"
    may_search = asked.actor.may(Permission.FIND_PEOPLE)
    found = people_matching(given, asked.actor, LIKELY) if may_search else []
    return {"may_match": may_search, "text": text, "matches": [_likely(match) for match in found]}


def _likely(match: Match) -> dict[str, Any]:
    return {**match_row(match, ""), "person_id": match.person.id}


@require_POST
@staff(Permission.SEE_TRIAGE)
def look_at_request(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """I look at this one, or no longer do (URG-8). The page says it again by itself while it stays open."""
    found = queries.request_for(request.actor, request_id).request
    if request.POST.get("stop"):
        actions.stop_looking(request=found, by=request.actor)
        return done(request, _("You no longer look at %s.") % found.reference, "console:triage")
    actions.start_looking(request=found, by=request.actor)
    if _said_by_itself(request):
        return HttpResponse(status=204)
    return done(request, _("The others see that you look at this one."), "console:request", found.id)


@require_POST
@staff(Permission.SEE_TRIAGE)
def request_act(request: StaffRequest, request_id: UUID, act: str) -> HttpResponse:
    """Decide, raise, close, or say who it is: one action each."""
    row = queries.request_for(request.actor, request_id)
    if act == "match":
        return _match(request, row)
    form = _bound(request, row, act)
    if form.is_valid():
        try:
            _ACTS[act][1](request=row.request, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Noted for %(reference)s.") % {"reference": row.request.reference}
            return done(request, said, "console:request", request_id)
    return _request_page(request, request_id, {act: form}, status=422)


_ACTS: dict[str, tuple[Any, Any]] = {
    "decide": (DecideForm, actions.decide_level),
    "worse": (WorseForm, actions.raise_for_worse),
    "close": (CloseForm, actions.close_request),
}


def _bound(request: StaffRequest, row: QueueRow, act: str) -> Any:
    if act not in _ACTS:
        raise NotThere
    if act == "close":
        return _close_form(request, row)
    return _ACTS[act][0](request.POST, auto_id=f"{act}_%s")


def _match(request: StaffRequest, row: QueueRow) -> HttpResponse:
    form = MatchForm(request.POST)
    if not form.is_valid():
        raise NotThere
    person = person_for(by=request.actor, id=form.chosen)
    try:
        actions.match_person(request=row.request, person=person, by=request.actor)
    except Refused as refusal:
        return refused(request, refusal, "console:request", row.request.id)
    return done(request, _("It is %s now. They kept their place.") % person.name, "console:request", row.request.id)
