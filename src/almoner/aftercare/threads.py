"""Reading the question box, scoped to who asks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from almoner.aftercare.enums import EntryKind, QuestionState
from almoner.aftercare.models import Question, QuestionEntry
from almoner.aftercare.rules import may_speak
from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.core import audit
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_see, visible_to

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its lines. Notes among staff are left out for anybody else."""

    question: Question
    entries: tuple[QuestionEntry, ...]
    promise: Promise | None

    @property
    def last_asked(self) -> QuestionEntry:
        return next(entry for entry in reversed(self.entries) if entry.kind == EntryKind.ASKED)


def question_pool(*, by: Actor, pool: str = "", state: str = QuestionState.OPEN) -> list[Thread]:
    """Questions that wait, due first; or the latest of another state. A constant number of statements."""
    by.need(Permission.ANSWER_QUESTIONS)
    seen = Person.objects.filter(visible_to(by)).values("id")
    found = _questions().filter(person__in=seen, state=state)
    if pool:
        found = found.filter(pool=pool)
    order = ("created_at", "id") if state == QuestionState.OPEN else ("-created_at", "id")
    threads = _threads(list(found.order_by(*order)[:LIMIT]), notes=True)
    if state != QuestionState.OPEN:
        return threads
    return sorted(
        threads, key=lambda one: (one.promise is None, one.promise.due_at if one.promise else one.question.created_at)
    )


def question_counts(*, by: Actor) -> dict[str, int]:
    """How many wait in each pool. One statement."""
    by.need(Permission.ANSWER_QUESTIONS)
    seen = Person.objects.filter(visible_to(by)).values("id")
    waiting = Question.objects.filter(person__in=seen, state=QuestionState.OPEN).values_list("pool", flat=True)
    counts: dict[str, int] = {}
    for pool in waiting:
        counts[pool] = counts.get(pool, 0) + 1
    return counts


def questions_of(person: Person, *, by: Actor) -> list[Thread]:
    """What one person has asked, latest first. Raises NotThere."""
    if not may_speak(person, by):
        raise NotThere
    found = list(_questions().filter(person=person).order_by("-created_at", "id")[:LIMIT])
    return _threads(found, notes=by.is_staff and by.may(Permission.ANSWER_QUESTIONS))


def question_for(question_id: UUID, *, by: Actor) -> Thread:
    """One question with its thread. Read by staff, it leaves a trace. Raises NotThere."""
    question = _questions().filter(id=question_id).first()
    if question is None or not _may_read(question.person, by):
        raise NotThere
    if by.is_staff:
        audit.read(what="question", person_id=question.person_id, by=by, facts={"question": question.reference})
    return _threads([question], notes=by.is_staff and by.may(Permission.ANSWER_QUESTIONS))[0]


def _may_read(person: Person, by: Actor) -> bool:
    if by.is_staff:
        return may_see(person, by) and (by.may(Permission.ANSWER_QUESTIONS) or by.may(Permission.FOLLOW_UP))
    return may_speak(person, by)


def _questions() -> QuerySet[Question]:
    return Question.objects.select_related(
        "person", "taken_by", "request", "stay", "visit__service", "visit__appointment__service"
    )


def _threads(questions: list[Question], *, notes: bool) -> list[Thread]:
    ids = [question.id for question in questions]
    lines: dict[UUID, list[QuestionEntry]] = {one: [] for one in ids}
    entries = QuestionEntry.objects.filter(question_id__in=ids)
    for entry in (entries if notes else entries.exclude(kind=EntryKind.NOTE)).order_by("number"):
        lines[entry.question_id].append(entry)
    owed = {
        promise.subject_id: promise
        for promise in Promise.objects.filter(
            subject_id__in=ids, standard="question_answered", state__in=LIVE
        ).select_related("taken_by")
    }
    return [Thread(question, tuple(lines[question.id]), owed.get(question.id)) for question in questions]
