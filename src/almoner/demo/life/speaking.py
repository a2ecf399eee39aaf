"""What people say of the hospital and ask of it, and how they are heard: each question, complaint and thanks to its
end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from almoner.aftercare import actions as aftercare
from almoner.aftercare.enums import LOW, ComplaintState, FeedbackState, Pool, QuestionState, Score
from almoner.aftercare.models import Complaint, Feedback, Question, Thanks
from almoner.aftercare.queries import low_scores
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.demo.life.hospital import Hospital, forgotten
from almoner.demo.stories import stories
from almoner.people.models import Person

SCORES = {Score.VERY_GOOD: 40, Score.GOOD: 30, Score.NEITHER: 8, Score.POOR: 12, Score.VERY_POOR: 6, Score.DONT_KNOW: 4}
ANSWERS = 0.2
"""How likely it is, in a tick, that somebody who was asked how it was says so."""
SPEAKS_UP = 0.05
ASKS_ON, HANDED_OVER = 4, 7
"""One question in so many is asked on once it was answered; one in so many is for a doctor."""
REOPENED = 5
"""One complaint in so many is not settled by its answer."""


def people_speak(hospital: Hospital, *, begins: bool) -> None:
    """By day. At its beginning (`begins`) somebody complains, so that no day is without."""
    _say_how_it_was(hospital)
    if begins:
        _speaks(hospital, hospital.one_of(hospital.people), "complaint")
    if hospital.lot(SPEAKS_UP):
        kind = hospital.source.choices(["question", "complaint", "thanks"], weights=[60, 20, 20])[0]
        _speaks(hospital, hospital.one_of(hospital.people), kind)
    _questions_are_answered(hospital)
    _low_scores_are_heard(hospital)
    _complaints_are_answered(hospital)
    for thanks in Thanks.objects.filter(passed_on_at__isnull=True).order_by("created_at", "id")[:2]:
        hospital.try_to(aftercare.pass_on_thanks, thanks=thanks, to="The ward", by=hospital.by("manager"))


def _say_how_it_was(hospital: Hospital) -> None:
    asked = Feedback.objects.filter(state=FeedbackState.OPEN, created_at__lt=clock.now() - timedelta(hours=2))
    for feedback in asked.select_related("person").order_by("created_at", "id")[:2]:
        if not hospital.lot(ANSWERS):
            continue
        score = hospital.source.choices(list(SCORES), weights=list(SCORES.values()))[0]
        words = hospital.one_of(stories()["voices"]["feedback"])
        if hospital.try_to(aftercare.give_feedback, feedback=feedback, score=score, words=words, by=SYSTEM):
            hospital.begins("feedback_low" if score in LOW else "feedback")


def _speaks(hospital: Hospital, person: Person, kind: str) -> None:
    voices: dict[str, Any] = stories()["voices"]
    hospital.begins(kind)
    desk = hospital.by("agent")
    if kind == "question":
        words = hospital.one_of(voices["questions"])
        hospital.try_to(aftercare.ask_question, person=person, words=words, by=desk)
    elif kind == "complaint":
        voice = aftercare.Voice(words=hospital.one_of(voices["complaints"]), about="The waiting room")
        hospital.try_to(aftercare.take_complaint, voice=voice, person=person, by=desk)
    else:
        voice = aftercare.Voice(words=hospital.one_of(voices["thanks"]), about="The nurses")
        hospital.try_to(aftercare.give_thanks, voice=voice, person=person, by=desk)


def _questions_are_answered(hospital: Hospital) -> None:
    """Some are for a doctor; some are asked on; in the end the person says that it is enough, or nothing more."""
    nurse, desk, hour_ago = hospital.by("ward_nurse"), hospital.by("agent"), clock.now() - timedelta(hours=1)
    waiting = Question.objects.filter(state=QuestionState.OPEN, created_at__lt=hour_ago).select_related("person")
    for question in waiting.order_by("created_at", "id")[:2]:
        if forgotten(question.id):
            continue
        if question.pool == Pool.NURSES and question.id.int % HANDED_OVER == 0:
            why = "A doctor has to say this"
            hospital.try_to(aftercare.hand_over_question, question=question, pool=Pool.DOCTORS, why=why, by=nurse)
            continue
        by = nurse if question.pool == Pool.NURSES else hospital.by("doctor")
        words = "Yes, you may. Ring us if it gets worse."
        hospital.try_to(aftercare.answer_question, question=question, words=words, by=by)
    answered = Question.objects.filter(state=QuestionState.ANSWERED, created_at__lt=hour_ago).select_related("person")
    for question in answered.order_by("created_at", "id")[:2]:
        asked = question.entries.filter(kind="asked").count()
        if question.id.int % ASKS_ON == 0 and asked == 1:
            hospital.try_to(aftercare.ask_on, question=question, words="And with the other tablets?", by=desk)
        elif question.id.int % 2:
            hospital.try_to(aftercare.settle_question, question=question, by=desk)


def _low_scores_are_heard(hospital: Hospital) -> None:
    manager = hospital.by("manager")
    for ticket in low_scores(by=manager)[:2]:
        how = "Rang them, said sorry, changed the list"
        hospital.try_to(aftercare.follow_up_feedback, feedback=ticket.feedback, how=how, by=manager)


def _complaints_are_answered(hospital: Hospital) -> None:
    """Given to somebody and told at once that we have it, answered the same day; a few are opened again."""
    now, manager = clock.now(), hospital.by("manager")
    open_ones = (
        Complaint.objects.filter(state=ComplaintState.OPEN).select_related("person").order_by("created_at", "id")
    )
    for complaint in open_ones.filter(owner__isnull=True)[:1]:
        hospital.try_to(aftercare.own_complaint, complaint=complaint, staff=hospital.house.cast["manager"], by=manager)
        hospital.try_to(aftercare.acknowledge_complaint, complaint=complaint, how="By telephone", by=manager)
    for complaint in open_ones.filter(owner__isnull=False, created_at__lt=now - timedelta(hours=4))[:1]:
        words = "We are sorry. We looked into it, and this is what we found."
        learned = "Delays are told every half hour."
        answered = hospital.try_to(
            aftercare.answer_complaint, complaint=complaint, words=words, learned=learned, by=manager
        )
        if answered and complaint.id.int % REOPENED == 0 and not complaint.reopened:
            words = "That does not answer what I asked."
            hospital.try_to(aftercare.reopen_complaint, complaint=complaint, words=words, by=manager)
