"""The question box at the desk: the pool, answering, handing over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words

from almoner.aftercare import actions
from almoner.aftercare.models import Question
from almoner.charter.models import Promise

Browser = Callable[[str], Client]


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def ask(cast: Cast, said: str = "May I <b>swim</b>?", **more: Any) -> Question:
    return actions.ask_question(person=cast.maya, words=said, by=cast.maya_herself, **more)


def test_FUP_8_pool_shows_what_waits_by_its_time_in_their_words(cast: Cast, as_: Browser) -> None:
    first, second = ask(cast), ask(cast, "متى أقود السيارة؟ 🙂", language="ar")
    page = as_("ward_nurse").get(at("questions"))
    shown = words(page)
    assert first.reference in shown
    assert second.reference in shown
    assert "May I <b>swim</b>?" in shown
    assert "<b>swim</b>" not in page.content.decode()
    assert 'dir="auto" lang="ar"' in page.content.decode()
    assert "Nobody waits for an answer" in words(as_("doctor").get(f"{at('questions')}?pool=doctors"))


def test_answer_goes_out_and_stands_under_answered(cast: Cast, as_: Browser) -> None:
    question, nurse = ask(cast), as_("ward_nurse")
    assert nurse.post(at("question_act", question.id, "answer"), {"words": " "}).status_code == 422
    nurse.post(at("question_act", question.id, "take"))
    assert "Willem Vos" in words(nurse.get(at("questions")))
    nurse.post(at("question_act", question.id, "answer"), {"words": "Yes, from the tenth day."})
    assert Promise.objects.get(standard="question_answered").state == "kept"
    assert question.reference in words(nurse.get(f"{at('questions')}?pool=answered"))
    assert "Send the answer" not in words(nurse.get(at("question", question.id)))
    nurse.post(at("question_act", question.id, "answer"), {"words": "x"})
    assert question.entries.filter(kind="answer").count() == 1


def test_handing_over_says_why_and_a_note_stays_among_staff(cast: Cast, as_: Browser) -> None:
    question, nurse = ask(cast), as_("ward_nurse")
    over = at("question_act", question.id, "hand-over")
    assert nurse.post(over, {"pool": "doctors", "why": ""}).status_code == 422
    nurse.post(at("question_act", question.id, "note"), {"words": "ask Dana"})
    nurse.post(over, {"pool": "doctors", "why": "about the dose"})
    shown = words(as_("doctor").get(at("question", question.id)))
    assert "about the dose" in shown
    assert "ask Dana" in shown
    question.refresh_from_db()
    assert question.pool == "doctors"


def test_words_of_danger_are_marked_and_lead_to_triage(cast: Cast, as_: Browser) -> None:
    question = ask(cast, "my chest hurts and I cannot breathe")
    for page in (at("questions"), at("question", question.id)):
        body = as_("doctor").get(page).content.decode()
        assert at("request", question.request.id) in body  # type: ignore[union-attr]


@pytest.mark.parametrize("who", ["agent", "receptionist", "manager", "bed_manager", "maya"])
def test_I_22_box_is_not_there_for_who_does_not_answer(cast: Cast, as_: Browser, who: str) -> None:
    assert as_(who).get(at("questions")).status_code == 404


def test_I_23_question_of_another_site_is_answered_as_an_absent_one(cast: Cast, as_: Browser) -> None:
    cast.maya.site = cast.site
    cast.maya.save()
    question, hanna = ask(cast), as_("from_elsewhere")
    for ask_for, name, rest in ((hanna.get, "question", ()), (hanna.post, "question_act", ("take",))):
        theirs, absent = ask_for(at(name, question.id, *rest)), ask_for(at(name, uuid4(), *rest))
        assert (theirs.status_code, absent.status_code) == (404, 404)
        assert words(theirs) == words(absent)
    assert as_("doctor").post(at("question_act", question.id, "undo")).status_code == 404


def test_statements_do_not_grow_with_the_pool(cast: Cast, as_: Browser) -> None:
    browser, counts = as_("doctor"), []
    for more in (1, 2):
        for number in range(more):
            actions.take_question(question=ask(cast, f"Question {number}?"), by=cast.ward_nurse)
        browser.get(at("questions"))
        with CaptureQueriesContext(connection) as caught:
            browser.get(at("questions"))
        counts.append(len(caught))
    assert counts[0] == counts[1]
