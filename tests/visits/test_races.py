"""Limited things between many: a bed, a ticket, a step. Real connections against each other."""

from __future__ import annotations

import pytest
from tests.cast import MONDAY_MORNING, make_cast
from tests.races import in_thread, race
from tests.visits.hospital import SHEET, SYSTEM, Hospital, make_hospital

from almoner.core import clock
from almoner.visits import actions
from almoner.visits.enums import RequestState, StayState
from almoner.visits.laws import LAWS
from almoner.visits.models import BedRequest, Stay, Visit
from almoner.visits.refusals import BedTaken, CodeWrong, NotNow

RACERS = 8
pytestmark = [pytest.mark.race, pytest.mark.usefixtures("real_database")]


def there() -> Hospital:
    with clock.at(MONDAY_MORNING):
        return make_hospital(make_cast())


def broken() -> list[str]:
    with clock.at(MONDAY_MORNING):
        return [law.id for law in LAWS if law.broken()]


def test_BED_2_one_bed_among_many_is_given_to_one() -> None:
    hospital = in_thread(there)

    def ask(number: int) -> Stay:
        with clock.at(MONDAY_MORNING):
            return hospital.asked(hospital.person(f"P{number}"))

    stays = [in_thread(lambda number=number: ask(number)) for number in range(RACERS)]

    def give(number: int) -> BedRequest:
        with clock.at(MONDAY_MORNING):
            return actions.allot_bed(stay=stays[number], bed=hospital.beds["M1"], by=hospital.cast.bed_manager)

    came = race(give, RACERS)
    assert sum(isinstance(one, BedRequest) for one in came) == 1
    assert {type(one) for one in came} == {BedRequest, BedTaken}
    given = in_thread(lambda: BedRequest.objects.filter(state=RequestState.ALLOTTED).count())
    assert (given, in_thread(broken)) == (1, [])


def test_ARR_6_tickets_taken_at_once_are_all_different() -> None:
    hospital = in_thread(there)
    people = [in_thread(lambda number=number: hospital.person(f"P{number}")) for number in range(RACERS)]

    def come(number: int) -> Visit:
        with clock.at(MONDAY_MORNING):
            return hospital.walked_in(people[number])

    came = race(come, RACERS)
    tickets = sorted(one.ticket if isinstance(one, Visit) else repr(one) for one in came)
    assert tickets == [f"B{number:03}" for number in range(1, RACERS + 1)]


def test_one_code_sets_up_one_device() -> None:
    hospital = in_thread(there)

    def allow() -> str:
        with clock.at(MONDAY_MORNING):
            return actions.allow_kiosk(site=hospital.cast.site, name="Door", by=hospital.cast.receptionist).code

    code = in_thread(allow)

    def set_up(_number: int) -> actions.SetUp:
        with clock.at(MONDAY_MORNING):
            return actions.set_up_kiosk(code=code, by=SYSTEM)

    came = race(set_up, 4)
    assert sorted(type(one).__name__ for one in came) == [*[CodeWrong.__name__] * 3, "SetUp"]


def test_discharged_by_two_at_once_is_discharged_once() -> None:
    hospital = in_thread(there)

    def lie() -> Stay:
        with clock.at(MONDAY_MORNING):
            return hospital.admitted()

    stay = in_thread(lie)

    def send_home(_number: int) -> Stay:
        with clock.at(MONDAY_MORNING):
            return actions.discharge(stay=stay, summary=SHEET, by=hospital.cast.doctor)

    came = race(send_home, 4)
    assert sorted(type(one).__name__ for one in came) == [*[NotNow.__name__] * 3, "Stay"]
    assert (in_thread(lambda: Stay.objects.get().state), in_thread(broken)) == (StayState.DISCHARGED, [])


def test_BED_4_swaps_across_each_other_end_whole() -> None:
    hospital = in_thread(there)

    def lie(number: int) -> Stay:
        with clock.at(MONDAY_MORNING):
            return hospital.admitted(hospital.person(f"P{number}"), f"M{number + 1}")

    stays = [in_thread(lambda number=number: lie(number)) for number in range(3)]

    def swap(number: int) -> object:
        with clock.at(MONDAY_MORNING):
            first, second = stays[number % 3], stays[(number + 1) % 3]
            return actions.swap_beds(first=first, second=second, reason="x", by=hospital.cast.bed_manager)

    came = race(swap, 6)
    assert {type(one) for one in came} <= {tuple, NotNow}
    lying = in_thread(lambda: sorted(Stay.objects.values_list("bed__code", flat=True)))
    assert (lying, in_thread(broken)) == (["M1", "M2", "M3"], [])
