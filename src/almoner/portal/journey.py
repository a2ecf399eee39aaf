"""What we promised you, all that happened, and who looked at your record."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from almoner.charter import queries, showing
from almoner.core.refusal import NotThere
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.timeline.queries import story_of, who_read


@require_GET
@patient
def promises(request: PatientRequest) -> HttpResponse:
    found = queries.promises_for_person(person=request.person, by=request.actor)
    context = {
        "live": showing.cards([promise for promise in found if promise.ended_at is None]),
        "ended": showing.cards([promise for promise in found if promise.ended_at is not None]),
    }
    return page(request, "portal/promises.html", context, here="promises")


@require_GET
@patient
def promise(request: PatientRequest, reference: str) -> HttpResponse:
    found = queries.promise_for(by=request.actor, reference=reference)
    if found.person_id != request.person.id:
        raise NotThere
    return page(request, "portal/promise.html", {"card": showing.card(found)}, here="promises")


@require_GET
@patient
def journey(request: PatientRequest) -> HttpResponse:
    context = {
        "events": queries.with_promises(story_of(request.person, request.actor, limit=100), by=request.actor),
        "readers": who_read(request.person, request.actor, limit=200),
    }
    return page(request, "portal/journey.html", context, here="journey")
