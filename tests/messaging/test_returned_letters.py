"""Letters that came back in the post: the address is used no more, and somebody finds another way."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.cast import Cast
from tests.faults import leaves_nothing
from tests.messaging.conftest import Outbox, events
from tests.messaging.post_desk import laid

from almoner.charter import hearing
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.identifiers import new_id
from almoner.core.refusal import NotAllowed
from almoner.messaging import laws, post_queries, print_runs
from almoner.messaging.enums import PostState, ReceiptStatus, ReturnReason, State
from almoner.messaging.models import Message, Posting, Receipt
from almoner.messaging.refusals import LetterNotPosted
from almoner.messaging.returned_letters import tell_returned
from almoner.people.actions import note_death
from almoner.people.models import ContactPoint, Person


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.ALMONER_HOME = tmp_path
    return tmp_path


@pytest.fixture
def charter_hears(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("almoner.timeline.listener._listener", hearing.hear)


def posted(cast: Cast, outbox: Outbox, person: Person, *ways: str) -> Posting:
    (letter,) = laid(outbox, person, ways=ways or ("letter",))
    run = print_runs.take_run(by=cast.receptionist)
    print_runs.close_run(run=run, posted=1, spoilt=[], by=cast.receptionist)
    letter.refresh_from_db()
    return letter


def address_of(person: Person) -> ContactPoint:
    return ContactPoint.objects.get(person=person, kind="post")


def test_I_21_a_letter_that_came_back_stops_the_address_and_goes_by_the_next_way(cast: Cast, outbox: Outbox) -> None:
    letter = posted(cast, outbox, cast.maya, "letter", "email")
    tell_returned(posting=letter, reason=ReturnReason.MOVED, by=cast.receptionist)
    receipt, message = Receipt.objects.get(), Message.objects.get()
    assert (receipt.status, receipt.answer) == (ReceiptStatus.BOUNCED, "came back in the post: moved")
    assert (message.state, message.channel) == (State.PLANNED, "email")
    assert address_of(cast.maya).stopped_because == "came back in the post: moved"
    (event,) = events("letter.returned")
    assert (event.person, event.facts["reason"], event.actor_name) == (cast.maya, "moved", "Ravi Nair")
    assert [law.broken() for law in laws.LAWS if law.id in {"I-4", "I-18", "I-21"}] == [[]] * 7


@pytest.mark.parametrize("reason", [one for one in ReturnReason if one != ReturnReason.DAMAGED])
def test_CNF_7_whatever_the_reason_somebody_finds_another_way(
    cast: Cast, outbox: Outbox, charter_hears: None, reason: ReturnReason
) -> None:
    letter = posted(cast, outbox, cast.tom)
    tell_returned(posting=letter, reason=reason, by=cast.receptionist)
    assert Promise.objects.live().filter(person=cast.tom, standard="wrong_details").count() == 1
    assert address_of(cast.tom).stopped_at
    cast.tom.refresh_from_db()
    assert cast.tom.died_on is None, "an envelope does not say it"
    asked = Promise.objects.live().filter(person=cast.tom, standard="said_to_have_died")
    assert asked.count() == (1 if reason == ReturnReason.DIED else 0)


def test_CNF_7_what_was_damaged_on_the_way_is_told_and_the_address_stays(
    cast: Cast, outbox: Outbox, charter_hears: None
) -> None:
    letter = posted(cast, outbox, cast.tom)
    tell_returned(posting=letter, reason=ReturnReason.DAMAGED, by=cast.receptionist)
    assert address_of(cast.tom).stopped_at is None
    assert Receipt.objects.get().status == ReceiptStatus.MISSED
    assert Promise.objects.live().filter(person=cast.tom, standard="told_another_way").count() == 1


def test_told_twice_it_came_back_once_for_the_first_reason(cast: Cast, outbox: Outbox, charter_hears: None) -> None:
    letter = posted(cast, outbox, cast.tom)
    for reason in (ReturnReason.REFUSED, ReturnReason.MOVED, ReturnReason.DIED):
        told = tell_returned(posting=letter, reason=reason, by=cast.receptionist)
    assert told.returned_because == ReturnReason.REFUSED
    assert (len(events("letter.returned")), Receipt.objects.count()) == (1, 1)
    assert Promise.objects.filter(standard="wrong_details").count() == 1


def test_what_was_not_posted_cannot_come_back(cast: Cast, outbox: Outbox) -> None:
    (letter,) = laid(outbox, cast.tom)
    for expected in ("Waits to be posted", "In a print run"):
        with pytest.raises(LetterNotPosted) as told:
            tell_returned(posting=letter, reason=ReturnReason.MOVED, by=cast.receptionist)
        assert expected in str(told.value)
        assert letter.reference in str(told.value)
        if letter.state == PostState.WAITING:
            print_runs.take_run(by=cast.receptionist)
            letter.refresh_from_db()
    assert not Receipt.objects.exists()


def test_wrong_person_tells_of_no_letter(cast: Cast, outbox: Outbox) -> None:
    letter = posted(cast, outbox, cast.tom)
    for nobody in (cast.doctor, cast.agent, cast.tom_himself, cast.from_elsewhere):
        with pytest.raises(NotAllowed):
            tell_returned(posting=letter, reason=ReturnReason.MOVED, by=nobody)


def test_of_somebody_who_has_died_nobody_is_asked_to_find_a_way(
    cast: Cast, outbox: Outbox, charter_hears: None
) -> None:
    letter = posted(cast, outbox, cast.tom, "letter", "call")
    note_death(person=cast.tom, died_on=clock.today(), by=cast.doctor)
    tell_returned(posting=letter, reason=ReturnReason.UNKNOWN, by=cast.receptionist)
    letter.refresh_from_db()
    assert letter.state == PostState.RETURNED
    assert Message.objects.get().state == State.WITHDRAWN
    assert not Promise.objects.live().filter(person=cast.tom).exists()


def test_a_letter_to_a_closed_record_comes_back_too(cast: Cast, outbox: Outbox) -> None:
    letter = posted(cast, outbox, cast.tom)
    Person.objects.filter(id=cast.tom.id).update(restricted=True)
    tell_returned(posting=letter, reason=ReturnReason.NO_SUCH, by=cast.receptionist)
    assert address_of(cast.tom).stopped_at


def test_which_letter_is_meant_by_what_stands_on_it(cast: Cast, outbox: Outbox) -> None:
    letter = posted(cast, outbox, cast.tom)
    other = posted(cast, outbox, cast.tom)
    scan = f"https://hospital.example/here/link/{new_id()}/"
    Posting.objects.filter(id=other.id).update(scan=scan, about="V-7KQ4-M2W8")
    named = partial(post_queries.letters_named, by=cast.receptionist)
    for said in (
        letter.reference,
        letter.reference.lower(),
        letter.reference.replace("-", " "),
        f" {letter.reference}\n",
    ):
        assert named(said) == [letter], said
    assert named(scan) == [other]
    Posting.objects.update(about=other.reference.replace("L-", "V-"))
    assert {one.id for one in named(other.reference.replace("L-", "V-"))} == {letter.id, other.id}, (
        "which may be several"
    )
    wrong = letter.reference[:-1] + ("2" if letter.reference[-1] != "2" else "3")
    for nothing in (wrong, "", "🌈", "رسالة", "L-" * 200, "https://hospital.example/here/link/", "0" * 300):
        assert named(nothing) == [], nothing


def test_atomicity_of_a_letter_that_came_back(cast: Cast, outbox: Outbox) -> None:
    letter = posted(cast, outbox, cast.tom)
    leaves_nothing(lambda: tell_returned(posting=letter, reason=ReturnReason.MOVED, by=cast.receptionist), writes=6)
