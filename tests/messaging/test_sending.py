"""From due to gone: who is reached how, when not, and what is said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.cast import Cast
from tests.messaging.conftest import TOMORROW, Outbox, all_say, events

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.refusal import Refused
from almoner.messaging import actions, kinds
from almoner.messaging.channels.answering import How, Question, Reply
from almoner.messaging.enums import Result, State, Why
from almoner.messaging.models import Attempt, Message
from almoner.messaging.outcome import Outcome
from almoner.people.actions import answer_consent
from almoner.people.enums import Channel, ContactKind, Need, Purpose
from almoner.people.models import CommunicationNeed, ContactPoint, Person


def fresh(message: Message) -> Message:
    return Message.objects.get(id=message.id)


def need(person: Person, kind: Need) -> None:
    CommunicationNeed.objects.create(person=person, kind=kind, review_on=date(2027, 1, 1))


def later(hours: float) -> datetime:
    return clock.now() + timedelta(hours=hours)


def test_email_goes_and_the_charter_is_told_all_it_needs(rehearsal: Cast, outbox: Outbox) -> None:
    promise = new_id()
    message = outbox.plan(rehearsal.maya, "email", promise_id=promise)
    assert outbox.send() == 1
    sent = events("message.sent")[0]
    assert sent.subject_id == message.id
    assert sent.person_id == rehearsal.maya.id
    assert sent.facts == {
        "kind": "appointment.reminder_1d", "channel": "email", "promise_id": str(promise),
        "promise_ids": [str(promise)], "also_for": [], "joined_to": "",
        "about": str(message.subject_id), "language": "en",
    }  # fmt: skip
    attempt = Attempt.objects.get()
    assert (attempt.address, attempt.result, attempt.subject) == (
        "maya@example.org", Result.ACCEPTED, "Your visit on Tuesday 24 November at 10:30",
    )  # fmt: skip
    assert attempt.evidence["stand_in"] is True
    assert (fresh(message).state, fresh(message).lease_token) == (State.SENT, None)


def test_CNF_2_a_key_pressed_reaches_the_room_that_knows(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.reply = all_say(How.HUMAN, "1")
    message = outbox.plan(rehearsal.maya, "call")
    with clock.at(later(1)):
        outbox.send()
    assert fresh(message).state == State.DELIVERED
    assert outbox.heard == [(message.subject_id, "confirm")]
    assert events("message.answered")[0].facts["means"] == "confirm"
    assert [event.subject_id for event in events("message.delivered")] == [message.id]


@pytest.mark.parametrize(("pressed", "means"), [("9", "person"), ("7", "unclear")])
def test_REM_8_what_a_person_must_see_to_is_not_guessed(
    rehearsal: Cast, outbox: Outbox, pressed: str, means: str
) -> None:
    outbox.reply = all_say(How.HUMAN, pressed)
    outbox.plan(rehearsal.maya, "call")
    with clock.at(later(1)):
        outbox.send()
    assert outbox.heard == []
    assert events("message.answered")[0].facts["means"] == means


def test_an_answer_that_the_room_refuses_goes_to_a_person(
    rehearsal: Cast, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Refused

    kind = kinds.MessageKind("visit.missed", Purpose.CARE, outbox.compose, answered=refuse)
    monkeypatch.setitem(kinds._kinds, "visit.missed", kind)
    outbox.reply = all_say(How.HUMAN, "1")
    message = outbox.plan(rehearsal.maya, "call", kind="visit.missed")
    with clock.at(later(1)):
        outbox.send()
    assert fresh(message).state == State.DELIVERED
    assert events("message.answered")[0].facts["means"] == "unclear"


def test_CNF_7_three_calls_then_the_next_way(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.reply = lambda question: Reply(How.NO_ANSWER if question.channel == "call" else How.ACCEPTED)
    message = outbox.plan(rehearsal.maya, "call", "text", hours=72)
    for hours in (1, 3.5, 26, 27):
        with clock.at(later(hours)):
            outbox.send()
    assert [question.channel for question in outbox.asked] == ["call", "call", "call", "text"]
    assert len({question.key for question in outbox.asked}) == 4
    assert (fresh(message).state, fresh(message).channel) == (State.SENT, "text")


def test_an_answering_machine_hands_over_to_the_next_way(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.reply = lambda question: Reply(How.MACHINE if question.channel == "call" else How.ACCEPTED)
    message = outbox.plan(rehearsal.maya, "call", "email")
    for hours in (1, 2):
        with clock.at(later(hours)):
            outbox.send()
    assert list(Attempt.objects.order_by("created_at").values_list("result", flat=True)) == ["voicemail", "accepted"]
    assert fresh(message).channel == "email"


def test_after_the_last_way_a_person_is_told(rehearsal: Cast, outbox: Outbox) -> None:
    promise = new_id()
    outbox.reply = all_say(How.NO_ANSWER)
    message = outbox.plan(rehearsal.tom, "call", hours=1, promise_id=promise)
    with clock.at(later(0.6)):
        outbox.send()
    assert (fresh(message).state, fresh(message).ended_how) == (State.UNDELIVERABLE, Why.EXHAUSTED)
    facts = events("message.undeliverable")[0].facts
    assert facts["promise_ids"] == [str(promise)]
    assert [one["channel"] for one in facts["tried"]] == ["call"]


def test_I_21_a_bounce_stops_the_address_and_takes_the_next(rehearsal: Cast, outbox: Outbox) -> None:
    second = ContactPoint.objects.create(
        person=rehearsal.maya, kind=ContactKind.EMAIL, value="m2@example.org", key="m2@example.org", rank=9
    )
    outbox.reply = lambda question: Reply(How.ACCEPTED if question.address == second.value else How.BOUNCE)
    message = outbox.plan(rehearsal.maya, "email")
    outbox.send()
    outbox.send()
    assert [question.address for question in outbox.asked] == ["maya@example.org", "m2@example.org"]
    assert fresh(message).state == State.SENT
    assert events("contact.stopped")[0].person_id == rehearsal.maya.id
    assert ContactPoint.objects.filter(stopped_at__isnull=False).count() == 1


def test_I_21_when_all_addresses_are_refused_it_is_undeliverable(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.reply = all_say(How.BOUNCE)
    message = outbox.plan(rehearsal.maya, "email")
    outbox.send()
    assert (fresh(message).state, fresh(message).ended_how) == (State.UNDELIVERABLE, Why.REFUSED)
    other = outbox.plan(rehearsal.maya, "email", "call")
    outbox.send()
    assert fresh(other).channel == "call"


def test_I_20_consent_withdrawn_before_sending_counts(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email", "letter", kind="question.answered")
    answer_consent(person=rehearsal.maya, purpose=Purpose.CARE, channel=Channel.EMAIL, given=False, by=rehearsal.agent)
    outbox.values[message.subject_id] = {"answer": "Yes."}  # type: ignore[index]
    outbox.send()
    assert [question.channel for question in outbox.asked] == ["letter"]


def test_who_agreed_to_no_way_at_all_is_for_a_person(rehearsal: Cast, outbox: Outbox) -> None:
    for channel in Channel:
        answer_consent(person=rehearsal.maya, purpose=Purpose.CARE, channel=channel, given=False, by=rehearsal.agent)
    message = outbox.plan(rehearsal.maya, "email")
    outbox.send()
    assert (fresh(message).ended_how, outbox.asked) == (Why.NO_WAY, [])


def test_X_5_deaf_is_written_to_and_told_once_by_each_way(rehearsal: Cast, outbox: Outbox) -> None:
    need(rehearsal.maya, Need.DEAF)
    subject = new_id()
    outbox.plan(rehearsal.maya, "email", subject_id=subject, kind="visit.missed")
    outbox.plan(rehearsal.maya, "call", subject_id=subject, kind="visit.missed")
    with clock.at(later(1)):
        outbox.send()
    assert sorted(question.channel for question in outbox.asked) == ["email", "text"]


def test_large_print_is_asked_for(rehearsal: Cast, outbox: Outbox) -> None:
    need(rehearsal.maya, Need.LOW_VISION)
    outbox.plan(rehearsal.maya, "letter", kind="offer.taken", subject_id=None)
    outbox.values = {key: {"old_when": datetime(2027, 3, 1, 9, tzinfo=UTC)} for key in outbox.values}
    outbox.send()
    assert Attempt.objects.get().evidence["large_print"] is True


def test_I_21b_nothing_to_the_dead(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    Person.objects.filter(id=rehearsal.maya.id).update(died_on=date(2026, 11, 23))
    outbox.send()
    assert (fresh(message).state, outbox.asked) == (State.WITHDRAWN, [])


def test_I_21b_what_is_no_longer_right_is_withdrawn(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    assert message.subject_id
    outbox.values[message.subject_id] = None
    outbox.send()
    assert (fresh(message).state, fresh(message).ended_because) == (State.WITHDRAWN, "no longer right")


def test_REM_4_a_text_waits_for_the_morning(rehearsal: Cast, outbox: Outbox) -> None:
    with clock.at(datetime(2026, 11, 23, 20, tzinfo=UTC)):
        message = outbox.plan(rehearsal.maya, "text")
        outbox.send()
        assert fresh(message).next_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
        assert outbox.send() == 0
    with clock.at(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        outbox.send()
    assert fresh(message).state == State.SENT


def test_REM_4_a_confirmation_by_email_goes_at_night_and_urgent_by_any_way(rehearsal: Cast, outbox: Outbox) -> None:
    with clock.at(datetime(2026, 11, 23, 23, tzinfo=UTC)):
        confirmed = outbox.plan(rehearsal.maya, "email", kind="appointment.confirmed")
        reminder = outbox.plan(rehearsal.maya, "email")
        urgent = outbox.plan(rehearsal.maya, "text", kind="appointment.moved", urgent=True)
        outbox.send()
    states = [fresh(message).state for message in (confirmed, reminder, urgent)]
    assert states == [State.SENT, State.PLANNED, State.SENT]


def test_a_way_that_opens_too_late_gives_place(rehearsal: Cast, outbox: Outbox) -> None:
    with clock.at(datetime(2026, 11, 23, 20, 45, tzinfo=UTC)):
        message = outbox.plan(rehearsal.maya, "call", "email", hours=1)
        outbox.send()
    assert fresh(message).channel == "email"
    assert fresh(message).state == State.SENT


def test_CNF_4_a_letter_that_would_land_after_the_visit_is_not_sent(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.tom, "letter")
    outbox.send()
    assert (fresh(message).ended_how, outbox.asked) == (Why.TOO_LATE, [])
    in_time = outbox.plan(rehearsal.tom, "letter")
    assert in_time.subject_id
    outbox.values[in_time.subject_id] = {"when": TOMORROW + timedelta(days=9), "where": "here"}
    outbox.send()
    assert fresh(in_time).state == State.SENT


def test_I_18_past_its_deadline_it_is_escalated(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email", hours=1)
    with clock.at(later(5)):
        outbox.send()
    assert (fresh(message).ended_how, outbox.asked) == (Why.TOO_LATE, [])


def test_CNF_5_several_visits_of_one_day_travel_together(rehearsal: Cast, outbox: Outbox) -> None:
    promises = [new_id(), new_id(), new_id()]
    messages = [outbox.plan(rehearsal.maya, "email", promise_id=promise) for promise in promises]
    assert messages[2].subject_id
    outbox.values[messages[2].subject_id] = {"when": TOMORROW + timedelta(days=2), "where": "X-ray"}
    outbox.values[messages[1].subject_id] = {"when": TOMORROW + timedelta(hours=2), "where": "Heart"}  # type: ignore[index]
    outbox.send()
    assert sorted(Attempt.objects.values_list("subject", flat=True)) == [
        "Your visit on Thursday 26 November at 10:30", "Your visit on Tuesday 24 November at 10:30 and at 12:30",
    ]  # fmt: skip
    assert {fresh(message).state for message in messages} == {State.SENT}
    told = {event.subject_id: event.facts for event in events("message.sent")}
    assert [told[message.id]["promise_ids"] for message in messages] == [[str(promise)] for promise in promises]
    leader = next(message for message in messages[:2] if told[message.id]["also_for"])
    other = next(message for message in messages[:2] if message.id != leader.id)
    assert told[leader.id]["also_for"] == [str(other.promise_id)]
    assert told[other.id]["joined_to"] == str(leader.id)


def test_REM_3_two_parts_that_fall_back_to_one_way_say_it_once(rehearsal: Cast, outbox: Outbox) -> None:
    subject = new_id()
    first = outbox.plan(rehearsal.maya, "email", subject_id=subject, promise_id=new_id())
    second = outbox.plan(rehearsal.maya, "email", subject_id=subject, promise_id=new_id())
    outbox.send()
    assert {fresh(message).state for message in (first, second)} == {State.SENT}
    assert Attempt.objects.get().subject == "Your visit on Tuesday 24 November at 10:30"


def test_a_companion_of_a_failed_message_is_escalated_with_it(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.reply = all_say(How.BOUNCE)
    one, two = outbox.plan(rehearsal.maya, "email"), outbox.plan(rehearsal.maya, "email")
    outbox.send()
    assert {fresh(message).state for message in (one, two)} == {State.UNDELIVERABLE}
    assert len(events("message.undeliverable")) == 2


def test_a_companion_goes_by_itself_when_the_leader_is_withdrawn(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.reply = all_say(How.SILENCE)
    one, two = outbox.plan(rehearsal.maya, "email"), outbox.plan(rehearsal.maya, "email")
    outbox.send()
    leader = Message.objects.get(joined_to__isnull=True)
    assert leader.subject_id
    actions.withdraw_for_subject(subject_id=leader.subject_id, reason="cancelled", by=SYSTEM)
    outbox.reply = all_say(How.ACCEPTED)
    outbox.send()
    assert {fresh(one).state, fresh(two).state} == {State.WITHDRAWN, State.SENT}


def test_I_18_an_unclear_end_is_tried_again_under_the_same_key(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.reply = all_say(How.SILENCE)
    message = outbox.plan(rehearsal.maya, "email")
    outbox.send()
    outbox.reply = all_say(How.ACCEPTED)
    with clock.at(later(1)):
        outbox.send()
    assert len(outbox.asked) == 2
    assert len({question.key for question in outbox.asked}) == 1
    assert fresh(message).state == State.SENT


def test_poison_is_put_aside_after_three_crashes(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    healthy = outbox.plan(rehearsal.tom, "call")
    assert message.subject_id
    outbox.values[message.subject_id] = {"when": TOMORROW}
    for hours in (1, 1.1, 1.2, 1.3):
        with clock.at(later(hours)):
            outbox.send()
    assert (fresh(message).state, fresh(message).ended_how) == (State.UNDELIVERABLE, Why.POISON)
    assert fresh(healthy).gone or fresh(healthy).attempts


def test_a_kind_that_no_room_fills_is_put_aside(
    rehearsal: Cast, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = outbox.plan(rehearsal.maya, "email", kind="carer.ending")
    monkeypatch.delitem(kinds._kinds, "carer.ending")
    for hours in (1, 1.1, 1.2, 1.3):
        with clock.at(later(hours)):
            outbox.send()
    assert fresh(message).ended_how == Why.POISON


def test_F25_a_worker_whose_lease_is_over_records_nothing_over_the_other(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    slow = actions.claim_due(limit=1, by=SYSTEM)[0]
    handed = actions.hand_over(claim=slow, by=SYSTEM)
    assert handed
    with clock.at(later(1)):
        assert outbox.send() == 1
        with pytest.raises(actions.LeaseLost):
            actions.record_attempt(handover=handed, outcome=Outcome(Result.REFUSED), by=SYSTEM)
    with clock.at(later(2)):
        actions.record_late(handover=handed, outcome=Outcome(Result.ACCEPTED), by=SYSTEM)
    assert fresh(message).state == State.SENT
    assert list(Attempt.objects.order_by("created_at").values_list("fenced", flat=True)) == [False, True]
    assert outbox.asked[0].key == handed.provider_key


def test_I_20_withdrawn_between_claim_and_handover_is_not_sent(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    claim = actions.claim_due(limit=1, by=SYSTEM)[0]
    assert message.subject_id
    actions.withdraw_for_subject(subject_id=message.subject_id, reason="cancelled", by=SYSTEM)
    assert actions.hand_over(claim=claim, by=SYSTEM) is None
    assert outbox.asked == []


def test_I_20_withdrawn_after_handover_says_so(rehearsal: Cast, outbox: Outbox) -> None:
    message = outbox.plan(rehearsal.maya, "email")
    handed = actions.hand_over(claim=actions.claim_due(limit=1, by=SYSTEM)[0], by=SYSTEM)
    assert handed
    assert message.subject_id
    actions.withdraw_for_subject(subject_id=message.subject_id, reason="cancelled", by=SYSTEM)
    assert events("message.withdrawn")[0].facts["handed_over"] is True


def test_idle_outbox_writes_nothing(cast: Cast, outbox: Outbox, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert outbox.send() == 0


def question_of(outbox: Outbox) -> Question:
    return outbox.asked[-1]


def test_CNF_6_shared_telephone_hears_whose_it_is(rehearsal: Cast, outbox: Outbox) -> None:
    shared = ContactPoint.objects.get(person=rehearsal.maya, kind=ContactKind.MOBILE)
    ContactPoint.objects.create(person=rehearsal.tom, kind=ContactKind.MOBILE, value=shared.value, key=shared.key)
    answer_consent(person=rehearsal.tom, purpose=Purpose.CARE, channel=Channel.TEXT, given=True, by=rehearsal.agent)
    for person in (rehearsal.maya, rehearsal.tom):
        outbox.plan(person, "text")
    outbox.send()
    bodies = {attempt.message.person_id: attempt.body for attempt in Attempt.objects.select_related("message")}
    assert "Maya," in bodies[rehearsal.maya.id]
    assert "Tom," in bodies[rehearsal.tom.id]
    assert question_of(outbox).address == shared.value
