"""A batch of messages: what came of one is written as the next is made ready, and each still stands alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.messaging.conftest import Outbox

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.models import AuditEntry
from almoner.messaging import actions
from almoner.messaging.channels.answering import How, Question, Reply
from almoner.messaging.enums import State, Why
from almoner.messaging.models import Attempt, Message
from almoner.messaging.reading import reach_of
from almoner.messaging.settling import Course, settle
from almoner.people.models import ContactPoint, Person

TOGETHER = "messaging.record_and_hand_over"


@pytest.fixture
def noon(rehearsal: Cast) -> Iterator[Cast]:
    with clock.at(MONDAY_MORNING + timedelta(hours=3)):
        yield rehearsal


def everybody(count: int) -> list[Person]:
    people = [
        Person.objects.create(record_number=f"B-{n}", given_name=f"Kim{n}", birth_on=date(1990, 1, 1))
        for n in range(count)
    ]
    for n, one in enumerate(people):
        ContactPoint.objects.create(person=one, kind="mobile", value=f"0770090{n:04}", key=f"4477{n}")
    return people


def plan_calls(outbox: Outbox, people: list[Person]) -> list[Message]:
    return [outbox.plan(one, "call", kind="visit.missed") for one in people]


def acts(act: str) -> int:
    return AuditEntry.objects.filter(act=act, outcome="done").count()


def test_I_18_no_more_than_one_is_ever_sent_and_not_written(noon: Cast, outbox: Outbox) -> None:
    unwritten = []

    def answer(_question: Question) -> Reply:
        unwritten.append(len(outbox.asked) - 1 - Attempt.objects.count())
        return Reply(How.HUMAN)

    outbox.reply = answer
    plan_calls(outbox, everybody(5))
    outbox.send()
    assert unwritten == [0] * 5
    assert Attempt.objects.count() == 5
    assert acts(TOGETHER) == 4


def test_I_25_each_of_the_two_leaves_its_trace(noon: Cast, outbox: Outbox) -> None:
    outbox.reply = lambda _question: Reply(How.HUMAN)
    people = everybody(3)
    plan_calls(outbox, people)
    outbox.send()
    for act in ("messaging.record_attempt", "messaging.hand_over"):
        traced = AuditEntry.objects.filter(act=act, outcome="done").values_list("person_id", flat=True)
        assert sorted(traced) == sorted(one.id for one in people)


def test_two_messages_of_one_person_are_done_apart(noon: Cast, outbox: Outbox) -> None:
    outbox.reply = lambda _question: Reply(How.HUMAN)
    plan_calls(outbox, everybody(1) * 2)
    outbox.send()
    assert (acts(TOGETHER), Attempt.objects.count()) == (0, 2)


@pytest.mark.parametrize("how", [How.BUSY, How.MACHINE, How.SILENCE, How.BOUNCE])
def test_what_did_not_go_through_is_written_apart(noon: Cast, outbox: Outbox, how: How) -> None:
    outbox.reply = lambda _question: Reply(how)
    plan_calls(outbox, everybody(2))
    outbox.send()
    assert (acts(TOGETHER), Attempt.objects.count()) == (0, 2)


def test_a_key_pressed_is_heard_apart(noon: Cast, outbox: Outbox) -> None:
    outbox.reply = lambda _question: Reply(How.HUMAN, "1")
    plan_calls(outbox, everybody(2))
    outbox.send()
    assert (acts(TOGETHER), len(outbox.heard)) == (0, 2)


def test_one_that_cannot_be_made_takes_nothing_along(noon: Cast, outbox: Outbox) -> None:
    outbox.reply = lambda _question: Reply(How.HUMAN)
    people = everybody(4)
    planned = plan_calls(outbox, people)
    poison = sorted(planned, key=lambda one: one.id)[1]
    assert poison.subject_id
    del outbox.values[poison.subject_id]
    outbox.send()
    states = {one.id: one.state for one in Message.objects.all()}
    assert states == {one.id: State.PLANNED if one.id == poison.id else State.DELIVERED for one in planned}
    assert Attempt.objects.count() == 3


@pytest.mark.parametrize("place", [0, 2, 4])
def test_F22_one_at_which_every_worker_dies_is_put_aside_and_the_rest_goes(
    noon: Cast, outbox: Outbox, place: int
) -> None:
    planned = sorted(plan_calls(outbox, everybody(5)), key=lambda one: one.id)
    deadly = planned[place]
    address = ContactPoint.objects.get(person=deadly.person_id).value

    class Died(BaseException):
        """The process is gone: nothing after it is done."""

    def answer(question: Question) -> Reply:
        if question.address == address:
            raise Died
        return Reply(How.HUMAN)

    outbox.reply = answer
    for minutes in range(0, 100, 10):
        with clock.at(clock.now() + timedelta(minutes=minutes)), suppress(Died):
            outbox.send()
    assert Message.objects.get(id=deadly.id).ended_how == Why.POISON
    assert {one.state for one in Message.objects.exclude(id=deadly.id)} == {State.DELIVERED}
    assert len([question for question in outbox.asked if question.address == address]) == actions.CRASHES


def test_F25_a_lease_that_was_lost_meanwhile_is_told_late_and_the_next_goes(noon: Cast, outbox: Outbox) -> None:
    people = everybody(2)
    first, second = sorted(plan_calls(outbox, people), key=lambda one: one.id)

    def answer(_question: Question) -> Reply:
        if len(outbox.asked) == 1:
            actions.withdraw_for_subject(subject_id=UUID(str(first.subject_id)), reason="x", by=SYSTEM)
        return Reply(How.HUMAN)

    outbox.reply = answer
    outbox.send()
    fenced = dict(Attempt.objects.values_list("message_id", "fenced"))
    assert fenced == {first.id: True, second.id: False}
    assert Message.objects.get(id=first.id).state == State.WITHDRAWN
    assert Message.objects.get(id=second.id).state == State.DELIVERED


def test_I_20_one_that_is_withdrawn_before_it_is_made_ready_does_not_go(noon: Cast, outbox: Outbox) -> None:
    people = everybody(2)
    first, second = sorted(plan_calls(outbox, people), key=lambda one: one.id)

    def answer(_question: Question) -> Reply:
        actions.withdraw_for_subject(subject_id=UUID(str(second.subject_id)), reason="x", by=SYSTEM)
        return Reply(How.HUMAN)

    outbox.reply = answer
    outbox.send()
    assert list(Attempt.objects.values_list("message_id", "fenced")) == [(first.id, False)]


def test_one_that_is_no_longer_held_ends_nothing_around_it(noon: Cast, outbox: Outbox) -> None:
    """As where days are played inside one act: the transaction around the batch goes on."""
    people = everybody(3)
    ids = sorted(one.id for one in plan_calls(outbox, [people[0], people[0], people[1]]))

    def answer(_question: Question) -> Reply:
        actions.withdraw_for_subject(subject_id=_subject_of(ids[1]), reason="x", by=SYSTEM)
        return Reply(How.HUMAN)

    @action
    def play(*, by: Actor) -> int:
        outbox.reply = answer
        outbox.send()
        return Message.objects.filter(state=State.DELIVERED).count()

    assert play(by=SYSTEM) == 2


def _subject_of(message_id: UUID) -> UUID:
    return UUID(str(Message.objects.get(id=message_id).subject_id))


def test_a_slow_provider_costs_nobody_their_lease(noon: Cast, outbox: Outbox, at: Callable[[datetime], None]) -> None:
    moment = clock.now()

    def answer(_question: Question) -> Reply:
        nonlocal moment
        moment += timedelta(seconds=40)
        at(moment)
        return Reply(How.HUMAN)

    outbox.reply = answer
    plan_calls(outbox, everybody(4))
    outbox.send()
    assert (Attempt.objects.count(), Attempt.objects.filter(fenced=True).count()) == (2, 0)
    assert list(Message.objects.filter(state=State.PLANNED).values_list("claims", "lease_token")) == [(0, None)] * 2


def test_a_moment_that_passes_while_it_is_settled_does_not_make_it_wait(cast: Cast, outbox: Outbox) -> None:
    """By a clock that runs: what may go now goes now."""
    token = clock._set_to.set(None)
    try:
        message = outbox.plan(cast.maya, "email", kind="visit.missed", urgent=True)
        assert settle(message, reach_of(cast.maya)).course == Course.GOES
    finally:
        clock._set_to.reset(token)
