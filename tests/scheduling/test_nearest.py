"""What there is instead of a time that somebody else took (APT-3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.scheduling.clinic import MONDAY, Clinic

from almoner.catalogue.actions import stop_offering
from almoner.scheduling import actions, refusals
from almoner.scheduling.models import Resource
from almoner.scheduling.nearest import Nearest
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TWENTY = timedelta(minutes=20)


def with_(clinic: Clinic, clinician: Resource, starts_at: datetime) -> Time:
    wish = Preferences(clinician_id=str(clinician.staff_id))
    found = find_times(clinic.service, from_at=starts_at, limit=1, preferences=wish, by=clinic.desk)[0]
    assert found.starts_at == starts_at
    return found


def take(clinic: Clinic, clinician: Resource, starts_at: datetime) -> Time:
    """Somebody books this clinician's time at `starts_at`."""
    wanted = with_(clinic, clinician, starts_at)
    person = clinic.person()
    actions.book(
        hold=actions.hold(service=clinic.service, time=wanted, person=person, by=clinic.desk),
        person=person,
        by=clinic.desk,
    )
    return wanted


def refused(clinic: Clinic, wanted: Time, wish: Preferences | None = None) -> Nearest:
    with pytest.raises(refusals.SlotTaken) as told:
        actions.hold(
            service=clinic.service, time=wanted, person=clinic.person(), preferences=wish or Preferences(),
            by=clinic.desk,
        )  # fmt: skip
    return told.value.nearest


def shown(times: tuple[Time, ...]) -> list[tuple[datetime, str]]:
    return [(time.starts_at, time.clinician.name) for time in times]


def test_APT_3_an_equal_colleague_at_the_same_time_then_the_same_clinician_then_others(clinic: Clinic) -> None:
    dana = clinic.clinicians[0]
    ten = NINE + 3 * TWENTY
    near = refused(clinic, take(clinic, dana, ten))
    assert shown(near.same_time) == [(ten, "Evan Reed")]
    assert shown(near.same_clinician) == [
        (ten - 2 * TWENTY, "Dana Okafor"),
        (ten - TWENTY, "Dana Okafor"),
        (ten + TWENTY, "Dana Okafor"),
    ]
    assert len(near.others) == 3
    assert min(time.starts_at for time in near.others) > ten
    assert not {time.starts_at for time in near.others} & {time.starts_at for time in near.same_clinician}
    assert near.all() == [*near.same_time, *near.same_clinician, *near.others]


def test_APT_3_who_is_no_equal_is_not_offered(clinic: Clinic) -> None:
    dana, evan = clinic.clinicians
    wanted = take(clinic, dana, NINE)
    assert refused(clinic, wanted, Preferences(sex="female")).same_time == ()
    assert shown(refused(clinic, wanted).same_time) == [(NINE, "Evan Reed")]
    stop_offering(service=clinic.service, staff=evan.staff, by=clinic.manager)
    assert refused(clinic, wanted).same_time == ()


def test_APT_3_whoever_has_to_be_with_one_clinician_is_offered_nobody_else(clinic: Clinic) -> None:
    dana = clinic.clinicians[0]
    near = refused(clinic, take(clinic, dana, NINE), Preferences(clinician_id=str(dana.staff_id)))
    assert {time.clinician.name for time in near.all()} == {"Dana Okafor"}
    assert near.same_time == ()


def test_APT_3_where_the_same_clinician_has_nothing_left_others_are_offered(clinic: Clinic) -> None:
    dana = clinic.clinicians[0]
    wanted = with_(clinic, dana, NINE)
    actions.add_block(
        resource=dana, starts_at=NINE, ends_at=NINE + timedelta(days=7), reason="sickness", by=clinic.manager
    )
    near = refused(clinic, wanted)
    assert (shown(near.same_time), near.same_clinician) == ([(NINE, "Evan Reed")], ())
    assert [time.starts_at for time in near.others] == [NINE + n * TWENTY for n in (1, 2, 3)]


def test_APT_3_after_the_last_time_that_is_open_the_ones_before_are_offered(clinic: Clinic) -> None:
    last = clinic.starts()[-1]
    for clinician in clinic.clinicians:
        wanted = take(clinic, clinician, last)
    near = refused(clinic, wanted)
    assert near.same_time == ()
    assert near.others
    assert all(time.starts_at < last for time in near.all())
    assert last.date() == MONDAY + timedelta(days=4)


def test_what_was_found_for_an_offer_is_kept_as_it_is(clinic: Clinic) -> None:
    found = find_times(clinic.service, limit=5, by=clinic.desk)
    told = refusals.OfferTaken(lambda: found)
    assert (told.alternatives, told.nearest) == (found[:3], Nearest(others=tuple(found)))
    assert refusals.SlotTaken().alternatives == []
    assert Nearest(same_time=(found[0],), others=(found[0], replace(found[1]))).all() == found[:2]
