"""Each law finds what breaks it, and nothing in an outbox that works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from tests.cast import Cast
from tests.messaging.conftest import Outbox, all_say

from almoner.core import clock
from almoner.core.identifiers import new_id
from almoner.messaging import laws
from almoner.messaging.channels.answering import How
from almoner.messaging.enums import Result
from almoner.messaging.models import Attempt, Message
from almoner.people.actions import add_contact, stop_contact
from almoner.people.models import ContactPoint, Person


def broken() -> set[str]:
    return {law.broken.__name__ for law in laws.LAWS if law.broken()}


def test_a_day_of_work_keeps_every_law(rehearsal: Cast, outbox: Outbox) -> None:
    for how in (How.ACCEPTED, How.BOUNCE, How.NO_ANSWER, How.SILENCE):
        outbox.reply = all_say(how)
        outbox.plan(rehearsal.maya, "email", "call")
        outbox.plan(rehearsal.tom, "call", hours=1)
        for hours in (0, 1, 3, 30):
            with clock.at(clock.now() + timedelta(hours=hours)):
                outbox.send()
                assert broken() == set()


def test_I_21_an_address_that_a_person_took_up_again_is_cleared(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.reply = all_say(How.BOUNCE)
    outbox.plan(rehearsal.maya, "email")
    outbox.send()
    with clock.at(clock.now() + timedelta(hours=1)):
        add_contact(person=rehearsal.maya, kind="email", value="maya@example.org", by=rehearsal.agent)
        assert broken() == set()


def again(attempt: Attempt, **other: object) -> None:
    row = {field.attname: getattr(attempt, field.attname) for field in Attempt._meta.fields}
    Attempt.objects.create(**(row | {"id": new_id()} | other))


def _lost(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO messaging_made (message_id, day, channel) VALUES (%s, %s, 'call')",
            [_as_db(), date(2026, 11, 23)],
        )


def _as_db() -> str:
    return new_id().hex if connection.vendor == "sqlite" else str(new_id())


def _to_another(cast: Cast) -> None:
    his = ContactPoint.objects.filter(person=cast.tom).first()
    assert his
    again(Attempt.objects.get(), contact_point_id=his.id, provider_key="x", result=Result.NOT_NOW)


def _twice(cast: Cast) -> None:
    again(Attempt.objects.get(), provider_key="another key")


def _late(cast: Cast) -> None:
    Message.objects.update(
        state="planned",
        ended_at=None,
        next_at=clock.now() - timedelta(hours=1),
        deadline=clock.now() - timedelta(hours=1),
    )


def _stopped(cast: Cast) -> None:
    point = ContactPoint.objects.get(value="maya@example.org")
    stop_contact(contact_point=point, reason="not me", by=cast.agent)
    again(Attempt.objects.get(), provider_key="x", result=Result.NOT_NOW, at=clock.now() + timedelta(hours=1))


def _refused(cast: Cast) -> None:
    again(Attempt.objects.get(), provider_key="x", result=Result.REFUSED, at=clock.now() + timedelta(minutes=1))


def _dead(cast: Cast) -> None:
    Person.objects.filter(id=cast.maya.id).update(died_on=date(2026, 11, 1))


def _quiet(cast: Cast) -> None:
    again(Attempt.objects.get(), provider_key="x", result=Result.NOT_NOW, at=datetime(2026, 11, 23, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("harm", "law"),
    [
        (_lost, "does_not_add_up"), (_to_another, "sent_to_another"), (_twice, "taken_twice"), (_late, "past_deadline"),
        (_stopped, "sent_to_stopped"), (_refused, "refused_and_still_used"), (_dead, "sent_to_the_dead"),
        (_quiet, "sent_in_quiet_hours"),
    ],
)  # fmt: skip
def test_each_law_sees_what_breaks_it(rehearsal: Cast, outbox: Outbox, harm: Callable[[Cast], None], law: str) -> None:
    outbox.plan(rehearsal.maya, "email")
    outbox.send()
    assert broken() == set()
    harm(rehearsal)
    assert broken() == {law}


def test_laws_have_ids_and_sentences() -> None:
    assert {law.id for law in laws.LAWS} == {"I-4", "I-16", "I-18", "I-19", "I-21", "I-21b", "I-21c"}
    assert all(law.says.endswith(".") for law in laws.LAWS)
