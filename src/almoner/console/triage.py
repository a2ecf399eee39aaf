"""Triage: the queue, who watches it, and the alarms about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.console.alarm_rows import alarm_rows, on_call, strip_shown
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, said_by_itself, staff
from almoner.console.triage_rows import row_shown
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.ui.answers import done, refused
from almoner.urgency import actions, queries

LIVE_SECONDS = 10


@require_GET
@staff(Permission.SEE_TRIAGE)
def triage(request: StaffRequest) -> HttpResponse:
    """Level, then time left; never order of arrival (URG-11)."""
    watch = queries.nobody_watching(clock.now(), by=request.actor)
    reads = request.actor.may(Permission.READ_RULES)
    context = {
        "rows": [row_shown(row, reads_rules=reads) for row in queries.triage_queue(request.actor)],
        "watch": watch,
        "i_watch": request.actor.name in watch.names,
        "now": clock.now(),
        "sees_accuracy": request.actor.may(Permission.SEE_ACCURACY),
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
    if said_by_itself(request):
        return HttpResponse(status=204)
    return done(request, _("You watch the queue. It is yours until you leave it or close the page."), "console:triage")


@require_POST
@staff(Permission.SEE_TRIAGE)
def leave_triage(request: StaffRequest) -> HttpResponse:
    actions.leave_queue(by=request.actor)
    return done(request, _("You no longer watch the queue."), "console:triage")


# ── Alarms ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
@staff(Permission.SEE_TRIAGE)
def alarms(request: StaffRequest) -> HttpResponse:
    """What came while the hospital was closed, a queue that nobody watches, and who is on call; for the strip of every
    page only that part."""
    if said_by_itself(request) and request.GET.get("known") == strip_shown(request.actor)["known"]:
        return HttpResponse(status=204)
    context = {"on_call": [] if said_by_itself(request) else on_call(request.actor), "rows": alarm_rows(request.actor)}
    return page(request, "console/alarms.html", context, here="triage", part="strip")


@require_POST
@staff(Permission.SEE_TRIAGE)
def hear_alarm(request: StaffRequest, alarm_id: UUID) -> HttpResponse:
    """I have heard it, and look at it."""
    alarm = queries.alarm_for(by=request.actor, id=alarm_id)
    if alarm.request_id is None:
        actions.watch_queue(by=request.actor)
        return done(request, _("You watch the queue now. The alarm is over."), "console:triage")
    try:
        actions.hear_alarm(alarm=alarm, by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:alarms")
    return done(
        request, _("Noted that you have heard it. It is yours to look at."), "console:request", alarm.request_id
    )
