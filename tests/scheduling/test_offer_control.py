"""Staff steer offers: pushing, pausing, taking back; and the rules that a hospital sets."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from tests.scheduling.clinic import NOW, Clinic
from tests.scheduling.test_waiting import TEN, fill, offers, waits

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging.models import Message
from almoner.people.actions import answer_consent, restrict_record
from almoner.people.models import CommunicationNeed, ContactPoint, Person
from almoner.scheduling import actions, messages, pausing, refusals
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Hold, Offer, OfferPause, OfferRules, WaitingEntry
from almoner.scheduling.offering import USUAL, Rules, Sent, wave_of_next
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.tasks import offer_freed_times
from almoner.timeline.models import Event

WHY = {"reason": "the doctor may be ill"}


def sound() -> None:
    assert [law.id for law in LAWS if law.broken()] == []


def key_of(clinic: Clinic, nth: int) -> str:
    return find_times(clinic.service, limit=nth + 1, by=clinic.desk)[nth].key


def reachable(person: Person, kind: str, channel: str) -> Person:
    value = {"mobile": "07700 900555", "landline": "020 7946 0999"}[kind]
    ContactPoint.objects.create(person=person, kind=kind, value=value, key=f"+44{value[1:].replace(' ', '')}")
    answer_consent(person=person, purpose="care", channel=channel, given=True, by=SYSTEM)
    return person


# ── Pushing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_WL_7_whose_turn_it_is_needs_no_reason_and_who_sent_it_is_kept(clinic: Clinic) -> None:
    entry = waits(clinic, clinic.person())
    with clock.at(TEN):
        offer = actions.offer_to(entry=entry, by=clinic.desk)
    assert (offer.order_reason["pushed_by"], offer.order_reason["level"]) == ("Ada", 5)
    facts = Event.objects.get(kind="offer.made").facts
    assert facts["order_reason"] == offer.order_reason


def test_WL_7_named_time_goes_to_the_first_in_turn_whom_it_suits(clinic: Clinic) -> None:
    waits(clinic, clinic.person("Urgent"), level=4, preferences=Preferences(weekdays=(4,)))
    entry = waits(clinic, clinic.person("Routine"))
    with clock.at(TEN):
        key = key_of(clinic, 20)
        offer = actions.offer_next(service=clinic.service, time=key, by=clinic.desk)
        assert offer
        assert (offer.entry, offer.time_key, offer.order_reason["pushed_by"]) == (entry, key, "Ada")
        assert actions.offer_next(service=clinic.service, time=key, by=clinic.desk) is None
    sound()


def test_WL_7_named_time_goes_out_of_turn_with_a_reason(clinic: Clinic) -> None:
    waits(clinic, clinic.person("Urgent"), level=4)
    entry = waits(clinic, clinic.person("Routine"))
    with clock.at(TEN):
        key = key_of(clinic, 20)
        with pytest.raises(refusals.OutOfTurn):
            actions.offer_to(entry=entry, time=key, by=clinic.desk)
        offer = actions.offer_to(entry=entry, time=key, reason="lives next door", by=clinic.desk)
    assert (offer.time_key, offer.order_reason) == (key, {"out_of_turn": "lives next door", "by": "Ada"})
    assert Event.objects.get(kind="offer.made").facts["order_reason"]["out_of_turn"] == "lives next door"


def test_WL_7_a_named_time_that_they_declined_may_be_offered_again_by_hand(clinic: Clinic) -> None:
    entry = waits(clinic, clinic.person())
    [offer] = offers(clinic)
    with clock.at(TEN):
        actions.decline_offer(offer=offer, by=clinic.desk)
        again = actions.offer_to(entry=entry, time=offer.time_key, by=clinic.desk)
    assert (again.starts_at, again.wave) == (offer.starts_at, 2)


@pytest.mark.parametrize("what", ["held", "later than theirs", "too soon", "not as they wish", "nonsense"])
def test_WL_7_a_named_time_that_cannot_be_theirs_is_refused(clinic: Clinic, what: str) -> None:
    person = clinic.person()
    visit = clinic.visit(person, nth=10)
    wish = Preferences(weekdays=(0,)) if what == "not as they wish" else Preferences()
    entry = waits(clinic, person, appointment=visit, preferences=wish)
    with clock.at(TEN):
        key = key_of(clinic, {"later than theirs": 20, "too soon": 0}.get(what, 4))
        if what == "held":
            actions.hold(service=clinic.service, time=key, person=clinic.person("Other"), by=clinic.desk)
        if what == "nonsense":
            key = key[:-3] + "abc"
        with pytest.raises((refusals.TimeDoesNotSuit, refusals.NoSuchTime)):
            actions.offer_to(entry=entry, time=key, by=clinic.desk)
    assert not Offer.objects.exists()


def test_WL_7_staff_are_told_why_nothing_is_offered_in_quiet_hours(clinic: Clinic) -> None:
    waits(clinic, clinic.person())
    with clock.at(NOW - timedelta(hours=3)), pytest.raises(refusals.QuietHours):
        actions.offer_next(service=clinic.service, by=clinic.desk)


# ── Pausing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_WL_7_service_that_is_paused_is_not_offered_until_the_pause_ends_by_itself(clinic: Clinic) -> None:
    waits(clinic, clinic.person())
    until = TEN + timedelta(hours=1)
    with clock.at(TEN):
        pause = actions.pause_offers(service=clinic.service, until=until, by=clinic.desk, **WHY)
        assert offer_freed_times() == 0
        with pytest.raises(refusals.OffersPaused, match="by Ada"):
            actions.offer_next(service=clinic.service, by=clinic.desk)
        with pytest.raises(refusals.OffersPaused):
            actions.offer_to(entry=WaitingEntry.objects.get(), reason="x", by=clinic.desk)
        assert pausing.pauses(by=clinic.desk) == [pause]
    with clock.at(until):
        assert pausing.pauses(by=clinic.desk) == []
        assert offer_freed_times() == 1
    event = Event.objects.get(kind="offer.paused")
    assert (event.person, event.facts["reason"], event.facts["until_at"]) == (None, WHY["reason"], until.isoformat())


def test_WL_7_who_is_paused_is_passed_over_and_the_others_are_not(clinic: Clinic) -> None:
    away, other = clinic.person("Away"), clinic.person("Here")
    entry = waits(clinic, away, level=4)
    waits(clinic, other)
    with clock.at(TEN):
        pause = actions.pause_offers(person=away, until=TEN + timedelta(days=9), by=clinic.desk, reason="abroad")
        assert [offer.entry.person for offer in actions.make_offers(service=clinic.service, by=SYSTEM)] == [other]
        with pytest.raises(refusals.OffersPaused):
            actions.offer_to(entry=entry, reason="rang", by=clinic.desk)
        actions.resume_offers(pause=pause, by=clinic.desk)
        with pytest.raises(refusals.AlreadyEnded):
            actions.resume_offers(pause=pause, by=clinic.desk)
        assert [offer.entry for offer in actions.make_offers(service=clinic.service, by=SYSTEM)] == [entry]
    assert [event.person for event in Event.objects.filter(kind__in=("offer.paused", "offer.resumed"))] == [away, away]
    assert WaitingEntry.objects.get(id=entry.id).state == "waiting"


def test_WL_7_a_new_pause_takes_the_place_of_the_old(clinic: Clinic) -> None:
    with clock.at(TEN):
        long = actions.pause_offers(service=clinic.service, until=TEN + timedelta(days=3), by=clinic.desk, **WHY)
        short = actions.pause_offers(service=clinic.service, until=TEN + timedelta(hours=1), by=clinic.desk, **WHY)
        assert pausing.pauses(by=clinic.desk) == [short]
        long.refresh_from_db()
        assert long.ended_at == TEN


@pytest.mark.parametrize("until", [NOW, NOW - timedelta(days=1), NOW + timedelta(days=93)])
def test_WL_7_pause_without_an_end_to_come_or_a_reason_is_refused(clinic: Clinic, until: datetime) -> None:
    with pytest.raises(refusals.PauseUnclear):
        actions.pause_offers(service=clinic.service, until=until, by=clinic.desk, **WHY)
    with pytest.raises(refusals.ReasonNeeded):
        actions.pause_offers(service=clinic.service, until=NOW + timedelta(days=1), reason=" ", by=clinic.desk)
    assert not OfferPause.objects.exists()


def test_WL_7_who_does_not_book_or_may_not_see_them_pauses_nothing(clinic: Clinic) -> None:
    person, until = clinic.person(), NOW + timedelta(days=1)
    with pytest.raises(NotAllowed):
        actions.pause_offers(person=person, until=until, by=clinic.themself(person), **WHY)
    pause = actions.pause_offers(person=person, until=until, by=clinic.desk, **WHY)
    restrict_record(person=person, restricted=True, reason="threatened", by=SYSTEM)
    assert pausing.pauses(by=clinic.desk) == []
    with pytest.raises(NotThere):
        pausing.pause_for(by=clinic.desk, id=pause.id)
    with pytest.raises(NotThere):
        actions.pause_offers(person=person, until=until, by=clinic.desk, **WHY)


# ── Taking back ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_WL_7_all_offers_of_a_time_are_taken_back_and_nobody_loses_their_place(clinic: Clinic) -> None:
    for name in ("One", "Two", "Three", "Four"):
        waits(clinic, clinic.person(name), notice_hours=0)
    near = NOW + timedelta(hours=1)
    with clock.at(near):
        made = actions.make_offers(service=clinic.service, by=SYSTEM)
        stopped = actions.stop_offers(service=clinic.service, time_key=made[0].time_key, by=clinic.desk, **WHY)
        assert {offer.id for offer in stopped} == {offer.id for offer in made[:3]}
        assert Offer.objects.get(state="open").id == made[3].id
        with pytest.raises(refusals.OfferEnded):
            actions.accept_offer(offer=made[0], by=clinic.desk)
        assert actions.stop_offers(service=clinic.service, time_key=made[0].time_key, by=clinic.desk, **WHY) == []
    entries = WaitingEntry.objects.exclude(id=made[3].entry_id)
    assert set(entries.values_list("state", "last_offered_at")) == {("waiting", None)}
    assert Event.objects.filter(kind="offer.stopped", facts__reason=WHY["reason"]).count() == 3
    sound()


def test_WL_7_all_offers_of_a_service_are_taken_back_and_it_is_paused_in_one_act(clinic: Clinic) -> None:
    for name in ("One", "Two"):
        waits(clinic, clinic.person(name))
    made = offers(clinic)
    with clock.at(TEN):
        actions.accept_offer(offer=made[0], by=clinic.desk)
        pause_until = TEN + timedelta(days=1)
        stopped = actions.stop_offers(service=clinic.service, pause_until=pause_until, by=clinic.desk, **WHY)
        assert stopped == [made[1]]
        assert (Hold.objects.count(), offer_freed_times()) == (0, 0)
        with pytest.raises(refusals.PauseUnclear):
            actions.stop_offers(service=clinic.service, pause_until=TEN, by=clinic.desk, **WHY)
        with pytest.raises(refusals.ReasonNeeded):
            actions.stop_offers(service=clinic.service, reason="", by=clinic.desk)
        with pytest.raises(NotAllowed):
            actions.stop_offers(service=clinic.service, by=clinic.themself(made[1].entry.person), **WHY)
    sound()


def test_WL_7_who_had_heard_of_the_offer_is_told_kindly_and_who_had_not_is_not_bothered(clinic: Clinic) -> None:
    for name in ("Heard", "Not yet"):
        waits(clinic, reachable(clinic.person(name), "mobile", "text"))
    heard, unheard = offers(clinic)
    Message.objects.filter(kind="offer.made", subject_id=heard.id).update(handed_at=TEN, ended_at=TEN, state="sent")
    with clock.at(TEN):
        actions.stop_offers(service=clinic.service, by=clinic.desk, **WHY)
        told = messages.offer_stopped(heard.id, heard.entry.person)
    assert told
    assert told["when"] == heard.starts_at
    assert list(Promise.objects.filter(standard="offer_taken_back").values_list("subject_id")) == [(heard.id,)]
    assert list(Message.objects.filter(kind="offer.stopped").values_list("subject_id")) == [(heard.id,)]
    assert Message.objects.get(kind="offer.made", subject_id=unheard.id).state == "withdrawn"


def test_WL_7_who_was_offered_a_time_by_hand_has_heard_of_it(clinic: Clinic) -> None:
    entry = waits(clinic, clinic.person())
    with clock.at(TEN):
        offer = actions.offer_to(entry=entry, by=clinic.desk)
        actions.stop_offer(offer=offer, by=clinic.desk, **WHY)
        with pytest.raises(refusals.OfferEnded):
            actions.stop_offer(offer=offer, by=clinic.desk, **WHY)
    assert Promise.objects.filter(standard="offer_taken_back", subject_id=offer.id).exists()


# ── Waves and rules ──────────────────────────────────────────────────────────────────────────────────────────────────

MINUTE = timedelta(minutes=1)
QUICK = Rules(wave=2, between_waves=10 * MINUTE)


@pytest.mark.parametrize(
    ("sent", "near", "wave"),
    [
        ([], True, 1),
        ([(1, 0, True)], True, 1),
        ([(1, 0, True), (1, 0, True)], True, None),
        ([(1, 0, True), (1, 0, False)], True, None),
        ([(1, 0, False), (1, 0, False)], True, 2),
        ([(1, 10, True), (1, 9, True)], True, 2),
        ([(1, 10, True)], True, 2),
        ([(1, 30, True), (2, 5, True)], True, 2),
        ([(1, 5, True)], False, None),
        ([(1, 5, False)], False, 2),
    ],
)
def test_WL_2_waves_go_out_in_their_size_and_with_their_delay(
    sent: list[tuple[int, int, bool]], near: bool, wave: int | None
) -> None:
    before = [Sent(number, NOW - ago * MINUTE, is_open) for number, ago, is_open in sent]
    assert wave_of_next(before, NOW, QUICK, near=near) == wave


def test_WL_2_size_and_delay_of_waves_are_the_hospitals(clinic: Clinic) -> None:
    actions.set_offer_rules(changes={"wave": 2, "between_waves_minutes": 10}, by=clinic.manager)
    for number in range(5):
        waits(clinic, clinic.person(f"P{number}"), notice_hours=0)
    waves = []
    for minutes in (0, 0, 1, 9, 10, 10, 10):
        with clock.at(NOW + timedelta(hours=1, minutes=minutes)):
            key = find_times(clinic.service, from_at=NOW + timedelta(hours=3, minutes=40), limit=1, by=clinic.desk)[
                0
            ].key
            made = actions.offer_next(service=clinic.service, time=key, by=clinic.desk)
            waves.append(made and made.wave)
    assert waves == [1, 1, None, None, 2, 2, None]


def test_WL_1_hours_stop_before_the_start_and_time_to_answer_are_the_hospitals(clinic: Clinic) -> None:
    changes = {
        "begins": time(10, 30), "ends": time(11), "stops_before_minutes": 26 * 60, "to_answer_minutes": 5,
        "anyone_within_hours": 0,
    }  # fmt: skip
    actions.set_offer_rules(changes=changes, by=clinic.manager)
    waits(clinic, clinic.person(), notice_hours=0)
    assert offers(clinic) == []
    with clock.at(TEN + timedelta(minutes=30)):
        [offer] = actions.make_offers(service=clinic.service, by=SYSTEM)
    asked = TEN + timedelta(minutes=30)
    assert (offer.starts_at >= asked + timedelta(hours=26), offer.answer_by) == (True, asked + timedelta(minutes=5))
    event = Event.objects.get(kind="offer.rules_changed")
    assert (event.facts["before"]["ends"], event.facts["after"]["ends"]) == ("20:00:00", "11:00:00")


@pytest.mark.parametrize(
    "wrong", [{"ends": time(8)}, {"wave": 0}, {"to_answer_minutes": 90}, {"stops_before_minutes": -1}]
)
def test_WL_2_rules_that_make_no_sense_are_refused(clinic: Clinic, wrong: dict[str, object]) -> None:
    with pytest.raises(refusals.RulesUnclear):
        actions.set_offer_rules(changes=wrong, by=clinic.manager)
    with pytest.raises(NotAllowed):
        actions.set_offer_rules(changes={"wave": 5}, by=clinic.desk)
    assert not OfferRules.objects.exists()
    assert USUAL.wave == 3


# ── Who hears of it ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_WL_3_who_lives_by_telephone_is_called_in_the_same_wave(clinic: Clinic) -> None:
    by_text = reachable(clinic.person("Text"), "mobile", "text")
    by_phone = reachable(clinic.person("Phone"), "landline", "call")
    CommunicationNeed.objects.create(person=by_phone, kind="phone_and_post", review_on=NOW.date())
    for person in (by_text, by_phone):
        waits(clinic, person, notice_hours=0)
    with clock.at(TEN):
        made = actions.make_offers(service=clinic.service, by=SYSTEM)
        assert {offer.entry.person for offer in made} == {by_text, by_phone}
        assert {(offer.time_key, offer.wave) for offer in made} == {(made[0].time_key, 1)}
        sent = Message.objects.filter(kind="offer.made")
        assert set(sent.values_list("next_at", flat=True)) == {TEN}


@pytest.mark.parametrize(("kind", "channel", "asked"), [("mobile", "text", 0), ("landline", "call", 1)])
def test_WL_1_nobody_is_offered_what_they_would_hear_of_too_late(
    clinic: Clinic, kind: str, channel: str, asked: int
) -> None:
    """In the evening a text has to wait for the morning, and a call may still be made."""
    person = reachable(clinic.person(), kind, channel)
    for other in {"text", "call", "email"} - {channel}:
        answer_consent(person=person, purpose="care", channel=other, given=False, by=SYSTEM)
    waits(clinic, person)
    with clock.at(datetime(2026, 11, 23, 19, 0, tzinfo=UTC)):
        assert len(actions.make_offers(service=clinic.service, by=SYSTEM)) == asked


def test_WL_3_an_urgent_one_who_came_last_is_looked_at_before_a_hundred_others(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("almoner.scheduling.whose_turn.AT_A_TIME", 2)
    for name in ("A", "B", "C"):
        waits(clinic, clinic.person(name))
    with clock.at(NOW + timedelta(minutes=5)):
        urgent = waits(clinic, clinic.person("Urgent"), level=4)
    assert offers(clinic)[0].entry == urgent


def test_WL_3_of_two_alike_who_has_the_furthest_visit_comes_first(clinic: Clinic) -> None:
    full = fill(clinic)
    near, far = full[40], full[-1]
    for visit in (near, far):
        waits(clinic, visit.person, appointment=visit)
    actions.cancel(appointment=full[25], by=clinic.desk)
    assert [offer.entry.person for offer in offers(clinic)] == [far.person]


def test_WL_6_a_near_time_that_was_booked_without_an_offer_ends_its_offers(clinic: Clinic) -> None:
    for name in ("One", "Two"):
        waits(clinic, clinic.person(name), notice_hours=0)
    near = NOW + timedelta(hours=1)
    with clock.at(near):
        first, second = actions.make_offers(service=clinic.service, by=SYSTEM)[:2]
        other = clinic.person("Came by")
        hold = actions.hold(service=clinic.service, time=first.time_key, person=other, by=clinic.desk)
        visit = actions.book(hold=hold, person=other, by=clinic.desk)
        assert actions.lapse_offers(by=SYSTEM) == 2
        actions.cancel(appointment=visit, by=clinic.desk)
    assert set(Offer.objects.filter(id__in=[first.id, second.id]).values_list("state", flat=True)) == {"taken"}
