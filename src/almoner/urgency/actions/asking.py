"""Taking requests in: who asks, what they say, and the level at which they wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import reference
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.contact import as_compared
from almoner.people.models import Person
from almoner.people.rules import may_see
from almoner.timeline.actions import record
from almoner.urgency.actions.steps import (
    alarm_if_closed,
    alert,
    begin_interview,
    gauge_again,
    latest_suggestion,
    live,
    raise_to,
    raised_at_once,
    suggest,
    tell,
)
from almoner.urgency.asked import NOBODY_KNOWN, NOTHING_NAMED, About, Asker, Told
from almoner.urgency.assessment import Assessment
from almoner.urgency.danger import said_yes, unanswered
from almoner.urgency.enums import ASKS_FIRST, CAN_BE_ASKED, Level, RaiseReason
from almoner.urgency.gauging import AGAIN_WITHIN, about_the_same, case_of, due, gauge, is_papers, raised_by_one
from almoner.urgency.interviewing import next_step
from almoner.urgency.live import live_book
from almoner.urgency.models import Request
from almoner.urgency.refusals import DangerSignsNotAsked, EmergencyFirst, NothingSaid, WhoAsks
from almoner.urgency.rules import may_ask_for


@action
def submit_request(
    *,
    told: Told,
    channel: str,
    person: Person | None = None,
    asker: Asker = NOBODY_KNOWN,
    about: About = NOTHING_NAMED,
    by: Actor,
) -> Request:
    """Take a request in, gauge it, and let it wait at its level; unmatched people wait at full urgency (URG-10).

    Where danger signs can be asked they must have been, and a yes shuts this path: raises EmergencyFirst, and the
    surface calls `report_danger` instead (SEL-9). A second contact on the same problem is raised (URG-5).
    """
    if channel in ASKS_FIRST and unanswered(told.danger_answers):
        raise DangerSignsNotAsked
    if said_yes(told.danger_answers):
        raise EmergencyFirst
    if not (told.words.strip() or told.answers or told.vitals):
        raise NothingSaid
    return _enter(_new(person, asker, told, channel, by), about, told.at_least, by)


@action
def report_danger(
    *,
    told: Told,
    channel: str,
    person: Person | None = None,
    asker: Asker = NOBODY_KNOWN,
    about: About = NOTHING_NAMED,
    by: Actor,
) -> Request:
    """Somebody said yes to a danger sign: alert at once, at level 1, with whatever is known of them."""
    if not said_yes(told.danger_answers):
        raise DangerSignsNotAsked
    return _enter(_new(person, asker, told, channel, by), about, None, by)


@action
def answer_danger_signs(*, request: Request, danger_answers: Mapping[str, Any], by: Actor) -> Request:
    """Answer the danger signs of a request that waits. A yes alerts and shuts the routine path; a no lowers nothing."""
    request = live(request, by)
    _keep_danger_answers(request, {**request.danger_answers, **danger_answers})
    request.save(update_fields=["danger_answers", "danger_answered_at"])
    gauge_again(request, RaiseReason.DANGER, by)
    return request


@action
def add_findings(
    *,
    request: Request,
    answers: Mapping[str, Any] | None = None,
    vitals: Mapping[str, Any] | None = None,
    by: Actor,
) -> Request:
    """Add answers or vital signs and gauge again. They only ever raise."""
    request = live(request, by)
    if vitals and by.is_staff:
        by.need(Permission.RECORD_VITALS)
    request.answers = {**request.answers, **(answers or {})}
    request.vitals = {**request.vitals, **(vitals or {})}
    request.save(update_fields=["answers", "vitals"])
    gauge_again(request, RaiseReason.MEASURED, by)
    return request


@action
def match_person(*, request: Request, person: Person, by: Actor) -> Request:
    """Who they are has been settled; they keep their place. It may raise the level, never lower it: by what is known of
    them, or because they asked about the same before (URG-5)."""
    by.need(Permission.FIND_PEOPLE)
    request = live(request, by)
    if not may_see(person, by):
        raise NotThere
    request.person = person
    request.save(update_fields=["person"])
    record(kind="urgency.matched", person=person, subject_id=request.id, facts={"reference": str(request)}, by=by)
    gauge_again(request, RaiseReason.MEASURED, by)
    if request.earlier_id is None:
        _raise_if_again(request, latest_suggestion(request).facts, by)
    return request


def _new(person: Person | None, asker: Asker, told: Told, channel: str, by: Actor) -> Request:
    if not may_ask_for(person, by):
        raise NotThere
    if person is None and not (asker.name.strip() or asker.contact.strip()):
        raise WhoAsks
    request = Request(
        reference=reference("U", taken=lambda drawn: Request.objects.filter(reference=drawn).exists()),
        person=person,
        site_id=person.site_id if person else by.site_id,
        name_given=asker.name.strip()[:200],
        contact_given=asker.contact.strip()[:300],
        age_given=asker.age_years,
        channel=channel,
        words=told.words,
        language=told.language,
        pregnant=told.pregnant,
        answers=dict(told.answers),
        vitals=dict(told.vitals),
    )
    _keep_danger_answers(request, dict(told.danger_answers))
    return request


def _keep_danger_answers(request: Request, answers: dict[str, Any]) -> None:
    request.danger_answers = answers
    if not unanswered(answers) or said_yes(answers):
        request.danger_answered_at = clock.now()


def _enter(request: Request, about: About, at_least: int | None, by: Actor) -> Request:
    """Gauge a new request, store it, link and raise it where it is the second of its kind, and tell."""
    request.service_code, request.appointment_id = about.service_code, about.appointment_id
    request.episode_id = about.episode_id
    assessment = gauge(request, clock.today())
    request.level = min(assessment.level, at_least or assessment.level)
    request.due_at = due(request.level, clock.now())
    request.crisis = assessment.crisis
    if assessment.level == Level.EMERGENCY:
        request.danger_at = clock.now()
    request.save(force_insert=True)
    suggest(request, assessment)
    if request.level < assessment.level:
        raised_at_once(request, assessment.level, by)
    tell("urgency.requested", request, _told_of(request, assessment), by)
    alert(request, assessment, by)
    alarm_if_closed(request, by)
    _raise_if_again(request, assessment.as_facts(), by)
    if request.channel in CAN_BE_ASKED and _is_more_to_ask(request):
        begin_interview(request)
    return request


def _is_more_to_ask(request: Request) -> bool:
    return next_step(case_of(request, clock.today()), request.level, live_book()).ending is None


def _told_of(request: Request, assessment: Assessment) -> dict[str, Any]:
    return {"suggested": assessment.level, "abstained": assessment.abstained, "channel": request.channel}


def _raise_if_again(request: Request, facts: dict[str, Any], by: Actor) -> None:
    if is_papers(facts):
        return
    earlier = _earlier(request, facts)
    if earlier is None:
        return
    request.earlier = earlier
    request.save(update_fields=["earlier"])
    raise_to(request, raised_by_one(min(request.level, earlier.level)), RaiseReason.AGAIN, str(earlier), by)


def _earlier(request: Request, facts: dict[str, Any]) -> Request | None:
    """The latest request of the same person on the same problem within the last 30 days."""
    theirs = Request.objects.exclude(id=request.id).filter(created_at__gte=clock.now() - AGAIN_WITHIN)
    if request.person_id:
        theirs = theirs.filter(person_id=request.person_id)
    elif request.contact_given:
        unmatched = theirs.filter(person__isnull=True).exclude(contact_given="")
        theirs = theirs.filter(id__in=_from(request.contact_given, unmatched.values_list("id", "contact_given")))
    else:
        return None
    for other in theirs.prefetch_related("suggestions").order_by("-created_at", "id"):
        known = list(other.suggestions.all())[-1].facts
        if not is_papers(known) and _is_the_same(request, facts, other, known):
            return other
    return None


def _from(contact: str, given: Iterable[tuple[UUID, str]]) -> list[UUID]:
    """Those that gave this contact, however it was written."""
    wanted = as_compared(contact)
    return [key for key, known in given if as_compared(known) == wanted]


def _is_the_same(request: Request, facts: dict[str, Any], other: Request, known: dict[str, Any]) -> bool:
    """Of the same problem, as far as can be told. While the first waits, what was not understood is taken for it."""
    in_doubt = other.is_live and (facts["abstained"] or known["abstained"])
    return in_doubt or _same_subject(request, other) or about_the_same(facts, known)


def _same_subject(one: Request, other: Request) -> bool:
    named = ("service_code", "appointment_id", "episode_id")
    return any(getattr(one, name) and getattr(one, name) == getattr(other, name) for name in named)
