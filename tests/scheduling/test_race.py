"""Clients against each other with connections of their own: exactly one wins, and everybody else is told politely."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.races import in_thread, race, real_database
from tests.scheduling.clinic import NOW, Clinic, make_clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.models import Person
from almoner.scheduling import actions, refusals
from almoner.scheduling.enums import SeriesKind
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Appointment, Claim, Hold, Offer, Series
from almoner.scheduling.nearest import Nearest
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time

__all__ = ["real_database"]
pytestmark = [pytest.mark.race, pytest.mark.usefixtures("real_database")]


def prepare(people: int, times: int) -> tuple[Clinic, list[Person], list[Time]]:
    def make() -> tuple[Clinic, list[Person], list[Time]]:
        with clock.at(NOW):
            clinic = make_clinic()
            wish = Preferences(clinician_id=str(clinic.clinicians[0].staff_id))
            found = find_times(clinic.service, limit=times, preferences=wish, by=SYSTEM)
            return clinic, [clinic.person(f"P{n}") for n in range(people)], found

    return in_thread(make)


def take(clinic: Clinic, person: Person, found: Time) -> Appointment:
    with clock.at(NOW):
        hold = actions.hold(service=clinic.service, time=found, person=person, by=clinic.desk)
        return actions.book(hold=hold, person=person, by=clinic.desk)


def sorts(results: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for result in results:
        found[type(result).__name__] = found.get(type(result).__name__, 0) + 1
    return found


def broken() -> list[str]:
    with clock.at(NOW):
        return [law.id for law in LAWS if law.broken()]


def test_APT_3_I_10_a_hundred_race_for_one_time_and_one_wins() -> None:
    clinic, people, [found] = prepare(100, 1)
    results = race(lambda n: take(clinic, people[n], found), 100)
    assert sorts(results) == {"Appointment": 1, "SlotTaken": 99}
    late = next(result for result in results if isinstance(result, refusals.SlotTaken))

    def look() -> list[datetime]:
        with clock.at(NOW):
            return [time.starts_at for time in late.alternatives]

    assert len(in_thread(look)) == 3
    assert (in_thread(Appointment.objects.count), in_thread(Claim.objects.count), in_thread(broken)) == (1, 2, [])


def test_APT_3_who_loses_the_race_has_the_same_time_with_an_equal_colleague() -> None:
    clinic, people, [found] = prepare(3, 1)
    results = race(lambda n: take(clinic, people[n], found), 3)
    assert sorts(results) == {"Appointment": 1, "SlotTaken": 2}
    late = [(n, told) for n, told in enumerate(results) if isinstance(told, refusals.SlotTaken)]
    won = next(visit for visit in results if isinstance(visit, Appointment))

    def offered() -> list[Time]:
        """Looked at by both before either takes it."""
        with clock.at(NOW):
            return [told.nearest.same_time[0] for _n, told in late]

    same = in_thread(offered)
    second = race(lambda nth: take(clinic, people[late[nth][0]], same[nth]), 2)
    assert sorts(second) == {"Appointment": 1, "SlotTaken": 1}
    visit = next(visit for visit in second if isinstance(visit, Appointment))
    assert (visit.starts_at, visit.clinician_id != won.clinician_id) == (won.starts_at, True)
    last = next(told for told in second if isinstance(told, refusals.SlotTaken))

    def look() -> Nearest:
        with clock.at(NOW):
            return last.nearest

    near = in_thread(look)
    assert near.same_time == ()
    assert {time.clinician.resource_id for time in near.same_clinician} == {visit.clinician_id}
    assert in_thread(broken) == []


def test_I_10_twelve_clients_and_nine_times_each_is_taken_once() -> None:
    """Everybody tries every time, in a different order, until one is theirs."""
    clinic, people, times = prepare(12, 9)

    def client(n: int) -> Appointment | None:
        for step in range(len(times)):
            try:
                return take(clinic, people[n], times[(n + step) % len(times)])
            except refusals.SlotTaken:
                continue
        return None

    results = race(client, 12)
    assert sorts(results) == {"Appointment": 9, "NoneType": 3}
    assert (len({visit.starts_at for visit in results if isinstance(visit, Appointment)}), in_thread(broken)) == (9, [])


def test_I_12_one_hold_is_booked_once_by_whoever_is_first() -> None:
    clinic, [person], [found] = prepare(1, 1)

    def keep() -> Hold:
        with clock.at(NOW):
            return actions.hold(service=clinic.service, time=found, person=person, by=clinic.desk)

    hold = in_thread(keep)

    def book(_n: int) -> Appointment:
        with clock.at(NOW):
            return actions.book(hold=hold, person=person, by=clinic.desk)

    assert sorts(race(book, 8)) == {"Appointment": 1, "HoldLapsed": 7}


def test_I_12_booking_at_the_last_second_races_the_next_who_wants_it() -> None:
    clinic, people, [found] = prepare(9, 1)

    def keep() -> Hold:
        with clock.at(NOW):
            return actions.hold(service=clinic.service, time=found, person=people[0], by=clinic.desk)

    hold = in_thread(keep)

    def run(n: int) -> Any:
        with clock.at(NOW + timedelta(minutes=10, seconds=0 if n else -1)):
            if n == 0:
                return actions.book(hold=hold, person=people[0], by=clinic.desk)
            kept = actions.hold(service=clinic.service, time=found, person=people[n], by=clinic.desk)
            return actions.book(hold=kept, person=people[n], by=clinic.desk)

    found_sorts = sorts(race(run, 9))
    assert found_sorts.pop("Appointment") == 1
    assert set(found_sorts) <= {"SlotTaken", "HoldLapsed"}
    assert in_thread(broken) == []


def test_APT_2_one_person_at_two_desks_holds_one_time() -> None:
    clinic, [person], times = prepare(1, 6)

    def keep(n: int) -> Hold:
        with clock.at(NOW):
            return actions.hold(service=clinic.service, time=times[n], person=person, by=clinic.desk)

    assert sorts(race(keep, 6)) == {"Hold": 6}
    assert (in_thread(Hold.objects.count), in_thread(Claim.objects.count), in_thread(broken)) == (1, 2, [])


def test_I_15_moves_cancellations_and_bookings_of_the_same_times_leave_one_visit_each() -> None:
    clinic, people, times = prepare(8, 8)

    def begin() -> list[Appointment]:
        return [take(clinic, person, time) for person, time in zip(people[:4], times, strict=False)]

    visits = in_thread(begin)

    def run(n: int) -> Any:
        with clock.at(NOW):
            if n >= 4:
                return take(clinic, people[n], times[n - 4])
            if n == 3:
                return actions.cancel(appointment=visits[3], by=clinic.desk)
            hold = actions.hold(service=clinic.service, time=times[4 + n], person=people[n], by=clinic.desk)
            return actions.move(appointment=visits[n], hold=hold, by=clinic.desk)

    results = race(run, 8)
    assert set(sorts(results)) <= {"Appointment", "SlotTaken"}
    assert in_thread(broken) == []
    assert in_thread(lambda: Appointment.objects.filter(person=people[0], state="booked").count()) == 1


def test_WL_4_of_a_near_time_that_several_were_offered_one_has_it() -> None:
    clinic, people, _times = prepare(3, 1)
    near = NOW + timedelta(hours=1)

    def begin() -> list[Offer]:
        with clock.at(near):
            for person in people:
                actions.join_waiting_list(person=person, service=clinic.service, notice_hours=0, by=clinic.desk)
            return actions.make_offers(service=clinic.service, by=SYSTEM)

    made = in_thread(begin)

    def accept(n: int) -> Appointment:
        with clock.at(near):
            return actions.accept_offer(offer=made[n], by=clinic.desk)

    assert sorts(race(accept, 3)) == {"Appointment": 1, "OfferTaken": 2}


def test_I_10_two_workers_offer_everybody_once() -> None:
    clinic, people, _times = prepare(6, 1)
    at = NOW + timedelta(hours=2)

    def begin() -> None:
        with clock.at(at):
            for person in people:
                actions.join_waiting_list(person=person, service=clinic.service, by=clinic.desk)

    in_thread(begin)

    def work(_n: int) -> int:
        with clock.at(at):
            return len(actions.make_offers(service=clinic.service, by=SYSTEM))

    results = race(work, 2)
    faults = [result for result in results if isinstance(result, Exception)]
    assert faults == []

    def rest() -> int:
        with clock.at(at):
            actions.make_offers(service=clinic.service, by=SYSTEM)
            return Offer.objects.filter(state="open").values("entry").distinct().count()

    assert in_thread(rest) == 6


def test_I_10_the_database_itself_refuses_an_overlap() -> None:
    clinic, [person], [found] = prepare(1, 1)
    visit = in_thread(lambda: take(clinic, person, found))

    def overlap() -> str:
        claim = Claim.objects.filter(appointment=visit).first()
        assert claim
        for shift in (-timedelta(minutes=19), timedelta(), timedelta(minutes=19)):
            copy = Claim(
                diary=claim.diary, resource=claim.resource, appointment=visit,
                starts_at=claim.starts_at + shift, ends_at=claim.ends_at + shift,
            )  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                copy.save()
        beside = timedelta(minutes=20)
        for shift in (-beside, beside):
            Claim.objects.create(
                diary=claim.diary, resource=claim.resource, appointment=visit,
                starts_at=claim.starts_at + shift, ends_at=claim.ends_at + shift,
            )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(id=claim.id).update(ends_at=claim.ends_at + timedelta(minutes=5))
        return "refused"

    assert in_thread(overlap) == "refused"


def take_several(clinic: Clinic, person: Person, found: list[Time]) -> Series:
    picked = [actions.Picked(clinic.service, time.key) for time in found]
    with clock.at(NOW):
        return actions.book_together(picked=picked, kind=SeriesKind.AGAIN, person=person, by=clinic.desk)


def test_APT_8_who_book_several_at_once_have_all_of_them_or_none() -> None:
    """The wishes overlap one another, so that no two of them can both be met."""
    clinic, people, found = prepare(8, 7)
    results = race(lambda n: take_several(clinic, people[n], found[n % 4 : n % 4 + 4]), 8)
    assert sorts(results) == {"Series": 1, "TimesTaken": 7}

    def left() -> tuple[int, int]:
        return Appointment.objects.filter(series__isnull=False).count(), Hold.objects.count()

    assert in_thread(left) == (4, 0)
    assert in_thread(broken) == []
