"""A paper that somebody may read is told to them by their channels, and not a word of what it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import Cast
from tests.records.test_documents import PDF, TOMS, checked

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.models import Setting
from almoner.messaging.channels import answering
from almoner.messaging.channels.answering import How, Reply
from almoner.messaging.models import Message
from almoner.messaging.work import send_due
from almoner.people.actions import note_need
from almoner.people.enums import Need
from almoner.people.models import Person
from almoner.records.actions import receive_document, release_document, set_document_aside, verify_document
from almoner.records.enums import DocumentKind
from almoner.records.messages import paper_to_read
from almoner.records.models import Document

WHAT_IT_IS = ("Blood count", "All is as it should be", "result", "blood")


@pytest.fixture
def released(cast: Cast) -> Document:
    Setting.objects.create(name="rehearsal", value=True)
    return release_document(document=checked(cast), by=cast.doctor)


def promise_to(person: Person) -> Promise:
    return Promise.objects.get(person=person, standard="paper_told")


def toms(cast: Cast) -> Document:
    """A result of Tom, who has a landline and an address, released to him."""
    taken = receive_document(
        kind=DocumentKind.RESULT, title="Blood count", content=PDF, person=cast.tom, paper=TOMS, by=cast.receptionist
    )
    seen = verify_document(document=taken, paper=TOMS, gist="All is as it should be.", by=cast.ward_nurse)
    return release_document(document=seen, by=cast.doctor)


def said(message: Message) -> str:
    attempt = message.tried.get()
    return f"{attempt.subject}\n{attempt.body}"


def send_all(reply: Reply, at: Callable[[Any], None], hours: int = 40) -> None:
    with answering.suppose(lambda _question: reply):
        for hour in range(hours):
            at(clock.now() + timedelta(hours=1 if hour else 0))
            send_due(limit=50)


def test_I_21c_released_paper_is_told_without_what_it_is(cast: Cast, released: Document) -> None:
    send_due(limit=10)
    message = Message.objects.get(kind="paper.released")
    assert (message.state, message.channel, message.person) == ("sent", "email", cast.maya)
    shown = said(message)
    assert released.reference in shown
    assert "/papers/" in shown
    assert not [word for word in WHAT_IT_IS if word in shown]
    assert promise_to(cast.maya).state == "kept"


def test_I_21c_who_lives_by_phone_is_rung_and_may_ask_for_a_person(cast: Cast, at: Callable[[Any], None]) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    note_need(person=cast.tom, kind=Need.PHONE_AND_POST, by=cast.agent)
    toms(cast)
    send_all(Reply(How.HUMAN, "9"), at, hours=2)
    message = Message.objects.get(kind="paper.released")
    assert message.channel == "call"
    assert not [word for word in WHAT_IT_IS if word in said(message)]
    assert Promise.objects.live().filter(person=cast.tom, standard="reply_seen_to").count() == 1


def test_who_cannot_be_told_is_on_the_list_of_the_service_desk(cast: Cast, at: Callable[[Any], None]) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    cast.tom.contact_points.update(stopped_at=clock.now())
    toms(cast)
    send_all(Reply(How.HUMAN, "1"), at, hours=2)
    promise = promise_to(cast.tom)
    assert promise.state in {"open", "broken"}
    assert (promise.team, promise.by_hand_since is not None) == ("service_desk", True)


def test_what_was_set_aside_meanwhile_is_not_told(cast: Cast, released: Document) -> None:
    set_document_aside(document=released, why="another Maya", by=cast.doctor)
    send_due(limit=10)
    assert Message.objects.get(kind="paper.released").state == "withdrawn"
    assert promise_to(cast.maya).state == "withdrawn"


def test_I_17_words_are_of_their_own_paper_alone(cast: Cast, released: Document) -> None:
    assert paper_to_read(released.id, cast.tom) is None
    assert paper_to_read(None, cast.maya) is None
    told = paper_to_read(released.id, cast.maya)
    assert told
    assert (told["title"], told["says"]) == ("Blood count", "All is as it should be.")
