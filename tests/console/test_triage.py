"""Triage: the queue, who watches, and one request with what is done to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import words
from tests.urgency.conftest import all_no

from almoner.charter.models import Promise
from almoner.core.models import AuditEntry
from almoner.desk.actions import take_contact
from almoner.desk.models import Contact
from almoner.urgency import actions
from almoner.urgency.asked import Asker, Told
from almoner.urgency.models import Request, Watch
from almoner.urgency.queries import queue_pulse

Browser = Callable[[str], Client]


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def ask(cast: Cast, said: str, person: Any = None, **more: Any) -> Request:
    told = Told(words=said, danger_answers=all_no(), language=more.pop("language", "en"))
    asker = more.pop("asker", Asker(name="Pat Green", contact="07700 900777"))
    return actions.submit_request(
        told=told, channel="web", person=person, **({} if person else {"asker": asker}), by=cast.agent
    )


# ── The queue ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_URG_11_queue_is_by_level_with_the_words_as_written(cast: Cast, as_: Browser) -> None:
    ask(cast, "sore throat, <b>not</b> too bad", cast.maya)
    ask(cast, "crushing chest pain")
    page = as_("triage_nurse").get(at("triage"))
    shown = words(page)
    assert shown.index("crushing chest pain") < shown.index("sore throat")
    assert ", <b>not</b> too bad" in shown
    assert "<b>not</b>" not in page.content.decode()
    for expected in ("Not known who", "Danger sign", "Nobody has decided yet", "Suggested", "Maya Osei"):
        assert expected in shown, expected


def test_URG_1_suggestion_stands_beside_the_decision_with_reasons(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "sore throat", cast.maya)
    actions.decide_level(request=request, level=3, reason="cannot swallow", by=cast.doctor)
    actions.raise_for_worse(request=request, note="now fever", by=cast.agent)
    shown = words(as_("triage_nurse").get(at("triage")))
    for expected in ("(sore throat)", "Decided", "Dana Okafor", "cannot swallow", "They say it is worse: now fever"):
        assert expected in shown, expected
    assert "More urgent than at first" in shown


def test_URG_7_nobody_watching_is_told_in_red_until_somebody_does(cast: Cast, as_: Browser) -> None:
    nurse, doctor = as_("triage_nurse"), as_("doctor")
    page = nurse.get(at("triage")).content.decode()
    assert "Nobody is watching this queue" in page
    assert "notice-danger" in page
    assert nurse.post(at("watch_triage"))["Location"] == at("triage")
    assert "One person is watching, two should be" in words(nurse.get(at("triage")))
    doctor.post(at("watch_triage"))
    shown = words(doctor.get(at("triage")))
    assert "Nora Stone" in shown
    assert "Dana Okafor" in shown
    for browser in (nurse, doctor):
        browser.post(at("leave_triage"))
    assert "Nobody is watching this queue" in words(nurse.get(at("triage")))


def test_URG_7_open_page_says_by_itself_that_it_watches(
    cast: Cast, as_: Browser, at: Callable[[datetime], None]
) -> None:
    nurse, watching = as_("triage_nurse"), reverse("console:watch_triage")
    nurse.post(watching)
    at(MONDAY_MORNING + timedelta(minutes=4))
    assert nurse.post(watching, headers={"HX-Request": "true"}).status_code == 204
    assert Watch.objects.get().seen_at == MONDAY_MORNING + timedelta(minutes=4)


def test_late_request_says_so_and_empty_queue_too(cast: Cast, as_: Browser, at: Callable[[datetime], None]) -> None:
    nurse, queue = as_("triage_nurse"), reverse("console:triage")
    assert "Nobody waits" in words(nurse.get(queue))
    ask(cast, "crushing chest pain")
    at(MONDAY_MORNING + timedelta(minutes=7))
    assert "7 minutes late" in words(nurse.get(queue))


def test_words_of_another_language_are_marked(cast: Cast, as_: Browser) -> None:
    ask(cast, "me duele la cabeza", cast.maya, language="es")
    page = as_("triage_nurse").get(at("triage")).content.decode()
    assert 'lang="es"' in page
    assert "Spanish" in page


def test_part_of_the_page_is_the_queue_alone(cast: Cast, as_: Browser) -> None:
    part = as_("triage_nurse").get(at("triage"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Nobody is watching this queue" in part


def test_statements_do_not_grow_with_the_queue(cast: Cast, as_: Browser) -> None:
    browser, counts = as_("triage_nurse"), []
    for more in (1, 2):
        for number in range(more):
            request = ask(cast, ["cough", "earache"][number], cast.maya)
            actions.start_looking(request=request, by=cast.doctor)
        browser.get(at("triage"))
        with CaptureQueriesContext(connection) as caught:
            browser.get(at("triage"))
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_pulse_changes_with_the_queue_and_not_without(cast: Cast) -> None:
    empty = queue_pulse(cast.triage_nurse)
    request = ask(cast, "cough", cast.maya)
    waiting = queue_pulse(cast.triage_nurse)
    actions.start_looking(request=request, by=cast.triage_nurse)
    looked_at = queue_pulse(cast.triage_nurse)
    assert len({empty, waiting, looked_at}) == 3
    assert looked_at == queue_pulse(cast.triage_nurse)
    assert queue_pulse(cast.from_elsewhere) != looked_at


@pytest.mark.django_db(transaction=True)
def test_stream_tells_the_page_how_to_come_back(real_database: None, cast: Cast, as_: Browser) -> None:
    answer = as_("triage_nurse").get(at("triage_live"))
    assert answer["Content-Type"] == "text/event-stream"
    assert answer["Cache-Control"] == "no-store"


# ── One request ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_request_shows_words_reasons_promises_and_contacts_before(cast: Cast, as_: Browser, call: Contact) -> None:
    del call
    take_contact(channel="call", number="07700 900123", asked="my knee", by=cast.agent)
    request = ask(cast, "sore throat", cast.maya)
    shown = words(as_("triage_nurse").get(at("request", request.id)))
    page = as_("triage_nurse").get(at("request", request.id)).content.decode()
    assert "sore throat" in shown
    assert "Decide what is to be done" in shown
    for promise in Promise.objects.filter(subject_id=request.id):
        assert promise.reference in page
    assert "Contacts before" in page
    assert "07700 900123" in page
    assert AuditEntry.objects.filter(act="read.urgency", person_id=cast.maya.id).exists()


def test_URG_8_looking_is_seen_by_others_and_ends(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "cough", cast.maya)
    nurse = as_("triage_nurse")
    assert nurse.post(at("look_at_request", request.id))["Location"] == at("request", request.id)
    assert "Nora Stone" in words(as_("doctor").get(at("request", request.id)))
    assert "Nora Stone" in words(as_("doctor").get(at("triage")))
    assert nurse.post(at("look_at_request", request.id), headers={"HX-Request": "true"}).status_code == 204
    assert nurse.post(at("look_at_request", request.id), {"stop": "yes"})["Location"] == at("triage")
    assert "Nobody looks at it now" in words(as_("doctor").get(at("request", request.id)))


def test_URG_1_clinician_decides_and_says_why_where_it_differs(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "sore throat", cast.maya)
    nurse = as_("triage_nurse")
    asked_again = nurse.post(at("request_act", request.id, "decide"), {"disposition": "emergency_or_clinic"})
    assert (asked_again.status_code, "Please say why you decide differently." in words(asked_again)) == (422, True)
    assert nurse.post(at("request_act", request.id, "decide"), {}).status_code == 422
    nurse.post(at("request_act", request.id, "decide"), {"disposition": "emergency_or_clinic", "reason": "drools"})
    decision = request.decisions.get()
    assert (decision.level, decision.reason, decision.by) == (2, "drools", cast.triage_nurse_staff)


def test_URG_1_nobody_but_a_clinician_decides(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "sore throat", cast.maya)
    agent = as_("agent")
    assert "Decide what is to be done" not in words(agent.get(at("request", request.id)))
    answer = agent.post(at("request_act", request.id, "decide"), {"disposition": "two_weeks"})
    assert answer.status_code == 422
    assert not request.decisions.exists()


def test_URG_5_anybody_of_staff_raises_what_is_worse(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "sore throat", cast.maya)
    before = request.level
    agent = as_("agent")
    assert agent.post(at("request_act", request.id, "worse"), {"note": ""}).status_code == 422
    agent.post(at("request_act", request.id, "worse"), {"note": "cannot drink"})
    request.refresh_from_db()
    assert (request.level, request.raises.get().note) == (before - 1, "cannot drink")


def test_request_is_closed_with_its_outcome_and_only_once(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "sore throat", cast.maya)
    nurse = as_("triage_nurse")
    close = at("request_act", request.id, "close")
    assert nurse.post(close, {"outcome": ""}).status_code == 422
    nurse.post(close, {"outcome": "advice", "note": "drink, rest"})
    request.refresh_from_db()
    assert (request.state, request.outcome, request.outcome_note) == ("closed", "advice", "drink, rest")
    shown = words(nurse.get(at("request", request.id)))
    assert "drink, rest" in shown
    assert "Close it" not in shown
    assert nurse.post(close, {"outcome": "seen"}).status_code == 422
    assert "Nobody waits" in words(nurse.get(at("triage")))


def test_judgements_of_health_are_not_offered_to_an_agent(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "sore throat", cast.maya)
    assert as_("agent").post(at("request_act", request.id, "close"), {"outcome": "advice"}).status_code == 422
    request.refresh_from_db()
    assert request.is_live


def test_I_8_duplicate_is_linked_to_the_one_that_stays(cast: Cast, as_: Browser) -> None:
    stays, closing = ask(cast, "sore throat", cast.maya), ask(cast, "crushing chest pain", cast.maya)
    nurse, close = as_("triage_nurse"), at("request_act", closing.id, "close")
    assert nurse.post(close, {"outcome": "duplicate"}).status_code == 422
    nurse.post(close, {"outcome": "duplicate", "duplicate_of": str(stays.id)})
    stays.refresh_from_db()
    closing.refresh_from_db()
    assert (stays.level, closing.outcome) == (1, "duplicate")


def test_URG_10_who_it_is_is_settled_beside_the_queue(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "cough", asker=Asker(name="Maya Osei", contact="07700 900123"))
    nurse = as_("triage_nurse")
    page = nurse.get(at("request", request.id)).content.decode()
    assert str(cast.maya.id) in page
    found = nurse.post(at("request", request.id), {"text": "Tom Whitfield"}).content.decode()
    assert str(cast.tom.id) in found
    answer = nurse.post(at("request_act", request.id, "match"), {"person_id": str(cast.maya.id)})
    assert answer["Location"] == at("request", request.id)
    request.refresh_from_db()
    assert request.person == cast.maya


def test_match_to_nobody_is_not_there(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "cough")
    nurse, match = as_("triage_nurse"), at("request_act", request.id, "match")
    assert nurse.post(match, {"person_id": "nonsense"}).status_code == 404
    assert nurse.post(match, {"person_id": str(uuid4())}).status_code == 404


def test_act_that_is_none_is_not_there(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "cough", cast.maya)
    assert as_("triage_nurse").post(at("request_act", request.id, "undo")).status_code == 404


def test_I_23_request_of_another_site_is_answered_as_an_absent_one(cast: Cast, as_: Browser) -> None:
    request = ask(cast, "cough", cast.maya)
    hanna = as_("from_elsewhere")
    for name, rest in (("request", ()), ("look_at_request", ()), ("request_act", ("decide",))):
        method = hanna.get if name == "request" else hanna.post
        theirs, absent = method(at(name, request.id, *rest)), method(at(name, uuid4(), *rest))
        assert (theirs.status_code, absent.status_code) == (404, 404)
        assert words(theirs) == words(absent)


@pytest.mark.parametrize("who", ["receptionist", "manager", "maya"])
def test_I_22_triage_is_not_there_for_others(cast: Cast, as_: Browser, who: str) -> None:
    assert as_(who).get(at("triage")).status_code == 404


def test_I_22_nobody_signed_in_is_sent_to_sign_in(cast: Cast) -> None:
    request = ask(cast, "cough", cast.maya)
    for address in (at("triage"), at("request", request.id)):
        assert Client().get(address).status_code == 302


def test_statements_of_a_request_do_not_grow(cast: Cast, as_: Browser) -> None:
    request, browser, counts = ask(cast, "cough", cast.maya), as_("triage_nurse"), []
    for more in (1, 2):
        for _one in range(more):
            actions.raise_for_worse(request=request, note="worse", by=cast.agent)
            actions.decide_level(request=request, level=4, reason="seen", by=cast.doctor)
        browser.get(at("request", request.id))
        with CaptureQueriesContext(connection) as caught:
            browser.get(at("request", request.id))
        counts.append(len(caught))
    assert counts[0] == counts[1]
