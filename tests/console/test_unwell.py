"""A caller who feels unwell: danger signs before anything else, and what to say to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words

from almoner.desk.actions import end_contact
from almoner.desk.models import Contact
from almoner.urgency.models import Request

KNEE = {"signs": ["none"], "words": "I have a wart on my hand", "since": "days", "worsening": "no"}


@pytest.fixture
def unwell(call: Contact) -> str:
    return reverse("console:contact_unwell", args=[call.id])


def a_sign(page: str) -> str:
    return page.split('name="signs" value="')[1].split('"', maxsplit=1)[0]


def test_SEL_9_danger_is_asked_before_words_are_taken(cast: Cast, unwell: str, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    answer = browser.post(unwell, {"words": "my knee hurts", "name": "Maya"})
    assert answer.status_code == 422
    assert "Ask each danger sign first." in words(answer)
    assert not Request.objects.exists()


def test_SEL_9_sign_that_is_said_alerts_and_asks_for_nothing_more(
    cast: Cast, known: Contact, unwell: str, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    sign = a_sign(browser.get(unwell).content.decode())
    shown = words(browser.post(unwell, {"signs": [sign, "none"], "key": "k"}))
    made = Request.objects.get()
    assert (made.level, made.person, made.channel) == (1, cast.maya, "phone")
    assert "A nurse has been alerted." in shown
    assert "999" in shown
    assert made.reference in shown


def test_words_wait_at_their_level_and_the_promise_is_read_out(
    cast: Cast, known: Contact, unwell: str, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    answers = [browser.post(unwell, KNEE | {"key": "same"}) for _time in range(2)]
    made = Request.objects.get()
    assert (made.person, made.words, made.answers) == (cast.maya, KNEE["words"], {"since": "days", "worsening": "no"})
    shown = words(answers[1])
    assert "If it gets worse, ring us again at once." in shown
    assert made.reference in shown


def test_URG_10_caller_whom_nobody_knows_waits_at_full_urgency(
    cast: Cast, unwell: str, as_: Callable[[str], Client]
) -> None:
    browser = as_("receptionist")
    page = browser.get(unwell).content.decode()
    assert "07700 900123" in page
    lacking = browser.post(unwell, KNEE)
    assert lacking.status_code == 422
    browser.post(unwell, KNEE | {"name": "مريم 🙂", "telephone": "07700 900123", "age": "46"})
    made = Request.objects.get()
    assert (made.person, made.name_given, made.contact_given, made.age_given) == (None, "مريم 🙂", "07700 900123", 46)


def test_words_are_needed_where_no_sign_is(
    cast: Cast, known: Contact, unwell: str, as_: Callable[[str], Client]
) -> None:
    answer = as_("agent").post(unwell, {"signs": ["none"]})
    assert (answer.status_code, "Write what they say is wrong." in words(answer)) == (422, True)


def test_contact_that_has_ended_takes_no_more(
    cast: Cast, known: Contact, unwell: str, as_: Callable[[str], Client]
) -> None:
    end_contact(contact=known, outcome="INFO_GIVEN", by=cast.agent)
    assert as_("agent").get(unwell).status_code == 404


def test_way_there_stands_on_the_contact(cast: Cast, call: Contact, unwell: str, as_: Callable[[str], Client]) -> None:
    assert unwell in as_("agent").get(reverse("console:contact", args=[call.id])).content.decode()
