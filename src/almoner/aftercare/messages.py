"""What aftercare tells people by itself, put together at the moment of sending from the rows as they are then."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from almoner.aftercare.actions import answer_at_end, say_how
from almoner.aftercare.enums import (
    AtEnd,
    ComplaintState,
    EntryKind,
    FeedbackState,
    Means,
    QuestionState,
    ReturnState,
    StepKind,
    StepState,
)
from almoner.aftercare.handbook import LANGUAGES
from almoner.aftercare.links import token
from almoner.aftercare.models import Complaint, Feedback, OpenReturn, Question, Step
from almoner.aftercare.refusals import DoneAlready, StepEnded
from almoner.aftercare.standing import live_promise
from almoner.charter.showing import team_name
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.ahead import Ahead
from almoner.messaging import kinds
from almoner.messaging.kinds import MessageKind
from almoner.people.ages import ages
from almoner.people.enums import CarerScope, Purpose
from almoner.people.models import Carer, Person
from almoner.people.rules import live_leaves, scopes_of

OWNERS = "managers"
"""The team that looks into complaints, where nobody has been named yet."""


_CHECKS = Ahead(lambda keys: Step.objects.filter(id__in=keys, kind=StepKind.CHECK))
_ASKED = Ahead(lambda keys: Feedback.objects.filter(id__in=keys))
_RETURNS = Ahead(lambda keys: OpenReturn.objects.filter(id__in=keys).select_related("person", "service"))


def register() -> None:
    kinds.register(MessageKind("recovery.check", Purpose.CARE, how_are_you, answered=answered, ahead=_CHECKS.read))
    kinds.register(MessageKind("follow_up.unreached", Purpose.CARE, could_not_reach))
    kinds.register(MessageKind("follow_up.family", Purpose.CARE, could_not_reach_theirs))
    kinds.register(MessageKind("return.opened", Purpose.CARE, may_come_back, ahead=_RETURNS.read))
    kinds.register(MessageKind("return.ending", Purpose.CARE, still_needed, answered=hear_at_end, ahead=_RETURNS.read))
    kinds.register(MessageKind("feedback.asked", Purpose.FEEDBACK, how_was_it, ahead=_ASKED.read))
    kinds.register(MessageKind("feedback.nudge", Purpose.FEEDBACK, how_was_it, ahead=_ASKED.read))
    kinds.register(MessageKind("question.received", Purpose.CARE, question_here))
    kinds.register(MessageKind("question.answered", Purpose.CARE, answer_here))
    kinds.register(MessageKind("complaint.acknowledged", Purpose.CARE, complaint_here))
    kinds.register(MessageKind("complaint.answered", Purpose.CARE, complaint_answer_here))


def link(path: str) -> str:
    return f"{settings.ALMONER_PUBLIC_URL}{path}"


def how_are_you(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The link by which they say how they are; None once they have said so, or are with us again."""
    step = _CHECKS.one(subject_id) if subject_id else None
    if step is None or (step.person_id, step.state) != (person.id, StepState.OPEN):
        return None
    return {"link": link(f"/how-are-you/{token('check', step.id)}/")}


def answered(subject_id: UUID | None, person: Person, means: str, by: Actor) -> None:
    """They pressed a key: the same as the link. Raises StepEnded, so that a person sees to it."""
    if means not in Means.values:
        return
    known = Step.objects.filter(person=person).select_related("plan__person", "plan__handbook")
    step = known.filter(id=subject_id).first() if subject_id else None
    if step is None or step.state != StepState.OPEN:
        raise StepEnded
    say_how(plan=step.plan, means=means, step=step, by=by)


