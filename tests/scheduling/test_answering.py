"""What becomes of an offer: out of turn, taken back, answered by key or by link, and too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.scheduling.clinic import NOW, Clinic
from tests.scheduling.test_waiting import TEN, offers, waits

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging import kinds
from almoner.messaging.models import Message
from almoner.people.models import ContactPoint
from almoner.scheduling import actions, messages, refusals
from almoner.scheduling.laws import LAWS
from almoner.scheduling.links import TRIES, offer_link, offer_of
from almoner.scheduling.models import Appointment, Hold, Offer, WaitingEntry
from almoner.scheduling.waiting_list import entry_for, offer_outcomes, waiting_list, waiting_of
from almoner.timeline.models import Event

BORN = {"name": "Maya Osei", "birth_on": NOW.date().replace(1980, 4, 3)}


def one_offer(clinic: Clinic, **more: object) -> Offer:
    waits(clinic, clinic.person(), **more)
    [offer] = offers(clinic)
    return offer


def token(offer: Offer) -> str:
    return offer_link(offer).rstrip("/").rsplit("/", 1)[1]


def sound() -> None:
    assert [law.id for law in LAWS if law.broken()] == []


# ── By staff ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_WL_7_staff_offer_out_of_turn_and_say_why(clinic: Clinic) -> None:
    waits(clinic, clinic.person("First"), level=4)
    later = waits(clinic, clinic.person("Later"))
    with clock.at(TEN):
        with pytest.raises(refusals.OutOfTurn):
            actions.offer_to(entry=later, reason=" ", by=clinic.desk)
        offer = actions.offer_to(entry=later, reason="rang and is in pain", by=clinic.desk)
        assert (offer.entry, offer.order_reason) == (later, {"out_of_turn": "rang and is in pain", "by": "Ada"})
        with pytest.raises(refusals.AlreadyOffered):
            actions.offer_to(entry=later, reason="again", by=clinic.desk)
    sound()


def test_WL_1_staff_offer_nothing_in_quiet_hours_and_nothing_to_who_left(clinic: Clinic) -> None:
    entry = waits(clinic, clinic.person())
    with clock.at(NOW - timedelta(hours=4)), pytest.raises(refusals.QuietHours):
        actions.offer_to(entry=entry, reason="rang", by=clinic.desk)
    actions.leave_waiting_list(entry=entry, by=clinic.desk)
    with clock.at(TEN), pytest.raises(refusals.AlreadyEnded):
        actions.offer_to(entry=entry, reason="rang", by=clinic.desk)


def test_WL_7_offer_is_taken_back_and_the_place_is_kept(clinic: Clinic) -> None:
    offer = one_offer(clinic)
    with clock.at(TEN):
        with pytest.raises(refusals.ReasonNeeded):
            actions.stop_offer(offer=offer, reason="", by=clinic.desk)
        stopped = actions.stop_offer(offer=offer, reason="the doctor is ill", by=clinic.desk)
    assert (stopped.state, stopped.hold, stopped.ended_because) == ("stopped", None, "the doctor is ill")
    assert (Hold.objects.count(), WaitingEntry.objects.get().state) == (0, "waiting")
    assert Promise.objects.get(standard="offer_told").state == "withdrawn"


def test_WL_7_who_does_not_book_neither_offers_nor_takes_back(clinic: Clinic) -> None:
    offer = one_offer(clinic)
    themself = clinic.themself(offer.entry.person)
    with clock.at(TEN):
        for by in (themself, clinic.themself(clinic.person("Other"))):
            with pytest.raises(NotAllowed):
                actions.stop_offer(offer=offer, reason="x", by=by)
            with pytest.raises(NotAllowed):
                actions.offer_to(entry=offer.entry, reason="x", by=by)


# ── By key ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("key", "state", "visits"), [("accept", "accepted", 1), ("decline", "declined", 0)])
def test_WL_4_key_that_is_pressed_answers_the_offer(clinic: Clinic, key: str, state: str, visits: int) -> None:
    offer = one_offer(clinic)
    heard = kinds.kind("offer.made")
    assert heard
    assert heard.answered
    with clock.at(TEN):
        heard.answered(offer.id, offer.entry.person, key, SYSTEM)
    offer.refresh_from_db()
    assert (offer.state, Appointment.objects.count()) == (state, visits)


def test_WL_6_answer_that_comes_too_late_is_told_kindly(clinic: Clinic) -> None:
    offer = one_offer(clinic)
    ContactPoint.objects.create(person=offer.entry.person, kind="landline", value="020 7946 0999", key="+442079460999")
    with clock.at(TEN + timedelta(hours=1)):
        actions.answer_by_key(offer=offer, takes_it=True, by=SYSTEM)
        promise = Promise.objects.get(standard="offer_late")
        told = messages.offer_taken(offer.id, offer.entry.person)
    assert told
    assert (promise.subject_id, told["when"], "old_when" in told) == (offer.id, offer.starts_at, False)
    assert Message.objects.filter(kind="offer.taken", subject_id=offer.id).count() == 1
    assert (Appointment.objects.count(), WaitingEntry.objects.get().state) == (0, "waiting")


def test_WL_6_time_that_another_of_the_wave_has_ends_the_offers_of_the_others(clinic: Clinic) -> None:
    for name in ("One", "Two"):
        waits(clinic, clinic.person(name), notice_hours=0)
    with clock.at(NOW + timedelta(hours=1)):
        first, second = actions.make_offers(service=clinic.service, by=SYSTEM)[:2]
        actions.accept_offer(offer=first, by=clinic.desk)
        assert (actions.lapse_offers(by=SYSTEM), actions.lapse_offers(by=SYSTEM)) == (1, 0)
        second.refresh_from_db()
        assert (second.state, second.entry.state) == ("taken", "waiting")
        with pytest.raises(refusals.OfferTaken):
            actions.accept_offer(offer=second, by=clinic.desk)
    assert Event.objects.filter(kind="offer.taken", subject_id=second.id).count() == 1


# ── By link ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_I_12_link_leads_one_person_to_one_offer_until_it_was_answered(clinic: Clinic) -> None:
    offer = one_offer(clinic)
    with clock.at(TEN):
        told = messages.offered(offer.id, offer.entry.person)
        assert told
        assert told["link"].endswith(f"/offers/by-link/{token(offer)}/")
        assert actions.follow_offer_link(token=token(offer), by=SYSTEM, **BORN) == offer
        actions.accept_offer(offer=offer, by=clinic.themself(offer.entry.person))
        assert offer_of(token(offer)) is None
        assert actions.follow_offer_link(token=token(offer), by=SYSTEM, **BORN) is None


def test_I_12_link_is_dead_when_the_time_to_answer_is_over_or_it_was_changed(clinic: Clinic) -> None:
    offer = one_offer(clinic)
    with clock.at(TEN):
        assert offer_of(token(offer)) == offer
        assert [offer_of(wrong) for wrong in ("", "nonsense", token(offer)[:-2] + "xx", offer.id.hex)] == [None] * 4
    with clock.at(offer.answer_by):
        assert offer_of(token(offer)) is None


def test_I_12_somebody_else_with_the_link_is_counted_and_at_last_shut_out(clinic: Clinic) -> None:
    offer = one_offer(clinic)
    with clock.at(TEN):
        for wrong in ({"name": "Tom"}, {"birth_on": NOW.date()}, {"name": ""}, {"name": "🙂"}, {"name": "Oseihope"}):
            assert actions.follow_offer_link(token=token(offer), by=SYSTEM, **BORN | wrong) is None
        offer.refresh_from_db()
        assert offer.wrong_tries == TRIES
        assert actions.follow_offer_link(token=token(offer), by=SYSTEM, **BORN) is None
        actions.accept_offer(offer=offer, by=clinic.desk)


@pytest.mark.parametrize("name", ["maya", "Osei", "OSEI MAYA", "Maya  Ósei"])
def test_name_is_taken_as_people_write_their_own(clinic: Clinic, name: str) -> None:
    offer = one_offer(clinic)
    with clock.at(TEN):
        assert actions.follow_offer_link(token=token(offer), by=SYSTEM, **BORN | {"name": name}) == offer


# ── What ends with what ──────────────────────────────────────────────────────────────────────────────────────────────


def test_who_cancels_their_visit_leaves_the_list_and_nothing_stays_promised(clinic: Clinic) -> None:
    person = clinic.person()
    visit = clinic.visit(person, nth=30)
    waits(clinic, person, appointment=visit)
    [offer] = offers(clinic)
    with clock.at(TEN):
        actions.cancel(appointment=visit, by=clinic.desk)
        with pytest.raises(refusals.OfferEnded):
            actions.accept_offer(offer=offer, by=clinic.desk)
    live = Promise.objects.live().filter(standard__in=["waiting_list_news", "offer_told"])
    assert (WaitingEntry.objects.get().state, list(live)) == ("left", [])


def test_who_books_another_time_answers_the_offer_by_it(clinic: Clinic) -> None:
    offer = one_offer(clinic)
    with clock.at(TEN):
        clinic.visit(offer.entry.person, nth=9)
        with pytest.raises(refusals.OfferEnded):
            actions.accept_offer(offer=offer, by=clinic.desk)
    offer.refresh_from_db()
    assert (offer.state, Appointment.objects.count()) == ("declined", 1)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_WL_3_everybody_is_told_their_place_in_the_line(clinic: Clinic) -> None:
    names = [("Routine", 5), ("Urgent", 4), ("Third", 5)]
    entries = [waits(clinic, clinic.person(name), level=level) for name, level in names]
    rows = waiting_list(by=clinic.desk, service_code="GEN")
    assert next((row.entry, row.place.number, row.place.of) for row in rows if row.place) == (entries[1], 1, 3)
    assert sorted(row.place.number for row in rows if row.place) == [1, 2, 3]
    [mine] = waiting_of(entries[0].person, clinic.themself(entries[0].person))
    assert mine.place
    assert (mine.place.of, mine.days, mine.is_late, mine.open_offer) == (3, 0, False, None)
    with pytest.raises(NotThere):
        waiting_of(entries[0].person, clinic.themself(entries[1].person))
    with pytest.raises(NotThere):
        entry_for(by=clinic.themself(entries[1].person), id=entries[0].id)
    with pytest.raises(NotAllowed):
        waiting_list(by=clinic.themself(entries[0].person))


def test_WL_8_offers_are_counted_by_what_came_of_them_and_for_whom(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person("Kept"), nth=30)
    waits(clinic, visit.person, appointment=visit)
    waits(clinic, clinic.person("Says no", language="ar", birth_on=NOW.date().replace(1940, 1, 1)))
    made = offers(clinic)
    with clock.at(TEN):
        actions.accept_offer(offer=next(one for one in made if one.entry.appointment), by=clinic.desk)
        actions.decline_offer(offer=next(one for one in made if not one.entry.appointment), by=clinic.desk)
        found = offer_outcomes(by=clinic.desk)
    [everybody] = found["all"]
    assert (everybody.offers, everybody.accepted, everybody.declined, everybody.lapsed) == (2, 1, 1, 0)
    assert everybody.days_gained == 2
    assert [(one.group, one.accepted) for one in found["language"]] == [("ar", 0), ("en", 1)]
    assert [one.group for one in found["age"]] == ["40–64", "80+"]
    with pytest.raises(NotAllowed):
        offer_outcomes(by=clinic.themself(visit.person))
