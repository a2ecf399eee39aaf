"""What is foreseen of messages is what then becomes of them; and looking changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from tests.cast import MONDAY_MORNING, Cast, answer_consent
from tests.messaging.conftest import TOMORROW, Outbox, all_say

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed
from almoner.messaging import actions, days_ahead
from almoner.messaging.addresses import Hindrance
from almoner.messaging.channels.answering import How
from almoner.messaging.enums import State
from almoner.messaging.foreseeing import Foreseen, foresee
from almoner.messaging.models import Attempt, Made, Message
from almoner.messaging.settling import Course
from almoner.messaging.work import send_due
from almoner.people.actions import restrict_record
from almoner.people.enums import Channel, Need, Purpose
from almoner.people.models import CommunicationNeed, ContactPoint, Person
from almoner.timeline.models import Event

TUESDAY = date(2026, 11, 24)
KINDS = ("appointment.reminder_1d", "appointment.confirmed", "visit.missed", "feedback.asked")
WAYS = tuple(Channel.values)


def look(*messages: Message) -> list[Foreseen]:
    found = Message.objects.select_related("person__site").in_bulk([one.id for one in messages])
    return foresee([found[one.id] for one in messages])


def live_until_all_is_over() -> None:
    """Send whatever is due, each time at the moment at which the next message comes due."""
    for _ in range(60):
        waiting = Message.objects.filter(state=State.PLANNED, joined_to=None).order_by("next_at").first()
        if waiting is None:
            return
        with clock.at(max(clock.now(), waiting.next_at)):
            assert send_due(limit=50)
    raise AssertionError("it never ends")


def what_became(message: Message) -> tuple[Any, ...]:
    message = Message.objects.get(id=message.id)
    carrier = message.joined_to_id if message.state in {State.SENT, State.DELIVERED} else None
    tried = Attempt.objects.filter(message_id=carrier or message.id).order_by("at").first()
    if message.state in {State.SENT, State.DELIVERED} and tried:
        return ("goes", tried.channel, tried.at, tried.address, carrier)
    return (message.state, message.ended_at)


def as_foreseen(one: Foreseen) -> tuple[Any, ...]:
    if one.settled.course == Course.GOES:
        address = one.point.value if one.point else ""
        return ("goes", one.settled.ways[0], one.at, address, one.travels_in)
    return (one.settled.course.value, one.at)


PLAN = some.fixed_dictionaries({
    "kind": some.sampled_from(KINDS),
    "ways": some.lists(some.sampled_from(WAYS), min_size=1, max_size=4, unique=True),
    "begins": some.integers(0, 60),
    "lasts": some.integers(1, 80),
    "visit": some.sampled_from((0, 1, 26, 48, 49, 75, None)),
    "urgent": some.booleans(),
})  # fmt: skip
"""A message: hours until it may go, from then to its deadline, and until the visit (None: it does not stand)."""
SOMEBODY = some.fixed_dictionaries({
    "refused": some.sets(some.sampled_from(WAYS)),
    "needs": some.sets(some.sampled_from([Need.DEAF, Need.BLIND, Need.PHONE_AND_POST])),
    "zone": some.sampled_from(["", "Atlantic/Canary", "Asia/Tokyo", "America/Los_Angeles"]),
    "dead": some.sampled_from([False, False, False, True]),
})  # fmt: skip
AT_ONCE: dict[str, Any] = {"kind": "appointment.reminder_1d", "begins": 0, "lasts": 40, "urgent": False}


def become(cast: Cast, somebody: dict[str, Any]) -> Person:
    died = date(2026, 11, 20) if somebody["dead"] else None
    Person.objects.filter(id=cast.maya.id).update(time_zone=somebody["zone"], died_on=died)
    for kind in somebody["needs"]:
        CommunicationNeed.objects.create(person=cast.maya, kind=kind, review_on=date(2027, 1, 1))
    for way in somebody["refused"]:
        answer_consent(person=cast.maya, purpose=Purpose.CARE, channel=Channel(way), given=False, by=cast.agent)
    return cast.maya


def planned_as(outbox: Outbox, person: Person, plan: dict[str, Any]) -> Message:
    subject, starts = new_id(), clock.now() + timedelta(hours=plan["begins"])
    outbox.values[subject] = None
    if plan["visit"] is not None:
        when = clock.there(MONDAY_MORNING + timedelta(hours=plan["visit"]), clock.zone())
        outbox.values[subject] = {"when": when, "where": "X-ray", "closes": TUESDAY}
    return actions.plan(
        kind=plan["kind"], person=person, subject_id=subject, ways=plan["ways"], not_before=starts,
        deadline=starts + timedelta(hours=plan["lasts"]), urgent=plan["urgent"], by=SYSTEM,
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=some.lists(PLAN, min_size=1, max_size=5), somebody=SOMEBODY)
@example(
    plans=[AT_ONCE | {"ways": ["text"], "visit": 48}, AT_ONCE | {"ways": ["call"], "visit": 49}],
    somebody={"refused": {"text"}, "needs": set(), "zone": "", "dead": False},
)
def test_I_21b_what_is_foreseen_is_what_happens(
    rehearsal: Cast, outbox: Outbox, plans: list[dict[str, Any]], somebody: dict[str, Any]
) -> None:
    outbox.reply = all_say(How.HUMAN)
    with transaction.atomic():
        person = become(rehearsal, somebody)
        planned = [planned_as(outbox, person, plan) for plan in plans]
        told = look(*planned)
        live_until_all_is_over()
        assert [as_foreseen(one) for one in told] == [what_became(message) for message in planned]
        transaction.set_rollback(True)


def test_looking_writes_nothing_at_all(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.plan(rehearsal.maya, "text")
    outbox.plan(rehearsal.maya, "text")
    before = list(Message.objects.order_by("id").values())
    with CaptureQueriesContext(connection) as caught:
        found = days_ahead.on_day(list(days_ahead.planned_for(clock.today(), by=SYSTEM)), clock.today())
        assert [len(days_ahead.words_of(one, by=SYSTEM)) for one in found if not one.travels_in] == [1]
    assert {query["sql"].split()[0] for query in caught} == {"SELECT"}
    assert list(Message.objects.order_by("id").values()) == before
    assert (Attempt.objects.count(), Made.objects.count()) == (0, 2)
    assert not Event.objects.filter(kind__startswith="message.").exists()


def test_a_page_takes_the_same_statements_for_two_and_for_forty(rehearsal: Cast, outbox: Outbox) -> None:
    counts = []
    for more in (2, 38):
        for _ in range(more):
            outbox.plan(rehearsal.maya if more % 2 else rehearsal.tom, "letter", "text", kind="visit.missed")
        with CaptureQueriesContext(connection) as caught:
            found = days_ahead.on_day(list(days_ahead.planned_for(clock.today(), by=SYSTEM)), clock.today())
        counts.append((len(found), len(caught)))
    assert [found for found, _ in counts] == [2, 40]
    assert counts[0][1] == counts[1][1]


def test_CNF_5_what_travels_together_is_seen_on_both(rehearsal: Cast, outbox: Outbox) -> None:
    one, two, other_day = (outbox.plan(rehearsal.maya, "text") for _ in range(3))
    assert other_day.subject_id
    outbox.values[other_day.subject_id] = {"when": TOMORROW + timedelta(days=3), "where": "X-ray"}
    found = {each.message.id: each for each in look(one, two, other_day)}
    carrier, carried = sorted((found[one.id], found[two.id]), key=lambda each: each.travels_in is not None)
    assert (carried.travels_in, [each.id for each in carrier.carries]) == (carrier.message.id, [carried.message.id])
    assert (found[other_day.id].travels_in, found[other_day.id].carries) == (None, ())
    assert [each.travels_in for each in look(carried.message)] == [carrier.message.id]


def test_CNF_5_those_that_fall_back_to_one_way_travel_together_too(rehearsal: Cast, outbox: Outbox) -> None:
    answer_consent(person=rehearsal.maya, purpose=Purpose.CARE, channel=Channel.TEXT, given=False, by=rehearsal.agent)
    one, two = outbox.plan(rehearsal.maya, "text", "email"), outbox.plan(rehearsal.maya, "email")
    found = look(one, two)
    assert sorted(len(each.carries) for each in found) == [0, 1]
    outbox.send()
    assert Attempt.objects.count() == 1


def test_REM_4_the_evening_waits_for_the_morning_and_stands_on_both_days(rehearsal: Cast, outbox: Outbox) -> None:
    with clock.at(MONDAY_MORNING + timedelta(hours=10, minutes=30)):
        outbox.plan(rehearsal.maya, "text", hours=48)
        outbox.plan(rehearsal.tom, "letter", hours=48, kind="visit.missed")
    for day, who in ((clock.today(), {"Maya Osei", "Tom Whitfield"}), (TUESDAY, {"Maya Osei"})):
        found = days_ahead.on_day(list(days_ahead.planned_for(day, by=SYSTEM)), day)
        assert {one.message.person.name for one in found} == who
        waits = next(one for one in found if one.message.person_id == rehearsal.maya.id)
        assert (clock.local(waits.at).strftime("%d %H:%M"), waits.at > waits.looked_at) == ("24 09:00", True)


def test_I_20_consent_that_is_withdrawn_is_named(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "text", "call")
    answer_consent(person=rehearsal.maya, purpose=Purpose.CARE, channel=Channel.TEXT, given=False, by=rehearsal.agent)
    ContactPoint.objects.filter(person=rehearsal.maya, kind="email").update(stopped_at=clock.now())
    (found,) = look(message)
    assert found.hindered == ((Channel.TEXT, Hindrance.SAID_NO),)
    assert found.settled.ways == (Channel.CALL,)
    assert days_ahead.words_of(found, by=SYSTEM)[1].hindered == Hindrance.SAID_NO


def test_who_is_told_by_another_way_already_is_not_told_twice(rehearsal: Cast, outbox: Outbox) -> None:
    subject = new_id()
    ContactPoint.objects.filter(person=rehearsal.maya).exclude(kind="email").update(stopped_at=clock.now())
    outbox.plan(rehearsal.maya, "email", subject_id=subject)
    message = outbox.plan(rehearsal.maya, "call", subject_id=subject)
    (found,) = look(message)
    assert (found.settled.course, found.told_otherwise) == (Course.UNDELIVERABLE, True)


def test_words_are_those_that_then_leave_in_each_channel(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.leila, "email", "text", "call", "letter", kind="visit.missed")
    for channel in Channel:
        answer_consent(person=rehearsal.leila, purpose=Purpose.CARE, channel=channel, given=True, by=rehearsal.agent)
    (found,) = look(message)
    leaving = {one.channel: one for one in days_ahead.words_of(found, by=SYSTEM)}
    outbox.send()
    attempt = Attempt.objects.get()
    rendered = leaving[attempt.channel].rendered
    assert rendered
    assert (rendered.language, rendered.subject, rendered.body) == (attempt.language, attempt.subject, attempt.body)
    assert rendered.language == "ar"


def test_words_that_lack_something_say_what(rehearsal: Cast, outbox: Outbox) -> None:
    subject = new_id()
    outbox.values[subject] = {"when": TOMORROW}
    (found,) = look(outbox.plan(rehearsal.maya, "email", subject_id=subject))
    assert [one.missing for one in days_ahead.words_of(found, by=SYSTEM)] == ["appointment.reminder_1d: where"]


def test_I_22_only_who_sees_the_outbox_and_only_whom_they_see(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    for who in (rehearsal.agent, rehearsal.doctor, rehearsal.maya_herself, rehearsal.from_elsewhere):
        with pytest.raises(NotAllowed):
            days_ahead.planned_for(clock.today(), by=who)
    assert [one.id for one in days_ahead.planned_for(clock.today(), by=rehearsal.manager)] == [message.id]
    restrict_record(person=rehearsal.maya, restricted=True, reason="works here", by=rehearsal.doctor)
    assert list(days_ahead.planned_for(clock.today(), by=rehearsal.manager)) == []


def test_what_was_taken_back_stands_on_the_day_for_which_it_was_planned(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    assert message.subject_id
    actions.withdraw_for_subject(subject_id=message.subject_id, reason="cancelled", by=SYSTEM)
    assert [one.id for one in days_ahead.taken_back_on(clock.today(), by=SYSTEM)] == [message.id]
    assert list(days_ahead.taken_back_on(TUESDAY, by=SYSTEM)) == []
    assert days_ahead.ahead_of(Message.objects.get(), by=SYSTEM) is None


def test_one_that_a_worker_holds_is_looked_at_when_its_lease_is_over(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    actions.claim_due(limit=1, by=SYSTEM)
    (found,) = look(message)
    assert found.at == clock.now() + actions.LEASE


def test_nothing_planned_is_nothing_foreseen(rehearsal: Cast) -> None:
    assert foresee([]) == []
    assert list(days_ahead.planned_for(date(2099, 1, 1), by=SYSTEM)) == []
    assert AuditEntry.objects.filter(act__startswith="messaging").count() == 0
