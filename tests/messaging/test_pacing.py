"""How fast a channel goes; and a provider that is down for two days (F8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count
from tests.cast import MONDAY_MORNING, Cast
from tests.engines import free_port
from tests.messaging.conftest import Outbox
from tests.messaging.smtp_sink import sink

from almoner.charter import hearing
from almoner.charter.messages import apology
from almoner.charter.models import Promise
from almoner.charter.tasks import watch_promises
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.refusal import NotAllowed
from almoner.messaging import kinds, pacing
from almoner.messaging.channels.answering import How, Reply
from almoner.messaging.channels.stand_in import StandIn
from almoner.messaging.enums import Result, State, Why
from almoner.messaging.kinds import MessageKind
from almoner.messaging.laws import LAWS
from almoner.messaging.models import Attempt, Message, Pace
from almoner.messaging.outcome import Outcome, Sender
from almoner.messaging.rendering import Rendered
from almoner.messaging.retry import attempts_on
from almoner.messaging.senders import NOT_TRIED
from almoner.messaging.work import send_due
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Consent, ContactPoint, Person
from almoner.timeline.actions import record

NOON = MONDAY_MORNING + timedelta(hours=3)


def mailed(count: int, *, called: bool = False) -> list[Person]:
    """People with an e-mail address and a yes; where `called`, also a telephone."""
    people = [
        Person.objects.create(record_number=f"P-{n}", given_name=f"Kim{n}", birth_on=date(1990, 1, 1))
        for n in range(count)
    ]
    for n, one in enumerate(people):
        address = f"kim{n}@example.org"
        ContactPoint.objects.create(person=one, kind="email", value=address, key=address)
        Consent.objects.create(person=one, purpose=Purpose.CARE, channel=Channel.EMAIL, given=True, captured_by="t")
        if called:
            ContactPoint.objects.create(person=one, kind="mobile", value=f"0770090{n:04}", key=f"4477{n}")
    return people


def until_idle() -> int:
    done = 0
    while taken := send_due(limit=50):
        done += taken
    return done


def test_F8_what_is_waiting_goes_out_at_a_bounded_rate(rehearsal: Cast, outbox: Outbox, settings: Any) -> None:
    settings.MESSAGES_A_MINUTE = 5
    outbox.reply = lambda _question: Reply(How.ACCEPTED)
    with clock.at(NOON):
        for person in mailed(12):
            outbox.plan(person, "email", kind="visit.missed")
        gone = []
        for minutes in range(4):
            with clock.at(NOON + timedelta(minutes=minutes)):
                gone.append(until_idle())
    assert gone == [5, 5, 2, 0]


def test_F8_urgent_ones_go_first_and_no_bound_is_no_bound(rehearsal: Cast, outbox: Outbox, settings: Any) -> None:
    settings.MESSAGES_A_MINUTE = 2
    outbox.reply = lambda _question: Reply(How.ACCEPTED)
    with clock.at(NOON):
        people = mailed(6)
        for number, person in enumerate(people):
            outbox.plan(person, "email", kind="visit.missed", urgent=number > 3)
        until_idle()
        sent = Message.objects.filter(state=State.SENT)
        assert {one.person_id for one in sent} == {people[4].id, people[5].id}
        settings.MESSAGES_A_MINUTE = 0
        assert until_idle() == 4


def test_calls_and_letters_have_no_bound_here(rehearsal: Cast, outbox: Outbox, settings: Any) -> None:
    settings.MESSAGES_A_MINUTE = 1
    outbox.reply = lambda _question: Reply(How.HUMAN)
    with clock.at(NOON):
        for person in mailed(3, called=True):
            outbox.plan(person, "call", kind="visit.missed")
        assert until_idle() == 3


def test_a_channel_that_is_full_keeps_no_other_waiting(rehearsal: Cast, outbox: Outbox, settings: Any) -> None:
    settings.MESSAGES_A_MINUTE = 1
    outbox.reply = lambda _question: Reply(How.HUMAN)
    with clock.at(NOON):
        people = mailed(30, called=True)
        for person in people:
            outbox.plan(person, "email", kind="visit.missed")
        outbox.plan(people[0], "call", kind="visit.missed", once="later")
        until_idle()
        assert Attempt.objects.filter(channel="call").count() == 1


def test_F8_a_provider_that_is_down_is_asked_by_one_and_left_alone_by_the_others(
    cast: Cast, outbox: Outbox, settings: Any
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    with clock.at(NOON):
        for person in mailed(4):
            outbox.plan(person, "email", kind="visit.missed", hours=5)
        until_idle()
    answers = Counter(Attempt.objects.values_list("answer", flat=True))
    assert (answers.pop(NOT_TRIED), sum(answers.values())) == (3, 1)
    assert set(Attempt.objects.values_list("result", flat=True)) == {Result.NOT_NOW}
    assert pacing.down() == {"email": NOON + pacing.RESTS[0]}


def test_F8_it_rests_longer_each_time_and_goes_on_when_it_answers(cast: Cast, outbox: Outbox, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    rests = [pacing.note_down(channel="email", by=SYSTEM) - clock.now() for _ in range(6)]
    assert rests == [*pacing.RESTS, pacing.RESTS[-1], pacing.RESTS[-1]]
    (person,) = mailed(1)
    with sink() as relay, clock.at(NOON + timedelta(hours=1)):
        settings.EMAIL_PORT = relay.port
        outbox.plan(person, "email", kind="visit.missed")
        until_idle()
        assert len(relay.letters) == 1
    assert (pacing.down(), Pace.objects.get(channel="email").failures) == ({}, 0)


class Relay:
    """A sender of e-mail that is down until somebody says that it is up again."""

    def __init__(self) -> None:
        self.up = False
        self.taken: list[datetime] = []

    def send(self, _rendered: Rendered, _address: str, _key: str) -> Outcome:
        if not self.up:
            return Outcome(Result.UNKNOWN, "503", down=True)
        self.taken.append(clock.now())
        return Outcome(Result.ACCEPTED, "250")


@pytest.fixture
def relay(rehearsal: Cast, monkeypatch: pytest.MonkeyPatch) -> Relay:
    found = Relay()

    @contextmanager
    def sender_for(channel: str) -> Iterator[Sender]:
        yield found if channel == Channel.EMAIL else StandIn()

    monkeypatch.setattr("almoner.messaging.senders.sender_for", sender_for)
    return found


def live(since: datetime, hours: float, then: Callable[[], None] = lambda: None) -> None:
    """The worker's rounds, one each ten minutes."""
    for ten in range(round(hours * 6)):
        with clock.at(since + timedelta(minutes=10 * ten)):
            until_idle()
            watch_promises()
            then()


