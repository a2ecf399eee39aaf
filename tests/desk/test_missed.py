"""Whoever rang and had no answer is texted at once, where the number means one person; it opens nothing (TEL-2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import Cast

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import Setting
from almoner.desk import actions
from almoner.desk.messages import missed, text_to
from almoner.desk.models import Contact
from almoner.messaging.models import Message
from almoner.messaging.work import send_due
from almoner.people.actions import add_contact, answer_consent, note_death
from almoner.people.models import ContactPoint

MOBILE = "07700 900123"


def given_up(number: str = MOBILE) -> Contact:
    call = actions.call_rings(number=number, by=SYSTEM)
    with clock.at(clock.now() + timedelta(seconds=45)):
        ended = actions.give_up_ringing(ringing=call, by=SYSTEM)
    assert ended.contact
    return ended.contact


def texts() -> list[Message]:
    return list(Message.objects.filter(kind="call.missed"))


def test_TEL_2_who_gave_up_is_texted_at_once_and_told_by_when_we_ring(cast: Cast) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    contact = given_up()
    promise = Promise.objects.get(subject_id=contact.id)
    with clock.at(clock.now() + timedelta(minutes=1)):
        send_due(limit=10)
    [message] = texts()
    attempt = message.tried.get()
    assert (message.state, message.channel, attempt.address) == ("sent", "text", MOBILE)
    assert f"{clock.local(promise.due_at):%H:%M}" in attempt.body
    assert promise.state == "open"


def test_I_27_the_call_is_nobodys_all_the_same(cast: Cast) -> None:
    contact = given_up()
    assert (contact.person, Promise.objects.get(subject_id=contact.id).person) == (None, None)


def test_CNF_6_a_number_of_two_people_is_not_texted(cast: Cast) -> None:
    add_contact(person=cast.tom, kind="mobile", value=MOBILE, by=cast.agent)
    given_up()
    assert texts() == []


@pytest.mark.parametrize("number", ["020 7946 0999", "07700 900999"])
def test_a_landline_or_an_unknown_number_is_not_texted(cast: Cast, number: str) -> None:
    given_up(number)
    assert texts() == []


def test_another_phone_of_theirs_is_not_texted_in_place_of_the_one_that_rang(cast: Cast) -> None:
    second = add_contact(person=cast.maya, kind="mobile", value="07700 900777", by=cast.agent)
    ContactPoint.objects.filter(id=second.id).update(rank=99)
    given_up("07700 900777")
    assert texts() == []


def test_I_20_who_wants_no_texts_gets_none(cast: Cast) -> None:
    contact = given_up()
    assert len(texts()) == 1
    answer_consent(person=cast.maya, purpose="care", channel="text", given=False, by=cast.agent)
    assert missed(contact.id, cast.maya) is None
    given_up()
    assert len(texts()) == 1


def test_the_text_is_taken_back_once_somebody_has_rung_back(cast: Cast) -> None:
    contact = given_up()
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert missed(contact.id, cast.maya)
        actions.call_back_done(contact=contact, note="reached", by=cast.agent)
        assert missed(contact.id, cast.maya) is None
    assert missed(contact.id, cast.tom) is None
    assert missed(None, cast.maya) is None


def test_the_dead_are_not_texted(cast: Cast) -> None:
    note_death(person=cast.maya, died_on=clock.today(), by=cast.agent)
    assert text_to(given_up()) is None
