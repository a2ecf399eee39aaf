"""After going home in the portal: what comes next, how are you, how was it, questions, complaints."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from tests.aftercare.home import Home
from tests.cast import signed_in
from tests.portal.test_doors import told

from almoner.aftercare import actions, messages
from almoner.aftercare.actions import Voice
from almoner.aftercare.links import token
from almoner.aftercare.models import Check, Complaint, Feedback, Question, Thanks
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.actions import appoint_carer
from almoner.people.models import Person
from almoner.urgency.models import Request


def browser(home: Home, who: Person) -> Client:
    return signed_in(who)


# ── What comes next ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_FUP_11_page_leads_with_signs_then_what_comes_next_and_medicines(home: Home) -> None:
    home.plan(pathway="joint replacement")
    shown = told(browser(home, home.cast.maya).get("/aftercare/"))
    places = [shown.index(one) for one in ("Fever, or pain", "What comes next", "Paracetamol")]
    assert places == sorted(places)
    for expected in ('href="tel:020 7946 0100"', "The stitches come out", "Ask us anything about your stay"):
        assert expected in shown, expected


def test_nothing_follows_is_said_kindly(home: Home) -> None:
    assert "Nothing is planned" in told(browser(home, home.cast.tom).get("/aftercare/"))


def test_saying_how_it_is_thanks_and_worse_leads_to_what_happens_now(home: Home) -> None:
    plan, maya = home.plan(), browser(home, home.cast.maya)
    say = f"/aftercare/{plan.id}/"
    assert "Please choose" in told(maya.post(say, {}, follow=True))
    assert maya.post(say, {"means": "better", "key": "a"})["Location"] == "/aftercare/"
    answer = maya.post(say, {"means": "worse", "words": "more pain", "key": "b"}, follow=True)
    request = Request.objects.get()
    assert request.reference in told(answer)
    assert request.episode_id == plan.stay_id
    for _time in range(2):
        maya.post(say, {"means": "worse", "words": "more pain", "key": "b"})
    assert Check.objects.count() == 2


def test_carer_without_leave_to_read_the_record_finds_none_of_it(home: Home) -> None:
    from almoner.people.models import Carer

    plan = home.plan()
    Carer.objects.all().delete()
    appoint_carer(
        person=home.cast.maya, carer=home.cast.leila, relationship="sister", scopes=["book"], by=home.cast.agent
    )
    leila = browser(home, home.cast.leila)
    leila.post("/act-for/", {"person": str(home.cast.maya.id)})
    for page in ("/aftercare/", "/questions/", "/questions/ask/"):
        assert leila.get(page).status_code == 404
    assert leila.post(f"/aftercare/{plan.id}/", {"means": "worse"}).status_code == 404
    assert "After going home" not in told(leila.get("/home/"))


def test_I_23_plan_of_another_is_answered_as_an_absent_one(home: Home) -> None:
    plan, tom = home.plan(), browser(home, home.cast.tom)
    theirs, absent = (tom.post(f"/aftercare/{key}/", {"means": "same"}) for key in (plan.id, uuid4()))
    assert (theirs.status_code, absent.status_code) == (404, 404)


def test_statements_of_the_page_do_not_grow(home: Home) -> None:
    maya, counts = browser(home, home.cast.maya), []
    for bed in ("M1", "M3", "M5"):
        stay = home.gone(bed=bed)
        assert actions.open_plan(stay=stay, by=SYSTEM)
        maya.get("/aftercare/")
        with CaptureQueriesContext(connection) as caught:
            assert maya.get("/aftercare/").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[2]


# ── By link ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_links_of_messages_lead_to_pages_that_are_there(home: Home) -> None:
    asked, plan = home.asked(), home.plan()
    question = actions.ask_question(person=home.cast.maya, words="x", by=home.cast.maya_herself)
    complaint = actions.take_complaint(voice=Voice("x"), person=home.cast.maya, by=home.cast.maya_herself)
    said = [
        messages.how_are_you(plan.steps.get(code="check_14").id, home.cast.maya),
        messages.how_was_it(asked.id, home.cast.maya),
        messages.question_here(question.id, home.cast.maya),
        messages.complaint_here(complaint.id, home.cast.maya),
        messages.could_not_reach(plan.steps.get(code="call").id, home.cast.maya),
    ]
    paths = [values["link"].removeprefix(settings.ALMONER_PUBLIC_URL) for values in said if values]
    assert [resolve(path).view_name for path in paths] == [
        "portal:how_are_you", "portal:how_was_it", "portal:question", "portal:complaint", "portal:aftercare",
    ]  # fmt: skip


def test_FUP_10_link_asks_without_a_name_and_works_once(home: Home) -> None:
    step = home.plan().steps.get(code="check_14")
    page, stranger = f"/how-are-you/{token('check', step.id)}/", Client()
    shown = told(stranger.get(page))
    assert "Maya" not in shown
    assert "Osei" not in shown
    assert stranger.post(page, {}).status_code == 422
    assert stranger.post(page, {"means": "same"})["Location"] == page
    assert "We have your answer" in told(stranger.get(page))
    assert stranger.post(page, {"means": "worse"}).status_code == 200
    assert Check.objects.get().via == "link"


def test_FUP_10_worse_by_link_tells_a_nurse_and_shows_what_happens(home: Home) -> None:
    plan = home.plan()
    page = f"/how-are-you/{token('check', plan.steps.get(code='check_14').id)}/"
    answer = Client().post(page, {"means": "worse", "words": "my leg is thick"}, follow=True)
    request = Request.objects.get()
    assert (request.person, request.episode_id) == (home.cast.maya, plan.stay_id)
    assert request.reference in told(answer)
    assert "999" in told(answer)


def test_feedback_link_works_once_and_says_when_it_closes(home: Home) -> None:
    asked = home.asked()
    page, stranger = f"/how-was-it/{token('feedback', asked.id)}/", Client()
    assert "You can answer until 7 December" in told(stranger.get(page))
    assert stranger.post(page, {"words": "x"}).status_code == 422
    stranger.post(page, {"score": "poor", "words": "long wait", "may_ring": "on"})
    shown = told(stranger.get(page))
    assert "A person rings you" in shown
    assert "long wait" not in shown
    stranger.post(page, {"score": "good"})
    assert Feedback.objects.get().score == "poor"


def test_feedback_link_that_has_closed_says_so_and_what_else(home: Home) -> None:
    asked = home.asked()
    from almoner.aftercare.tasks import look_after

    with clock.at(asked.closes_at + timedelta(minutes=1)):
        look_after()
        page = f"/how-was-it/{token('feedback', asked.id)}/"
        shown = told(Client().get(page))
        assert "The time to answer has passed" in shown
        assert "/tell-us/" in shown
        Client().post(page, {"score": "good"})
    assert Feedback.objects.get().score == ""


@pytest.mark.parametrize("page", ["/how-was-it/nonsense/", "/how-are-you/nonsense/"])
def test_link_that_is_none_is_not_there(home: Home, page: str) -> None:
    assert Client().get(page).status_code == 404
    assert Client().post(page, {"score": "good", "means": "worse"}).status_code == 404


# ── Questions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_FUP_8_danger_signs_come_before_the_question(home: Home) -> None:
    maya = browser(home, home.cast.maya)
    assert maya.get("/questions/ask/words/")["Location"] == "/questions/ask/"
    assert maya.post("/questions/ask/", {}).status_code == 422
    assert maya.post("/questions/ask/", {"signs": ["stroke"], "key": "k"})["Location"] == "/unwell/now/"
    assert Request.objects.get().level == 1
    assert not Question.objects.exists()


def test_FUP_8_question_from_asking_to_that_answers_it(home: Home) -> None:
    stay, maya = home.gone(), browser(home, home.cast.maya)
    maya.post("/questions/ask/", {"signs": ["none"]})
    assert maya.post("/questions/ask/words/", {"words": ""}).status_code == 422
    maya.post("/questions/ask/words/", {"words": "May I swim?", "about": str(stay.id), "key": "k"})
    question = Question.objects.get()
    page = f"/questions/{question.id}/"
    shown = told(maya.get(page))
    for expected in ("May I swim?", "Nurses", question.reference, "Who answers, and by when"):
        assert expected in shown, expected
    maya.post(f"{page}on/", {"words": "In the sea?", "key": "l"})
    actions.answer_question(question=question, words="Yes, from the tenth day.", by=home.cast.doctor)
    assert "Does that answer it?" in told(maya.get(page))
    maya.post(f"{page}settle/")
    question.refresh_from_db()
    assert (question.state, question.stay) == ("settled", stay)
    maya.post(f"{page}on/", {"words": "And dive?", "key": "m"})
    question.refresh_from_db()
    assert question.state == "open"
    assert maya.post(f"{page}back/", {"reason": ""}).status_code == 422
    maya.post(f"{page}back/", {"reason": "I know it now"})
    assert "Earlier questions" in told(maya.get("/questions/"))
    assert maya.post(f"{page}undo/").status_code == 404


def test_words_of_danger_lead_from_the_question_to_a_nurse(home: Home) -> None:
    maya = browser(home, home.cast.maya)
    maya.post("/questions/ask/", {"signs": ["none"]})
    said = {"words": "I have crushing chest pain, is that normal?"}
    assert maya.post("/questions/ask/words/", said)["Location"] == "/unwell/now/"
    assert Question.objects.get().request == Request.objects.get()


def test_I_23_question_of_another_is_answered_as_an_absent_one(home: Home) -> None:
    question = actions.ask_question(person=home.cast.maya, words="x", by=home.cast.maya_herself)
    tom = browser(home, home.cast.tom)
    for rest in ("", "on/", "settle/"):
        ask = tom.post if rest else tom.get
        theirs, absent = (ask(f"/questions/{key}/{rest}", {"words": "x"}) for key in (question.id, uuid4()))
        assert (theirs.status_code, absent.status_code) == (404, 404)


# ── Complaints and thanks ────────────────────────────────────────────────────────────────────────────────────────────


def test_FUP_7_complaint_shows_where_it_stands_and_is_opened_again(home: Home) -> None:
    maya = browser(home, home.cast.maya)
    assert maya.post("/tell-us/", {"kind": "complaint"}).status_code == 422
    maya.post("/tell-us/", {"kind": "complaint", "words": "Nobody rang me back", "about": "", "key": "k"})
    complaint = Complaint.objects.get()
    page = f"/tell-us/{complaint.id}/"
    assert "What we do, and by when" in told(maya.get(page))
    actions.note_on_complaint(complaint=complaint, words="the list was lost", by=home.cast.manager)
    actions.answer_complaint(complaint=complaint, words="We are sorry.", by=home.cast.manager)
    shown = told(maya.get(page))
    assert "We are sorry." in shown
    assert "the list was lost" not in shown
    maya.post(page, {"words": "That is not what I said"})
    complaint.refresh_from_db()
    assert complaint.reopened == 1
    assert complaint.reference in told(maya.get("/tell-us/"))
    assert browser(home, home.cast.tom).get(page).status_code == 404


def test_stranger_complains_with_name_and_number_and_thanks_without(home: Home) -> None:
    stranger = Client()
    said = {"kind": "complaint", "words": "My neighbour waited", "about": "", "name": "Pat Green"}
    assert stranger.post("/tell-us/", said).status_code == 422
    shown = told(stranger.post("/tell-us/", said | {"telephone": "07700 900777"}, follow=True))
    complaint = Complaint.objects.get()
    assert complaint.reference in shown
    assert (complaint.person, complaint.name_given, complaint.contact_given) == (None, "Pat Green", "07700 900777")
    stranger.post("/tell-us/", {"kind": "thanks", "words": "You were kind 🌼", "about": "", "name": "Pat"})
    assert Thanks.objects.get().name_given == "Pat"


def test_staff_do_not_complain_on_the_pages_of_people(home: Home) -> None:
    assert signed_in(home.cast.agent_staff).get("/tell-us/").status_code == 200
    assert signed_in(home.cast.agent_staff).get("/questions/").status_code == 404
