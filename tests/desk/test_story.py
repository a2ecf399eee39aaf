"""The whole story on one screen, in few statements."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import MONDAY_MORNING, Cast

from almoner.desk.actions import end_contact, identify, take_contact
from almoner.desk.models import Contact
from almoner.desk.queries import call_backs
from almoner.desk.story import caller_story
from almoner.people.actions import note_need
from almoner.people.enums import Need


def one_more(cast: Cast, need: Need) -> Contact:
    """A contact of Maya that leaves a promise, an event and a need behind."""
    note_need(person=cast.maya, kind=need, by=cast.agent)
    call = take_contact(channel="call", number="07700 900123", by=cast.agent)
    identify(contact=call, person=cast.maya, birth_on=date(1980, 4, 3), postcode="RV1 1AB", by=cast.agent)
    later = MONDAY_MORNING + timedelta(hours=1)
    return end_contact(contact=call, outcome="CALL_BACK", promised_at=later, by=cast.agent)


def test_TEL_3_story_holds_needs_carers_promises_and_last_contacts(cast: Cast) -> None:
    calls = [one_more(cast, need) for need in (Need.HARD_OF_HEARING, Need.PHONE_AND_POST)]
    story = caller_story(calls[0], cast.agent)
    assert {need.kind for need in story.needs} == {Need.HARD_OF_HEARING, Need.PHONE_AND_POST}
    assert [leave.carer for leave in story.carers] == [cast.leila]
    assert [promise.standard for promise in story.promises] == ["call_back", "call_back"]
    assert set(story.contacts) == set(calls)
    assert (story.visits, story.waiting) == ([], [])
    assert "contact.ended" in {event.event for event in story.events}


@pytest.mark.parametrize("read", ["story", "call_backs"])
def test_statements_do_not_grow(cast: Cast, read: str) -> None:
    calls = [one_more(cast, Need.DEAF)]
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as caught:
            if read == "story":
                caller_story(Contact.objects.select_related("person", "agent").get(id=calls[0].id), cast.agent)
            else:
                assert len(call_backs(by=cast.agent)) == len(calls)
        counts.append(len(caught))
        calls += [one_more(cast, need) for need in (Need.BLIND, Need.WHEELCHAIR)] if len(calls) == 1 else []
    assert counts[0] == counts[1]
