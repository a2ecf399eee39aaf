"""Steps that the actions of this room share: lock, suggest, raise, tell. Each runs inside an action."""

from __future__ import annotations

from typing import Any

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.identifiers import digits
from almoner.core.prepared import Prepared
from almoner.core.refusal import NotThere
from almoner.timeline.actions import record
from almoner.urgency.assessment import Assessment
from almoner.urgency.enums import AlarmReason, Level, RaiseReason, RequestState
from almoner.urgency.gauging import due, gauge
from almoner.urgency.models import Alarm, Interview, Raise, Request, Suggestion
from almoner.urgency.refusals import RequestEnded
from almoner.urgency.rulebook import levels
from almoner.urgency.rules import may_see_request
from almoner.urgency.watching import is_open, site_of_request, watching

CODE = 8
"""Digits by which somebody goes on by keys alone. Of the few that are open at a time none is found by trying."""
_LOCKED = Prepared(
    lambda key: Request.objects.select_for_update(of=("self",)).select_related("person", "site").filter(id=key)
)


def locked(request: Request, by: Actor) -> Request:
    fresh = _LOCKED.one(key=request.id)
    if fresh is None or not may_see_request(fresh, by):
        raise NotThere
    return fresh


def locked_for_interview(request: Request) -> Request | None:
    """The request as it stands now, locked. Who may go on with it is for who asks to say."""
    return _LOCKED.one(key=request.id)


def live(request: Request, by: Actor) -> Request:
    """The request as it stands now, locked. Raises RequestEnded, or NotThere where it is not theirs to know."""
    fresh = locked(request, by)
    if not fresh.is_live:
        raise RequestEnded(reference=fresh.reference)
    return fresh


def begin_interview(request: Request) -> Interview:
    return Interview.objects.create(
        request=request,
        code=digits(CODE, taken=lambda drawn: Interview.objects.filter(code=drawn).exists()),
        channel=request.channel,
        heard_at=clock.now(),
    )


def latest_suggestion(request: Request) -> Suggestion:
    return Suggestion.objects.filter(request=request).order_by("-number")[:1].get()


def suggest(request: Request, assessment: Assessment) -> None:
    Suggestion.objects.create(
        request=request,
        number=request.suggestions.count() + 1,
        level=assessment.level,
        disposition=assessment.disposition,
        minutes=assessment.minutes_to_be_seen,
        abstained=assessment.abstained,
        rules_version=assessment.rules_version,
        facts=assessment.as_facts(),
    )


def gauge_again(request: Request, why: RaiseReason, by: Actor) -> None:
    """A new suggestion beside the old; the level in force only rises by it, though a clinician decided before."""
    assessment = gauge(request, clock.today())
    known = latest_suggestion(request)
    suggest(request, assessment)
    if assessment.level >= min(request.level, known.level) and assessment.crisis == request.crisis:
        return
    request.crisis = assessment.crisis or request.crisis
    if assessment.level == Level.EMERGENCY:
        request.danger_at = clock.now()
    raise_to(request, min(assessment.level, request.level), why, "", by)
    alert(request, assessment, by)


def raise_to(request: Request, level: int, why: RaiseReason, note: str, by: Actor) -> None:
    """Put `level` in force where it is not less urgent, and let a clinician look again. Tells it even where the
    level stays: worse at the top is still worse."""
    before = request.level
    Raise.objects.create(
        request=request,
        number=request.raises.count() + 1,
        before=before,
        level=level,
        why=why,
        note=note.strip()[:500],
        by_name=by.name,
    )
    request.level = level
    request.due_at = min(request.due_at, due(level, clock.now()))
    if request.state == RequestState.DECIDED:
        request.state, request.stale_at = RequestState.WAITING, None
    request.save(update_fields=["level", "due_at", "state", "stale_at", "danger_at", "crisis"])
    tell("urgency.raised", request, {"before": before, "why": why, "note": note.strip()[:500]}, by)
    alarm_if_closed(request, by)


def raised_at_once(request: Request, before: int, by: Actor) -> None:
    """Keep why a new request waits at a more urgent level than the rules suggest. It is told with the request."""
    Raise.objects.create(
        request=request, number=1, before=before, level=request.level, why=RaiseReason.SIGN, by_name=by.name
    )


def alert(request: Request, assessment: Assessment, by: Actor) -> None:
    """An emergency or a crisis is told at once, beside the request itself."""
    if assessment.crisis:
        tell("urgency.crisis", request, {"crisis": assessment.crisis}, by)
    if assessment.level == Level.EMERGENCY:
        tell("urgency.danger_sign", request, {"signs": list(assessment.danger_signs)}, by)


def alarm_if_closed(request: Request, by: Actor) -> None:
    """What waits while the hospital is closed is alarmed and not only listed, unless two watch the queue (URG-6)."""
    site, moment = site_of_request(request), clock.now()
    if site is None or is_open(site, moment) or not watching(site.id, moment).missing:
        return
    known = Alarm.objects.unheard().filter(request=request)
    if known.update(level=request.level):
        return
    Alarm.objects.create(why=AlarmReason.AFTER_HOURS, request=request, site=site, level=request.level)
    tell("urgency.alarm_raised", request, {"why": AlarmReason.AFTER_HOURS}, by)


def heard(request: Request, by: Actor) -> None:
    """Somebody acts on it: whatever alarm there was has been heard."""
    by_whom = {"heard_at": clock.now(), "heard_by_id": by.staff_id, "heard_by_name": by.name}
    if Alarm.objects.unheard().filter(request=request).update(**by_whom):
        tell("urgency.alarm_heard", request, {}, by)


def tell(kind: str, request: Request, facts: dict[str, Any], by: Actor) -> None:
    told = {
        "reference": request.reference,
        "level": request.level,
        "minutes": levels()[request.level].minutes,
        "due_at": request.due_at.isoformat(),
        **facts,
    }
    record(kind=kind, person=request.person, subject_id=request.id, facts=told, by=by)
