"""Deciding, raising and ending requests. Only a clinician makes anything less urgent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, Unclear
from almoner.people.models import Staff
from almoner.urgency.actions.steps import heard, latest_suggestion, live, raise_to, tell
from almoner.urgency.dispositions import WAYS, leads_to
from almoner.urgency.enums import NEEDS_CLINICIAN, UNDECIDED, Level, Outcome, RaiseReason, RequestState
from almoner.urgency.gauging import SOONEST_BY_ITSELF, due, is_papers, raised_by_one
from almoner.urgency.models import Decision, Handover, Request, Watch
from almoner.urgency.refusals import EmergencyFirst, NothingSaid, OnlyAClinician, OutcomeNeeded, ReasonNeeded
from almoner.urgency.rules import may_decide


@action
def decide_level(*, request: Request, level: int, disposition: str = "", reason: str = "", by: Actor) -> Decision:
    """A clinician decides. A level other than the suggested, or less urgent than the one in force, needs a reason.

    `disposition` says what is to be done at that level, and may ask for it sooner than the level does (URG-3).
    """
    if not may_decide(by) or by.staff_id is None:
        raise OnlyAClinician
    if disposition and (disposition not in WAYS or WAYS[disposition].level != level):
        raise Unclear
    request = live(request, by)
    suggested = latest_suggestion(request).level
    if (level != suggested or level > request.level) and not reason.strip():
        raise ReasonNeeded
    decision = Decision.objects.create(
        request=request,
        number=request.decisions.count() + 1,
        level=Level(level),
        suggested=suggested,
        before=request.level,
        disposition=disposition,
        reason=reason.strip()[:500],
        by=Staff.objects.get(id=by.staff_id),
        by_name=by.name,
    )
    before, request.level, request.due_at = request.level, level, due(level, clock.now())
    if disposition:
        request.due_at = clock.now() + timedelta(minutes=WAYS[disposition].minutes)
    request.state, request.danger_at, request.stale_at = RequestState.DECIDED, None, None
    request.save(update_fields=["level", "due_at", "state", "danger_at", "stale_at"])
    heard(request, by)
    facts = {"before": before, "suggested": suggested, "reason": decision.reason, "disposition": disposition}
    tell("urgency.level_decided", request, {**facts, "leads_to": leads_to(level, disposition)}, by)
    return decision


@action
def raise_for_worse(*, request: Request, note: str = "", by: Actor) -> Request:
    """They say it is worse. Anybody may say so; it goes up one level, and what was decided is looked at again."""
    request = live(request, by)
    raise_to(request, raised_by_one(request.level), RaiseReason.WORSE, note, by)
    return request


@action
def raise_stale(*, request: Request, by: Actor) -> Request:
    """Nobody decided in time: up one level, and again whenever as much time has passed as the new level allows."""
    request = live(request, by)
    if request.state not in UNDECIDED or not _is_stale(request):
        return request
    request.stale_at = clock.now()
    request.save(update_fields=["stale_at"])
    raise_to(request, raised_by_one(request.level), RaiseReason.STALE, "", by)
    return request


def _is_stale(request: Request) -> bool:
    now = clock.now()
    if request.stale_at is None:
        return request.due_at <= now
    return request.level > SOONEST_BY_ITSELF and due(request.level, request.stale_at) <= now


@action
def hand_over_to_emergency(
    *, request: Request, said: Sequence[tuple[str, str]], incident: str = "", by: Actor
) -> Handover:
    """The emergency service was told of them: what was read out, kept with the moment and who did it. Whoever triages
    may ring for help; what becomes of the request stays a clinician's to decide."""
    by.need(Permission.SEE_TRIAGE)
    request = live(request, by)
    if by.staff_id is None:
        raise NotAllowed
    told = [[str(heading), str(words)] for heading, words in said if str(words).strip()]
    if not told:
        raise NothingSaid
    handover = Handover.objects.create(
        request=request, said=told, incident=incident.strip()[:60], by_id=by.staff_id, by_name=by.name
    )
    if by.is_clinician:
        heard(request, by)
    tell("urgency.handed_over", request, {"incident": handover.incident}, by)
    return handover


@action
def close_request(
    *, request: Request, outcome: str, note: str = "", duplicate_of: Request | None = None, by: Actor
) -> Request:
    """End a request with its outcome. While a danger sign stands only a clinician may: raises EmergencyFirst.

    A duplicate is linked, never swallowed: the other keeps the earlier time and the higher urgency (law I-8).
    """
    if outcome not in Outcome.values or (outcome == Outcome.DUPLICATE) != (duplicate_of is not None):
        raise OutcomeNeeded
    other = _locked_pair(request, duplicate_of, by) if duplicate_of else None
    request = live(request, by)
    if by.is_staff:
        by.need(Permission.SEE_TRIAGE)
    if request.danger_at and not may_decide(by):
        raise EmergencyFirst
    if not _may_close(request, outcome, by):
        raise OnlyAClinician
    if other:
        _take_over(other, request, by)
    moment = clock.now()
    request.state, request.outcome, request.outcome_note = RequestState.CLOSED, outcome, note.strip()[:500]
    request.closed_at, request.danger_at = moment, None
    request.save(update_fields=["state", "outcome", "outcome_note", "closed_at", "danger_at"])
    Watch.objects.filter(request=request, ended_at__isnull=True).update(ended_at=moment)
    heard(request, by)
    tell("urgency.closed", request, {"outcome": outcome, "note": request.outcome_note}, by)
    return request


def _may_close(request: Request, outcome: str, by: Actor) -> bool:
    """What is a judgement of health needs a clinician; so does ending what nobody has decided, papers and the person's
    own withdrawal apart."""
    if may_decide(by) or outcome in {Outcome.WITHDRAWN, Outcome.DUPLICATE}:
        return True
    if outcome in NEEDS_CLINICIAN or not by.is_staff:
        return False
    return request.state == RequestState.DECIDED or is_papers(latest_suggestion(request).facts)


def _take_over(other: Request, closing: Request, by: Actor) -> None:
    """Let the one that stays have the higher urgency and the earlier time of the two."""
    other.danger_at = other.danger_at or closing.danger_at
    other.crisis = other.crisis or closing.crisis
    level, due_at = min(other.level, closing.level), min(other.due_at, closing.due_at)
    if level < other.level:
        raise_to(other, level, RaiseReason.LINKED, str(closing), by)
    other.due_at = due_at
    other.save(update_fields=["due_at", "danger_at", "crisis"])


def _locked_pair(request: Request, other: Request, by: Actor) -> Request:
    """Lock both in the order of their ids; give the other."""
    if request.id == other.id:
        raise OutcomeNeeded
    in_order = sorted((request, other), key=lambda each: each.id)
    return next(found for found in [live(each, by) for each in in_order] if found.id == other.id)
