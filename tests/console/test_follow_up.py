"""Follow-up calls at the desk: the list, the script, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.aftercare.home import ALL_FINE, Home, after
from tests.console.reading import words

from almoner.aftercare.enums import StepKind, StepState
from almoner.aftercare.models import Step, Try
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.people.actions import note_need
from almoner.urgency.models import Request

Browser = Callable[[str], Client]
FINE = {f"answer_{code}": "fine" for code in ALL_FINE}


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


@pytest.fixture
def call(home: Home, at: Callable[[Any], None]) -> Step:
    """A call to Maya that may be made now: it is Wednesday, ten o'clock."""
    found = home.call()
    at(after(days=2, hours=1))
    return found


def test_list_shows_who_is_to_be_rung_with_what_must_be_known(home: Home, call: Step, as_: Browser) -> None:
    note_need(person=home.cast.maya, kind="hard_of_hearing", by=home.cast.agent)
    shown = words(as_("agent").get(at("follow_up_calls")))
    for expected in ("Maya Osei", "Hard of hearing", "We ring you to hear how you are", "hours left"):
        assert expected in shown, expected
    assert "Everybody has their dates" in shown


def test_empty_list_says_so(home: Home, as_: Browser) -> None:
    assert "Nobody is to be rung now" in words(as_("agent").get(at("follow_up_calls")))


def test_FUP_2_call_page_has_numbers_script_listen_for_and_signs(home: Home, call: Step, as_: Browser) -> None:
    page = as_("agent").get(at("follow_up_call", call.id))
    shown = words(page)
    for expected in ("07700 900123", "can you tell me how you take them?", "Listen for:", "Danger first",
                     "A nurse rings back within the hour.", "Script 2026-1", "to be reviewed by"):  # fmt: skip
        assert expected in shown or expected in page.content.decode(), expected
    assert "Paracetamol" not in page.content.decode()
    assert "Paracetamol" in as_("ward_nurse").get(at("follow_up_call", call.id)).content.decode()


