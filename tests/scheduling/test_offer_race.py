"""Staff take back or pause at the very moment at which somebody answers or the worker offers: one of the two has been
first, and everybody is left with what that means."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.races import in_thread, race, real_database
from tests.scheduling.clinic import NOW, Clinic, make_clinic
from tests.scheduling.test_race import broken, sorts

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment, Hold, Offer, WaitingEntry

__all__ = ["real_database"]
pytestmark = [pytest.mark.race, pytest.mark.usefixtures("real_database")]
TEN = NOW + timedelta(hours=2)


def prepare(people: int) -> Clinic:
    def make() -> Clinic:
        with clock.at(TEN):
            clinic = make_clinic()
            for number in range(people):
                person = clinic.person(f"P{number}")
                actions.join_waiting_list(person=person, service=clinic.service, by=clinic.desk)
            return clinic

    return in_thread(make)


def offer_all(clinic: Clinic) -> list[Offer]:
    def make() -> list[Offer]:
        with clock.at(TEN):
            return actions.make_offers(service=clinic.service, by=SYSTEM)

    return in_thread(make)


def test_WL_7_answer_and_taking_back_at_once_leave_one_of_the_two() -> None:
    clinic = prepare(4)
    made = offer_all(clinic)

    def run(number: int) -> object:
        with clock.at(TEN):
            if number == 4:
                return actions.stop_offers(service=clinic.service, reason="ill", by=clinic.desk)
            return actions.accept_offer(offer=made[number], by=clinic.desk)

    results = race(run, 5)
    assert set(sorts(results)) <= {"Appointment", "OfferEnded", "list"}

    def look() -> tuple[int, int, int, int]:
        states = list(Offer.objects.values_list("state", flat=True))
        waiting = WaitingEntry.objects.filter(state="waiting").count()
        return (
            states.count("accepted") - Appointment.objects.count(),
            states.count("stopped") - waiting,
            states.count("open"),
            Hold.objects.count(),
        )

    assert in_thread(look) == (0, 0, 0, 0)
    assert in_thread(broken) == []


def test_WL_7_two_who_take_back_the_same_offers_do_it_once() -> None:
    clinic = prepare(3)
    offer_all(clinic)

    def run(_number: int) -> object:
        with clock.at(TEN):
            return actions.stop_offers(service=clinic.service, reason="ill", by=clinic.desk)

    results = race(run, 3)
    assert sorted(len(result) for result in results if isinstance(result, list)) == [0, 0, 3]


def test_WL_7_nothing_is_offered_once_a_pause_stands() -> None:
    """Whatever the worker made came before the pause; after it, it makes none."""
    clinic = prepare(6)

    def run(number: int) -> object:
        with clock.at(TEN):
            if number == 2:
                until = TEN + timedelta(hours=1)
                return actions.pause_offers(service=clinic.service, until=until, reason="ill", by=clinic.desk).id
            return len(actions.make_offers(service=clinic.service, by=SYSTEM))

    results = race(run, 3)
    assert [result for result in results if isinstance(result, Exception)] == []

    def rest() -> tuple[int, int]:
        before = Offer.objects.count()
        with clock.at(TEN):
            return before, len(actions.make_offers(service=clinic.service, by=SYSTEM))

    made, after = in_thread(rest)
    assert (made, after) == (sum(result for result in results if isinstance(result, int)), 0)
    assert in_thread(broken) == []
