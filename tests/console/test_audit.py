"""The audit page: is the chain whole, who did what, and names asked for by POST only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import field, words

from almoner.core.audit import anchor, anchor_path, read
from almoner.core.models import AuditEntry
from almoner.people.actions import restrict_record

WHERE = "/desk/audit/"


@pytest.fixture
def browser(cast: Cast, as_: Callable[[str], Client], settings: Any, tmp_path: Path) -> Client:
    """The manager, with a data folder of their own for the heads outside the database."""
    settings.ALMONER_HOME = tmp_path
    return as_("manager")


def test_I_31_whole_chain_is_said_to_be_whole(browser: Client) -> None:
    told = words(browser.get(WHERE))
    assert "The chain is whole" in told
    assert f"{AuditEntry.objects.count()} entries were checked" in told
    assert "No head is kept outside the database yet" in told
    anchor()
    assert "It fits 1 head kept outside the database" in words(browser.get(WHERE))


def test_I_31_broken_chain_is_said_to_be_broken(browser: Client) -> None:
    anchor_path().write_text('{"number": 1, "digest": "something else"}\n')
    told = words(browser.get(WHERE))
    assert "The chain is broken" in told
    assert "entry 1 differs from the head kept outside the database" in told


def test_long_chain_is_checked_when_somebody_asks(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("almoner.console.audit.CHECKED_AT_ONCE", 3)
    answer = browser.get(WHERE)
    assert "The chain is whole" not in words(answer)
    assert "Check the whole chain now" in words(answer)
    assert "The chain is whole" in words(browser.post(WHERE, {"check": "yes"}))


def test_latest_entries_lead_to_the_people_they_are_about(cast: Cast, browser: Client) -> None:
    read(what="story", person_id=cast.maya.id, by=cast.doctor, facts={"why": "ward round"})
    answer = browser.get(WHERE)
    told = words(answer)
    assert "Who Dana Okafor · web What was done read.story About whom Maya Osei With what why: ward round" in told
    assert reverse("console:person", args=[cast.maya.id]) in answer.content.decode()


def test_entries_are_found_by_the_beginning_of_the_act(cast: Cast, browser: Client) -> None:
    read(what="story", person_id=cast.maya.id, by=cast.doctor)
    told = words(browser.post(WHERE, {"act": "read."}))
    assert told.count("What was done read.story") == 1
    assert "people.register_person" not in told
    assert "No entry is like this" in words(browser.post(WHERE, {"act": "nothing.done"}))


def test_entries_are_found_by_who_acted(cast: Cast, browser: Client) -> None:
    for by in (cast.doctor, cast.ward_nurse):
        read(what="story", person_id=cast.maya.id, by=by)
    told = words(browser.post(WHERE, {"act": "read.", "actor": "okafor"}))
    assert (told.count("Dana Okafor"), "Willem Vos" in told) == (1, False)


def test_entries_are_found_by_whom_they_are_about_and_the_question_is_traced(cast: Cast, browser: Client) -> None:
    for person in (cast.maya, cast.tom):
        read(what="story", person_id=person.id, by=cast.doctor)
    told = words(browser.post(WHERE, {"act": "read.story", "about": "Maya Osei"}))
    assert "About Maya Osei" in told
    assert told.count("read.story") == 1
    assert "Tom Whitfield" not in told
    asked = AuditEntry.objects.get(act="read.audit")
    assert (asked.person_id, asked.actor_id) == (cast.maya.id, cast.manager.staff_id)


def test_where_several_may_be_meant_one_is_chosen(cast: Cast, browser: Client) -> None:
    read(what="story", person_id=cast.tom.id, by=cast.doctor)
    answer = browser.post(WHERE, {"about": "07700 900123 Whitfield"})
    told = words(answer)
    assert "Whom do you mean?" in told
    assert "read.story" not in told
    chosen = words(browser.post(WHERE, {"person_id": str(cast.tom.id), "act": "read.story"}))
    assert "About Tom Whitfield" in chosen
    assert chosen.count("What was done read.story") == 1
    assert not AuditEntry.objects.filter(act="read.audit", person_id=cast.maya.id).exists()


def test_nobody_found_is_said_kindly(browser: Client) -> None:
    told = words(browser.post(WHERE, {"about": "Zebedee Quill"}))
    assert "Nobody like this" in told
    assert "Entries, latest first" not in told


def test_I_23_closed_records_are_not_named(cast: Cast, browser: Client) -> None:
    for by in (cast.doctor, cast.maya_herself):
        read(what="story", person_id=cast.maya.id, by=by)
    assert "Who Maya Osei · web" in words(browser.get(WHERE))
    restrict_record(person=cast.maya, restricted=True, reason="works here", by=cast.doctor)
    told = words(browser.get(WHERE))
    assert "Maya Osei" not in told
    assert "Who somebody else · web What was done read.story About whom somebody else" in told
    assert "Nobody like this" in words(browser.post(WHERE, {"about": "Maya Osei"}))


def test_earlier_entries_follow_page_by_page(cast: Cast, browser: Client) -> None:
    for number in range(60):
        read(what=f"page{number}", person_id=None, by=cast.doctor)
    first = browser.post(WHERE, {"act": "read.page"})
    assert words(first).count("What was done read.page") == 50
    assert "read.page9 " not in words(first)
    second = words(browser.post(WHERE, {"act": "read.page", "before": field(first, "before")}))
    assert second.count("What was done read.page") == 10
    assert "Earlier" not in second


def test_entries_take_the_same_statements_for_one_person_and_for_three(cast: Cast, browser: Client) -> None:
    counts = []
    for people in ([cast.maya], [cast.leila, cast.tom]):
        for person in people:
            read(what="story", person_id=person.id, by=cast.doctor)
        browser.post(WHERE, {"act": "read.story"})
        with CaptureQueriesContext(connection) as caught:
            browser.post(WHERE, {"act": "read.story"})
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_input_that_makes_no_sense_is_asked_again(browser: Client) -> None:
    for fault in ({"act": "a" * 81}, {"person_id": "x"}, {"before": "x"}):
        assert browser.post(WHERE, fault).status_code == 422


@pytest.mark.parametrize("name", ["maya", "agent", "doctor", "bed_manager", "from_elsewhere"])
def test_I_22_audit_is_for_those_who_may_see_it(cast: Cast, as_: Callable[[str], Client], name: str) -> None:
    assert (as_(name).get(WHERE).status_code, as_(name).post(WHERE).status_code) == (404, 404)


def test_I_22_anonymous_are_led_to_sign_in(cast: Cast) -> None:
    answer = Client().get(WHERE)
    assert (answer.status_code, reverse("account_login") in answer.headers["Location"]) == (302, True)


def test_I_23_closed_and_unknown_people_are_not_there(cast: Cast, browser: Client) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="works here", by=cast.doctor)
    for person_id in (cast.maya.id, uuid4()):
        assert browser.post(WHERE, {"person_id": str(person_id)}).status_code == 404
    assert not AuditEntry.objects.filter(act="read.audit").exists()
