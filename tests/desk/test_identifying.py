"""Making sure who is on the telephone."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import Cast

from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere, Unclear
from almoner.desk.actions import end_contact, identify, speak_with_carer, take_contact
from almoner.desk.models import Contact
from almoner.desk.refusals import ContactEnded, IdentifiedAlready, NotIdentified, TooManyTries
from almoner.desk.story import caller_story, possible_callers
from almoner.people.actions import restrict_record

MAYAS_BIRTHDAY = date(1980, 4, 3)


def test_TEL_3_number_shown_gives_likely_callers_with_reasons(cast: Cast, call: Contact) -> None:
    assert [(match.person, match.reasons) for match in possible_callers(call, "", cast.agent)] == [
        (cast.maya, ["Telephone number"])
    ]


def test_TEL_3_words_find_whom_the_number_does_not(cast: Cast, call: Contact) -> None:
    found = possible_callers(call, "Tom Whitfield 30.1.1948", cast.agent)
    assert (found[0].person, found[0].reasons) == (cast.tom, ["Name", "Date of birth"])


def test_I_27_number_alone_says_nobody(cast: Cast, call: Contact) -> None:
    assert (call.person, call.is_identified, call.number_key) == (None, False, "+447700900123")
    with pytest.raises(NotIdentified):
        caller_story(call, cast.agent)


def test_two_things_that_fit_open_the_story(cast: Cast, call: Contact) -> None:
    found = identify(contact=call, person=cast.maya, birth_on=MAYAS_BIRTHDAY, postcode="RV1 1AB", by=cast.agent)
    assert (found.person, found.identified_by, found.wrong_tries) == (cast.maya, ["birth", "postcode"], 0)
    assert caller_story(found, cast.agent).person == cast.maya


def test_one_thing_is_not_enough_and_the_try_is_kept(cast: Cast, call: Contact) -> None:
    found = identify(contact=call, person=cast.maya, birth_on=MAYAS_BIRTHDAY, postcode="RV9 9ZZ", by=cast.agent)
    stored = Contact.objects.get(id=call.id)
    assert (found.is_identified, stored.person, stored.wrong_tries) == (False, None, 1)


def test_fourth_try_is_refused_even_when_it_fits(cast: Cast, call: Contact) -> None:
    for _try in range(3):
        identify(contact=call, person=cast.maya, birth_on=date(1981, 1, 1), by=cast.agent)
    with pytest.raises(TooManyTries):
        identify(contact=call, person=cast.maya, birth_on=MAYAS_BIRTHDAY, postcode="RV1 1AB", by=cast.agent)
    assert Contact.objects.get(id=call.id).person is None


def test_contact_does_not_change_hands(cast: Cast, call: Contact) -> None:
    identify(contact=call, person=cast.maya, birth_on=MAYAS_BIRTHDAY, postcode="RV1 1AB", by=cast.agent)
    with pytest.raises(IdentifiedAlready):
        identify(contact=call, person=cast.tom, birth_on=date(1948, 1, 30), postcode="RV2 2CD", by=cast.agent)


def test_I_26_carer_speaks_with_the_code_word(cast: Cast, call: Contact) -> None:
    found = speak_with_carer(contact=call, person=cast.maya, caller=cast.leila, code_word="Bluebell", by=cast.agent)
    assert (found.person, found.caller, found.identified_by) == (cast.maya, cast.leila, ["code_word"])


@pytest.mark.parametrize(("caller", "word"), [("leila", "snowdrop"), ("tom", "bluebell")])
def test_I_26_wrong_word_and_no_leave_look_alike(cast: Cast, call: Contact, caller: str, word: str) -> None:
    found = speak_with_carer(
        contact=call, person=cast.maya, caller=getattr(cast, caller), code_word=word, by=cast.agent
    )
    assert (found.is_identified, found.caller, found.wrong_tries) == (False, None, 1)


def test_TEL_4_restricted_person_is_not_found_nor_opened(cast: Cast, call: Contact) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="works here", by=cast.doctor)
    assert possible_callers(call, "", cast.agent) == []
    with pytest.raises(NotThere):
        identify(contact=call, person=cast.maya, birth_on=MAYAS_BIRTHDAY, postcode="RV1 1AB", by=cast.agent)


def test_identified_contact_of_a_person_closed_since_is_not_there(cast: Cast, call: Contact) -> None:
    found = identify(contact=call, person=cast.maya, birth_on=MAYAS_BIRTHDAY, postcode="RV1 1AB", by=cast.agent)
    restrict_record(person=cast.maya, restricted=True, reason="works here", by=cast.doctor)
    found.person.refresh_from_db()
    with pytest.raises(NotThere):
        caller_story(found, cast.agent)


def test_staff_of_another_site_see_nothing_of_the_contact(cast: Cast, call: Contact) -> None:
    for deed in (
        lambda: identify(contact=call, person=cast.maya, by=cast.from_elsewhere),
        lambda: caller_story(call, cast.from_elsewhere),
        lambda: possible_callers(call, "Maya", cast.from_elsewhere),
        lambda: end_contact(contact=call, outcome="INFO_GIVEN", by=cast.from_elsewhere),
    ):
        with pytest.raises(NotThere):
            deed()


@pytest.mark.parametrize("who", ["maya_herself", "bed_manager"])
def test_who_takes_no_contacts_may_not(cast: Cast, call: Contact, who: str) -> None:
    with pytest.raises(NotAllowed):
        take_contact(channel="call", by=cast.actor(who))
    with pytest.raises(NotAllowed):
        identify(contact=call, person=cast.maya, by=cast.actor(who))


def test_unknown_channel_is_refused(cast: Cast) -> None:
    with pytest.raises(Unclear):
        take_contact(channel="pigeon", by=cast.agent)


def test_ended_contact_is_identified_no_more(cast: Cast, call: Contact) -> None:
    end_contact(contact=call, outcome="INFO_GIVEN", by=cast.agent)
    with pytest.raises(ContactEnded):
        identify(contact=call, person=cast.maya, birth_on=MAYAS_BIRTHDAY, postcode="RV1 1AB", by=cast.agent)


def test_I_40_key_used_twice_takes_one_contact(cast: Cast) -> None:
    one = take_contact(channel="call", number="07700 900123", by=cast.agent, key="k1")
    assert take_contact(channel="call", number="07700 900123", by=cast.agent, key="k1") == one
    assert Contact.objects.count() == 1


def test_I_25_reading_the_story_leaves_a_trace(cast: Cast, call: Contact) -> None:
    found = identify(contact=call, person=cast.maya, birth_on=MAYAS_BIRTHDAY, postcode="RV1 1AB", by=cast.agent)
    caller_story(found, cast.agent)
    traces = AuditEntry.objects.filter(person_id=cast.maya.id, actor_id=cast.agent.staff_id)
    assert list(traces.order_by("-number").values_list("act", flat=True)[:2]) == ["read.story", "desk.identify"]
