"""Closed records: they look absent, open to who says why it cannot wait, and are looked into by another (I-29)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words

from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core.models import AuditEntry
from almoner.people.actions import restrict_record
from almoner.people.models import EmergencyOpening

Browser = Callable[[str], Client]
BORN = {"birth_on_day": "3", "birth_on_month": "4", "birth_on_year": "1980"}


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


@pytest.fixture
def closed(cast: Cast) -> Cast:
    restrict_record(person=cast.maya, restricted=True, reason="works here", by=cast.doctor)
    return cast


def opened(cast: Cast, browser: Client, **said: str) -> object:
    asked = {"record_number": cast.maya.record_number, "reason": "Collapsed at the door", **BORN, **said}
    return browser.post(at("open_record"), asked)


def test_closed_record_looks_absent_and_leads_to_the_emergency(closed: Cast, as_: Browser) -> None:
    desk = as_("receptionist")
    answer = desk.post(at("people"), {"text": "Maya Osei"})
    assert "Nobody like this" in words(answer)
    assert at("open_record") in answer.content.decode()
    assert desk.get(at("person", closed.maya.id)).status_code == 404


def test_I_29_opening_needs_two_identifiers_and_a_reason(closed: Cast, as_: Browser) -> None:
    desk = as_("receptionist")
    wrong = opened(closed, desk, birth_on_day="4")
    absent = opened(closed, desk, record_number="R-0000-0000")
    for answer in (wrong, absent):
        assert "We found no record with these two." in words(answer)
    assert opened(closed, desk, reason="now").status_code == 422  # type: ignore[attr-defined]
    assert not EmergencyOpening.objects.exists()
    tries = AuditEntry.objects.filter(act="people.open_in_emergency", outcome="refused")
    assert tries.count() == 2, "each wrong try is in the audit"


def test_I_29_it_opens_for_hours_with_alert_and_review(closed: Cast, as_: Browser) -> None:
    desk, manager = as_("receptionist"), as_("manager")
    assert opened(closed, desk).status_code == 302  # type: ignore[attr-defined]
    page = desk.get(at("person", closed.maya.id))
    assert "A closed record, opened in an emergency" in words(page)
    assert as_("agent").get(at("person", closed.maya.id)).status_code == 404, "it opens to one"
    opening = EmergencyOpening.objects.get()
    assert "Collapsed at the door" in words(manager.get(at("openings")))
    act = at("review_opening", opening.id)
    assert manager.post(act, {"finding": ""}).status_code == 422
    assert manager.post(act, {"finding": "It was right."}).status_code == 302
    assert Promise.objects.get(subject_id=opening.id).state == State.KEPT
    assert "It was right." in words(manager.get(at("openings")))
    assert manager.post(act, {"finding": "again"}).status_code == 422


def test_record_that_is_open_is_not_opened_again(cast: Cast, as_: Browser) -> None:
    answer = opened(cast, as_("receptionist"))
    assert "This record is open to you already." in words(answer)
    assert not EmergencyOpening.objects.exists()


def test_who_may_not_break_glass_finds_no_such_page(closed: Cast, as_: Browser) -> None:
    for who in ("manager", "bed_manager"):
        assert as_(who).get(at("open_record")).status_code == 404
    for who in ("receptionist", "doctor"):
        assert as_(who).get(at("openings")).status_code == 404
