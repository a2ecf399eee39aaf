"""How contacts end, and what they leave promised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.cast import MONDAY_MORNING, Cast

from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere, Refused, Unclear
from almoner.desk import refusals
from almoner.desk.actions import call_back_done, contacts, end_contact, identify, note_abandoned_call, take_contact
from almoner.desk.dispositions import dispositions
from almoner.desk.laws import LAWS
from almoner.desk.models import Contact
from almoner.desk.queries import (
    call_backs,
    contact_for,
    contacts_of,
    in_words,
    live_contacts,
    outcomes_for,
    suggested_at,
)
from almoner.people.actions import add_contact, restrict_record
from almoner.people.models import ContactPoint
from almoner.timeline.models import Event

LATER = MONDAY_MORNING + timedelta(hours=2)


def identified(call: Contact, cast: Cast) -> Contact:
    return identify(contact=call, person=cast.maya, birth_on=date(1980, 4, 3), postcode="RV1 1AB", by=cast.agent)


def broken() -> list[str]:
    return [fault for law in LAWS for fault in law.broken()]


def test_end_without_anything_open_tells_and_promises_nothing(cast: Cast, call: Contact) -> None:
    ended = end_contact(contact=identified(call, cast), outcome="INFO_GIVEN", note="opening hours", by=cast.agent)
    told = Event.objects.get(kind="contact.ended")
    assert (ended.outcome, ended.ended_at, ended.promised_at) == ("INFO_GIVEN", MONDAY_MORNING, None)
    assert (told.person, told.subject_id, told.facts) == (
        cast.maya,
        call.id,
        {"outcome": "INFO_GIVEN", "channel": "call", "leaves": ""},
    )
    assert not Promise.objects.filter(subject_id=call.id).exists()


@pytest.mark.parametrize(
    ("outcome", "standard"),
    [
        ("NURSE_CALLBACK", "call_back"),
        ("CALL_BACK", "call_back"),
        ("INTERPRETER_NEEDED", "call_back"),
        ("CLINICIAN_QUESTION", "question_at_the_desk"),
        ("RESULT_CHASE", "question_at_the_desk"),
        ("REFUSED_BY_US", "question_at_the_desk"),
    ],
)
def test_I_1_what_is_left_open_is_promised_for_the_time_that_was_said(
    cast: Cast, call: Contact, outcome: str, standard: str
) -> None:
    end_contact(
        contact=identified(call, cast), outcome=outcome, reason="the new tablets", level=3, promised_at=LATER,
        by=cast.agent,
    )  # fmt: skip
    promise = Promise.objects.get(subject_id=call.id)
    assert (promise.standard, promise.due_at, promise.person, promise.state) == (
        standard,
        LATER,
        cast.maya,
        State.OPEN,
    )
    assert broken() == []


def test_URG_10_unknown_caller_is_promised_a_call_as_well(cast: Cast, call: Contact) -> None:
    end_contact(contact=call, outcome="CALL_BACK", promised_at=LATER, by=cast.agent)
    promise = Promise.objects.get(subject_id=call.id)
    assert (promise.person, promise.due_at) == (None, LATER)


@pytest.mark.parametrize(
    ("outcome", "given", "refusal"),
    [
        ("NOTHING", {}, refusals.OutcomeUnclear),
        ("NO_ANSWER", {}, refusals.OutcomeUnclear),
        ("BOOKED", {}, refusals.PersonNeeded),
        ("CLINICIAN_QUESTION", {"promised_at": LATER}, refusals.ReasonNeeded),
        ("NURSE_TRIAGE_WARM", {}, refusals.NoteNeeded),
        ("NURSE_CALLBACK", {"promised_at": LATER}, refusals.LevelNeeded),
        ("CALL_BACK", {}, refusals.TimePromisedNeeded),
        ("CALL_BACK", {"promised_at": MONDAY_MORNING}, refusals.TimePromisedNeeded),
    ],
)
def test_end_that_lacks_something_is_refused_and_the_contact_goes_on(
    cast: Cast, call: Contact, outcome: str, given: dict[str, datetime], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        end_contact(contact=call, outcome=outcome, by=cast.agent, **given)
    assert Contact.objects.get(id=call.id).is_live
    assert not Event.objects.filter(kind="contact.ended").exists()


def test_call_back_without_number_or_name_is_refused(cast: Cast) -> None:
    withheld = take_contact(channel="call", number="withheld", by=cast.agent)
    with pytest.raises(refusals.NumberNeeded):
        end_contact(contact=withheld, outcome="CALL_BACK", promised_at=LATER, by=cast.agent)


def test_I_1_outcome_that_the_charter_does_not_promise_for_is_refused_whole(
    cast: Cast, call: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    unheard = replace(dispositions()["CALL_BACK"], code="UNHEARD")
    monkeypatch.setattr(contacts, "dispositions", lambda: {"UNHEARD": unheard})
    with pytest.raises(refusals.NobodySeesToIt):
        end_contact(contact=call, outcome="UNHEARD", promised_at=LATER, by=cast.agent)
    assert Contact.objects.get(id=call.id).is_live
    assert not Event.objects.filter(kind="contact.ended").exists()


def test_outcomes_are_only_those_that_somebody_sees_to(cast: Cast, call: Contact) -> None:
    shown = [how.code for how in outcomes_for(call)]
    for how in (how for how in outcomes_for(call) if how.leaves):
        again = take_contact(channel="call", number="07700 900123", by=cast.agent)
        end_contact(contact=again, outcome=how.code, reason="why", level=4, promised_at=LATER, by=cast.agent)
    assert "NO_ANSWER" not in shown
    assert {"BOOKED", "CALL_BACK", "WRONG_NUMBER"} <= set(shown)
    ringing = take_contact(channel="call", direction="out", number="07700 900123", by=cast.agent)
    assert "NO_ANSWER" in [how.code for how in outcomes_for(ringing)]


def test_suggested_time_counts_hours_in_which_people_are_rung(cast: Cast, at: Callable[[datetime], None]) -> None:
    how = dispositions()["CALL_BACK"]
    assert suggested_at(how) == MONDAY_MORNING.replace(hour=10, minute=30)
    at(MONDAY_MORNING.replace(hour=22))
    assert suggested_at(how) == (MONDAY_MORNING + timedelta(days=1)).replace(hour=10, minute=30)
    assert suggested_at(dispositions()["BOOKED"]) is None


def test_ended_contact_does_not_end_again(cast: Cast, call: Contact) -> None:
    end_contact(contact=call, outcome="INFO_GIVEN", by=cast.agent)
    with pytest.raises(refusals.ContactEnded):
        end_contact(contact=call, outcome="REFUSED", reason="no", by=cast.agent)


def test_wrong_number_that_we_rang_is_used_no_more(cast: Cast) -> None:
    ringing = take_contact(channel="call", direction="out", number="07700 900123", by=cast.agent)
    end_contact(contact=identified(ringing, cast), outcome="WRONG_NUMBER", by=cast.agent)
    point = ContactPoint.objects.get(person=cast.maya, kind="mobile")
    assert point.stopped_at == MONDAY_MORNING
    assert Promise.objects.get(person=cast.maya).standard == "wrong_details"


def test_CNF_7_another_number_instead_of_the_wrong_one_keeps_what_was_promised(cast: Cast) -> None:
    ringing = take_contact(channel="call", direction="out", number="07700 900123", by=cast.agent)
    end_contact(contact=identified(ringing, cast), outcome="WRONG_NUMBER", by=cast.agent)
    add_contact(person=cast.maya, kind="mobile", value="07700 900777", by=cast.agent)
    assert Promise.objects.get(person=cast.maya, standard="wrong_details").state == State.KEPT


def test_call_back_done_keeps_what_was_promised(cast: Cast, call: Contact) -> None:
    end_contact(contact=identified(call, cast), outcome="CALL_BACK", promised_at=LATER, by=cast.agent)
    done = call_back_done(contact=call, note="told her the result is there on Friday", by=cast.receptionist)
    promise = Promise.objects.get(subject_id=call.id)
    assert (done.called_back_at, done.called_back_by) == (MONDAY_MORNING, cast.receptionist_staff)
    assert (promise.state, promise.ended_at) == (State.KEPT, MONDAY_MORNING)
    assert broken() == []


@pytest.mark.parametrize(
    ("note", "times", "refusal"), [(" ", 1, refusals.ReasonNeeded), ("rang", 2, refusals.CalledBackAlready)]
)
def test_call_back_is_done_once_and_says_what_came_of_it(
    cast: Cast, call: Contact, note: str, times: int, refusal: type[Refused]
) -> None:
    end_contact(contact=call, outcome="CALL_BACK", promised_at=LATER, by=cast.agent)
    with pytest.raises(refusal):
        for _time in range(times):
            call_back_done(contact=call, note=note, by=cast.agent)


def test_contact_that_left_nothing_open_is_not_called_back(cast: Cast, call: Contact) -> None:
    with pytest.raises(Unclear):
        call_back_done(contact=call, note="rang", by=cast.agent)
    end_contact(contact=call, outcome="INFO_GIVEN", by=cast.agent)
    with pytest.raises(Unclear):
        call_back_done(contact=call, note="rang", by=cast.agent)


def test_call_back_of_a_closed_record_is_not_there(cast: Cast, call: Contact) -> None:
    end_contact(contact=identified(call, cast), outcome="CALL_BACK", promised_at=LATER, by=cast.agent)
    restrict_record(person=cast.maya, restricted=True, reason="works here", by=cast.doctor)
    with pytest.raises(NotThere):
        call_back_done(contact=call, note="rang", by=cast.agent)
    with pytest.raises(NotThere):
        contact_for(by=cast.agent, id=call.id)
    assert call_backs(by=cast.agent) == []


def test_TEL_7_call_given_up_is_rung_back(cast: Cast) -> None:
    missed = note_abandoned_call(number="07700 900123", by=SYSTEM)
    promise = Promise.objects.get(subject_id=missed.id)
    assert (promise.standard, promise.person, missed.person) == ("abandoned_call", None, None)
    call_back_done(contact=missed, note="she rings tomorrow", by=cast.agent)
    promise.refresh_from_db()
    assert promise.state == State.KEPT
    assert broken() == []


def test_TEL_7_who_rings_again_and_is_heard_need_not_be_rung_back(cast: Cast) -> None:
    missed = note_abandoned_call(number="07700 900123", by=SYSTEM)
    other = note_abandoned_call(number="07700 900999", by=SYSTEM)
    again = take_contact(channel="call", number="+44 7700 900123", by=cast.agent)
    end_contact(contact=again, outcome="INFO_GIVEN", by=cast.agent)
    assert Promise.objects.get(subject_id=missed.id).state == State.KEPT
    assert Promise.objects.get(subject_id=other.id).state == State.OPEN
    assert [one.contact for one in call_backs(by=cast.agent)] == [other]


def test_call_given_up_needs_a_number_and_somebody_of_the_house(cast: Cast) -> None:
    with pytest.raises(refusals.NumberNeeded):
        note_abandoned_call(number="withheld", by=cast.agent)
    with pytest.raises(NotAllowed):
        note_abandoned_call(number="07700 900123", by=cast.maya_herself)


def test_URG_11_call_backs_come_by_urgency_and_then_by_the_time_promised(cast: Cast) -> None:
    ended = {}
    for name, outcome, level, hours in (
        ("routine", "CALL_BACK", None, 1),
        ("later", "NURSE_CALLBACK", 3, 3),
        ("sooner", "NURSE_CALLBACK", 3, 2),
        ("urgent", "NURSE_CALLBACK", 2, 4),
    ):
        one = take_contact(channel="call", number="07700 900123", by=cast.agent)
        ended[name] = end_contact(
            contact=one,
            outcome=outcome,
            level=level,
            promised_at=MONDAY_MORNING + timedelta(hours=hours),
            by=cast.agent,
        )
    order = [one.contact for one in call_backs(by=cast.receptionist)]
    assert order == [ended[name] for name in ("urgent", "sooner", "later", "routine")]


def test_live_contacts_are_ones_own(cast: Cast, call: Contact) -> None:
    assert live_contacts(by=cast.agent) == [call]
    assert live_contacts(by=cast.receptionist) == []


def test_contacts_of_a_person_in_words(cast: Cast, call: Contact) -> None:
    end_contact(contact=identified(call, cast), outcome="CONFIRMED", by=cast.agent)
    found = contacts_of(person=cast.maya, by=cast.agent)
    assert in_words(found, "en") == [(call, "Visit confirmed")]
    assert contacts_of(person=cast.tom, by=cast.agent) == []
    with pytest.raises(NotThere):
        contacts_of(person=cast.maya, by=cast.from_elsewhere)


def test_I_1_law_sees_what_was_left_open_in_silence(cast: Cast, call: Contact) -> None:
    end_contact(contact=call, outcome="INFO_GIVEN", by=cast.agent)
    Contact.objects.filter(id=call.id).update(promised_at=LATER)
    assert broken() == [f"contact {call.id} ended INFO_GIVEN and nothing was promised"]


def test_I_6_law_sees_who_was_rung_back_and_is_still_owed(cast: Cast, call: Contact) -> None:
    end_contact(contact=call, outcome="CALL_BACK", promised_at=LATER, by=cast.agent)
    Contact.objects.filter(id=call.id).update(called_back_at=LATER)
    assert broken() == [f"contact {call.id} was rung back and its promise still runs"]


def test_X_1_law_sees_a_contact_that_nobody_ended(cast: Cast, call: Contact, at: Callable[[datetime], None]) -> None:
    at(MONDAY_MORNING + timedelta(hours=13))
    assert broken() == [f"contact {call.id} was begun 2026-11-23 09:00Z and never ended"]
