"""What followed after people had gone home: calls, answers, questions, complaints and thanks of the last days."""

from __future__ import annotations

from datetime import time, timedelta

from almoner.aftercare import actions as aftercare
from almoner.aftercare.enums import Answer, CallOutcome, FeedbackState, Score, StepKind, StepState
from almoner.aftercare.models import Complaint, Feedback, Question, Step
from almoner.aftercare.queries import low_scores
from almoner.aftercare.standing import handbook_of
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.demo.agenda import Agenda
from almoner.demo.house import House
from almoner.demo.stories import stories
from almoner.people.models import Person

RINGS, SPEAKS, HEARS = time(14, 5), time(16, 40), time(16, 20)
LEFT_OF, UNREACHED_OF = 4, 5
"""One step in so many is left for another day, and one in so many is not reached."""
SCORES = (Score.VERY_GOOD, Score.GOOD, Score.VERY_GOOD, Score.POOR, Score.GOOD, Score.NEITHER, Score.VERY_POOR)
VOICES = [
    ("questions", 0, 6, True),
    ("complaints", 0, 5, True),
    ("thanks", 0, 4, False),
    ("questions", 1, 2, True),
    ("complaints", 1, 1, False),
    ("thanks", 1, 1, False),
    ("questions", 2, 1, False),
]
"""What was said, so many days ago, and whether it has been answered."""


def follow_people(house: House, agenda: Agenda, people: list[Person], days: int) -> None:
    """Put the calls and voices of the days gone by on the agenda."""
    for back in range(days, -1, -1):
        day = house.today - timedelta(days=back)
        agenda.at(clock.on_the_wall(day, RINGS), _ring, house=house)
        agenda.at(clock.on_the_wall(day, HEARS), _hear, house=house)
        agenda.at(clock.on_the_wall(day, SPEAKS), _say_how_it_was)
    for (kind, place, ago, answered), who in zip(VOICES, people, strict=False):
        if ago <= days:
            moment = clock.on_the_wall(house.today - timedelta(days=ago), time(12))
            words = stories()["voices"][kind][place]
            agenda.at(moment, _speak, house=house, agenda=agenda, who=who, kind=kind, words=words, answered=answered)


def _ring(house: House) -> None:
    """Nurses ring those whose call is due; a few wait for another day. What needs a date gets one."""
    due = Step.objects.filter(state=StepState.OPEN, kind=StepKind.CALL, next_at__lte=clock.now())
    for place, step in enumerate(due.select_related("person", "plan__handbook").order_by("due_at", "id")):
        if place % LEFT_OF == LEFT_OF - 1:
            continue
        said = aftercare.Said(CallOutcome.NO_ANSWER)
        if place % UNREACHED_OF != UNREACHED_OF - 1:
            answers = {one.code: {"answer": Answer.FINE} for one in handbook_of(step.plan).questions}
            said = aftercare.Said(CallOutcome.REACHED, answers=answers, note="Feels better every day")
        aftercare.record_try(step=step, said=said, by=house.by("ward_nurse"))
    undated = Step.objects.filter(state=StepState.OPEN, kind=StepKind.VISIT).select_related("person")
    for step in undated.filter(plan__home_at__lt=clock.now() - timedelta(hours=20)).order_by("due_at", "id"):
        aftercare.arrange_visit(step=step, how="Their own doctor sees them", by=house.by("agent"))


def _say_how_it_was() -> None:
    """Of those who were asked, most answer in the evening of the next day."""
    asked = Feedback.objects.filter(state=FeedbackState.OPEN, created_at__lt=clock.now() - timedelta(hours=20))
    said: list[str] = stories()["voices"]["feedback"]
    for feedback in asked.select_related("person").order_by("created_at", "id"):
        lot = feedback.id.int
        if lot % 3:
            score, words = SCORES[lot % len(SCORES)], said[lot % len(said)]
            aftercare.give_feedback(feedback=feedback, score=score, words=words, by=SYSTEM)


def _hear(house: House) -> None:
    """The managers see to low scores, but for some of the last day."""
    manager = house.by("manager")
    for ticket in low_scores(by=manager):
        if ticket.feedback.given_at and ticket.feedback.given_at < house.opened_at - timedelta(days=2):
            how = "Rang them and said sorry; the waiting room is now told of delays."
            aftercare.follow_up_feedback(feedback=ticket.feedback, how=how, themes=["waiting"], by=manager)


def _speak(house: House, agenda: Agenda, who: Person, kind: str, words: str, *, answered: bool) -> None:
    desk, later = house.by("agent"), clock.now() + timedelta(hours=22)
    if kind == "questions":
        question = aftercare.ask_question(person=who, words=words, by=desk)
        if answered:
            agenda.at(later, _answer, house=house, question=question)
    elif kind == "complaints":
        complaint = aftercare.take_complaint(voice=aftercare.Voice(words=words), person=who, by=desk)
        if answered:
            agenda.at(later, _answer_complaint, house=house, complaint=complaint)
    else:
        aftercare.give_thanks(voice=aftercare.Voice(words=words), person=who, by=desk)


def _answer(house: House, question: Question) -> None:
    words = "Yes, you may. Ring us if it gets worse."
    aftercare.answer_question(question=question, words=words, by=house.by("ward_nurse"))


def _answer_complaint(house: House, complaint: Complaint) -> None:
    words = "We are sorry. You should have been told. The desk now tells everybody who waits."
    learned = "Delays are told every half hour."
    aftercare.answer_complaint(complaint=complaint, words=words, learned=learned, by=house.by("manager"))
