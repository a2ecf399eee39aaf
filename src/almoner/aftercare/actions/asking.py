"""The question box: asking, answering, asking on, handing over. Nothing is closed but by the person (FUP-8)."""

from __future__ import annotations

from typing import Any

from almoner.aftercare.alarming import Heard, alarm_for_words
from almoner.aftercare.enums import EntryKind, Pool, QuestionState
from almoner.aftercare.models import Question, QuestionEntry
from almoner.aftercare.refusals import NothingToSettle, QuestionEnded, ReasonNeeded, WordsNeeded
from almoner.aftercare.rules import need_to_answer, need_to_speak
from almoner.aftercare.standing import acting_staff, live_promise
from almoner.charter import actions as charter
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import reference
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.timeline.actions import record
from almoner.visits.models import Stay, Visit


@action
def ask_question(
    *,
    person: Person,
    words: str,
    stay: Stay | None = None,
    visit: Visit | None = None,
    pool: str = Pool.NURSES,
    language: str = "en",
    by: Actor,
) -> Question:
    """Put a question into the box. It has an owner and a time at once.

    The danger signs come first, on every page that leads here (SEL-9). Where the words tell of danger all the same, a
    request for help is made beside the question, and the question says so: `request`.
    """
    need_to_speak(person, by)
    if not words.strip():
        raise WordsNeeded
    for episode in (stay, visit):
        if episode is not None and episode.person_id != person.id:
            raise NotThere
    question = Question.objects.create(
        reference=reference("Q", taken=lambda drawn: Question.objects.filter(reference=drawn).exists()),
        person=person,
        stay=stay,
        visit=None if stay else visit,
        pool=Pool(pool),
        language=language,
        via=by.via,
    )
    return _asked(question, words, "question.asked", by)


@action
def ask_on(*, question: Question, words: str, by: Actor) -> Question:
    """Something is still unclear. A question that was answered is open again, with a new time."""
    fresh = _locked(question)
    need_to_speak(fresh.person, by)
    if fresh.state == QuestionState.WITHDRAWN:
        raise QuestionEnded
    if not words.strip():
        raise WordsNeeded
    again = fresh.state != QuestionState.OPEN
    fresh.state = QuestionState.OPEN
    fresh.save(update_fields=["state"])
    return _asked(fresh, words, "question.asked_again" if again else "question.added", by)


def _asked(question: Question, words: str, event: str, by: Actor) -> Question:
    add_entry(question, EntryKind.ASKED, words, by)
    episode_id = question.stay_id or question.visit_id or question.id
    request = alarm_for_words(Heard(question.person, episode_id, words.strip(), question.language), by)
    if request:
        question.request = request
        question.save(update_fields=["request"])
    facts = {"reference": question.reference, "pool": question.pool, "danger": request is not None}
    record(kind=event, person=question.person, subject_id=question.id, facts=facts, by=by)
    return question


@action
def take_question(*, question: Question, by: Actor) -> Question:
    """I answer this one. The person sees who."""
    fresh = _to_answer(question, by)
    fresh.taken_by = acting_staff(by)
    fresh.save(update_fields=["taken_by"])
    promise = live_promise(fresh.id, "question_answered")
    if promise and fresh.taken_by:
        charter.take(promise=promise, by=by)
    return fresh


@action
def hand_over_question(*, question: Question, pool: str, why: str, by: Actor) -> Question:
    """Somebody else answers it: the other pool. The time that was promised stays (it is still the house's)."""
    fresh = _to_answer(question, by)
    if pool not in Pool.values or not why.strip():
        raise ReasonNeeded
    fresh.pool, fresh.taken_by = Pool(pool), None
    fresh.save(update_fields=["pool", "taken_by"])
    add_entry(fresh, EntryKind.HANDED_OVER, why, by)
    promise = live_promise(fresh.id, "question_answered")
    if promise:
        charter.assign(promise=promise, staff=None, by=by)
    facts = {"reference": fresh.reference, "pool": fresh.pool}
    record(kind="question.handed_over", person=fresh.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


@action
def answer_question(*, question: Question, words: str, by: Actor) -> Question:
    """A nurse or a doctor answers. The person is told that the answer is there, not what it says."""
    fresh = _to_answer(question, by)
    if not words.strip():
        raise WordsNeeded
    fresh.state, fresh.taken_by = QuestionState.ANSWERED, acting_staff(by)
    fresh.save(update_fields=["state", "taken_by"])
    add_entry(fresh, EntryKind.ANSWER, words, by)
    facts = {"reference": fresh.reference}
    record(kind="question.answered", person=fresh.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


@action
def note_on_question(*, question: Question, words: str, by: Actor) -> Question:
    """A note among staff. The person does not see it."""
    fresh = _locked(question)
    need_to_answer(fresh.person, by)
    if not words.strip():
        raise WordsNeeded
    add_entry(fresh, EntryKind.NOTE, words, by)
    return fresh


@action
def settle_question(*, question: Question, by: Actor) -> Question:
    """The person says: that answers it."""
    fresh = _locked(question)
    need_to_speak(fresh.person, by)
    if fresh.state != QuestionState.ANSWERED:
        raise NothingToSettle
    return _end(fresh, QuestionState.SETTLED, "question.settled", {}, by)


@action
def withdraw_question(*, question: Question, reason: str, by: Actor) -> Question:
    """The person needs no answer any more."""
    fresh = _locked(question)
    need_to_speak(fresh.person, by)
    if fresh.state != QuestionState.OPEN:
        raise QuestionEnded
    if not reason.strip():
        raise ReasonNeeded
    return _end(fresh, QuestionState.WITHDRAWN, "question.withdrawn", {"reason": reason.strip()[:300]}, by)


def _end(question: Question, state: QuestionState, event: str, facts: dict[str, Any], by: Actor) -> Question:
    question.state = state
    question.save(update_fields=["state"])
    add_entry(question, EntryKind(state.value), facts.get("reason", ""), by)
    told = {"reference": question.reference, **facts}
    record(kind=event, person=question.person, subject_id=question.id, facts=told, by=by)
    return question


def add_entry(question: Question, kind: EntryKind, words: str, by: Actor) -> QuestionEntry:
    """Part of an action: one more line of the thread, whose question is locked."""
    return QuestionEntry.objects.create(
        question=question,
        number=question.entries.count() + 1,
        kind=kind,
        words=words.strip(),
        by_name=by.name,
        by_staff_id=by.staff_id,
    )


def _locked(question: Question) -> Question:
    return Question.objects.select_for_update(of=("self",)).select_related("person").get(id=question.id)


def _to_answer(question: Question, by: Actor) -> Question:
    fresh = _locked(question)
    need_to_answer(fresh.person, by)
    if fresh.state != QuestionState.OPEN:
        raise QuestionEnded
    return fresh
