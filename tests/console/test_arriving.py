"""The page that tells how messages arrive, and whether all that was made is accounted for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.console.test_outbox import browser, house
from tests.messaging.conftest import Outbox, all_say, outbox
from tests.messaging.many import after_hold, approved, crowd, named, planned_whole

from almoner.console.accuracy_shown import share_said
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.insight.arriving import Arrival, arrivals, ends, reached_less_well
from almoner.insight.period import last_days
from almoner.messaging import actions
from almoner.messaging.channels.answering import How, Reply
from almoner.messaging.enums import ReceiptStatus
from almoner.messaging.models import Attempt, Made, Message
from almoner.people.actions import answer_consent, restrict_record
from almoner.people.enums import Channel, Purpose
from almoner.urgency.accuracy import Share

__all__ = ["browser", "house", "named", "outbox"]
At = Callable[[datetime], None]
PAGE = reverse("console:arriving")


def sent(outbox: Outbox, person: Any, way: str, how: How, kind: str = "appointment.confirmed", **more: Any) -> Message:
    outbox.reply = all_say(how)
    message = outbox.plan(person, way, kind=kind, **more)
    outbox.send()
    message.refresh_from_db()
    return message


def test_I_4_sums_are_shown_by_day_channel_and_period(house: Cast, outbox: Outbox, browser: Client) -> None:
    sent(outbox, house.maya, "email", How.ACCEPTED)
    sent(outbox, house.maya, "email", How.BOUNCE, kind="appointment.moved")
    told = words(browser.get(PAGE))
    assert "E-mail Made 2 Went out 1 Refused 1 Waiting 0 Handed to a person 0 Withdrawn 0 Sum Adds up" in told
    assert "23 November 2026 Channel E-mail Made 2 Went out 1 Refused 1 Waiting 0" in told
    assert "Does not add up" not in told


def test_I_4_a_message_that_is_gone_is_seen_however_long_ago(house: Cast, browser: Client) -> None:
    assert "Nothing was made on these days" in words(browser.get(PAGE))
    Made.objects.create(message_id=uuid4(), day=clock.today() - timedelta(days=60), channel="email")
    assert "Does not add up" not in words(browser.get(PAGE))
    told = words(browser.get(PAGE, {"days": "90"}))
    assert "24 September 2026" in told
    assert "Does not add up" in told
    assert "Some messages are not accounted for" in told


def test_I_4_a_message_to_many_is_a_batch_of_its_own(house: Cast, as_: Callable[[str], Client], named: None) -> None:
    crowd(6)
    notice = approved(house)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        told = as_("manager").get(PAGE)
        assert f"{notice.reference} Snow on Friday" in words(told)
        assert "Made 6 Went out 0 Refused 0 Waiting 6 Handed to a person 0 Withdrawn 0 Sum Adds up" in words(told)
        assert reverse("console:notice", args=[notice.id]) in told.content.decode()


def test_what_arrives_is_told_by_channel_language_and_age_with_exact_bounds(
    house: Cast, outbox: Outbox, browser: Client
) -> None:
    for person, channel in ((house.leila, Channel.EMAIL), (house.tom, Channel.CALL)):
        answer_consent(person=person, purpose=Purpose.CARE, channel=channel, given=True, by=house.agent)
    sent(outbox, house.maya, "call", How.HUMAN)
    sent(outbox, house.tom, "call", How.BUSY, kind="visit.missed")
    sent(outbox, house.leila, "email", How.ACCEPTED)
    came_back = sent(outbox, house.maya, "email", How.ACCEPTED, kind="appointment.moved")
    key = Attempt.objects.get(message=came_back).provider_key
    actions.deliver_receipt(provider_key=key, status=ReceiptStatus.BOUNCED, by=SYSTEM)
    told = words(browser.get(PAGE))
    none, half, both = (share_said(Share(hits, 2)) for hits in (0, 1, 2))
    for expected in (
        f"Channel Call Tried 2 Taken {half} Known to have arrived {half} Came back {share_said(Share(0, 1))}",
        f"Channel E-mail Tried 2 Taken {both} Known to have arrived – Came back {half} Refused {none}",
        f"Language Arabic Call – E-mail {share_said(Share(1, 1))} of 1",
        f"Age 65 to 79 Call {share_said(Share(0, 1))} of 1 E-mail –",
        f"{share_said(Share(2, 3))} Went out by the first way 2 of 3",
        f"{share_said(Share(1, 3))} Reached nobody, and became the task of a person 1 of 3",
    ):
        assert expected in told, expected


def test_who_is_reached_less_well_is_named_where_the_bounds_do_not_overlap() -> None:
    def arrival(group: str, stayed: int, tried: int, channel: str = "call") -> Arrival:
        taken, none = Share(stayed, tried), Share(0, tried)
        return Arrival(channel, group, tried, taken, none, Share(0, stayed), none)

    old = arrival("up", 40, 80)
    found = [arrival("45", 90, 100), old, arrival("65", 60, 75), arrival("up", 79, 80, "email")]
    assert reached_less_well(found) == [(old, Share(150, 175))]
    assert reached_less_well([arrival("45", 0, 3), arrival("up", 3, 3)]) == []
    assert reached_less_well([arrival("45", 0, 3)]) == []


def test_tried_often_counts_once(house: Cast, outbox: Outbox, at: At, browser: Client) -> None:
    message = sent(outbox, house.maya, "call", How.BUSY)
    at(message.next_at)
    outbox.reply = all_say(How.HUMAN)
    outbox.send()
    assert Attempt.objects.filter(message=message).count() == 2
    found = arrivals(last_days(7), by=house.manager)
    assert [(one.channel, one.tried, str(one.taken)) for one in found] == [("call", 1, str(Share(1, 1)))]
    assert [str(share) for share in (found[0].back, found[0].refused)] == [str(Share(0, 1))] * 2


def test_ends_are_by_the_first_way_by_another_or_by_none(house: Cast, outbox: Outbox, at: At) -> None:
    sent(outbox, house.maya, "email", How.ACCEPTED)
    outbox.reply = lambda question: Reply(How.BOUNCE if question.channel == "email" else How.ACCEPTED)
    outbox.plan(house.maya, "email", "text", kind="appointment.moved")
    for _ in range(2):
        outbox.send()
    outbox.reply = all_say(How.BOUNCE)
    outbox.plan(house.tom, "call", kind="visit.missed")
    for _ in range(4):
        outbox.send()
        at(clock.now() + timedelta(minutes=30))
    found = ends(last_days(7), by=house.manager)
    assert [share.hits for share in (found.first, found.later, found.nobody)] == [1, 1, 1]
    assert found.first.of == 3


def test_I_23_only_messages_to_people_whom_one_may_see_are_counted(house: Cast, outbox: Outbox) -> None:
    sent(outbox, house.maya, "email", How.ACCEPTED)
    assert arrivals(last_days(7), by=house.manager)
    restrict_record(person=house.maya, restricted=True, reason="works here", by=house.doctor)
    assert (arrivals(last_days(7), by=house.manager), ends(last_days(7), by=house.manager).first.of) == ([], 0)


def test_page_takes_the_same_statements_for_few_and_for_many(house: Cast, outbox: Outbox, browser: Client) -> None:
    counts = []
    for more in (1, 4):
        for number in range(more):
            sent(outbox, house.maya, "email", How.ACCEPTED, kind="visit.missed", once=f"{more}-{number}")
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as caught:
            browser.get(PAGE)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_empty_says_so_and_days_that_make_no_sense_are_told(browser: Client) -> None:
    assert "Nothing was tried in these days" in words(browser.get(PAGE))
    assert browser.get(PAGE, {"first": "2026-11-23"}).status_code == 422
