"""A group under race: as many have a place as there are, and everybody else is told politely of other times."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.races import in_thread, race, real_database
from tests.scheduling.clinic import NOW, Clinic, make_clinic
from tests.scheduling.test_groups import broken, make_course
from tests.scheduling.test_overbooking import allow, fill, known, monday
from tests.scheduling.test_race import sorts

from almoner.catalogue.models import Offering, Service
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.people.models import Person
from almoner.scheduling import actions, refusals
from almoner.scheduling.given import given
from almoner.scheduling.models import Appointment, Claim
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time, key_of
from almoner.scheduling.wishes import Wishes

__all__ = ["real_database"]
pytestmark = [pytest.mark.race, pytest.mark.usefixtures("real_database")]


def prepare(people: int, places: int) -> tuple[Clinic, Service, list[Person], Time]:
    def make() -> tuple[Clinic, Service, list[Person], Time]:
        with clock.at(NOW):
            clinic = make_clinic()
            course = make_course(clinic, places)
            found = find_times(course, limit=1, by=SYSTEM)[0]
            return clinic, course, [clinic.person(f"P{n}") for n in range(people)], found

    return in_thread(make)


def at_now(run: Any) -> Any:
    def made() -> Any:
        with clock.at(NOW):
            return run()

    return in_thread(made)


def test_I_10_of_twelve_who_want_a_place_in_a_group_of_eight_eight_have_one() -> None:
    clinic, course, people, found = prepare(12, 8)

    def come(n: int) -> Appointment:
        with clock.at(NOW):
            kept = actions.hold(service=course, time=found, person=people[n], by=clinic.desk)
            return actions.book(hold=kept, person=people[n], by=clinic.desk)

    results = race(come, 12)
    assert sorts(results) == {"Appointment": 8, "SlotTaken": 4}
    late = next(result for result in results if isinstance(result, refusals.SlotTaken))
    assert len(at_now(lambda: late.alternatives)) == 3
    seats = at_now(lambda: sorted(Claim.objects.filter(resource__kind="clinician").values_list("seat", flat=True)))
    assert (seats, at_now(broken)) == (list(range(8)), [])


def test_I_10_places_that_come_free_and_are_wanted_at_once_are_never_had_twice() -> None:
    """Three give up their places, three hold and let go, six want one. Whoever asks while all are held has none."""
    clinic, course, people, found = prepare(12, 4)

    def come(n: int) -> Appointment:
        kept = actions.hold(service=course, time=found, person=people[n], by=clinic.desk)
        return actions.book(hold=kept, person=people[n], by=clinic.desk)

    visits = at_now(lambda: [come(n) for n in range(3)])

    def run(n: int) -> Any:
        with clock.at(NOW):
            if n < 3:
                return actions.cancel(appointment=visits[n], by=clinic.desk)
            if n < 6:
                kept = actions.hold(service=course, time=found, person=people[n], by=clinic.desk)
                return actions.release_hold(hold=kept, by=clinic.desk)
            return come(n)

    results = race(run, 12)
    assert set(sorts(results)) <= {"Appointment", "SlotTaken", "NoneType"}
    assert at_now(broken) == []
    free = at_now(lambda: find_times(course, from_at=found.starts_at, limit=1, by=SYSTEM)[0])
    standing = at_now(lambda: Appointment.objects.filter(state="booked", starts_at=found.starts_at).count())
    assert standing == sum(isinstance(told, Appointment) for told in results[6:]) <= 4
    assert (free.starts_at == found.starts_at, free.free) == ((True, 4 - standing) if standing < 4 else (False, 4))


def test_I_10_the_database_itself_refuses_one_more_than_there_are_places_and_another_group() -> None:
    clinic, course, [person], found = prepare(1, 2)

    def tries() -> str:
        kept = actions.hold(service=course, time=found, person=person, by=clinic.desk)
        visit = actions.book(hold=kept, person=person, by=clinic.desk)
        own = Claim.objects.get(appointment=visit, resource=visit.clinician)
        beside = {
            "diary": own.diary, "resource": own.resource, "appointment": visit, "starts_at": own.starts_at,
            "ends_at": own.ends_at, "group_key": own.group_key, "places": 2, "seat": 1,
        }  # fmt: skip
        later = {"starts_at": own.starts_at + timedelta(minutes=5), "ends_at": own.ends_at + timedelta(minutes=5)}
        for wrong in ({"seat": 0}, {"seat": 2}, {"group_key": new_id()}, {"group_key": new_id(), **later}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Claim.objects.create(**beside | wrong)
        Claim.objects.create(**beside)
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(seat=1).update(group_key=new_id())
        return "refused"

    assert at_now(tries) == "refused"


def test_I_10_of_those_who_want_to_be_the_one_in_addition_one_is_whatever_session_they_choose() -> None:
    """One a day was said, and both clinicians have a session in which one more could come."""

    def make() -> tuple[Clinic, list[Person], list[Time]]:
        with clock.at(NOW):
            clinic = make_clinic()
            fill(clinic, clinic.service, 18)
            known(clinic.service)
            allow(clinic, clinic.service, a_day=1)
            wishes = [Wishes(must=Preferences(clinician_id=str(one.staff_id))) for one in clinic.clinicians]
            times = [found for wish in wishes for found in monday(clinic, clinic.service, wishes=wish)]
            return clinic, [clinic.person(f"Late{n}") for n in range(6)], times

    clinic, people, times = in_thread(make)
    assert len({found.clinician.resource_id for found in times}) == 2

    def come(n: int) -> Appointment:
        with clock.at(NOW):
            kept = actions.hold(service=clinic.service, time=times[n % 2], person=people[n], by=clinic.desk)
            return actions.book(hold=kept, person=people[n], by=clinic.desk)

    assert sorts(race(come, 6)) == {"Appointment": 1, "SlotTaken": 5}
    assert at_now(broken) == []


def test_of_two_who_take_the_last_two_that_could_give_a_planned_group_one_is_told_that_it_is_kept() -> None:
    """Each sees the other's clinician free: only one after the other can they see what is left."""

    def make() -> tuple[Clinic, list[Person], list[Time]]:
        with clock.at(NOW):
            clinic = make_clinic()
            course = make_course(clinic)
            Offering.objects.create(service=course, staff=clinic.clinicians[1].staff)
            actions.plan_groups(service=course, capacity=3, starts=[(clinic.site, 2, time(10))], by=clinic.manager)
            at = clock.on_the_wall(date(2026, 11, 25), time(10), clinic.site.zone)
            keys = [key_of(at, [clinic.clinicians[n].id, clinic.rooms[n].id]) for n in range(2)]
            return clinic, [clinic.person(f"P{n}") for n in range(2)], [given(clinic.service, key).time for key in keys]

    clinic, people, times = in_thread(make)

    def take(n: int) -> Any:
        with clock.at(NOW):
            return actions.hold(service=clinic.service, time=times[n], person=people[n], by=clinic.desk)

    assert sorts(race(take, 2)) == {"Hold": 1, "KeptForGroup": 1}
