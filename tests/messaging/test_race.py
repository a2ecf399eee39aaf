"""Many workers at once, with real connections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import pytest
from tests.cast import MONDAY_MORNING, Cast, make_cast
from tests.messaging.conftest import Outbox
from tests.races import in_thread, race, real_database

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.models import Setting
from almoner.messaging import actions
from almoner.messaging.channels import answering
from almoner.messaging.channels.answering import How, Question, Reply
from almoner.messaging.enums import State
from almoner.messaging.models import Attempt, Message
from almoner.messaging.outcome import Claim
from almoner.messaging.work import send_due
from almoner.people.models import ContactPoint

__all__ = ["real_database"]
pytestmark = [pytest.mark.race, pytest.mark.usefixtures("real_database")]
Result = TypeVar("Result")


def there(run: Callable[[], Result]) -> Result:
    """Run on the racers' database, on a Monday morning."""

    def at_nine() -> Result:
        with clock.at(MONDAY_MORNING):
            return run()

    return in_thread(at_nine)


def together(count: int, run: Callable[[int], Result]) -> list[Result]:
    """What each racer gave; none may raise."""

    def at_nine(number: int) -> Result:
        with clock.at(MONDAY_MORNING):
            return run(number)

    results = race(at_nine, count)
    faults = [result for result in results if isinstance(result, BaseException)]
    assert faults == []
    return results  # type: ignore[return-value]


def founded(outbox: Outbox, kinds: list[str]) -> Cast:
    """The rehearsal hospital with a message of each kind to Maya."""

    def make() -> Cast:
        cast = make_cast()
        Setting.objects.create(name="rehearsal", value=True)
        for number, kind in enumerate(kinds):
            outbox.plan(cast.maya, "email", kind=kind, once=str(number))
        return cast

    return there(make)


def test_I_18_workers_never_claim_one_message_twice(outbox: Outbox) -> None:
    founded(outbox, ["visit.missed"] * 20)

    def claim(number: int) -> list[Claim]:
        return actions.claim_due(limit=20, by=SYSTEM)

    taken = [one.message_id for each in together(4, claim) for one in each]
    assert max(Counter(taken).values()) == 1
    taken += [one.message_id for one in there(lambda: claim(0))]
    assert Counter(taken) == Counter(there(lambda: list(Message.objects.values_list("id", flat=True))))


def test_I_18_many_workers_send_each_message_once(outbox: Outbox) -> None:
    founded(outbox, ["visit.missed", "arrival.details"] * 12)
    asked: list[str] = []

    def answer(question: Question) -> Reply:
        asked.append(question.key)
        return Reply(How.ACCEPTED)

    def work(number: int) -> int:
        with answering.suppose(answer):
            return sum(send_due(limit=3) for _ in range(12))

    together(4, work)
    while there(lambda: work(0)):
        pass
    assert there(lambda: Counter(Message.objects.values_list("state", flat=True))) == {State.SENT: 24}
    assert max(Counter(asked).values()) == 1
    assert there(Attempt.objects.count) == len(asked)


@pytest.mark.parametrize("turn", range(3))
def test_I_20_withdrawing_races_sending_and_one_of_them_wins(outbox: Outbox, turn: int) -> None:
    founded(outbox, ["visit.missed"])
    message = there(Message.objects.get)
    assert message.subject_id
    subject, asked = message.subject_id, []

    def answer(question: Question) -> Reply:
        asked.append(question.key)
        return Reply(How.ACCEPTED)

    def act(number: int) -> int:
        if number:
            return actions.withdraw_for_subject(subject_id=subject, reason="cancelled", by=SYSTEM)
        with answering.suppose(answer):
            return send_due()

    together(2, act)
    message, tried = there(Message.objects.get), there(lambda: list(Attempt.objects.all()))
    assert len(tried) == len(asked)
    if message.state == State.WITHDRAWN:
        assert [attempt.fenced for attempt in tried] == [True] * len(asked)
        assert (message.handed_at is not None) is bool(asked)
    else:
        assert message.state == State.SENT
        assert len(asked) == 1


def test_planned_at_once_by_many_is_one_message(outbox: Outbox) -> None:
    cast = founded(outbox, [])
    made = together(6, lambda _number: outbox.plan(cast.maya, "email", once="same").id)
    assert len(set(made)) == 1
    assert there(Message.objects.count) == 1


@pytest.mark.parametrize("turn", range(3))
def test_I_20_withdrawing_all_of_many_people_races_batches_and_nobody_waits_for_ever(outbox: Outbox, turn: int) -> None:
    """One commit writes what came of one person's message and makes ready another's: no order of locks crosses."""
    cast = founded(outbox, [])
    everybody = [cast.maya, cast.leila, cast.tom]

    def plan() -> None:
        for person in everybody:
            ContactPoint.objects.create(person=person, kind="post", value="1 Mill Lane", key=str(person.id))
            for number in range(6):
                subject = new_id()
                outbox.values[subject] = {"reference": "V-1"}
                outbox.plan(person, "letter", kind="visit.missed", subject_id=subject, once=str(number))

    there(plan)

    def act(number: int) -> int:
        if number < 3:
            return actions.withdraw_for_person(person=everybody[number], reason="cancelled", by=SYSTEM)
        with answering.suppose(lambda _question: Reply(How.ACCEPTED)):
            return sum(send_due(limit=4) for _ in range(8))

    together(5, act)
    states = there(lambda: Counter(Message.objects.values_list("state", flat=True)))
    assert sum(states.values()) == 18
    assert set(states) <= {State.SENT, State.WITHDRAWN}
    tried = there(lambda: Attempt.objects.filter(fenced=False).count())
    assert tried == states[State.SENT]
