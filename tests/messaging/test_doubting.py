"""A number at which texts do not arrive: doubted after several in a row, believed again by whoever knows better."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.faults import leaves_nothing
from tests.messaging.conftest import Outbox, events
from tests.scheduling.clinic import NOW

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.messaging import actions, addresses, doubting
from almoner.messaging.addresses import Hindrance
from almoner.messaging.doubting import ACROSS, IN_A_ROW, hear_from_number, live_doubts
from almoner.messaging.enums import Believed, ReceiptStatus
from almoner.messaging.models import Attempt, Message, TextDoubt
from almoner.messaging.reading import reach_of
from almoner.people.actions import add_contact, answer_consent, confirm_contact, stop_contact
from almoner.people.enums import Channel, Purpose
from almoner.people.models import ContactPoint, Person

KEY = "+447700900123"
DAYS = (0, 1, 2)
CARE, FEEDBACK = Purpose.CARE, Purpose.FEEDBACK


@pytest.fixture
def maya(rehearsal: Cast) -> Person:
    """She has one mobile number, agrees to texts, and may be rung and written to."""
    person = rehearsal.maya
    ContactPoint.objects.filter(person=person, kind="mobile").delete()
    add_contact(person=person, kind="mobile", value="07700 900123", by=rehearsal.agent)
    answer_consent(person=person, purpose=CARE, channel=Channel.TEXT, given=True, by=rehearsal.agent)
    return person


def at(day: float) -> datetime:
    return NOW + timedelta(days=day, hours=2)


def text(outbox: Outbox, person: Person, day: float, told: str = "missed") -> Message:
    """A text goes on a day, and the provider tells what became of it; nothing where `told` is empty."""
    with clock.at(at(day)):
        message = outbox.plan(person, "text", "call")
        outbox.send()
        attempt = Attempt.objects.filter(message=message, channel="text").first()
        if told and attempt:
            actions.deliver_receipt(provider_key=attempt.provider_key, status=ReceiptStatus(told), by=SYSTEM)
    message.refresh_from_db()
    return message


def miss(outbox: Outbox, person: Person, *days: float) -> None:
    for day in days or DAYS:
        text(outbox, person, day)


def in_doubt() -> bool:
    return live_doubts().filter(number_key=KEY).exists()


def point() -> ContactPoint:
    return ContactPoint.objects.get(key=KEY)


def test_REM_8_care_takes_the_next_way_once_three_texts_did_not_arrive(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya)
    assert in_doubt()
    reach = reach_of(maya)
    assert addresses.hindrance("text", CARE, reach) == Hindrance.NOT_ARRIVING
    assert addresses.usable("call", CARE, reach)
    outbox.asked.clear()
    with clock.at(at(3)):
        outbox.plan(maya, "text", "call")
        outbox.plan(maya, "text", hours=72)
        outbox.send()
    assert "text" not in [one.channel for one in outbox.asked]
    assert outbox.asked


def test_number_is_not_said_to_be_wrong_and_is_still_rung(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya)
    assert point().stopped_at is None
    assert events("contact.stopped") == []
    (told,) = events("contact.doubted")
    assert (told.person_id, told.subject_id) == (maya.id, point().id)
    assert (told.facts["missed"], told.facts["since"]) == (3, at(0).isoformat())


def test_what_is_not_about_care_may_still_be_tried(outbox: Outbox, maya: Person, rehearsal: Cast) -> None:
    answer_consent(person=maya, purpose=FEEDBACK, channel=Channel.TEXT, given=True, by=rehearsal.agent)
    miss(outbox, maya)
    assert addresses.usable("text", FEEDBACK, reach_of(maya))


def test_two_are_too_few(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya, 0, 5)
    assert not in_doubt()


def test_three_within_a_day_are_too_few_and_the_next_after_two_days_is_not(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya, 0, 0.1, 0.2)
    assert not in_doubt()
    miss(outbox, maya, 2)
    assert in_doubt()
    assert TextDoubt.objects.get().missed == 4


def test_one_that_arrived_in_between_begins_the_count_anew(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya, 0, 1)
    text(outbox, maya, 2, "delivered")
    miss(outbox, maya, 3, 4)
    assert not in_doubt()
    miss(outbox, maya, 5)
    assert in_doubt()


def test_what_nothing_was_told_of_counts_for_nothing(outbox: Outbox, maya: Person) -> None:
    for day in DAYS:
        text(outbox, maya, day, "")
    assert not in_doubt()
    miss(outbox, maya, 3, 4, 5)
    assert in_doubt()


def test_F9_receipt_told_twice_counts_once(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya, 0, 2)
    for attempt in Attempt.objects.filter(channel="text"):
        for _twice in range(2):
            actions.deliver_receipt(provider_key=attempt.provider_key, status=ReceiptStatus.MISSED, by=SYSTEM)
    assert not in_doubt()


def test_receipt_that_says_delivered_ends_it(outbox: Outbox, maya: Person) -> None:
    text(outbox, maya, -1, "")
    late = Attempt.objects.get()
    miss(outbox, maya)
    actions.deliver_receipt(provider_key=late.provider_key, status=ReceiptStatus.DELIVERED, by=SYSTEM)
    assert not in_doubt()
    assert TextDoubt.objects.get().ended_because == Believed.DELIVERED
    assert [one.facts["why"] for one in events("contact.believed")] == ["delivered"]
    assert addresses.usable("text", CARE, reach_of(maya))


def test_delivered_after_missed_of_the_same_text_changes_nothing(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya)
    last = Attempt.objects.filter(channel="text").latest("at")
    actions.deliver_receipt(provider_key=last.provider_key, status=ReceiptStatus.DELIVERED, by=SYSTEM)
    assert in_doubt()


def test_text_that_comes_from_it_ends_it_and_what_was_missed_counts_no_more(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya)
    with clock.at(at(3)):
        for _twice in range(2):
            hear_from_number(number_key=KEY, by=SYSTEM)
    assert not in_doubt()
    assert [one.facts["why"] for one in events("contact.believed")] == ["wrote"]
    miss(outbox, maya, 4, 5)
    assert not in_doubt()
    miss(outbox, maya, 6)
    assert in_doubt()


def test_text_that_came_in_between_begins_the_count_anew(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya, 0, 1)
    with clock.at(at(1.5)):
        hear_from_number(number_key=KEY, by=SYSTEM)
    miss(outbox, maya, 2, 3)
    assert not in_doubt()
    assert events("contact.believed") == []


def test_text_of_a_number_of_nobody_leaves_nothing(rehearsal: Cast) -> None:
    for key in ("", "+447700900999", KEY):
        hear_from_number(number_key=key, by=SYSTEM)
    assert TextDoubt.objects.count() == 0


def test_person_who_confirms_it_ends_it(outbox: Outbox, maya: Person, rehearsal: Cast) -> None:
    miss(outbox, maya)
    with clock.at(at(2.5)):
        confirm_contact(contact_point=point(), by=rehearsal.agent)
    assert not in_doubt()
    assert addresses.usable("text", CARE, reach_of(maya))
    miss(outbox, maya, 3, 4)
    assert not in_doubt()
    miss(outbox, maya, 5)
    assert in_doubt()
    assert [one.ended_because for one in TextDoubt.objects.order_by("created_at")] == [Believed.CHECKED, ""]


def test_other_number_of_theirs_is_texted_instead(outbox: Outbox, maya: Person, rehearsal: Cast) -> None:
    miss(outbox, maya)
    add_contact(person=maya, kind="mobile", value="07700 900456", by=rehearsal.agent)
    reach = reach_of(maya)
    assert addresses.usable("text", CARE, reach)
    assert [one.value for one in addresses.points_for("text", reach)] == ["07700 900456", "07700 900123"]
    assert addresses.points_for("call", reach)[0].value == "07700 900123"


def test_number_that_two_share_is_doubted_for_both_and_checked_once(
    outbox: Outbox, maya: Person, rehearsal: Cast
) -> None:
    tom = rehearsal.tom
    add_contact(person=tom, kind="mobile", value="+44 7700 900123", by=rehearsal.agent)
    answer_consent(person=tom, purpose=CARE, channel=Channel.TEXT, given=True, by=rehearsal.agent)
    text(outbox, maya, 0)
    text(outbox, tom, 1)
    text(outbox, maya, 2)
    assert not addresses.usable("text", CARE, reach_of(tom))
    assert [one.person_id for one in events("contact.doubted")] == [maya.id]
    hear_from_number(number_key=KEY, by=SYSTEM)
    assert {one.person_id for one in events("contact.believed")} == {maya.id, tom.id}


def test_email_that_was_missed_doubts_no_number(outbox: Outbox, maya: Person) -> None:
    for day in DAYS:
        with clock.at(at(day)):
            message = outbox.plan(maya, "email", "call")
            outbox.send()
            tried = Attempt.objects.get(message=message, channel="email")
            actions.deliver_receipt(provider_key=tried.provider_key, status=ReceiptStatus.MISSED, by=SYSTEM)
    assert TextDoubt.objects.count() == 0


def test_each_write_failing_leaves_nothing(outbox: Outbox, maya: Person) -> None:
    miss(outbox, maya, 0, 1)
    text(outbox, maya, 2, "")
    last = Attempt.objects.filter(channel="text").latest("at")
    leaves_nothing(
        lambda: actions.deliver_receipt(provider_key=last.provider_key, status=ReceiptStatus.MISSED, by=SYSTEM),
        writes=4,
    )


def test_desk_is_promised_to_check_it_once(cast: Cast) -> None:
    doubt(cast)
    promise = Promise.objects.get(standard="number_checked")
    assert (promise.person_id, promise.team, promise.state) == (cast.maya.id, "service_desk", "open")
    confirm_contact(contact_point=point(), by=cast.agent)
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_promise_is_taken_back_where_it_is_settled_otherwise(cast: Cast) -> None:
    doubt(cast)
    hear_from_number(number_key=KEY, by=SYSTEM)
    assert Promise.objects.get(standard="number_checked").state == "withdrawn"
    doubt(cast)
    stop_contact(contact_point=point(), reason="not in use", by=cast.agent)
    assert [one.state for one in Promise.objects.filter(standard="number_checked")] == ["withdrawn", "withdrawn"]
    assert Promise.objects.get(standard="wrong_details").state == "open"


def doubt(cast: Cast) -> None:
    """As if three texts to Maya had not arrived."""
    if not ContactPoint.objects.filter(key=KEY).exists():
        add_contact(person=cast.maya, kind="mobile", value="07700 900123", by=cast.agent)
    TextDoubt.objects.create(number_key=KEY, missed=IN_A_ROW)
    facts = {"kind": "mobile", "missed": IN_A_ROW}
    doubting.record(kind="contact.doubted", person=cast.maya, subject_id=point().id, facts=facts, by=SYSTEM)


class Undone(Exception):
    """Whatever one example wrote is taken back."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.tuples(st.sampled_from(["missed", "delivered", "", "wrote"]), st.integers(1, 40)), max_size=9))
def test_doubt_is_there_exactly_after_three_in_a_row_across_two_days(
    outbox: Outbox, maya: Person, told: list[tuple[str, int]]
) -> None:
    with pytest.raises(Undone), transaction.atomic():
        _follow(outbox, maya, told)
        raise Undone


def _follow(outbox: Outbox, maya: Person, told: list[tuple[str, int]]) -> None:
    day: float = 0
    row: list[datetime] = []
    for what, hours in told:
        day += hours / 24
        if what == "wrote":
            with clock.at(at(day)):
                hear_from_number(number_key=KEY, by=SYSTEM)
            row = []
        elif not in_doubt():
            message = text(outbox, maya, day, what)
            went = Attempt.objects.filter(message=message, channel="text").values_list("at", flat=True).first()
            if went and what:
                row = [*row, went] if what == "missed" else []
        assert in_doubt() == (len(row) >= IN_A_ROW and row[-1] - row[0] >= ACROSS)
