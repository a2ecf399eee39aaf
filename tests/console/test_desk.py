"""The desk: taking a contact, making sure who it is, the story, the outcome and the promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import field, words
from tests.scheduling.clinic import Clinic

from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core.models import AuditEntry
from almoner.desk.actions import end_contact, take_contact
from almoner.desk.models import Contact
from almoner.people.actions import note_need
from almoner.people.enums import Need

LATER = MONDAY_MORNING + timedelta(hours=2)
FITS = {"birth_on_day": "3", "birth_on_month": "4", "birth_on_year": "1980", "postcode": "RV1 1AB"}


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def test_contact_is_taken_once_however_often_the_form_is_sent(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    form = {
        "channel": "call",
        "direction": "in",
        "number": "07700 900123",
        "asked": "my knee",
        "key": field(browser.get(at("desk")), "key"),
    }
    answers = [browser.post(at("take_contact"), form) for _time in range(2)]
    taken = Contact.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [at("contact", taken.id)] * 2
    assert (taken.agent, taken.number_key, taken.person) == (cast.agent_staff, "+447700900123", None)


def test_contact_without_a_channel_is_asked_again(cast: Cast, as_: Callable[[str], Client]) -> None:
    answer = as_("agent").post(at("take_contact"), {"number": "07700 900123", "direction": "in"})
    assert (answer.status_code, "07700 900123" in answer.content.decode()) == (422, True)
    assert not Contact.objects.exists()


def test_TEL_3_number_shows_who_it_may_be_and_nothing_of_their_story(
    cast: Cast, clinic: Clinic, call: Contact, as_: Callable[[str], Client]
) -> None:
    clinic.visit(cast.maya)
    shown = words(as_("agent").get(at("contact", call.id)))
    assert "Maya Osei" in shown
    assert "Telephone number" in shown
    assert "Clinic visit" not in shown


def test_TEL_3_words_are_searched_by_post(cast: Cast, call: Contact, as_: Callable[[str], Client]) -> None:
    shown = words(as_("agent").post(at("contact", call.id), {"text": "Tom Whitfield"}))
    assert "Tom Whitfield" in shown
    assert "Maya Osei" not in shown


def test_TEL_5_danger_is_asked_first(cast: Cast, call: Contact, as_: Callable[[str], Client]) -> None:
    page = as_("agent").get(at("contact", call.id)).content.decode()
    assert "Pain, pressure or tightness in the chest" in page
    assert "Ring 999 now." in page


def test_two_things_that_fit_open_the_whole_story(
    cast: Cast, clinic: Clinic, call: Contact, as_: Callable[[str], Client]
) -> None:
    visit = clinic.visit(cast.maya)
    note_need(person=cast.maya, kind=Need.HARD_OF_HEARING, by=cast.agent)
    browser = as_("agent")
    answer = browser.post(at("contact_who", call.id, cast.maya.id), FITS, follow=True)
    assert answer.redirect_chain == [(at("contact", call.id), 302)]
    page = answer.content.decode()
    for expected in ("Hard of hearing", "Leila Haddad", "Clinic visit", at("appointment", visit.id), "my knee hurts"):
        assert expected in page, expected
    assert AuditEntry.objects.filter(act="read.story", person_id=cast.maya.id).exists()


def test_what_does_not_fit_opens_nothing_and_is_not_named(
    cast: Cast, call: Contact, as_: Callable[[str], Client]
) -> None:
    answer = as_("agent").post(at("contact_who", call.id, cast.maya.id), FITS | {"postcode": "RV9 9ZZ"})
    shown = words(answer)
    assert answer.status_code == 422
    assert "That is not enough." in shown
    assert "2 tries are left" in shown
    assert "1980" not in shown.replace("April", "")
    assert Contact.objects.get().person is None


def test_after_three_wrong_tries_nobody_is_looked_for(cast: Cast, call: Contact, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    for _try in range(3):
        browser.post(at("contact_who", call.id, cast.maya.id), {"postcode": "RV9 9ZZ"})
    answer = browser.post(at("contact_who", call.id, cast.maya.id), FITS)
    assert (answer.status_code, "ring them back on the number" in words(answer)) == (409, True)
    shown = words(browser.get(at("contact", call.id)))
    assert "Somebody may be guessing" in shown
    assert "Maya Osei" not in shown


def test_nothing_written_asks_again(cast: Cast, call: Contact, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    browser.get(at("contact_who", call.id, cast.maya.id))
    assert Contact.objects.get().wrong_tries == 0


@pytest.mark.parametrize(("word", "status"), [("bluebell", 302), ("snowdrop", 422), ("", 422)])
def test_I_26_carer_speaks_with_the_code_word(
    cast: Cast, call: Contact, as_: Callable[[str], Client], word: str, status: int
) -> None:
    form = {"caller": str(cast.leila.id), "code_word": word}
    answer = as_("agent").post(at("contact_carer", call.id, cast.maya.id), form)
    assert answer.status_code == status
    assert Contact.objects.get().caller == (cast.leila if status == 302 else None)


def test_I_26_who_has_no_leave_is_not_offered(cast: Cast, call: Contact, as_: Callable[[str], Client]) -> None:
    page = as_("agent").get(at("contact_who", call.id, cast.tom.id)).content.decode()
    assert "code_word" not in page
    form = {"caller": str(cast.leila.id), "code_word": "bluebell"}
    assert as_("agent").post(at("contact_carer", call.id, cast.tom.id), form).status_code == 422


def test_I_1_end_with_something_open_shows_the_promise_to_say(
    cast: Cast, known: Contact, as_: Callable[[str], Client]
) -> None:
    form = {"outcome": "CLINICIAN_QUESTION", "reason": "the new tablets", "promised_at": "2026-11-23T11:30"}
    answer = as_("agent").post(at("end_contact", known.id), form, follow=True)
    promise = Promise.objects.get(subject_id=known.id)
    shown = words(answer)
    assert promise.due_at == MONDAY_MORNING.replace(hour=11, minute=30)
    assert "Say this to them" in shown
    assert promise.reference in shown


def test_I_1_time_that_is_suggested_is_promised_when_none_is_written(
    cast: Cast, known: Contact, as_: Callable[[str], Client]
) -> None:
    as_("agent").post(at("end_contact", known.id), {"outcome": "CALL_BACK"})
    assert Promise.objects.get(subject_id=known.id).due_at == MONDAY_MORNING.replace(hour=10, minute=30)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"outcome": ""}, "How did it end?"),
        ({"outcome": "NO_ANSWER"}, "How did it end?"),
        ({"outcome": "CLINICIAN_QUESTION", "note": "as I wrote"}, "Please write why"),
        ({"outcome": "NURSE_CALLBACK"}, "how urgent it is"),
        ({"outcome": "CALL_BACK", "promised_at": "2026-11-20T10:00"}, "still to come"),
        ({"outcome": "CALL_BACK", "promised_at": "soon"}, "Promise them a time"),
    ],
)
def test_end_that_lacks_something_is_asked_again_with_what_was_written(
    cast: Cast, known: Contact, as_: Callable[[str], Client], form: dict[str, str], told: str
) -> None:
    answer = as_("agent").post(at("end_contact", known.id), form)
    assert answer.status_code == 422
    assert told in words(answer)
    assert form.get("note", "") in answer.content.decode()
    assert Contact.objects.get().is_live


def test_contact_does_not_end_twice(cast: Cast, known: Contact, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    statuses = [browser.post(at("end_contact", known.id), {"outcome": "INFO_GIVEN"}).status_code for _time in range(2)]
    assert statuses == [302, 409]


def test_call_back_is_noted_and_keeps_the_promise(cast: Cast, known: Contact, as_: Callable[[str], Client]) -> None:
    end_contact(contact=known, outcome="CALL_BACK", promised_at=LATER, by=cast.agent)
    browser = as_("receptionist")
    assert "Maya Osei" in words(browser.get(at("desk")))
    assert browser.post(at("call_back", known.id), {"note": ""}).status_code == 422
    assert browser.post(at("call_back", known.id), {"note": "she knows"}).headers["Location"] == at("desk")
    assert Promise.objects.get(subject_id=known.id).state == State.KEPT
    assert "Nobody waits for a call" in words(browser.get(at("desk")))
    assert "she knows" in words(browser.get(at("contact", known.id)))
    assert browser.post(at("call_back", known.id), {"note": "again"}).status_code == 422


def test_TEL_7_call_given_up_stands_among_those_to_ring(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    wrong = browser.post(at("note_abandoned_call"), {"number": "withheld"})
    assert (wrong.status_code, Contact.objects.exists()) == (422, False)
    browser.post(at("note_abandoned_call"), {"number": "07700 900999", "key": "k"})
    browser.post(at("note_abandoned_call"), {"number": "07700 900999", "key": "k"})
    missed = Contact.objects.get()
    assert "07700 900999" in words(browser.get(at("desk")))
    assert "Nobody answered in time" in words(browser.get(at("contact", missed.id)))


def test_what_one_has_begun_is_found_again(cast: Cast, known: Contact, as_: Callable[[str], Client]) -> None:
    assert at("contact", known.id) in as_("agent").get(at("desk")).content.decode()
    assert at("contact", known.id) not in as_("receptionist").get(at("desk")).content.decode()


@pytest.mark.parametrize("page", ["desk", "contact"])
def test_statements_do_not_grow(
    cast: Cast, clinic: Clinic, known: Contact, as_: Callable[[str], Client], page: str
) -> None:
    browser, counts = as_("agent"), []
    where = at("desk") if page == "desk" else at("contact", known.id)
    for more in (1, 2):
        for _one in range(more):
            clinic.visit(cast.maya)
            one = take_contact(channel="call", number="07700 900555", by=cast.agent)
            end_contact(contact=one, outcome="CALL_BACK", promised_at=LATER, by=cast.agent)
            take_contact(channel="call", number="07700 900556", by=cast.agent)
        browser.get(where)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(where).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
