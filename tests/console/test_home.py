"""My work: what one's teams owe first, how much waits where, and who watches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import words

from almoner.charter import actions as charter
from almoner.charter.models import Promise
from almoner.charter.queries import promises_of
from almoner.console.counts import COUNTS
from almoner.console.rail import WAYS
from almoner.desk.actions import end_contact, identify, note_abandoned_call, take_contact
from almoner.desk.models import Contact
from almoner.people.actions import restrict_record
from almoner.urgency.actions import watch_queue

LATER = MONDAY_MORNING + timedelta(hours=3)


def promised(cast: Cast) -> Promise:
    """The service desk promises Maya to ring back."""
    call = take_contact(channel="call", number="07700 900123", by=cast.agent)
    identify(contact=call, person=cast.maya, birth_on=cast.maya.birth_on, postcode="RV1 1AB", by=cast.agent)
    end_contact(contact=call, outcome="CALL_BACK", promised_at=LATER, by=cast.agent)
    return Promise.objects.get(subject_id=call.id)


def test_what_the_team_owes_stands_first_and_another_team_sees_nothing_of_it(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    promise = promised(cast)
    shown = words(as_("agent").get("/desk/"))
    assert "Do this first" in shown
    assert promise.reference in shown
    assert "Maya Osei" in shown
    assert promise.reference not in words(as_("bed_manager").get("/desk/"))


def test_what_one_has_taken_comes_before_what_is_due_sooner(cast: Cast, as_: Callable[[str], Client]) -> None:
    later = promised(cast)
    note_abandoned_call(number="07700 900999", by=cast.agent)
    charter.take(promise=later, by=cast.agent)
    shown = words(as_("agent").get("/desk/"))
    assert shown.index(later.reference) < shown.index("Then for your teams")
    assert "not known yet" in shown


def test_promise_to_somebody_behind_a_closed_record_is_not_listed(cast: Cast) -> None:
    promised(cast)
    restrict_record(person=cast.maya, restricted=True, reason="threatened", by=cast.doctor)
    assert promises_of(by=cast.receptionist) == []


def test_nothing_owed_is_said_kindly(cast: Cast, as_: Callable[[str], Client]) -> None:
    assert "Your teams owe nobody anything" in words(as_("receptionist").get("/desk/"))


def test_URG_7_nobody_watching_is_said_to_who_may_watch(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("triage_nurse")
    assert "Nobody is watching triage" in words(browser.get("/desk/"))
    watch_queue(by=cast.triage_nurse)
    assert "One person is watching triage" in words(browser.get("/desk/"))
    assert "watching triage" not in words(as_("receptionist").get("/desk/"))


def test_contacts_that_were_not_ended_are_found_again(cast: Cast, call: Contact, as_: Callable[[str], Client]) -> None:
    assert f"/desk/contacts/{call.id}/" in as_("agent").get("/desk/").content.decode()
    assert f"/desk/contacts/{call.id}/" not in as_("receptionist").get("/desk/").content.decode()


@pytest.mark.parametrize("who", ["agent", "triage_nurse", "doctor", "bed_manager", "manager", "ward_nurse"])
def test_page_is_there_for_every_role(cast: Cast, as_: Callable[[str], Client], who: str) -> None:
    assert as_(who).get("/desk/").status_code == 200


def test_statements_do_not_grow(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser, counts = as_("agent"), []
    for more in (1, 2):
        for _one in range(more):
            promised(cast)
        browser.get("/desk/")
        with CaptureQueriesContext(connection) as caught:
            browser.get("/desk/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_every_way_of_the_rail_has_keys_of_its_own() -> None:
    keys = [way.key for way in WAYS]
    assert len(set(keys)) == len(keys)
    assert set(COUNTS) <= {way.page for way in WAYS}