def book(outbox: Outbox, person: Person) -> None:
    """A visit in nine days, of which the charter of the house hears."""
    subject, starts = new_id(), NOON + timedelta(days=9)
    outbox.values[subject] = {"when": starts, "where": "Level 2", "reference": "V-1"}
    facts = {"starts_at": starts.isoformat(), "lead_hours": 216, "service": {"en": "Visit"}, "reference": "V-1"}
    record(kind="appointment.booked", person=person, subject_id=subject, facts=facts, by=SYSTEM)


def test_F8_down_for_two_days_other_ways_are_used_and_people_are_told(
    outbox: Outbox, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("almoner.timeline.listener._listener", hearing.hear)
    monkeypatch.setitem(kinds._kinds, "promise.apology", MessageKind("promise.apology", Purpose.CARE, apology))
    outbox.reply = lambda _question: Reply(How.HUMAN)
    sizes: list[int] = []
    with clock.at(NOON):
        people = mailed(8)
        for number, person in enumerate(people[:4]):
            ContactPoint.objects.create(person=person, kind="mobile", value=f"0770090{number:04}", key=f"44{number}")
        for person in people:
            book(outbox, person)
    planned = Message.objects.count()
    live(NOON, 48, lambda: sizes.append(Message.objects.filter(state=State.PLANNED).count()))
    apologies = Message.objects.filter(kind="promise.apology").count()
    assert max(sizes) <= planned + apologies <= planned + 2 * len(people)
    rung = set(
        Attempt.objects.filter(channel="call", result=Result.DELIVERED).values_list("message__person", flat=True)
    )
    assert rung == {one.id for one in people[:4]}
    by_call = Promise.objects.filter(standard="confirmed_by_call")
    assert {one.person_id for one in by_call if one.state in {"kept", "made_good"}} == rung
    in_writing = Promise.objects.filter(standard="confirmed_in_writing")
    assert all(one.by_hand_since and one.before_team and one.state == "broken" for one in in_writing)
    tries = Attempt.objects.filter(channel="email").values("message").annotate(times=Count("id"))
    assert max(row["times"] for row in tries) <= 48 + attempts_on("email")
    with clock.at(NOON + timedelta(days=2)):
        assert [fault for law in LAWS for fault in law.broken()] == []


def test_F8_at_its_return_there_is_no_storm(outbox: Outbox, relay: Relay, settings: Any) -> None:
    """What nobody could be told otherwise waits, and then goes a few a minute; what has lost its sense does not go."""
    settings.MESSAGES_A_MINUTE = 4
    with clock.at(NOON):
        people = mailed(20)
        planned = [
            outbox.plan(one, "email", kind="visit.missed", hours=72 if n < 16 else 30) for n, one in enumerate(people)
        ]
        outbox.plan(people[0], "email", kind="visit.missed", hours=72, urgent=True)
    live(NOON, 48)
    assert relay.taken == []
    states = Counter(Message.objects.values_list("state", "ended_how"))
    assert states == {(State.PLANNED, ""): 17, (State.UNDELIVERABLE, Why.EXHAUSTED): 4}
    for one in planned[:6]:
        outbox.values[UUID(str(one.subject_id))] = None
    relay.up = True
    for minute in range(120):
        with clock.at(NOON + timedelta(days=2, minutes=minute)):
            until_idle()
    by_minute = Counter(moment.replace(second=0) for moment in relay.taken)
    assert (max(by_minute.values()) <= 4, sum(by_minute.values())) == (True, 11)
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states == {State.SENT: 11, State.WITHDRAWN: 6, State.UNDELIVERABLE: 4}


def test_the_desk_may_not_touch_the_pace(cast: Cast) -> None:
    for act in (pacing.note_down, pacing.note_up):
        with pytest.raises(NotAllowed):
            act(channel="email", by=cast.agent)
