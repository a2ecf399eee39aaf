"""The ledger: every promise opens with its event and ends kept, made good or withdrawn, or climbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.charter.moments import MORNING

from almoner.charter import actions, laws, queries, showing
from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.charter.tasks import watch_promises
from almoner.core.actor import SYSTEM, Actor
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere, Unclear
from almoner.messaging.models import Message
from almoner.people.models import Person
from almoner.timeline.actions import record
from almoner.timeline.models import Event

GoTo = Callable[[datetime], None]
pytestmark = pytest.mark.django_db


def end_contact(person: Person | None, subject: UUID, outcome: str = "CALL_BACK") -> Event:
    return record(kind="contact.ended", person=person, subject_id=subject, facts={"outcome": outcome}, by=SYSTEM)


def book(person: Person, subject: UUID, starts_at: datetime = MORNING + timedelta(days=10)) -> Event:
    facts = {"starts_at": starts_at.isoformat()}
    return record(kind="appointment.booked", person=person, subject_id=subject, facts=facts, by=SYSTEM)


def only() -> Promise:
    return Promise.objects.get()


def kinds() -> list[str]:
    return list(Event.objects.order_by("at", "created_at").values_list("kind", flat=True))


def laws_hold() -> bool:
    return not any(law.broken() for law in laws.LAWS)


def test_an_event_opens_what_its_standards_promise(go_to: GoTo, maya: Person, priya: Actor, subject: UUID) -> None:
    end_contact(maya, subject)
    promise = only()
    assert (promise.standard, promise.state, promise.team) == ("call_back", State.OPEN, "desk")
    assert promise.due_at == MORNING + timedelta(hours=1)
    assert promise.risk_at == MORNING + timedelta(minutes=50)
    assert promise.said_in("en") == "We ring you by Tuesday 24 November at 11:00."
    assert promise.said_in("es").startswith("Le llamamos antes del martes 24 de noviembre")
    assert promise.said_in("ro") == promise.said_in("en")
    assert sorted(kinds()) == ["contact.ended", "promise.made"]


def test_an_event_that_meets_no_condition_opens_nothing(go_to: GoTo, maya: Person, subject: UUID) -> None:
    end_contact(maya, subject, outcome="INFO_GIVEN")
    assert not Promise.objects.exists()


def test_URG_10_nobody_known_yet_is_promised_all_the_same(go_to: GoTo, site: Any, priya: Actor, subject: UUID) -> None:
    end_contact(None, subject)
    assert only().person is None
    assert [p.id for p in queries.promise_board(by=priya)] == [only().id]


def test_a_promise_exists_only_if_its_event_does(go_to: GoTo, maya: Person, subject: UUID) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        end_contact(maya, subject)
        raise RuntimeError("the act fails after the event")
    assert not Promise.objects.exists()
    assert not Event.objects.exists()


def test_a_reminder_whose_time_has_passed_is_not_promised(go_to: GoTo, maya: Person, subject: UUID) -> None:
    book(maya, subject, MORNING + timedelta(days=1))
    assert set(Promise.objects.values_list("standard", flat=True)) == {"confirmed"}


def test_what_is_promised_once_to_a_person_is_not_promised_twice(go_to: GoTo, maya: Person, subject: UUID) -> None:
    book(maya, subject)
    book(maya, UUID(int=5))
    assert Promise.objects.filter(standard="reminded").count() == 1
    assert Promise.objects.filter(standard="confirmed").count() == 2


def test_the_event_that_keeps_it_keeps_it(go_to: GoTo, maya: Person, priya: Actor, subject: UUID) -> None:
    end_contact(maya, subject)
    record(kind="contact.called_back", person=maya, subject_id=subject, by=priya)
    assert (only().state, only().ended_how) == (State.KEPT, "contact.called_back")


def test_the_event_of_another_subject_keeps_nothing(go_to: GoTo, maya: Person, priya: Actor, subject: UUID) -> None:
    end_contact(maya, subject)
    record(kind="contact.called_back", person=maya, subject_id=UUID(int=9), by=priya)
    assert only().state == State.OPEN


def test_an_event_may_settle_other_subjects_besides_its_own(go_to: GoTo, maya: Person, subject: UUID) -> None:
    end_contact(maya, subject)
    facts = {"also_about": [str(subject)]}
    record(kind="contact.called_back", person=maya, subject_id=UUID(int=9), facts=facts, by=SYSTEM)
    assert only().state == State.KEPT


def test_the_event_that_withdraws_it_leaves_the_reason(go_to: GoTo, maya: Person, subject: UUID) -> None:
    end_contact(maya, subject)
    record(kind="contact.withdrawn", person=maya, subject_id=subject, facts={"reason": "said twice"}, by=SYSTEM)
    assert (only().state, only().ended_how) == (State.WITHDRAWN, "said twice")


def test_it_is_kept_only_when_every_message_has_gone(go_to: GoTo, maya: Person, subject: UUID) -> None:
    book(maya, subject)
    promise = Promise.objects.get(standard="confirmed")
    first, second = Message.objects.order_by("created_at")
    for message, state in ((first, State.OPEN), (second, State.KEPT)):
        facts = {"channel": "email", "promise_ids": [str(promise.id)]}
        record(kind="message.sent", person=maya, subject_id=message.id, facts=facts, by=SYSTEM)
        promise.refresh_from_db()
        assert promise.state == state


def test_CNF_7_a_message_that_reaches_nobody_hands_the_promise_to_the_team(
    go_to: GoTo, maya: Person, subject: UUID
) -> None:
    book(maya, subject)
    promise = Promise.objects.get(standard="confirmed")
    facts = {"promise_ids": [str(promise.id)], "tried": [{"channel": "call"}]}
    record(kind="message.undeliverable", person=maya, subject_id=Message.objects.all()[0].id, facts=facts, by=SYSTEM)
    promise.refresh_from_db()
    assert promise.by_hand_since == MORNING
    assert showing.state_shown(promise, MORNING) == "risk"
    assert "promise.handed_to_team" in kinds()


def test_I_6_what_is_past_due_breaks_apologises_and_climbs(
    go_to: GoTo, maya: Person, priya: Actor, subject: UUID
) -> None:
    end_contact(maya, subject)
    go_to(MORNING + timedelta(hours=1, minutes=3))
    assert not laws_hold()
    watch_promises()
    promise = only()
    assert (promise.state, promise.before_team, promise.rung) == (State.BROKEN, "desk", 1)
    assert promise.new_time == MORNING + timedelta(hours=2, minutes=3)
    assert Message.objects.filter(kind="promise.apology", subject_id=promise.id).count() == 1
    assert laws_hold()
    go_to(MORNING + timedelta(hours=1, minutes=31))
    watch_promises()
    assert (only().before_team, only().rung) == ("managers", 2)
    go_to(MORNING + timedelta(hours=3, minutes=32))
    watch_promises()
    assert only().rung == 3
    assert kinds().count("promise.escalated") == 3


def test_a_broken_promise_that_is_done_after_all_is_made_good(
    go_to: GoTo, maya: Person, priya: Actor, subject: UUID
) -> None:
    end_contact(maya, subject)
    go_to(MORNING + timedelta(hours=2))
    watch_promises()
    actions.keep(promise=only(), how="rang her, all well", by=priya)
    assert only().state == State.MADE_GOOD
    assert kinds()[-1] == "promise.made_good"
    assert not Message.objects.filter(kind="promise.apology", state="planned").exists()


def test_done_late_but_before_the_watch_saw_it_is_made_good_and_not_kept(
    go_to: GoTo, maya: Person, priya: Actor, subject: UUID
) -> None:
    end_contact(maya, subject)
    go_to(MORNING + timedelta(hours=1, seconds=1))
    actions.keep(promise=only(), how="rang", by=priya)
    assert (only().state, only().broken_at) == (State.MADE_GOOD, MORNING + timedelta(hours=1))


def test_risk_is_told_once(go_to: GoTo, maya: Person, subject: UUID) -> None:
    end_contact(maya, subject)
    go_to(MORNING + timedelta(minutes=51))
    watch_promises()
    watch_promises()
    assert kinds().count("promise.at_risk") == 1


def test_a_promise_is_taken_back_only_with_a_reason(go_to: GoTo, maya: Person, priya: Actor, subject: UUID) -> None:
    end_contact(maya, subject)
    with pytest.raises(actions.ReasonNeeded):
        actions.withdraw(promise=only(), reason="  ", by=priya)
    actions.withdraw(promise=only(), reason="she rang us first", by=priya)
    assert only().ended_how == "she rang us first"
    with pytest.raises(actions.PromiseEnded, match=only().reference):
        actions.withdraw(promise=only(), reason="again", by=priya)


def test_somebody_who_may_not_does_not(go_to: GoTo, maya: Person, subject: UUID) -> None:
    end_contact(maya, subject)
    herself = Actor(name="Maya", roles=frozenset({"patient"}), person_id=maya.id)  # type: ignore[arg-type]
    for act, words in ((actions.keep, {"how": "x"}), (actions.withdraw, {"reason": "x"}), (actions.take, {})):
        with pytest.raises(NotAllowed):
            act(promise=only(), by=herself, **words)  # type: ignore[operator]
    assert AuditEntry.objects.filter(outcome="refused").count() == 3
    assert only().state == State.OPEN


def test_a_new_time_is_given_with_a_reason_and_lies_ahead(
    go_to: GoTo, maya: Person, priya: Actor, subject: UUID
) -> None:
    end_contact(maya, subject)
    later = MORNING + timedelta(hours=3)
    with pytest.raises(actions.ReasonNeeded):
        actions.renew(promise=only(), due_at=later, reason="", by=priya)
    with pytest.raises(Unclear):
        actions.renew(promise=only(), due_at=MORNING, reason="x", by=priya)
    actions.renew(promise=only(), due_at=later, reason="the doctor is in theatre", by=priya)
    assert (only().due_at, only().risk_at) == (later, later - timedelta(minutes=10))


def test_a_new_time_for_a_broken_promise_does_not_unbreak_it(
    go_to: GoTo, maya: Person, priya: Actor, subject: UUID
) -> None:
    end_contact(maya, subject)
    go_to(MORNING + timedelta(hours=2))
    watch_promises()
    later = MORNING + timedelta(hours=5)
    actions.renew(promise=only(), due_at=later, reason="still trying", by=priya)
    assert (only().state, only().new_time, only().due_at) == (State.BROKEN, later, MORNING + timedelta(hours=1))


def test_a_promise_is_taken_and_given_back(go_to: GoTo, maya: Person, priya: Actor, subject: UUID) -> None:
    end_contact(maya, subject)
    actions.take(promise=only(), by=priya)
    assert only().taken_by_id == priya.staff_id
    actions.assign(promise=only(), staff=None, by=priya)
    assert only().taken_by is None


def test_death_takes_every_promise_back(go_to: GoTo, maya: Person, subject: UUID) -> None:
    end_contact(maya, subject)
    book(maya, UUID(int=3))
    record(kind="person.died", person=maya, subject_id=maya.id, by=SYSTEM)
    assert set(Promise.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
    assert not Message.objects.filter(state="planned").exists()


def test_the_database_refuses_an_end_without_its_time(go_to: GoTo, maya: Person, subject: UUID) -> None:
    end_contact(maya, subject)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.update(state=State.KEPT)


def test_each_action_is_whole_or_not_at_all(
    go_to: GoTo, maya: Person, priya: Actor, subject: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_contact(maya, subject)
    before = (only().state, Event.objects.count(), AuditEntry.objects.count())

    def fail(traces: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("almoner.core.audit.seal", fail)
    for act, words in (
        (actions.keep, {"how": "x"}),
        (actions.withdraw, {"reason": "x"}),
        (actions.take, {}),
        (actions.renew, {"reason": "x", "due_at": MORNING + timedelta(hours=9)}),
    ):
        with pytest.raises(OSError, match="disk"):
            act(promise=only(), by=priya, **words)  # type: ignore[operator]
    assert (only().state, Event.objects.count(), AuditEntry.objects.count()) == before


def test_the_board_leads_with_what_broke_first_in_a_constant_number_of_statements(
    go_to: GoTo, maya: Person, priya: Actor
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            showing.cards(list(queries.promise_board(by=priya, team="desk")))
        return len(seen)

    end_contact(maya, UUID(int=1))
    one = statements()
    for number in range(2, 5):
        end_contact(maya, UUID(int=number))
    assert statements() == one == 1


def test_I_23_a_promise_of_another_is_not_there(go_to: GoTo, maya: Person, subject: UUID) -> None:
    end_contact(maya, subject)
    stranger = Actor(name="Else", roles=frozenset({"patient"}), person_id=UUID(int=4))  # type: ignore[arg-type]
    with pytest.raises(NotThere):
        queries.promise_for(by=stranger, reference=only().reference)
    with pytest.raises(NotThere):
        queries.promise_for(by=SYSTEM, reference="P-2222-2223")
    with pytest.raises(NotThere):
        queries.promises_for_person(person=maya, by=stranger)
    assert queries.promise_for(by=SYSTEM, reference=only().reference.lower().replace("-", " ")) == only()


def test_shares_kept_count_each_end(go_to: GoTo, maya: Person, priya: Actor, daniel: Actor) -> None:
    for number in range(1, 5):
        end_contact(maya, UUID(int=number))
    promises = list(Promise.objects.order_by("created_at"))
    actions.keep(promise=promises[0], how="rang", by=priya)
    actions.withdraw(promise=promises[1], reason="rang us", by=priya)
    go_to(MORNING + timedelta(hours=2))
    watch_promises()
    actions.keep(promise=promises[2], how="rang late", by=priya)
    (share,) = queries.shares_kept(by=daniel, since=MORNING)
    assert (share.kept, share.made_good, share.broken, share.withdrawn) == (1, 1, 1, 1)
    assert share.kept_share == pytest.approx(1 / 3)
    with pytest.raises(NotAllowed):
        queries.shares_kept(by=priya, since=MORNING)


def test_I_1_a_team_without_people_is_told(go_to: GoTo, maya: Person, subject: UUID) -> None:
    end_contact(maya, subject)
    assert laws.without_owner() == ["team desk owns promises and nobody is on it"]


@pytest.mark.parametrize(
    ("state", "facts", "shown"),
    [
        (State.OPEN, {}, "due"),
        (State.OPEN, {"risk_at": MORNING}, "risk"),
        (State.KEPT, {}, "kept"),
        (State.BROKEN, {}, "broken"),
        (State.MADE_GOOD, {}, "made_good"),
    ],
)
def test_the_ring_shows_how_it_stands(state: State, facts: dict[str, Any], shown: str) -> None:
    promise = Promise(state=state, **({"risk_at": MORNING + timedelta(hours=1)} | facts))
    assert showing.state_shown(promise, MORNING) == shown


def test_the_ring_fills_with_time() -> None:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 2, tzinfo=UTC)
    assert showing.share_run(start, end, start + timedelta(minutes=30)) == 25.0
    assert showing.share_run(start, end, start - timedelta(minutes=30)) == 0.0
    assert showing.share_run(start, end, end + timedelta(minutes=30)) == 100.0
    assert showing.share_run(start, start, start) == 100.0