def could_not_reach(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """We rang and did not reach them; the page says how to tell us all the same."""
    step = subject_id and Step.objects.filter(id=subject_id, person=person).select_related("plan").first()
    return {"link": link("/aftercare/")} if step and person.died_on is None else None


def could_not_reach_theirs(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """To somebody of the family who may have messages: whom we could not reach, and nothing else."""
    step = Step.objects.filter(id=subject_id).select_related("person").first() if subject_id else None
    leaves = live_leaves(clock.today()).filter(person=step.person, carer=person) if step else Carer.objects.none()
    leaves = leaves.select_related("person")
    if step is None or not any(CarerScope.MESSAGES in scopes_of(leave, ages()) for leave in leaves):
        return None
    return {"relative": step.person.first_name}


def may_come_back(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """What to watch for, until when, and how soon they are seen: none of it where others look (law I-21c)."""
    found = _return(subject_id, person, ReturnState.OPEN)
    if found is None:
        return None
    return {
        "ends_on": _day_in_each(found.valid_until),
        "days": str(found.see_within_days),
        "watch": list(found.watch_for),
        "service": dict(found.service.names),
        "reference": found.reference,
        "link": link("/aftercare/"),
    }


def still_needed(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The question at the end; None once somebody has answered it."""
    found = _return(subject_id, person, ReturnState.ENDING)
    return (
        {"ends_on": _day_in_each(found.valid_until), "reference": found.reference, "link": link("/aftercare/")}
        if found
        else None
    )


def hear_at_end(subject_id: UUID | None, person: Person, key: str, by: Actor) -> None:
    """A key pressed: the same as the page. Raises DoneAlready, so that a person sees to it."""
    found = _return(subject_id, person, ReturnState.ENDING)
    if found is None:
        raise DoneAlready
    if key in AtEnd.values:
        answer_at_end(way_back=found, answer=key, by=by)


def _day_in_each(day: date) -> dict[str, str]:
    """The day with its year, which may be the next one or the one after, in each language."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = date_format(day, "j F Y")
    return said


def _return(subject_id: UUID | None, person: Person, state: ReturnState) -> OpenReturn | None:
    found = _RETURNS.one(subject_id) if subject_id and person.died_on is None else None
    return found if found and (found.person_id, found.state) == (person.id, state) else None


def how_was_it(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The link to the page, and when it closes (FUP-5); None once it was answered, closed or called off."""
    asked = _ASKED.one(subject_id) if subject_id else None
    if asked is None or (asked.person_id, asked.state) != (person.id, FeedbackState.OPEN):
        return None
    if asked.closes_at <= clock.now():
        return None
    return {
        "when": asked.was_at,
        "closes": clock.local(asked.closes_at).date(),
        "link": link(f"/how-was-it/{token('feedback', asked.id)}/"),
    }


def question_here(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    question = subject_id and Question.objects.filter(id=subject_id, person=person, state=QuestionState.OPEN).first()
    if not question:
        return None
    promise = live_promise(question.id, "question_answered")
    return {
        "reference": question.reference,
        "answer_by": promise.due_at if promise else "",
        "link": link(f"/questions/{question.id}/"),
    }


def answer_here(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """That the answer is there. What it says stands in a sealed letter or behind the sign-in, nowhere else."""
    answered_ones = (QuestionState.ANSWERED, QuestionState.SETTLED)
    question = subject_id and Question.objects.filter(id=subject_id, person=person, state__in=answered_ones).first()
    if not question:
        return None
    said = list(question.entries.order_by("number"))
    return {
        "question": _last(said, EntryKind.ASKED),
        "answer": _last(said, EntryKind.ANSWER),
        "reference": question.reference,
        "link": link(f"/questions/{question.id}/"),
    }


def complaint_here(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    complaint = subject_id and Complaint.objects.filter(id=subject_id, person=person).select_related("owner").first()
    if not complaint or complaint.state != ComplaintState.OPEN:
        return None
    promise = live_promise(complaint.id, "complaint_answered")
    return {
        "reference": complaint.reference,
        "owner": complaint.owner.name if complaint.owner else team_name(OWNERS),
        "answer_by": promise.due_at if promise else "",
        "link": link(f"/tell-us/{complaint.id}/"),
    }


def complaint_answer_here(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    complaint = subject_id and Complaint.objects.filter(id=subject_id, person=person).first()
    if not complaint or complaint.state != ComplaintState.ANSWERED:
        return None
    return {
        "reference": complaint.reference,
        "answer": _last(list(complaint.entries.order_by("number")), EntryKind.ANSWER),
        "link": link(f"/tell-us/{complaint.id}/"),
    }


def _last(said: list[Any], kind: EntryKind) -> list[str]:
    """The lines of the latest entry of a kind."""
    words = next((entry.words for entry in reversed(said) if entry.kind == kind), "")
    return [line.strip() for line in words.splitlines() if line.strip()]
