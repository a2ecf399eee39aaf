"""Days on which messages are not accounted for are told by a worker, and kept as a promise until they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.messaging.conftest import Outbox, events

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.messaging.accounts import LOOKED_AT, days_that_differ, key_of
from almoner.messaging.models import Made, Message
from almoner.messaging.work import look_at_accounts

At = Callable[[datetime], None]


def promises() -> list[tuple[str, str]]:
    return [(one.state, one.text["en"]) for one in Promise.objects.filter(standard="messages_accounted")]


def test_I_4_a_message_that_is_gone_is_told_once_and_kept_when_it_is_found(cast: Cast, at: At) -> None:
    message = Outbox().plan(cast.maya, "email")
    day = clock.today()
    at(MONDAY_MORNING + timedelta(days=1))
    Message.objects.filter(id=message.id).delete()
    for _ in range(2):
        assert look_at_accounts() == 0
    assert [event.subject_id for event in events("messages.unaccounted")] == [key_of(day)]
    assert events("messages.unaccounted")[0].facts["differs"] == "1 made, 0 in the outbox"
    (found,) = promises()
    assert found[0] == "open"
    assert "23 November 2026" in found[1]
    message.save(force_insert=True)
    for _ in range(2):
        look_at_accounts()
    assert [state for state, _words in promises()] == ["kept"]
    assert len(events("messages.accounted")) == 1
    Made.objects.create(message_id=uuid4(), day=day, channel="text")
    look_at_accounts()
    assert sorted(state for state, _words in promises()) == ["kept", "open"]


def test_I_4_a_message_that_nobody_made_is_told_as_well(cast: Cast, outbox: Outbox, at: At) -> None:
    message = outbox.plan(cast.maya, "email")
    at(MONDAY_MORNING + timedelta(days=1))
    assert days_that_differ([clock.today() - timedelta(days=1)]) == {}
    message.id, message.key = uuid4(), "another"
    message.save(force_insert=True)
    look_at_accounts()
    assert events("messages.unaccounted")[0].facts["differs"] == "1 made, 2 in the outbox"


@pytest.mark.parametrize("back", [0, LOOKED_AT + 1])
def test_a_day_that_is_not_over_or_long_past_is_not_looked_at(cast: Cast, back: int) -> None:
    Made.objects.create(message_id=uuid4(), day=clock.today() - timedelta(days=back), channel="email")
    look_at_accounts()
    assert promises() == []


def test_where_all_is_accounted_for_nothing_is_told(cast: Cast, outbox: Outbox, at: At) -> None:
    outbox.plan(cast.maya, "email")
    outbox.send()
    at(MONDAY_MORNING + timedelta(days=1))
    look_at_accounts()
    assert (events("messages.unaccounted"), Message.objects.count()) == ([], 1)
