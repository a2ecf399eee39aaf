"""The waiting list: offers in turn, held for one named person, and what becomes of the answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.kept import kept
from tests.scheduling.clinic import NOW, Clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotThere
from almoner.people.models import CommunicationNeed, Person
from almoner.scheduling import actions, refusals
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Appointment, Hold, Offer, WaitingEntry
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.tasks import offer_freed_times
from almoner.timeline.models import Event

TEN = NOW + timedelta(hours=2)
"""In the hours in which people are offered times."""


def waits(clinic: Clinic, person: Person, **more: object) -> WaitingEntry:
    return actions.join_waiting_list(person=person, service=clinic.service, by=clinic.desk, **more)


def fill(clinic: Clinic) -> list[Appointment]:
    """Visits at all times that there are."""
    count = len(clinic.starts()) * 2
    return kept("clinic, full", lambda: [clinic.visit(clinic.person(f"P{n}")) for n in range(count)])


def offers(clinic: Clinic) -> list[Offer]:
    with clock.at(TEN):
        return actions.make_offers(service=clinic.service, by=SYSTEM)


def test_WL_1_a_freed_time_is_offered_to_who_waits(clinic: Clinic) -> None:
    full, waiting = fill(clinic), clinic.person()
    entry = waits(clinic, waiting)
    assert offers(clinic) == []
    freed = full[60].starts_at
    actions.cancel(appointment=full[60], by=clinic.desk)
    made = offers(clinic)
    assert [(offer.entry, offer.starts_at) for offer in made] == [(entry, freed)]
    facts = Event.objects.get(kind="offer.made").facts
    assert (facts["answer_by_at"], facts["also_about"], facts["order_reason"]["level"]) == (
        (TEN + timedelta(minutes=30)).isoformat(), [str(entry.id)], 5,
    )  # fmt: skip


@pytest.mark.parametrize("hour", [-2, 12])
def test_WL_1_nothing_is_offered_in_quiet_hours(clinic: Clinic, hour: int) -> None:
    waits(clinic, clinic.person())
    with clock.at(NOW + timedelta(hours=hour)):
        assert actions.make_offers(service=clinic.service, by=SYSTEM) == []


def test_WL_1_nothing_is_offered_that_begins_too_soon(clinic: Clinic) -> None:
    waits(clinic, clinic.person(), notice_hours=0)
    with clock.at(NOW + timedelta(hours=1)):
        [offer] = actions.make_offers(service=clinic.service, by=SYSTEM)
    assert offer.starts_at == NOW + timedelta(hours=3)


def test_WL_3_the_more_urgent_is_offered_first_and_the_reason_is_kept(clinic: Clinic) -> None:
    routine, urgent = clinic.person("Routine"), clinic.person("Urgent")
    waits(clinic, routine)
    waits(clinic, urgent, level=4)
    made = offers(clinic)
    assert [offer.entry.person for offer in made] == [urgent, routine]
    assert made[0].order_reason == {
        "level": 4, "waited_days": 0.1, "share_waited": 0.01, "notice_hours": 24, "last_offered_at": None,
        "has_visit_at": None,
    }  # fmt: skip


def test_WL_4_the_time_is_held_for_one_named_person(clinic: Clinic) -> None:
    waits(clinic, clinic.person())
    [offer] = offers(clinic)
    assert offer.hold
    assert (offer.hold.person, offer.hold.lapses_at, offer.starts_at) == (
        offer.entry.person, offer.answer_by, NOW + timedelta(days=1, hours=2),
    )  # fmt: skip


def test_WL_4_an_offer_does_not_lose_what_they_hold_themselves(clinic: Clinic) -> None:
    person = clinic.person()
    waits(clinic, person)
    mine = clinic.hold(person, nth=20, minutes=120)
    offers(clinic)
    clinic.hold(person, nth=22, minutes=120)
    assert (Hold.objects.filter(person=person).count(), Hold.objects.filter(id=mine.id).exists()) == (2, False)
    assert Offer.objects.get().hold


def test_WL_4_who_can_only_be_rung_has_longer_to_answer(clinic: Clinic) -> None:
    person = clinic.person()
    CommunicationNeed.objects.create(person=person, kind="phone_and_post", review_on=NOW.date())
    waits(clinic, person)
    [offer] = offers(clinic)
    assert offer.answer_by == TEN + timedelta(minutes=60)


def test_WL_4_a_near_time_goes_to_who_answers_first(clinic: Clinic) -> None:
    people = [clinic.person(f"P{n}") for n in range(4)]
    for person in people:
        waits(clinic, person, notice_hours=0)
    with clock.at(NOW + timedelta(hours=1)):
        made = actions.make_offers(service=clinic.service, by=SYSTEM)
        near = NOW + timedelta(hours=3)
        assert [(offer.hold, offer.starts_at) for offer in made[:3]] == [(None, near)] * 3
        assert made[3].starts_at > near or made[3].time_key != made[0].time_key
        visit = actions.accept_offer(offer=made[1], by=clinic.desk)
        with pytest.raises(refusals.OfferTaken) as late:
            actions.accept_offer(offer=made[0], by=clinic.desk)
    assert (visit.person, visit.starts_at, len(late.value.alternatives)) == (made[1].entry.person, near, 3)
    assert WaitingEntry.objects.get(person=made[0].entry.person).state == "waiting"


def test_WL_5_the_visit_is_kept_until_it_is_moved_and_the_old_time_is_offered_on(clinic: Clinic) -> None:
    full = fill(clinic)
    last, middle = full[-1], full[40]
    waits(clinic, last.person, appointment=last)
    actions.cancel(appointment=full[30], by=clinic.desk)
    [offer] = offers(clinic)
    assert Appointment.objects.get(id=last.id).starts_at == last.starts_at
    later = waits(clinic, clinic.person("Next"))
    with clock.at(TEN):
        moved = actions.accept_offer(offer=offer, by=clinic.desk)
        [cascade] = actions.make_offers(service=clinic.service, by=SYSTEM)
    assert (moved.id, moved.starts_at, offer.days_gained) == (last.id, full[30].starts_at, 3)
    assert (cascade.entry, cascade.starts_at) == (later, last.starts_at)
    assert middle.state == "booked"
    assert [law.id for law in LAWS if law.broken()] == []


def test_WL_5_a_time_that_is_hardly_earlier_is_not_offered(clinic: Clinic) -> None:
    full = fill(clinic)
    waits(clinic, full[-1].person, appointment=full[-1])
    actions.cancel(appointment=full[-3], by=clinic.desk)
    assert offers(clinic) == []


def test_WL_6_an_offer_not_answered_frees_the_time_and_keeps_the_place(clinic: Clinic) -> None:
    person = clinic.person()
    entry = waits(clinic, person)
    [offer] = offers(clinic)
    with clock.at(offer.answer_by):
        with pytest.raises(refusals.OfferEnded):
            actions.accept_offer(offer=offer, by=clinic.desk)
        assert offer.starts_at in clinic.starts()
        assert actions.lapse_offers(by=SYSTEM) == 1
        assert actions.lapse_offers(by=SYSTEM) == 0
    entry.refresh_from_db()
    assert (entry.state, Hold.objects.count(), Event.objects.filter(kind="offer.lapsed").count()) == ("waiting", 0, 1)


def test_WL_6_who_declines_is_not_offered_the_same_time_again(clinic: Clinic) -> None:
    waits(clinic, clinic.person())
    [offer] = offers(clinic)
    with clock.at(TEN):
        actions.decline_offer(offer=offer, by=clinic.desk)
    [other] = offers(clinic)
    assert other.starts_at > offer.starts_at


def test_an_offer_is_for_one_person(clinic: Clinic) -> None:
    waits(clinic, clinic.person())
    [offer] = offers(clinic)
    with clock.at(TEN), pytest.raises(NotThere):
        actions.accept_offer(offer=offer, by=clinic.themself(clinic.person("Tom")))


def test_WL_1_wishes_hold_for_offers_too(clinic: Clinic) -> None:
    waits(clinic, clinic.person(), preferences=Preferences(weekdays=(3,), sex="male"))
    [offer] = offers(clinic)
    assert (offer.starts_at.weekday(), offer.clinician.name) == (3, "Evan Reed")


def test_nobody_waits_twice_for_one_service(clinic: Clinic) -> None:
    person = clinic.person()
    waits(clinic, person)
    with pytest.raises(refusals.AlreadyWaiting):
        waits(clinic, person)


def test_who_books_a_time_no_longer_waits_for_one(clinic: Clinic) -> None:
    person = clinic.person()
    entry = waits(clinic, person)
    visit = clinic.visit(person)
    entry.refresh_from_db()
    facts = Event.objects.get(kind="appointment.booked", subject_id=visit.id).facts
    assert (entry.state, facts["also_about"]) == ("served", [str(entry.id)])


def test_leaving_the_list_frees_what_was_offered(clinic: Clinic) -> None:
    entry = waits(clinic, clinic.person())
    [offer] = offers(clinic)
    with clock.at(TEN):
        actions.leave_waiting_list(entry=entry, reason="better", by=clinic.desk)
        assert offer.starts_at in clinic.starts()
    assert Event.objects.get(kind="waiting.left").facts["reason"] == "better"


def test_whom_the_hospital_cancels_goes_on_waiting(clinic: Clinic) -> None:
    person = clinic.person()
    visit = clinic.visit(person, nth=20)
    entry = waits(clinic, person, appointment=visit)
    actions.cancel_by_hospital(
        appointment=visit, reason="staff-cancel", advice="rest", promise_on=NOW + timedelta(9), by=clinic.desk
    )
    entry.refresh_from_db()
    assert (entry.state, entry.appointment) == ("waiting", None)


def test_the_worker_offers_and_lapses(clinic: Clinic) -> None:
    waits(clinic, clinic.person())
    with clock.at(TEN):
        assert offer_freed_times() == 1
    with clock.at(TEN + timedelta(minutes=31)):
        assert offer_freed_times() == 2
