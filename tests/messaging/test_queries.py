"""What screens are shown of the outbox, and to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import Cast
from tests.messaging.conftest import Outbox, all_say

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging import actions
from almoner.messaging.channels.answering import How
from almoner.messaging.models import Attempt, Made
from almoner.messaging.queries import (
    Tally,
    attempt_for,
    counts_by_day_channel,
    message_for,
    messages_for_person,
    open_attempt,
)
from almoner.messaging.queries import (
    outbox as outbox_of,
)
from almoner.people.actions import end_carer, restrict_record
from almoner.people.enums import Channel
from almoner.people.models import Carer


def test_outbox_is_for_those_who_may_see_it(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    assert outbox_of(by=rehearsal.manager) == [message]
    for nobody in (rehearsal.agent, rehearsal.doctor, rehearsal.maya_herself):
        with pytest.raises(NotAllowed):
            outbox_of(by=nobody)
        with pytest.raises(NotAllowed):
            counts_by_day_channel(by=nobody, days=[clock.today()])


@pytest.mark.parametrize("count", [1, 4])
def test_lists_take_a_constant_number_of_statements(
    rehearsal: Cast, outbox: Outbox, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        outbox.plan(rehearsal.maya, "email", kind="visit.missed")
    outbox.values = {key: {} for key in outbox.values}
    outbox.send()
    with django_assert_num_queries(2):
        found = outbox_of(by=rehearsal.manager)
        assert [len(message.tried.all()) for message in found] == [1] * count
        assert {message.person.name for message in found} == {"Maya Osei"}
    with django_assert_num_queries(2):
        assert len(messages_for_person(rehearsal.maya, by=rehearsal.maya_herself)) == count
    with django_assert_num_queries(2):
        assert len(counts_by_day_channel(by=rehearsal.manager, days=[clock.today()])) == 1


def test_filters_narrow_and_unknown_ones_do_nothing(rehearsal: Cast, outbox: Outbox) -> None:
    promise = new_id()
    hers = outbox.plan(rehearsal.maya, "email", promise_id=promise)
    his = outbox.plan(rehearsal.tom, "call", kind="visit.missed")
    outbox.values[his.subject_id] = {}  # type: ignore[index]
    by = rehearsal.manager
    assert outbox_of(by=by, filters={"channel": "call"}) == [his]
    assert outbox_of(by=by, filters={"promise_id": promise}) == [hers]
    assert outbox_of(by=by, filters={"person_id": rehearsal.tom.id, "kind": ""}) == [his]
    assert len(outbox_of(by=by, filters={"person__language": "ar"})) == 2
    assert len(outbox_of(by=by, limit=1)) == 1


def test_I_23_a_persons_messages_are_theirs_their_carers_and_their_hospitals(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    outbox.send()
    attempt = Attempt.objects.get()
    for somebody in (rehearsal.maya_herself, rehearsal.leila_herself, rehearsal.agent):
        assert messages_for_person(rehearsal.maya, by=somebody) == [message]
        assert attempt_for(attempt.id, by=somebody) == attempt
    with pytest.raises(NotThere):
        messages_for_person(rehearsal.maya, by=rehearsal.tom_himself)
    with pytest.raises(NotThere):
        attempt_for(attempt.id, by=rehearsal.tom_himself)
    with pytest.raises(NotThere):
        attempt_for(new_id(), by=rehearsal.manager)
    end_carer(leave=Carer.objects.get(person=rehearsal.maya), reason="moved away", by=rehearsal.maya_herself)
    with pytest.raises(NotThere):
        messages_for_person(rehearsal.maya, by=rehearsal.leila_herself)


def test_filters_know_the_language_and_the_day(rehearsal: Cast, outbox: Outbox) -> None:
    message, by = outbox.plan(rehearsal.maya, "email"), rehearsal.manager
    outbox.send()
    assert outbox_of(by=by, filters={"language": "en", "day": clock.today()}) == [message]
    assert outbox_of(by=by, filters={"language": "ar"}) == []
    assert outbox_of(by=by, filters={"day": clock.today() - timedelta(days=1)}) == []


def test_I_25_one_message_is_read_with_all_of_it_and_leaves_a_trace(
    rehearsal: Cast, outbox: Outbox, django_assert_num_queries: Any
) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    outbox.send()
    attempt = Attempt.objects.get()
    found = message_for(message.id, by=rehearsal.manager)
    with django_assert_num_queries(0):
        assert [(one, list(one.receipts.all())) for one in found.tried.all()] == [(attempt, [])]
        assert (list(found.joined.all()), found.person.name) == ([], "Maya Osei")
    assert open_attempt(attempt.id, channel=Channel.EMAIL, by=rehearsal.manager) == attempt
    traces = AuditEntry.objects.filter(act="read.message", person_id=rehearsal.maya.id).order_by("number")
    assert [trace.facts for trace in traces] == [
        {"message": str(message.id)},
        {"message": str(message.id), "attempt": str(attempt.id), "channel": "email"},
    ]


def test_I_23_the_outbox_ends_where_the_record_does(rehearsal: Cast, outbox: Outbox) -> None:
    message, by = outbox.plan(rehearsal.maya, "email"), rehearsal.manager
    outbox.send()
    attempt = Attempt.objects.get()
    with pytest.raises(NotThere):
        open_attempt(attempt.id, channel=Channel.CALL, by=by)
    for nobody in (rehearsal.agent, rehearsal.maya_herself):
        with pytest.raises(NotAllowed):
            message_for(message.id, by=nobody)
        with pytest.raises(NotAllowed):
            open_attempt(attempt.id, channel=Channel.EMAIL, by=nobody)
    restrict_record(person=rehearsal.maya, restricted=True, reason="works here", by=rehearsal.doctor)
    assert outbox_of(by=by) == []
    for ask in (
        lambda: message_for(message.id, by=by),
        lambda: open_attempt(attempt.id, channel=Channel.EMAIL, by=by),
        lambda: message_for(new_id(), by=by),
    ):
        with pytest.raises(NotThere):
            ask()
    assert not AuditEntry.objects.filter(act="read.message").exists()


def test_I_4_made_is_what_became_of_it(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.plan(rehearsal.maya, "email")
    outbox.send()
    outbox.reply = all_say(How.BOUNCE)
    outbox.plan(rehearsal.maya, "email", kind="appointment.moved")
    outbox.send()
    outbox.plan(rehearsal.maya, "email", hours=-1)
    outbox.send()
    gone = outbox.plan(rehearsal.maya, "email", kind="appointment.moved")
    assert gone.subject_id
    actions.withdraw_for_subject(subject_id=gone.subject_id, reason="no", by=SYSTEM)
    outbox.plan(rehearsal.maya, "email", kind="appointment.moved")
    day = clock.today()
    assert counts_by_day_channel(by=rehearsal.manager, days=[day]) == [
        Tally(day, "email", made=5, accepted=1, refused=1, waiting=1, escalated=1, withdrawn=1)
    ]
    assert Made.objects.count() == 5
