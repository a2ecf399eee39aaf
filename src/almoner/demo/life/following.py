"""After they have gone home: calls are made, people say how they are, ask, complain, thank, and are heard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from almoner.aftercare import actions as aftercare
from almoner.aftercare.enums import (
    Answer,
    CallOutcome,
    ComplaintState,
    FeedbackState,
    Means,
    QuestionState,
    Score,
    StepKind,
    StepState,
)
from almoner.aftercare.models import Complaint, Feedback, Question, Step, Thanks
from almoner.aftercare.queries import low_scores
from almoner.aftercare.standing import handbook_of
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.demo.booking import hold_from
from almoner.demo.life.hospital import Hospital, forgotten
from almoner.demo.stories import stories
from almoner.people.models import Person
from almoner.scheduling import actions as scheduling

OUTCOMES = {
    CallOutcome.REACHED: 66,
    CallOutcome.NO_ANSWER: 22,
    CallOutcome.LATER: 6,
    CallOutcome.WRONG_NUMBER: 3,
    CallOutcome.REFUSED: 3,
}
SIGNS = 0.15
"""How many of those who are reached tell of a warning sign."""
SCORES = {Score.VERY_GOOD: 40, Score.GOOD: 30, Score.NEITHER: 8, Score.POOR: 12, Score.VERY_POOR: 6, Score.DONT_KNOW: 4}


def people_are_followed(hospital: Hospital) -> None:
    """By day: what is due is done, and what people say is heard."""
    now = clock.now()
    steps = Step.objects.filter(state=StepState.OPEN, opens_at__lte=now).select_related("person", "plan__handbook")
    for step in steps.filter(next_at__lte=now, kind__in=[StepKind.CALL, StepKind.HELP]).order_by("due_at", "id")[:3]:
        _is_rung(hospital, step)
    for step in steps.filter(kind=StepKind.VISIT).order_by("due_at", "id")[:2]:
        _gets_a_date(hospital, step)
    for step in steps.filter(kind=StepKind.CHECK).order_by("due_at", "id")[:3]:
        _says_how(hospital, step)
    _somebody_speaks_up(hospital)
    _they_are_heard(hospital)


def said(hospital: Hospital, step: Step) -> aftercare.Said:
    """What comes of ringing."""
    outcome = hospital.source.choices(list(OUTCOMES), weights=list(OUTCOMES.values()))[0]
    if outcome == CallOutcome.LATER:
        return aftercare.Said(outcome, ring_at=clock.now() + timedelta(hours=2))
    if outcome == CallOutcome.REFUSED:
        return aftercare.Said(outcome, note="All is well, please do not ring again")
    if outcome != CallOutcome.REACHED:
        return aftercare.Said(outcome)
    book = handbook_of(step.plan)
    answers: dict[str, dict[str, str]] = {one.code: {"answer": Answer.FINE} for one in book.questions}
    if hospital.lot(0.1) and answers:
        answers[next(iter(answers))] = {"answer": Answer.NEEDS_NURSE, "note": "Does not know why the new tablet"}
    signs = [sign.code for flag in book.flags for sign in flag.signs]
    told = [hospital.one_of(signs)] if signs and hospital.lot(SIGNS) else []
    return aftercare.Said(outcome, answers=answers, signs=told, note="Spoke with them")


def _is_rung(hospital: Hospital, step: Step) -> None:
    """Nurses ring where a nurse is asked for; some steps are forgotten until their time has passed."""
    if forgotten(step.id) and clock.now() < step.due_at + timedelta(hours=1):
        return
    who = "ward_nurse" if step.clinician else "agent"
    hospital.try_to(aftercare.record_try, step=step, said=said(hospital, step), by=hospital.by(who))


def _gets_a_date(hospital: Hospital, step: Step) -> None:
    service = next((hospital.house.services[code] for code in step.services if code in hospital.house.services), None)
    begin = max(clock.now() + timedelta(days=1), step.opens_at)
    held = hold_from(service, step.person, begin, hospital.by("agent")) if service else None
    if held:
        visit = hospital.try_to(scheduling.book, hold=held, person=step.person, keep_both=True, by=hospital.by("agent"))
        if visit:
            hospital.try_to(aftercare.arrange_visit, step=step, appointment=visit, by=hospital.by("agent"))
    else:
        hospital.try_to(aftercare.arrange_visit, step=step, how="Their own doctor sees them", by=hospital.by("agent"))


def _says_how(hospital: Hospital, step: Step) -> None:
    """By the link that they were sent; some never answer."""
    if step.id.int % 3 == 0:
        return
    means = hospital.source.choices(list(Means), weights=[60, 28, 12])[0]
    hospital.try_to(aftercare.say_how, plan=step.plan, step=step, means=means, by=SYSTEM)


def _somebody_speaks_up(hospital: Hospital) -> None:
    asked = Feedback.objects.filter(state=FeedbackState.OPEN, created_at__lt=clock.now() - timedelta(hours=2))
    for feedback in asked.select_related("person").order_by("created_at", "id")[:2]:
        if hospital.lot(0.2):
            score = hospital.source.choices(list(SCORES), weights=list(SCORES.values()))[0]
            words = hospital.one_of(stories()["voices"]["feedback"])
            hospital.try_to(aftercare.give_feedback, feedback=feedback, score=score, words=words, by=SYSTEM)
    if hospital.lot(0.05):
        person = hospital.one_of(hospital.people)
        hospital.begins("follow_up")
        _speaks(hospital, person)


def _speaks(hospital: Hospital, person: Person) -> None:
    voices: dict[str, Any] = stories()["voices"]
    lot = hospital.source.random()
    desk = hospital.by("agent")
    if lot < 0.6:
        words = hospital.one_of(voices["questions"])
        hospital.try_to(aftercare.ask_question, person=person, words=words, by=desk)
    elif lot < 0.8:
        voice = aftercare.Voice(words=hospital.one_of(voices["complaints"]), about="The waiting room")
        hospital.try_to(aftercare.take_complaint, voice=voice, person=person, by=desk)
    else:
        voice = aftercare.Voice(words=hospital.one_of(voices["thanks"]), about="The nurses")
        hospital.try_to(aftercare.give_thanks, voice=voice, person=person, by=desk)


def _they_are_heard(hospital: Hospital) -> None:
    """Questions are answered, low scores followed up, complaints answered, thanks passed on; in time or late."""
    now, manager = clock.now(), hospital.by("manager")
    questions = Question.objects.filter(state=QuestionState.OPEN, created_at__lt=now - timedelta(hours=1))
    for question in questions.select_related("person").order_by("created_at", "id")[:2]:
        if not forgotten(question.id):
            words = "Yes, you may. Ring us if it gets worse."
            hospital.try_to(aftercare.answer_question, question=question, words=words, by=hospital.by("ward_nurse"))
    for ticket in low_scores(by=manager)[:2]:
        how = "Rang them, said sorry, changed the list"
        hospital.try_to(aftercare.follow_up_feedback, feedback=ticket.feedback, how=how, by=manager)
    complaints = Complaint.objects.filter(state=ComplaintState.OPEN, created_at__lt=now - timedelta(hours=6))
    for complaint in complaints.order_by("created_at", "id")[:1]:
        words = "We are sorry. We looked into it, and this is what we found."
        hospital.try_to(aftercare.answer_complaint, complaint=complaint, words=words, by=manager)
    for thanks in Thanks.objects.filter(passed_on_at__isnull=True).order_by("created_at", "id")[:2]:
        hospital.try_to(aftercare.pass_on_thanks, thanks=thanks, to="The ward", by=manager)
