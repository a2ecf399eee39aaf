"""Feedback and complaints at the desk, and what somebody says by telephone."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.aftercare.home import Home
from tests.console.reading import words

from almoner.aftercare import actions
from almoner.aftercare.actions import Voice
from almoner.aftercare.models import Check, Complaint, Feedback, Question, Thanks
from almoner.charter.models import Promise
from almoner.urgency.models import Request

Browser = Callable[[str], Client]


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def low(home: Home) -> Feedback:
    asked = home.asked()
    return actions.give_feedback(
        feedback=asked, score="poor", words="I waited <i>three</i> hours", may_ring=True, by=home.cast.maya_herself
    )


def complain(home: Home, said: str = "Nobody rang me back.") -> Complaint:
    return actions.take_complaint(voice=Voice(said), person=home.cast.maya, by=home.cast.maya_herself)


def test_empty_page_says_so(home: Home, as_: Browser) -> None:
    shown = words(as_("manager").get(at("feedback")))
    for expected in ("Every low score was heard", "No complaint is open", "Nobody has said yet how it was"):
        assert expected in shown, expected


def test_FUP_6_low_score_waits_with_its_clock_until_it_was_heard(home: Home, as_: Browser) -> None:
    one, manager = low(home), as_("manager")
    shown = words(manager.get(at("feedback")))
    for expected in ("Maya Osei", "Poor", "I waited <i>three</i> hours", "may be rung", "Service managers", "50 %"):
        assert expected in shown or expected == "50 %", expected
    heard = at("feedback_act", one.id, "heard")
    assert manager.post(heard, {"how": ""}).status_code == 422
    manager.post(heard, {"how": "Rang, said sorry.", "themes": ["waiting"]})
    shown = words(manager.get(at("feedback_one", one.id)))
    assert "Rang, said sorry." in shown
    assert "Waiting" in shown
    assert Promise.objects.get(standard="unhappy_heard").state == "kept"
    assert "Every low score was heard" in words(manager.get(at("feedback")))


def test_kind_words_and_thanks_are_passed_on(home: Home, as_: Browser) -> None:
    asked, manager = home.asked(), as_("manager")
    actions.give_feedback(feedback=asked, score="very_good", words="Dana listened", by=home.cast.maya_herself)
    manager.post(at("feedback_act", asked.id, "pass-on"), {"to": "Dana Okafor"})
    assert "Passed on to Dana Okafor" in words(manager.get(at("feedback_one", asked.id)))
    manager.post(at("feedback_act", asked.id, "sort"), {"themes": ["manner"]})
    thanks = actions.give_thanks(voice=Voice("She held my hand"), person=home.cast.maya, by=home.cast.maya_herself)
    assert "She held my hand" in words(manager.get(at("feedback")))
    manager.post(at("pass_on_thanks", thanks.id), {"to": ""})
    manager.post(at("pass_on_thanks", thanks.id), {"to": "Willem Vos"})
    thanks.refresh_from_db()
    assert thanks.passed_on_to == "Willem Vos"


def test_FUP_7_complaint_from_owner_to_answer_and_back(home: Home, as_: Browser) -> None:
    complaint, manager = complain(home), as_("manager")
    act = lambda name: at("complaint_act", complaint.id, name)  # noqa: E731 - short for this test
    assert "nobody named yet" in words(manager.get(at("feedback")))
    manager.post(act("own"), {"staff": str(home.cast.manager_staff.id)})
    manager.post(act("sort"), {"themes": ["appointments"]})
    manager.post(act("note"), {"words": "the list was lost"})
    manager.post(act("acknowledge"), {"how": "rang her"})
    assert manager.post(act("answer"), {"words": ""}).status_code == 422
    manager.post(act("answer"), {"words": "We are sorry.", "learned": "a second list"})
    shown = words(manager.get(at("complaint", complaint.id)))
    for expected in ("Grace Bell", "Appointments and letters", "the list was lost", "We are sorry.", "a second list"):
        assert expected in shown, expected
    manager.post(act("reopen"), {"words": "She says it happened again"})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.reopened) == ("open", 1)
    assert "Opened again" in words(manager.get(at("feedback")))


@pytest.mark.parametrize("who", ["doctor", "agent", "bed_manager", "maya"])
def test_I_22_feedback_is_not_there_for_others(home: Home, as_: Browser, who: str) -> None:
    one, complaint = low(home), complain(home)
    browser = as_(who)
    for page in (at("feedback"), at("complaint", complaint.id), at("feedback_one", one.id)):
        assert browser.get(page).status_code == 404
    assert browser.post(at("complaint_act", complaint.id, "answer"), {"words": "x"}).status_code == 404


def test_what_is_none_is_not_there(home: Home, as_: Browser) -> None:
    manager = as_("manager")
    for name in ("feedback_one", "complaint"):
        assert manager.get(at(name, uuid4())).status_code == 404
    assert manager.post(at("feedback_act", low(home).id, "undo")).status_code == 404
    assert manager.post(at("complaint_act", complain(home).id, "undo")).status_code == 404
    assert manager.post(at("pass_on_thanks", uuid4()), {"to": "x"}).status_code == 404


def test_statements_do_not_grow_with_what_was_said(home: Home, as_: Browser) -> None:
    browser, counts = as_("manager"), []
    for more in (("09:20",), ("10:00", "11:00")):
        for place, when in enumerate(more):
            person = [home.cast.maya, home.cast.leila][place]
            complain(home, f"Complaint at {when}")
            visit = home.seen(person, when)
            Feedback.objects.create(
                person=person, subject_id=visit.id, visit=visit, was_at=visit.ended_at, closes_at=visit.ended_at,
                state="given", score="poor", words="x", given_at=visit.ended_at, clinician=home.cast.doctor_staff,
            )  # fmt: skip
        browser.get(at("feedback"))
        with CaptureQueriesContext(connection) as caught:
            browser.get(at("feedback"))
        counts.append(len(caught))
    assert counts[0] == counts[1]


# ── By telephone ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_that_the_portal_takes_is_taken_by_telephone(home: Home, as_: Browser) -> None:
    asked, plan, agent = home.asked(), home.plan(), as_("agent")
    act = lambda name: at("person_aftercare_act", home.cast.maya.id, name)  # noqa: E731 - short for this test
    page = words(agent.get(at("person_aftercare", home.cast.maya.id)))
    for expected in ("How are they?", "They ask something", "How was it?", "They complain, or say thank you"):
        assert expected in page, expected
    agent.post(act("how"), {"plan": str(plan.id), "means": "same"})
    agent.post(act("question"), {"words": "May I swim?", "pool": "nurses", "about": str(plan.stay_id)})
    agent.post(act("feedback"), {"feedback": str(asked.id), "score": "good"})
    agent.post(act("tell_us"), {"kind": "complaint", "words": "The lift is broken"})
    agent.post(act("tell_us"), {"kind": "thanks", "words": "Thank you", "about": "Dana"})
    assert (Check.objects.get().via, Question.objects.get().stay, Feedback.objects.get(id=asked.id).score) == (
        "desk", plan.stay, "good",
    )  # fmt: skip
    assert (Complaint.objects.get().taken_by, Thanks.objects.get().for_whom) == ("Ada Quick", "Dana")


def test_answer_is_read_out_and_what_they_say_to_it_is_written_down(home: Home, as_: Browser) -> None:
    question = actions.ask_question(person=home.cast.maya, words="May I swim?", by=home.cast.maya_herself)
    agent, person = as_("agent"), home.cast.maya.id
    act = lambda name: at("person_question_act", person, question.id, name)  # noqa: E731 - short for this test
    agent.post(act("settle"))
    agent.post(act("on"), {"words": "In the sea?"})
    agent.post(act("back"), {"reason": ""})
    actions.answer_question(question=question, words="From the tenth day.", by=home.cast.doctor)
    assert "From the tenth day." in agent.get(at("person_aftercare", person)).content.decode()
    agent.post(act("settle"))
    question.refresh_from_db()
    assert (question.state, question.entries.count()) == ("settled", 4)
    assert agent.post(act("undo")).status_code == 404
    assert agent.post(at("person_question_act", home.cast.tom.id, question.id, "on")).status_code == 404


def test_SEL_9_danger_on_the_telephone_alerts_before_any_question(home: Home, as_: Browser) -> None:
    question = at("person_aftercare_act", home.cast.maya.id, "question")
    page = as_("agent").post(question, {"signs": ["stroke"]}, follow=True)
    assert Request.objects.get().level == 1
    assert Request.objects.get().reference in page.content.decode()
    assert not Question.objects.exists()


def test_worse_on_the_telephone_is_a_request(home: Home, as_: Browser) -> None:
    plan = home.plan()
    how = at("person_aftercare_act", home.cast.maya.id, "how")
    assert as_("agent").post(how, {"plan": str(plan.id), "means": ""}).status_code == 422
    as_("agent").post(how, {"plan": str(plan.id), "means": "worse", "words": "more pain"})
    assert Request.objects.get().episode_id == plan.stay_id


def test_forms_that_do_not_fit_are_not_there(home: Home, as_: Browser) -> None:
    person = home.cast.tom.id
    for name in ("how", "feedback", "undo"):
        assert as_("agent").post(at("person_aftercare_act", person, name), {}).status_code == 404
    assert "Nothing follows" in as_("agent").get(at("person_aftercare", person)).content.decode()
