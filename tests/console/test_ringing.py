"""The strip of calls that ring, on every page of who answers them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import Clinic

from almoner.core.actor import SYSTEM
from almoner.desk.actions import call_rings, give_up_ringing
from almoner.desk.models import Contact, Ringing
from almoner.people.actions import correct_person


@pytest.fixture
def ringing(cast: Cast) -> Ringing:
    return call_rings(number="07700 900123", language="ar", by=SYSTEM)


def test_TEL_3_strip_says_who_it_may_be_and_their_next_visit(
    cast: Cast, clinic: Clinic, ringing: Ringing, as_: Callable[[str], Client]
) -> None:
    clinic.visit(cast.maya)
    for page in ("/desk/", "/desk/people/", "/desk/ringing/"):
        shown = words(as_("agent").get(page))
        for told in ("07700 900123", "Maya Osei", "born 3 April 1980", "Clinic visit", "number matches", "Arabic"):
            assert told in shown, (page, told)


def test_strip_is_for_who_takes_contacts_only(cast: Cast, ringing: Ringing, as_: Callable[[str], Client]) -> None:
    page = as_("bed_manager").get("/desk/").content.decode()
    assert "07700 900123" not in page
    assert "/desk/ringing/" not in page


def test_strip_is_fetched_by_itself(cast: Cast, ringing: Ringing, as_: Callable[[str], Client]) -> None:
    part = as_("agent").get("/desk/ringing/", headers={"HX-Request": "true"}).content.decode()
    assert "<main" not in part
    assert reverse("console:take_ringing", args=[ringing.id]) in part


def test_one_answers_and_the_second_is_told(cast: Cast, ringing: Ringing, as_: Callable[[str], Client]) -> None:
    take, agent = reverse("console:take_ringing", args=[ringing.id]), as_("agent")
    answer = agent.post(take)
    contact = Contact.objects.get()
    assert answer["Location"] == reverse("console:contact", args=[contact.id])
    assert agent.post(take)["Location"] == answer["Location"], "the same agent, the form sent twice"
    late = as_("receptionist").post(take, follow=True)
    assert late.redirect_chain == [("/desk/contacts/", 302)]
    assert "Somebody else has just taken this call." in late.content.decode()
    assert Contact.objects.count() == 1


def test_who_hung_up_meanwhile_stands_among_those_to_ring(
    cast: Cast, ringing: Ringing, as_: Callable[[str], Client]
) -> None:
    give_up_ringing(ringing=ringing, by=SYSTEM)
    late = as_("agent").post(reverse("console:take_ringing", args=[ringing.id]), follow=True)
    assert "They have hung up." in late.content.decode()
    assert "07700 900123" in words(late)


def test_right_to_left_names_and_emoji_stand_by_themselves(
    cast: Cast, ringing: Ringing, as_: Callable[[str], Client]
) -> None:
    changes = {"given_name": "مريم 🙂", "family_name": "<b>حداد</b>"}
    correct_person(person=cast.maya, changes=changes, reason="passport", by=cast.agent)
    page = as_("agent").get("/desk/").content.decode()
    assert "<bdi>مريم 🙂 &lt;b&gt;حداد&lt;/b&gt;</bdi>" in page
