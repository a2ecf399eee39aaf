"""Many workers at once, with real connections."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import pytest
from tests.cast import MONDAY_MORNING, Cast, make_cast
from tests.messaging.conftest import Outbox
from tests.messaging.many import after_hold, approved, crowd, named
from tests.races import in_thread, race, real_database

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.models import Setting
from almoner.messaging import actions, heard, notice_sending, noticing, rewording, texts
from almoner.messaging.channels import answering
from almoner.messaging.channels.answering import How, Question, Reply
from almoner.messaging.channels.text.delivered import Delivered
from almoner.messaging.enums import State
from almoner.messaging.models import Attempt, Message
from almoner.messaging.notice_models import Notice
from almoner.messaging.notice_queries import progress
from almoner.messaging.notice_sending import see_to_notices
from almoner.messaging.outcome import Claim
from almoner.messaging.refusals import NoticeCannotBeStopped, WordsWait
from almoner.messaging.work import send_due
from almoner.people.models import ContactPoint, Staff
from almoner.people.queries import staff_actor
from almoner.replies.models import Received

__all__ = ["named", "real_database"]
pytestmark = [pytest.mark.race, pytest.mark.usefixtures("real_database")]
Result = TypeVar("Result")
AT_MOST_UNDER_WAY = 0.5
"""Seconds: what was handed over before the stop committed may reach its channel so much later."""


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


@pytest.mark.parametrize("turn", range(4))
def test_I_19_stopping_races_the_workers_and_nothing_goes_after_it(
    outbox: Outbox, named: None, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    monkeypatch.setattr(notice_sending, "BATCH", 5)

    def make() -> Notice:
        cast = make_cast()
        Setting.objects.create(name="rehearsal", value=True)
        crowd(12)
        notice_sending.register()
        return approved(cast)

    notice, after = there(make), MONDAY_MORNING + after_hold()
    signer = there(lambda: staff_actor(Staff.objects.get(name="Dana Okafor")))
    stopped: list[float] = []
    asked: list[float] = []

    def answer(question: Question) -> Reply:
        asked.append(time.monotonic())
        return Reply(How.ACCEPTED)

    def act(number: int) -> None:
        with clock.at(after), answering.suppose(answer):
            if number:
                for _ in range(8):
                    see_to_notices()
                    send_due(limit=3)
                return
            time.sleep(0.02 * turn)
            notice.refresh_from_db()
            try:
                noticing.stop_notice(notice=notice, why="Stop.", by=signer)
            except NoticeCannotBeStopped:
                return
            stopped.append(time.monotonic())

    together(3, act)
    after_it = [moment for moment in asked if stopped and moment > stopped[0] + AT_MOST_UNDER_WAY]
    assert after_it == []

    def the_end() -> tuple[Counter[str], bool, int]:
        with clock.at(after), answering.suppose(answer):
            for _ in range(8):
                see_to_notices()
                send_due(limit=50)
            states = Counter(Message.objects.values_list("state", flat=True))
            return states, progress(notice).adds_up, Attempt.objects.filter(fenced=False).count()

    states, adds_up, attempts = there(the_end)
    assert adds_up
    assert states[State.PLANNED] == 0
    assert states[State.SENT] == attempts == len(asked)
    assert states[State.SENT] == 12 or stopped


def test_planned_at_once_by_many_is_one_message(outbox: Outbox) -> None:
    cast = founded(outbox, [])
    made = together(6, lambda _number: outbox.plan(cast.maya, "email", once="same").id)
    assert len(set(made)) == 1
    assert there(Message.objects.count) == 1


def test_I_18_of_many_workers_one_hands_a_text_over(outbox: Outbox) -> None:
    there(make_cast)
    begun = together(6, lambda _number: texts.begin_text(provider_key="a", number="+44", parts=1, by=SYSTEM)[1])
    assert Counter(begun) == {True: 1, False: 5}


def test_T14_many_workers_together_keep_to_what_may_go_in_a_day(outbox: Outbox, settings: Any) -> None:
    settings.TEXT_PARTS_A_DAY = 5
    there(make_cast)

    def begin(number: int) -> bool:
        try:
            texts.begin_text(provider_key=f"{number}", number="+44", parts=2, by=SYSTEM)
        except texts.NoneLeft:
            return False
        return True

    assert Counter(together(6, begin)) == {True: 2, False: 4}


def test_I_37_of_many_who_hear_the_same_text_one_passes_it_on(outbox: Outbox) -> None:
    there(make_cast)
    came = Delivered("447700900123", 1, "447700900000", 0, 0, b"1")
    keep = partial(heard.keep, delivered=came, sender="+447700900123", by=SYSTEM)
    race(lambda _number: keep(), 6)
    there(keep)
    assert there(Received.objects.count) == 1


def test_two_who_begin_to_change_the_same_words_have_one_change(outbox: Outbox) -> None:
    cast = founded(outbox, [])

    def begin(number: int) -> str:
        try:
            rewording.begin_words(kind="visit.missed", by=cast.manager)
        except WordsWait:
            return "waits"
        return "begun"

    assert sorted(together(3, begin)) == ["begun", "waits", "waits"]


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