def test_what_they_said_is_kept_and_the_promise_too(home: Home, call: Step, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    answer = nurse.post(at("follow_up_act", call.id, "reached"), FINE | {"note": "well", "note_home": "sister helps"})
    assert answer["Location"] == at("follow_up_calls")
    tried = Try.objects.get()
    assert (tried.answers["home"], tried.note) == ({"answer": "fine", "note": "sister helps"}, "well")
    assert Promise.objects.get(subject_id=call.id).state == "kept"
    assert "Done" in words(nurse.get(at("follow_up_call", call.id)))
    again = nurse.post(at("follow_up_act", call.id, "reached"), FINE, follow=True)
    assert "ended already" in again.content.decode()


def test_a_question_left_open_is_asked_for_but_not_where_there_is_danger(home: Home, call: Step, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    some = {name: told for name, told in FINE.items() if name != "answer_worry"}
    left = nurse.post(at("follow_up_act", call.id, "reached"), some)
    assert (left.status_code, "How was it answered?" in words(left)) == (422, True)
    assert not Try.objects.exists()
    nurse.post(at("follow_up_act", call.id, "reached"), {"signs": ["stroke"], "note": "his arm hangs"})
    request = Request.objects.get()
    assert (request.level, Try.objects.get().request) == (1, request)


def test_danger_is_said_on_the_next_page_with_its_reference(home: Home, call: Step, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    page = nurse.post(at("follow_up_act", call.id, "reached"), {"signs": ["fever"]}, follow=True)
    assert Request.objects.get().reference in page.content.decode()


def test_no_answer_says_from_when_to_try_again(home: Home, call: Step, as_: Browser) -> None:
    agent = as_("agent")
    page = agent.post(at("follow_up_act", call.id, "unreached"), {"outcome": "no_answer"}, follow=True)
    assert "from 13:00" in page.content.decode()
    soon = agent.post(at("follow_up_act", call.id, "unreached"), {"outcome": "no_answer"}, follow=True)
    assert "too soon" in soon.content.decode()
    shown = words(agent.get(at("follow_up_calls")))
    assert "To try again later" in shown
    assert "tries: 1 of 3" in shown


def test_wrong_number_stops_the_number_that_was_rung(home: Home, call: Step, as_: Browser) -> None:
    point = home.cast.maya.contact_points.get(kind="mobile")
    sent = {"outcome": "wrong_number", "contact_point": str(point.id)}
    as_("agent").post(at("follow_up_act", call.id, "unreached"), sent)
    point.refresh_from_db()
    assert point.stopped_at


def test_another_time_and_refusal_need_their_words(home: Home, call: Step, as_: Browser) -> None:
    agent, other = as_("agent"), at("follow_up_act", call.id, "other")
    assert agent.post(other, {"outcome": "later"}).status_code == 422
    assert agent.post(other, {"outcome": "refused"}).status_code == 422
    assert agent.post(other, {}).status_code == 422
    wanted = clock.local(after(days=2, hours=7)).strftime("%Y-%m-%dT%H:%M")
    assert agent.post(other, {"outcome": "later", "ring_at": wanted}).status_code == 302
    assert agent.post(other, {"outcome": "refused", "note": "I am well"}).status_code == 302
    call.refresh_from_db()
    assert call.state == StepState.REFUSED


def test_taking_a_call_is_seen_by_the_others(home: Home, call: Step, as_: Browser) -> None:
    as_("ward_nurse").post(at("follow_up_act", call.id, "take"))
    assert "Willem Vos" in words(as_("agent").get(at("follow_up_calls")))
    assert "You ring this one" in words(as_("ward_nurse").get(at("follow_up_call", call.id)))


def test_call_for_a_clinician_is_left_to_them(home: Home, as_: Browser, at: Callable[[Any], None]) -> None:
    step = home.plan(pathway="heart failure").steps.get(code="call")
    at(after(days=2, hours=1))
    page = reverse("console:follow_up_call", args=[step.id])
    assert "This takes a nurse or a doctor" in words(as_("agent").get(page))
    assert "Reached: keep what they said" not in words(as_("agent").get(page))
    taken = reverse("console:follow_up_act", args=[step.id, "take"])
    assert "takes a nurse or a doctor" in as_("agent").post(taken, follow=True).content.decode()
    step.refresh_from_db()
    assert step.taken_by is None


def test_visit_is_arranged_or_dropped_with_words(home: Home, as_: Browser) -> None:
    plan = home.plan(pathway="joint replacement")
    stitches, physio = plan.steps.get(code="stitches"), plan.steps.get(code="physio")
    agent = as_("agent")
    assert "The stitches come out" in words(agent.get(at("follow_up_calls")))
    assert "Book it with us" in words(agent.get(at("follow_up_call", stitches.id)))
    assert agent.post(at("follow_up_act", stitches.id, "arranged"), {"how": ""}).status_code == 422
    agent.post(at("follow_up_act", stitches.id, "arranged"), {"how": "the district nurse, Friday"})
    agent.post(at("follow_up_act", physio.id, "dropped"), {"reason": "has his own"})
    states = dict(Step.objects.filter(kind=StepKind.VISIT).values_list("code", "state"))
    assert states == {"stitches": "done", "physio": "dropped", "clinic": "open"}


def test_I_23_step_of_another_site_is_answered_as_an_absent_one(home: Home, call: Step, as_: Browser) -> None:
    home.cast.maya.site = home.cast.site
    home.cast.maya.save()
    hanna = as_("from_elsewhere")
    for name, rest in (("follow_up_call", ()), ("follow_up_act", ("take",)), ("follow_up_act", ("dropped",))):
        ask = hanna.get if not rest else hanna.post
        theirs, absent = ask(at(name, call.id, *rest)), ask(at(name, uuid4(), *rest))
        assert (theirs.status_code, absent.status_code) == (404, 404)
        assert words(theirs) == words(absent)
    assert as_("agent").post(at("follow_up_act", call.id, "undo")).status_code == 404


def test_statements_of_the_list_do_not_grow(home: Home, as_: Browser, at: Callable[[Any], None]) -> None:
    browser, counts = as_("agent"), []
    people = [home.cast.maya, home.cast.tom, home.cast.leila]
    for more, beds in ((people[:1], ["M1"]), (people[1:], ["M3", "M5"])):
        for person, bed in zip(more, beds, strict=True):
            home.plan(person, bed=bed, pathway="joint replacement")
        with clock.at(after(days=2, hours=1) + timedelta(minutes=len(counts))):
            browser.get(reverse("console:follow_up_calls"))
            with CaptureQueriesContext(connection) as caught:
                browser.get(reverse("console:follow_up_calls"))
        counts.append(len(caught))
    assert counts[0] == counts[1]
