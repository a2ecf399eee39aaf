"""Planning and withdrawing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import Cast
from tests.messaging.conftest import Outbox, events

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.messaging import actions, kinds, planning
from almoner.messaging.enums import State
from almoner.messaging.models import Made, Message
from almoner.people.enums import Purpose


def test_planned_twice_is_one_message(cast: Cast, outbox: Outbox) -> None:
    subject = new_id()
    first = outbox.plan(cast.maya, "email", subject_id=subject, promise_id=new_id())
    same = outbox.plan(cast.maya, "email", subject_id=subject, promise_id=first.promise_id)
    other_way = outbox.plan(cast.maya, "call", subject_id=subject, promise_id=first.promise_id)
    other_person = outbox.plan(cast.tom, "email", subject_id=subject, promise_id=first.promise_id)
    assert same.id == first.id
    assert Message.objects.count() == 3 == Made.objects.count()
    assert {other_way.id, other_person.id, first.id} == set(Message.objects.values_list("id", flat=True))


def test_a_key_of_ones_own_decides(cast: Cast, outbox: Outbox) -> None:
    first = outbox.plan(cast.maya, "email", once="weekly 48")
    assert outbox.plan(cast.maya, "call", once="weekly 48").id == first.id
    assert outbox.plan(cast.tom, "call", once="weekly 48").id != first.id


def test_unknown_kind_and_unknown_way_are_faults_of_the_house(cast: Cast, outbox: Outbox) -> None:
    with pytest.raises(kinds.UnknownKind):
        outbox.plan(cast.maya, "email", kind="weather.fine")
    with pytest.raises(planning.NoWays):
        outbox.plan(cast.maya, "pigeon")
    with pytest.raises(planning.NoWays):
        outbox.plan(cast.maya)
    with pytest.raises(kinds.UnknownKind):
        kinds.register(kinds.MessageKind("weather.fine", Purpose.CARE, lambda _subject, _person: None))


def test_a_beginning_after_the_deadline_is_the_deadline(cast: Cast, outbox: Outbox) -> None:
    message = outbox.plan(cast.maya, "email", hours=-1)
    assert message.not_before == message.next_at == message.deadline


def test_withdrawing_by_subject_promise_and_person(cast: Cast, outbox: Outbox) -> None:
    subject, promise = new_id(), new_id()
    one = outbox.plan(cast.maya, "email", subject_id=subject)
    moved = outbox.plan(cast.maya, "email", kind="appointment.moved", subject_id=subject)
    two = outbox.plan(cast.maya, "email", promise_id=promise)
    three = outbox.plan(cast.tom, "call")
    only = ["appointment.moved"]
    assert actions.withdraw_for_subject(subject_id=subject, reason="cancelled", only=only, by=SYSTEM) == 1
    assert actions.withdraw_for_subject(subject_id=subject, reason="cancelled", by=SYSTEM) == 1
    assert actions.withdraw_for_promise(promise_id=promise, reason="kept", by=SYSTEM) == 1
    assert actions.withdraw_for_person(person=cast.tom, reason="died", by=SYSTEM) == 1
    assert actions.withdraw_for_person(person=cast.tom, reason="died", by=SYSTEM) == 0
    told = [(event.subject_id, event.facts["reason"]) for event in events("message.withdrawn")]
    assert told == [(moved.id, "cancelled"), (one.id, "cancelled"), (two.id, "kept"), (three.id, "died")]
    assert outbox.send() == 0


def test_what_has_gone_is_not_withdrawn(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    outbox.send()
    assert message.subject_id
    assert actions.withdraw_for_subject(subject_id=message.subject_id, reason="late", by=SYSTEM) == 0
    message.refresh_from_db()
    assert message.state == State.SENT


def test_not_before_is_waited_for(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    Message.objects.filter(id=message.id).update(next_at=clock.now() + timedelta(hours=2))
    assert outbox.send() == 0
    with clock.at(clock.now() + timedelta(hours=2)):
        assert outbox.send() == 1
