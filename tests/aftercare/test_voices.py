"""Better or worse, how it was, questions, complaints and thanks: heard, owned, answered."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from tests.aftercare.home import Home, after, at, ended, promised

from almoner.aftercare import actions, queries
from almoner.aftercare.actions import Voice
from almoner.aftercare.enums import FeedbackState, NotAsked, Pool, QuestionState, StepState
from almoner.aftercare.laws import LAWS
from almoner.aftercare.links import key_of, token
from almoner.aftercare.messages import answered, how_are_you, how_was_it
from almoner.aftercare.models import Check, Complaint, Feedback, Question
from almoner.aftercare.refusals import (
    ClosedAlready,
    ComplaintAnswered,
    DoneAlready,
    GivenAlready,
    NothingToSettle,
    QuestionEnded,
    ReasonNeeded,
    StepEnded,
    WhoComplains,
    WordsNeeded,
)
from almoner.aftercare.tasks import look_after
from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging.channels.answering import How, Reply, suppose
from almoner.messaging.models import Attempt, Message
from almoner.messaging.work import send_due
from almoner.people.actions import answer_consent, note_death
from almoner.urgency.models import Request


def broken() -> list[str]:
    return [fault for law in LAWS for fault in law.broken()]


# ── Better, the same, worse ──────────────────────────────────────────────────────────────────────────────────────────


def test_FUP_10_better_answers_the_question_and_keeps_the_promise(home: Home) -> None:
    plan = home.plan()
    step = plan.steps.get(code="check_14")
    check = at(after(days=14, hours=1), lambda: actions.say_how(plan=plan, means="better", by=home.cast.maya_herself))
    step.refresh_from_db()
    assert (check.step, check.request, step.state) == (step, None, StepState.DONE)
    assert ended(step, "recovery_check") == "kept"
    assert promised(plan.steps.get(code="check_30")) == ["recovery_check"]


def test_FUP_10_worse_goes_back_to_triage_with_the_stay(home: Home) -> None:
    plan = home.plan()
    check = actions.say_how(plan=plan, means="worse", words="my leg is thick", by=home.cast.maya_herself)
    request = Request.objects.get()
    assert (check.request, request.episode_id, request.level <= 3) == (request, plan.stay_id, True)
    assert "looked_at" in promised(request)
    assert broken() == []


def test_words_of_danger_are_heard_whatever_was_chosen(home: Home) -> None:
    plan = home.plan()
    actions.say_how(plan=plan, means="better", words="crushing chest pain since noon", by=home.cast.maya_herself)
    assert Request.objects.get().level == 1


def test_REM_8_key_of_the_call_does_the_same_as_the_link_and_only_once(home: Home) -> None:
    plan = home.plan()
    step = plan.steps.get(code="check_14")
    answered(step.id, home.cast.maya, "worse", SYSTEM.through("phone"))
    assert Check.objects.get().via == "phone"
    with pytest.raises(StepEnded):
        answered(step.id, home.cast.maya, "worse", SYSTEM.through("phone"))
    assert Request.objects.count() == 1
    answered(step.id, home.cast.maya, "heard", SYSTEM)


def test_FUP_10_landline_is_rung_and_the_key_three_alerts_a_nurse(home: Home) -> None:
    plan = home.plan(home.cast.tom)
    step = plan.steps.get(code="check_14")

    def rings() -> None:
        with suppose(lambda _question: Reply(How.HUMAN, "3")):
            send_due()

    at(after(days=14, hours=1, minutes=5), rings)
    assert Attempt.objects.get(message__subject_id=step.id).channel == "call"
    assert Request.objects.get().person == home.cast.tom
    assert ended(step, "recovery_check") == "kept"
    assert not Promise.objects.filter(standard="reply_seen_to").exists()


def test_check_that_nobody_answers_is_closed_as_not_completed(home: Home) -> None:
    plan = home.plan()
    step = plan.steps.get(code="check_14")
    at(after(days=20), look_after)
    step.refresh_from_db()
    assert step.state == StepState.OPEN
    at(after(days=22), look_after)
    step.refresh_from_db()
    assert (step.state, how_are_you(step.id, home.cast.maya)) == (StepState.NOT_COMPLETED, None)


def test_carer_with_leave_may_say_so_and_a_stranger_may_not(home: Home) -> None:
    plan = home.plan()
    actions.say_how(plan=plan, means="same", by=home.cast.leila_herself)
    for stranger in (home.cast.tom_himself, home.cast.from_elsewhere):
        home.cast.maya.site = home.cast.site
        home.cast.maya.save()
        plan.person.refresh_from_db()
        with pytest.raises(NotThere):
            actions.say_how(plan=plan, means="same", by=stranger)
        with pytest.raises(NotThere):
            queries.plan_of(plan.id, by=stranger)
        with pytest.raises(NotThere):
            queries.homecomings(home.cast.maya, by=stranger)


# ── How it was ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_FUP_4_asked_after_one_to_two_days_by_text_and_once_more_by_mail(home: Home) -> None:
    asked = home.asked()
    promise = Promise.objects.get(standard="asked_how_it_was")
    first = Message.objects.get(kind="feedback.asked")
    assert (first.not_before, promise.due_at) == (after(days=1, hours=1), after(days=1, hours=9))
    assert first.ways[0] == "text"
    at(after(days=1, hours=2), send_due)
    assert ended(asked, "asked_how_it_was") == "kept"
    at(after(days=2, hours=23), look_after)
    assert not Message.objects.filter(kind="feedback.nudge").exists()
    at(after(days=3, hours=1), look_after)
    assert Message.objects.get(kind="feedback.nudge").ways[0] == "email"
    at(after(days=6), look_after)
    assert Message.objects.filter(subject_id=asked.id).count() == 2


def test_FUP_5_closing_day_is_said_and_kept(home: Home) -> None:
    asked = home.asked()
    said = how_was_it(asked.id, home.cast.maya)
    assert said
    assert said["closes"] == asked.closes_at.date()
    at(asked.closes_at, look_after)
    asked.refresh_from_db()
    assert (asked.state, how_was_it(asked.id, home.cast.maya)) == (FeedbackState.CLOSED, None)
    with pytest.raises(ClosedAlready):
        at(asked.closes_at, lambda: actions.give_feedback(feedback=asked, score="good", by=home.cast.maya_herself))


def test_FUP_6_a_low_score_is_somebodys_by_the_next_working_day(home: Home) -> None:
    asked = home.asked()
    actions.give_feedback(
        feedback=asked, score="poor", words="I waited three hours", may_ring=True, by=home.cast.maya_herself
    )
    assert promised(asked) == ["unhappy_heard"]
    ticket = queries.low_scores(by=home.cast.manager)[0]
    assert (ticket.feedback, ticket.promise and ticket.promise.team) == (asked, "managers")
    with pytest.raises(ReasonNeeded):
        actions.follow_up_feedback(feedback=asked, how=" ", by=home.cast.manager)
    with pytest.raises(NotAllowed):
        actions.follow_up_feedback(feedback=asked, how="x", by=home.cast.doctor)
    actions.follow_up_feedback(feedback=asked, how="Rang, said sorry.", themes=["waiting", "x"], by=home.cast.manager)
    assert ended(asked, "unhappy_heard") == "kept"
    assert queries.themes(by=home.cast.manager, since=after(days=-1)) == [("waiting", 1)]
    with pytest.raises(DoneAlready):
        actions.follow_up_feedback(feedback=asked, how="again", by=home.cast.manager)


def test_who_does_not_want_to_be_rung_is_not_promised_a_call(home: Home) -> None:
    asked = home.asked()
    actions.give_feedback(feedback=asked, score="very_poor", by=home.cast.maya_herself)
    assert promised(asked) == ["unhappy_looked_into"]
    assert broken() == []


def test_feedback_is_given_once_and_good_words_are_passed_on(home: Home) -> None:
    asked = home.asked()
    actions.give_feedback(feedback=asked, score="very_good", words="Dana listened", by=home.cast.maya_herself)
    with pytest.raises(GivenAlready):
        actions.give_feedback(feedback=asked, score="poor", by=home.cast.maya_herself)
    actions.pass_on_feedback(feedback=asked, to="Dana Okafor", by=home.cast.manager)
    with pytest.raises(DoneAlready):
        actions.pass_on_feedback(feedback=asked, to="Dana Okafor", by=home.cast.manager)
    fft = queries.friends_and_family(since=after(), until=after(days=1), by=home.cast.manager)
    assert (fft.answers, fft.positive, fft.negative, fft.response) == (1, 1.0, 0.0, 1.0)


def test_FUP_4_same_clinician_is_not_asked_about_twice_in_90_days(home: Home) -> None:
    home.asked()
    second = home.seen(at="11:00")
    look_after()
    assert Feedback.objects.get(visit=second).not_asked == NotAsked.SAME_CLINICIAN
    assert Promise.objects.filter(standard="asked_how_it_was").count() == 1


def test_who_said_no_to_being_asked_is_not_asked(home: Home) -> None:
    asked = home.asked(home.cast.tom)
    assert (asked.state, asked.not_asked) == (FeedbackState.NOT_ASKED, NotAsked.NO_WAY)
    for channel in ("text", "email", "call", "letter"):
        answer_consent(person=home.cast.maya, purpose="feedback", channel=channel, given=False, by=home.cast.agent)
    assert home.asked(at="10:40").not_asked == NotAsked.NO_WAY


def test_URG_12_who_is_in_crisis_is_never_surveyed(home: Home) -> None:
    from tests.urgency.conftest import all_no

    from almoner.urgency.actions import report_danger
    from almoner.urgency.asked import Told

    asked = home.asked()
    told = Told(danger_answers=all_no() | {"self_harm": "yes"})
    report_danger(told=told, channel="web", person=home.cast.maya, by=home.cast.maya_herself)
    look_after()
    asked.refresh_from_db()
    assert (asked.state, asked.not_asked) == (FeedbackState.NOT_ASKED, NotAsked.CRISIS)
    assert ended(asked, "asked_how_it_was") == "withdrawn"
    assert Message.objects.get(kind="feedback.asked").state == "withdrawn"


def test_who_has_died_is_never_surveyed(home: Home) -> None:
    asked = home.asked()
    note_death(person=home.cast.maya, died_on=asked.was_at.date(), by=home.cast.doctor)
    look_after()
    asked.refresh_from_db()
    assert asked.not_asked == NotAsked.DIED
    with pytest.raises(NotThere):
        queries.feedback_of_link(token("feedback", asked.id))


def test_link_opens_one_thing_of_one_person_and_cannot_be_guessed(home: Home) -> None:
    asked = home.asked()
    good = token("feedback", asked.id)
    found, by = queries.feedback_of_link(good)
    assert (found, by.person_id, by.via) == (asked, home.cast.maya.id, "link")
    assert key_of("feedback", good) == asked.id
    for wrong in (good[:-1] + ("A" if good[-1] != "A" else "B"), token("check", asked.id), "x", "", "é", good * 2):
        with pytest.raises(NotThere):
            queries.feedback_of_link(wrong)
    with pytest.raises(NotThere):
        queries.feedback_of_link(token("feedback", uuid4()))
    with pytest.raises(NotThere):
        queries.check_of_link(token("check", uuid4()))


# ── Questions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def ask(home: Home, words: str = "May I swim?", **more: Any) -> Question:
    return actions.ask_question(person=home.cast.maya, words=words, by=home.cast.maya_herself, **more)


def test_FUP_8_question_has_owner_and_time_at_once_and_ends_by_their_word(home: Home) -> None:
    stay = home.gone()
    question = ask(home, stay=stay)
    assert promised(question) == ["question_here", "question_answered"]
    actions.take_question(question=question, by=home.cast.ward_nurse)
    assert Promise.objects.get(standard="question_answered").taken_by == home.cast.ward_nurse_staff
    with pytest.raises(NothingToSettle):
        actions.settle_question(question=question, by=home.cast.maya_herself)
    actions.answer_question(question=question, words="Yes, from the tenth day.", by=home.cast.ward_nurse)
    assert ended(question, "question_answered") == "kept"
    told = Message.objects.get(kind="question.answered")
    assert told.person == home.cast.maya
    actions.settle_question(question=question, by=home.cast.maya_herself)
    question.refresh_from_db()
    assert question.state == QuestionState.SETTLED
    thread = queries.question_for(question.id, by=home.cast.maya_herself)
    assert [entry.kind for entry in thread.entries] == ["asked", "answer", "settled"]


def test_asking_on_opens_it_again_with_a_new_time(home: Home) -> None:
    question = ask(home)
    actions.ask_on(question=question, words="In the sea?", by=home.cast.maya_herself)
    assert Promise.objects.filter(standard="question_answered").count() == 1
    actions.answer_question(question=question, words="Yes.", by=home.cast.doctor)
    actions.ask_on(question=question, words="And dive?", by=home.cast.maya_herself)
    question.refresh_from_db()
    assert question.state == QuestionState.OPEN
    assert promised(question) == ["question_answered"]
    assert broken() == []


def test_answer_is_told_without_its_content_but_in_a_letter(home: Home) -> None:
    question = ask(home)
    actions.answer_question(question=question, words="Take the blue tablet.", by=home.cast.doctor)
    send_due()
    sent = Attempt.objects.get(message__kind="question.answered")
    assert sent.channel == "email"
    assert "blue tablet" not in sent.body
    assert f"/questions/{question.id}/" in sent.body


def test_danger_in_the_words_is_a_request_beside_the_question(home: Home) -> None:
    question = ask(home, "I cannot breathe and my chest hurts, is that normal?")
    assert question.request == Request.objects.get()
    assert question.request.level == 1
    assert "danger_sign" in promised(question.request)


def test_only_a_clinician_answers_and_hands_over(home: Home) -> None:
    question = ask(home)
    for by in (home.cast.agent, home.cast.manager, home.cast.maya_herself):
        with pytest.raises(NotAllowed):
            actions.answer_question(question=question, words="x", by=by)
    with pytest.raises(ReasonNeeded):
        actions.hand_over_question(question=question, pool=Pool.DOCTORS, why="", by=home.cast.ward_nurse)
    actions.hand_over_question(question=question, pool=Pool.DOCTORS, why="about the dose", by=home.cast.ward_nurse)
    assert [one.question for one in queries.question_pool(by=home.cast.doctor, pool=Pool.DOCTORS)] == [question]
    assert queries.question_counts(by=home.cast.doctor) == {"doctors": 1}
    assert promised(question) == ["question_here", "question_answered"]


def test_notes_among_staff_are_not_shown_to_the_person(home: Home) -> None:
    question = ask(home)
    actions.note_on_question(question=question, words="ask Dana", by=home.cast.ward_nurse)
    theirs = queries.question_for(question.id, by=home.cast.maya_herself)
    ours = queries.question_for(question.id, by=home.cast.doctor)
    assert [len(theirs.entries), len(ours.entries)] == [1, 2]


def test_taking_a_question_back_says_why_and_ends_its_promises(home: Home) -> None:
    question = ask(home)
    with pytest.raises(ReasonNeeded):
        actions.withdraw_question(question=question, reason="", by=home.cast.maya_herself)
    actions.withdraw_question(question=question, reason="I know it now", by=home.cast.maya_herself)
    assert promised(question) == []
    with pytest.raises(QuestionEnded):
        actions.ask_on(question=question, words="x", by=home.cast.maya_herself)
    with pytest.raises(QuestionEnded):
        actions.answer_question(question=question, words="x", by=home.cast.doctor)


def test_I_23_questions_of_others_are_not_there(home: Home) -> None:
    question = ask(home)
    with pytest.raises(NotThere):
        queries.question_for(question.id, by=home.cast.tom_himself)
    with pytest.raises(NotThere):
        queries.questions_of(home.cast.maya, by=home.cast.tom_himself)
    with pytest.raises(NotThere):
        actions.ask_question(person=home.cast.maya, words="x", by=home.cast.tom_himself)
    stay = home.gone(home.cast.tom, "M3")
    with pytest.raises(NotThere):
        ask(home, stay=stay)
    with pytest.raises(WordsNeeded):
        ask(home, " ")


# ── Complaints and thanks ────────────────────────────────────────────────────────────────────────────────────────────


def complain(home: Home, **more: Any) -> Complaint:
    voice = Voice("Nobody rang me back.", about="the desk, Friday")
    return actions.take_complaint(**({"voice": voice, "person": home.cast.maya, "by": home.cast.maya_herself} | more))


def test_FUP_7_complaint_is_acknowledged_owned_and_answered(home: Home) -> None:
    complaint = complain(home)
    assert promised(complaint) == ["complaint_acknowledged", "complaint_answered"]
    due = Promise.objects.get(standard="complaint_acknowledged").due_at
    assert due == after(days=3)
    actions.own_complaint(complaint=complaint, staff=home.cast.manager_staff, by=home.cast.manager)
    send_due()
    body = Attempt.objects.get(message__kind="complaint.acknowledged").body
    assert "Grace Bell" in body
    assert complaint.reference in body
    actions.answer_complaint(complaint=complaint, words="We are sorry.", learned="a second list", by=home.cast.manager)
    assert promised(complaint) == ["complaint_answer_told"]
    with pytest.raises(ComplaintAnswered):
        actions.answer_complaint(complaint=complaint, words="x", by=home.cast.manager)
    told = queries.answering(since=after(), until=after(days=1), by=home.cast.manager)
    assert (told.received, told.acknowledged_share, told.answered_share, told.reopened_share) == (1, 1.0, 1.0, 0.0)


def test_complaint_is_opened_again_with_a_new_time(home: Home) -> None:
    complaint = complain(home)
    actions.answer_complaint(complaint=complaint, words="We are sorry.", by=home.cast.manager)
    actions.reopen_complaint(complaint=complaint, words="That is not what I said", by=home.cast.maya_herself)
    assert "complaint_answered" in promised(complaint)
    assert broken() == []
    case = queries.complaints(by=home.cast.manager)[0]
    assert (case.complaint.reopened, case.words) == (1, "Nobody rang me back.")


def test_somebody_whom_we_do_not_know_may_complain_and_is_told_by_a_person(home: Home) -> None:
    with pytest.raises(WhoComplains):
        complain(home, person=None)
    voice = Voice("You let my neighbour wait.", name="Pat Green", contact="07700 900777")
    complaint = complain(home, person=None, voice=voice, by=home.cast.agent)
    actions.acknowledge_complaint(complaint=complaint, how="rang her", by=home.cast.manager)
    assert promised(complaint) == ["complaint_answered"]


def test_complaints_are_not_there_for_those_who_do_not_look_into_them(home: Home) -> None:
    complaint = complain(home)
    for by in (home.cast.doctor, home.cast.agent, home.cast.bed_manager):
        with pytest.raises(NotAllowed):
            queries.complaint_for(complaint.id, by=by)
        with pytest.raises(NotAllowed):
            queries.complaints(by=by)
    with pytest.raises(NotThere):
        queries.complaint_for(complaint.id, by=home.cast.tom_himself)
    actions.note_on_complaint(complaint=complaint, words="the rota was wrong", by=home.cast.manager)
    assert len(queries.complaint_for(complaint.id, by=home.cast.maya_herself).entries) == 1
    from almoner.timeline.queries import story_of

    assert not [told for told in story_of(home.cast.maya, home.cast.doctor) if told.event.startswith("complaint.")]
    assert [told for told in story_of(home.cast.maya, home.cast.maya_herself) if told.event.startswith("complaint.")]


def test_thanks_are_promised_to_reach_those_whom_they_are_for(home: Home) -> None:
    thanks = actions.give_thanks(
        voice=Voice("She held my hand 🌼", about="the night nurse"), person=home.cast.maya, by=home.cast.maya_herself
    )
    assert promised(thanks) == ["thanks_passed_on"]
    actions.pass_on_thanks(thanks=thanks, to="Willem Vos", by=home.cast.manager)
    assert ended(thanks, "thanks_passed_on") == "kept"
    with pytest.raises(DoneAlready):
        actions.pass_on_thanks(thanks=thanks, to="Willem Vos", by=home.cast.manager)
