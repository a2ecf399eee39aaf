"""By which way somebody would rather be reached, and in which hours they may be rung (REM-3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import MONDAY_MORNING, Cast
from tests.messaging.conftest import Outbox, all_say

from almoner.core import clock
from almoner.messaging import hours
from almoner.messaging.channels.answering import How
from almoner.messaging.models import Attempt, Message
from almoner.people.actions import answer_consent, correct_person
from almoner.people.enums import Channel, Purpose
from almoner.people.refusals import HoursUnclear

MINUTE = timedelta(minutes=1)
At = Callable[[datetime], None]
LONDON = ZoneInfo("Europe/London")


def by_which(outbox: Outbox) -> list[str]:
    outbox.reply = all_say(How.ACCEPTED)
    outbox.send()
    return list(Attempt.objects.order_by("at").values_list("channel", flat=True))


@pytest.fixture
def noon(rehearsal: Cast, at: At) -> Cast:
    at(MONDAY_MORNING + timedelta(hours=3))
    return rehearsal


@pytest.mark.parametrize(
    ("theirs", "ways", "goes"),
    [
        ("call", ("text", "call", "email"), "call"),
        ("email", ("text", "call", "email"), "email"),
        ("letter", ("text", "call", "email"), "text"),
        ("text", ("call", "text"), "call"),
        ("", ("text", "call"), "text"),
    ],
)
def test_REM_3_their_way_comes_first_unless_the_charter_begins_with_a_call(
    noon: Cast, outbox: Outbox, theirs: str, ways: tuple[str, ...], goes: str
) -> None:
    correct_person(person=noon.maya, changes={"first_way": theirs}, by=noon.maya_herself)
    outbox.plan(noon.maya, *ways)
    assert by_which(outbox) == [goes]


def test_REM_3_what_they_said_no_to_is_not_used_however_they_like_it(noon: Cast, outbox: Outbox) -> None:
    correct_person(person=noon.maya, changes={"first_way": "email"}, by=noon.agent)
    answer_consent(person=noon.maya, purpose=Purpose.CARE, channel=Channel.EMAIL, given=False, by=noon.agent)
    outbox.plan(noon.maya, "text", "email")
    assert by_which(outbox) == ["text"]


def test_REM_3_nobody_is_told_the_same_twice_by_their_way(noon: Cast, outbox: Outbox) -> None:
    """Confirmed by a call and in writing: who would rather be rung is rung once, and written to."""
    correct_person(person=noon.maya, changes={"first_way": "call"}, by=noon.agent)
    first = outbox.plan(noon.maya, "call", "text")
    outbox.plan(noon.maya, "email", "call", subject_id=first.subject_id)
    assert sorted(by_which(outbox)) == ["call", "email"]


def test_REM_3_if_their_way_fails_the_others_follow(noon: Cast, outbox: Outbox, at: At) -> None:
    correct_person(person=noon.maya, changes={"first_way": "email"}, by=noon.agent)
    message = outbox.plan(noon.maya, "text", "email")
    outbox.reply = lambda question: all_say(How.BOUNCE if question.channel == "email" else How.ACCEPTED)(question)
    for _ in range(2):
        outbox.send()
    assert set(Attempt.objects.values_list("channel", "result")) == {("email", "refused"), ("text", "accepted")}
    assert Message.objects.get(id=message.id).state == "sent"


def test_REM_4_they_are_left_alone_outside_their_own_hours(rehearsal: Cast, outbox: Outbox, at: At) -> None:
    correct_person(
        person=rehearsal.maya, changes={"ring_from": time(11), "ring_until": time(17)}, by=rehearsal.maya_herself
    )
    message = outbox.plan(rehearsal.maya, "text")
    at(MONDAY_MORNING + timedelta(hours=1))
    outbox.send()
    assert not Attempt.objects.exists()
    message.refresh_from_db()
    assert clock.local(message.next_at).time() == time(11)
    at(message.next_at)
    assert by_which(outbox) == ["text"]


def test_hours_that_end_before_they_begin_are_refused(cast: Cast) -> None:
    with pytest.raises(HoursUnclear):
        correct_person(person=cast.maya, changes={"ring_from": time(17), "ring_until": time(11)}, by=cast.agent)
    correct_person(person=cast.maya, changes={"ring_from": time(11)}, by=cast.agent)
    with pytest.raises(HoursUnclear):
        correct_person(person=cast.maya, changes={"ring_until": time(9)}, by=cast.agent)


@given(
    channel=st.sampled_from(["text", "call", "email", "letter"]),
    moment=st.integers(0, 60 * 24 * 230).map(lambda minutes: datetime(2026, 3, 25, tzinfo=UTC) + minutes * MINUTE),
    begin=st.none() | st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    end=st.none() | st.times().map(lambda one: one.replace(second=0, microsecond=0)),
)
def test_I_21b_own_hours_only_take_away(channel: str, moment: datetime, begin: time | None, end: time | None) -> None:
    """It goes no sooner than it is allowed to for everybody, in both kinds of hours, and within two days."""
    goes = hours.next_allowed(channel, moment, LONDON, own=(begin, end))
    assert moment <= goes <= moment + timedelta(days=2)
    assert hours.next_allowed(channel, goes, LONDON) == goes
    assert hours.next_allowed(channel, goes, LONDON, own=(begin, end)) == goes
    if channel in hours.OPEN:
        opens, closes = hours.OPEN[channel]
        wall = goes.astimezone(LONDON).time()
        if channel in hours.OWN and max(opens, begin or opens) < min(closes, end or closes):
            assert (begin or opens) <= wall < (end or time.max)
