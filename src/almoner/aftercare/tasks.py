"""What the worker does after people have gone home: opens what follows, reminds once, ends what is over.

Everything is found in the tables again after a crash, and each action looks again, locked: two workers do each once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from almoner.aftercare import actions
from almoner.aftercare.enums import ComplaintState, FeedbackState, PlanState, StepKind, StepState
from almoner.aftercare.handbook import Handbook
from almoner.aftercare.models import Complaint, Feedback, Plan, Step
from almoner.aftercare.standing import handbook_in_force
from almoner.aftercare.surveying import reason_not_to
from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.core.prepared import Prepared
from almoner.core.refusal import Refused
from almoner.scheduling.enums import HOLDING_TIME
from almoner.scheduling.models import Appointment
from almoner.timeline.models import Event
from almoner.urgency.models import Request
from almoner.visits.enums import LIVE_STAY, StayState, VisitState
from almoner.visits.models import Stay, Visit

BATCH = 100
FOUND_AGAIN = timedelta(days=31)
"""So far back it is looked for stays whose steps were not opened, as after a long stop."""
ASKED_FOR = ("visit.finished", "discharge.completed")


def register() -> None:
    worker.register("aftercare", 20, look_after)


def look_after() -> int:
    """One round. Gives the number of things done; nothing where the hospital has loaded no handbook."""
    stored = handbook_in_force()
    if stored is None:
        return 0
    book = stored[1]
    return sum(
        (
            _after_stays(),
            _after_visits(book),
            _arrange(),
            _ask_how_it_was(),
            _remind(book),
            _close_feedback(),
            _call_off(book),
            _end_checks(book),
            _end_plans(),
        )
    )


def _each(things: Iterable[Any], act: Callable[[Any], object]) -> int:
    done = 0
    for thing in things:
        try:
            act(thing)
        except Refused:
            continue
        done += 1
    return done


@Prepared
def _gone_home(*, since: Any) -> QuerySet[Stay]:
    gone = Stay.objects.filter(state=StayState.DISCHARGED, discharged_at__gte=since, aftercare__isnull=True)
    return gone.order_by("discharged_at", "id")[:BATCH]


def _after_stays() -> int:
    gone = _gone_home.all(since=clock.now() - FOUND_AGAIN)
    return _each(gone, lambda stay: actions.open_plan(stay=stay, by=SYSTEM))


def _after_visits(book: Handbook) -> int:
    codes = [code for pathway in book.pathways.values() for code in pathway.services]
    wanted = Q(appointment__service__code__in=codes) | Q(appointment__isnull=True, service__code__in=codes)
    if book.for_walk_in():
        wanted |= Q(appointment__isnull=True)
    over = Visit.objects.filter(
        wanted, state=VisitState.FINISHED, ended_at__gte=clock.now() - FOUND_AGAIN, aftercare__isnull=True
    )
    return _each(over.order_by("ended_at", "id")[:BATCH], lambda visit: actions.open_plan(visit=visit, by=SYSTEM))


@Prepared
def _without_a_date() -> QuerySet[Step]:
    """Of people who have a visit since they went home; whether it is of the right kind is looked at then."""
    theirs = Appointment.objects.filter(state__in=HOLDING_TIME, person_id=OuterRef("person_id"))
    waiting = Step.objects.filter(
        Exists(theirs.filter(starts_at__gt=OuterRef("plan__home_at"))), kind=StepKind.VISIT, state=StepState.OPEN
    )
    return waiting.select_related("person", "plan").order_by("due_at", "id")


@Prepared
def _coming(*, people: Any) -> QuerySet[Appointment]:
    coming = Appointment.objects.filter(state__in=HOLDING_TIME, person__in=people)
    return coming.select_related("service").order_by("starts_at", "id")


def _arrange() -> int:
    """A step that wants a date has it as soon as a visit of the right kind is booked, by whomever and however."""
    steps = _without_a_date.all()
    booked: dict[Any, list[Appointment]] = {}
    for visit in _coming.all(people={step.person_id for step in steps}):
        booked.setdefault(visit.person_id, []).append(visit)
    done = 0
    for step in steps:
        fits = (
            one
            for one in booked.get(step.person_id, ())
            if one.service.code in step.services and one.starts_at > step.plan.home_at
        )
        found = next(fits, None)
        if found:
            done += _each(
                [(step, found)], lambda pair: actions.arrange_visit(step=pair[0], appointment=pair[1], by=SYSTEM)
            )
    return done


@Prepared
def _to_be_asked(*, since: Any) -> QuerySet[Event, Any]:
    known = Feedback.objects.filter(subject_id=OuterRef("subject_id"))
    told = Event.objects.filter(at__gte=since, facts__ask_feedback=True).exclude(Exists(known))
    told = told.filter(kind__in=ASKED_FOR, subject_id__isnull=False).order_by("at", "id")
    return told.values_list("subject_id", flat=True)[:BATCH]


def _ask_how_it_was() -> int:
    """By the events themselves, which say whether to ask at all."""
    ids = [one for one in _to_be_asked.all(since=clock.now() - timedelta(days=3)) if one]
    if not ids:
        return 0
    visits = Visit.objects.filter(id__in=ids).select_related("person", "clinician")
    stays = Stay.objects.filter(id__in=ids).select_related("person", "doctor")
    return _each(
        visits.order_by("ended_at", "id"), lambda visit: actions.open_feedback(visit=visit, by=SYSTEM)
    ) + _each(stays.order_by("discharged_at", "id"), lambda stay: actions.open_feedback(stay=stay, by=SYSTEM))


@Prepared
def _silent(*, before: Any) -> QuerySet[Feedback]:
    asked = Feedback.objects.filter(state=FeedbackState.OPEN, nudged_at__isnull=True, was_at__lte=before)
    return asked.order_by("was_at", "id")[:BATCH]


def _remind(book: Handbook) -> int:
    asked = _silent.all(before=clock.now() - book.rules.nudge_after)
    return _each(asked, lambda one: actions.ask_once_more(feedback=one, by=SYSTEM))


@Prepared
def _over(*, now: Any) -> QuerySet[Feedback]:
    over = Feedback.objects.filter(state=FeedbackState.OPEN, closes_at__lte=now)
    return over.order_by("closes_at", "id")[:BATCH]


def _close_feedback() -> int:
    return _each(_over.all(now=clock.now()), lambda one: actions.close_feedback(feedback=one, by=SYSTEM))


def _call_off(book: Handbook) -> int:
    """Of those who were asked: whoever is in crisis, in danger, with us again or no longer alive since."""
    done = 0
    for one in _not_to_ask.all(since=clock.now() - book.rules.quiet_after_crisis):
        why = reason_not_to(one.person, book.rules)
        if why:
            done += _each(
                [(one, str(why))],
                lambda pair: actions.call_off_feedback(feedback=pair[0], why=pair[1], by=SYSTEM),
            )
    return done


@Prepared
def _not_to_ask(*, since: Any) -> QuerySet[Feedback]:
    open_ones = Feedback.objects.filter(state=FeedbackState.OPEN).select_related("person")
    requests = Request.objects.filter(person_id=OuterRef("person_id"))
    touched = (
        Q(person__died_on__isnull=False)
        | Q(Exists(Stay.objects.filter(person_id=OuterRef("person_id"), state__in=LIVE_STAY)))
        | Q(Exists(requests.exclude(crisis="").filter(created_at__gte=since)))
        | Q(Exists(requests.live().filter(danger_at__isnull=False)))
        | Q(Exists(Complaint.objects.filter(person_id=OuterRef("person_id"), state=ComplaintState.OPEN)))
    )
    return open_ones.filter(touched).order_by("was_at", "id")[:BATCH]


@Prepared
def _unanswered(*, before: Any) -> QuerySet[Step]:
    checks = Step.objects.filter(kind=StepKind.CHECK, state=StepState.OPEN, due_at__lte=before)
    return checks.select_related("person").order_by("due_at", "id")[:BATCH]


def _end_checks(book: Handbook) -> int:
    unanswered = _unanswered.all(before=clock.now() - book.rules.answer_within)
    return _each(unanswered, lambda step: actions.close_unanswered(step=step, by=SYSTEM))


def _end_plans() -> int:
    """What nobody needs any more, and what is over."""
    return _each(_needless.all(now=clock.now()), _end_plan)


@Prepared
def _needless(*, now: Any) -> QuerySet[Plan]:
    running = Plan.objects.filter(state=PlanState.RUNNING).select_related("person")
    again = Stay.objects.filter(
        person_id=OuterRef("person_id"), state=StayState.ADMITTED, admitted_at__gt=OuterRef("home_at")
    )
    waiting = Step.objects.filter(plan_id=OuterRef("id"), state=StepState.OPEN)
    still = waiting.exclude(kind=StepKind.STANDING, due_at__lte=now)
    running = running.annotate(back=Exists(again), going_on=Exists(still))
    over = running.filter(Q(person__died_on__isnull=False) | Q(back=True) | Q(going_on=False))
    return over.order_by("home_at", "id")[:BATCH]


def _end_plan(plan: Any) -> None:
    """For the weightiest of what is so."""
    if plan.person.died_on:
        actions.end_plan(plan=plan, reason="they have died", by=SYSTEM)
    elif plan.back:
        actions.end_plan(plan=plan, reason="they are with us again", by=SYSTEM)
    else:
        actions.finish_plan(plan=plan, by=SYSTEM)
