"""The clinician's day: who needs an answer, who is next and why, and what is left open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from almoner.charter import showing as promises
from almoner.charter.queries import promises_of
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.my_day_rows import diary_shown, follow_up_row, lines_shown, result_row, seen_shown, why_next
from almoner.console.reach_shown import waiting_row
from almoner.console.vitals_shown import worst_of_each
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.desk import covering
from almoner.records.chart import open_warnings
from almoner.visits.clinician_day import clinician_day, day_pulse

LIVE_SECONDS = 10
PROMISES = 8
WARNINGS = 6


@require_GET
@staff(Permission.SEE_CLINICAL)
def my_day(request: StaffRequest) -> HttpResponse:
    by = request.actor
    day = clinician_day(by=by)
    warnings = worst_of_each(open_warnings(by=by))
    context = {
        "asked": [waiting_row(one) for one in covering.asked_of(by)],
        "warnings": warnings[:WARNINGS],
        "more_warnings": max(0, len(warnings) - WARNINGS),
        "with_me": [seen_shown(one) for one in day.with_me],
        "next": seen_shown(day.next) if day.next else None,
        "why_next": why_next(day.why_next),
        "others": [seen_shown(one) for one in day.others],
        "diary": diary_shown(day.diary),
        "late": lines_shown(day.late_or_missed),
        "results": [result_row(one) for one in day.results],
        "follow_ups": [follow_up_row(one) for one in day.follow_ups],
        "promises": [promise_row(card) for card in promises.cards(promises_of(by=by, limit=PROMISES))],
        "covers": covering.covers_of(by),
        "now": clock.now(),
    }
    return page(request, "console/my_day.html", context, here="my_day", part="day")


def promise_row(card: dict[str, Any]) -> dict[str, Any]:
    promise = card["promise"]
    return card | {"who": promise.person.name if promise.person else ""}


@staff(Permission.SEE_CLINICAL)
def my_day_live(request: StaffRequest) -> StreamingHttpResponse:
    """Says “changed” whenever somebody comes, is called for, or needs an answer; the page then fetches it anew."""
    return StreamingHttpResponse(
        _changes(request), content_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _changes(request: StaffRequest) -> AsyncIterator[bytes]:
    pulse = sync_to_async(_pulse)
    seen = await pulse(request)
    yield b"retry: 5000\n\n"
    while True:
        await asyncio.sleep(LIVE_SECONDS)
        now = await pulse(request)
        yield b"event: changed\ndata: day\n\n" if now != seen else b": still here\n\n"
        seen = now


def _pulse(request: StaffRequest) -> tuple[Any, ...]:
    by = request.actor
    return (
        day_pulse(by=by),
        [(one.id, len(one.turns.all())) for one in covering.asked_of(by)],
        [(one.id, one.response) for one in open_warnings(by=by)],
    )
