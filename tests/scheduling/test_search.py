"""Finding times: everything needed at once, wishes, urgent time, lapsed holds, and few statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from tests.scheduling.clinic import MONDAY, NOW, Clinic, open_every_day

from almoner.catalogue.models import Offering
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.models import Staff
from almoner.scheduling import actions
from almoner.scheduling.models import Diary
from almoner.scheduling.preferences import Preferences, from_json
from almoner.scheduling.refusals import SlotTaken
from almoner.scheduling.search import find_times
from almoner.scheduling.soonest import soonest_by_service
from almoner.scheduling.suitability import NotSuitable
from almoner.scheduling.why_none import why_none

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_APT_1_times_are_those_at_which_clinician_and_room_are_free(clinic: Clinic) -> None:
    found = find_times(clinic.service, limit=2, by=clinic.desk)
    assert [(t.starts_at, t.ends_at, t.clinician.kind, t.where) for t in found] == [
        (NINE, NINE + timedelta(minutes=20), "clinician", "Room C1, Riverside"),
        (NINE + timedelta(minutes=20), NINE + timedelta(minutes=40), "clinician", "Room C1, Riverside"),
    ]


def test_APT_1_one_room_short_and_there_is_no_time(clinic: Clinic) -> None:
    day = (NINE.replace(hour=0), NINE.replace(hour=0) + timedelta(days=7))
    actions.add_block(
        resource=clinic.rooms[2], starts_at=day[0], ends_at=day[1], reason="maintenance", by=clinic.manager
    )
    assert (clinic.starts(service=clinic.heart), bool(clinic.starts())) == ([], True)


def test_APT_1_rooms_are_alternatives_and_kinds_are_all_needed(clinic: Clinic) -> None:
    found = find_times(clinic.heart, limit=1, by=clinic.desk)[0]
    assert [part.name for part in found.parts[1:]] == ["Room C1", "Room E1"]


def test_APT_1_a_room_is_not_put_together_from_two(clinic: Clinic) -> None:
    ten = NINE + timedelta(minutes=10)
    for room, starts_at, ends_at in ((0, ten, ten + timedelta(hours=1)), (1, NINE, ten)):
        actions.add_block(
            resource=clinic.rooms[room], starts_at=starts_at, ends_at=ends_at, reason="closure", by=clinic.manager
        )
    assert clinic.starts(limit=1) == [ten]


def test_APT_2_a_held_time_of_one_clinician_leaves_the_other(clinic: Clinic) -> None:
    clinic.hold(clinic.person())
    assert clinic.starts(limit=1) == [NINE]
    clinic.hold(clinic.person())
    assert clinic.starts(limit=1) == [NINE + timedelta(minutes=20)]


def test_I_12_a_lapsed_hold_is_free_without_any_worker(clinic: Clinic) -> None:
    clinic.hold(clinic.person())
    clinic.hold(clinic.person())
    with clock.at(NOW + timedelta(minutes=10)):
        assert clinic.starts(limit=1) == [NINE]


def test_I_11_a_lapsed_hold_on_blocked_time_does_not_come_free(clinic: Clinic) -> None:
    hold = clinic.hold(clinic.person())
    claim = hold.claims.get(resource__kind="clinician")
    actions.add_block(
        resource=claim.resource, starts_at=hold.starts_at, ends_at=hold.ends_at, reason="sickness", by=clinic.manager
    )
    with clock.at(NOW + timedelta(minutes=11)):
        own = Preferences(clinician_id=str(claim.resource.staff_id))
        assert clinic.starts(limit=1, preferences=own) == [NINE + timedelta(minutes=20)]


@pytest.mark.parametrize(
    ("wish", "clinicians"),
    [
        (Preferences(sex="male"), {"Evan Reed"}),
        (Preferences(language="es"), {"Dana Okafor"}),
        (Preferences(language="de"), set()),
    ],
)
def test_APT_5_wishes_of_the_clinician(clinic: Clinic, wish: Preferences, clinicians: set[str]) -> None:
    found = find_times(clinic.service, preferences=wish, by=clinic.desk)
    assert {t.clinician.name for t in found} == clinicians


def test_APT_5_a_step_free_room(clinic: Clinic) -> None:
    clinic.visit(clinic.person())
    found = find_times(clinic.service, limit=1, preferences=Preferences(step_free=True), by=clinic.desk)[0]
    assert (found.starts_at, found.room and found.room.name) == (NINE + timedelta(minutes=20), "Room C1")


def test_APT_5_weekday_and_part_of_the_day(clinic: Clinic) -> None:
    for resource in (*clinic.clinicians, *clinic.rooms):
        Diary.objects.filter(resource=resource).delete()
        open_every_day(resource, ((time(13), time(15)),), clinic.manager)
    actions.open_diaries(
        resources=[*clinic.clinicians, *clinic.rooms], from_day=MONDAY, until_day=MONDAY + timedelta(6), by=SYSTEM
    )
    wish = Preferences(weekdays=(2,), parts_of_day=("afternoon",))
    assert clinic.starts(limit=1, preferences=wish) == [datetime(2026, 11, 25, 13, 0, tzinfo=UTC)]


def test_APT_5_every_time_says_why_it_suits(clinic: Clinic) -> None:
    found = find_times(clinic.service, limit=1, preferences=Preferences(language="es", step_free=True), by=clinic.desk)
    assert [str(why) for why in found[0].why] == [
        "Dana Okafor speaks your language",
        "the room can be reached without steps",
    ]


def test_APT_9_an_interpreter_is_a_part_of_the_time(clinic: Clinic) -> None:
    interpreter = actions.add_resource(
        kind="interpreter", name="Sami", site=clinic.site, languages=["ar"], by=clinic.manager
    )
    open_every_day(interpreter, ((time(10), time(11)),), clinic.manager)
    actions.open_diaries(resources=[interpreter], from_day=MONDAY, until_day=MONDAY, by=clinic.manager)
    wish = Preferences(interpreter="ar")
    found = find_times(clinic.service, preferences=wish, by=clinic.desk)
    assert [t.starts_at for t in found] == [NINE + timedelta(minutes=m) for m in (60, 80, 100)]
    person = clinic.person()
    hold = actions.hold(service=clinic.service, time=found[0], person=person, by=clinic.desk)
    visit = actions.book(hold=hold, person=person, by=clinic.desk)
    assert {claim.resource.name for claim in visit.claims.all()} == {visit.clinician.name, "Room C1", "Sami"}


def test_APT_6_urgent_time_is_for_the_urgent_until_it_is_released(clinic: Clinic) -> None:
    Diary.objects.all().delete()
    for resource in clinic.clinicians:
        resource.patterns.update(urgent_reserved=True)
    both = [*clinic.clinicians, *clinic.rooms]
    actions.open_diaries(resources=both, from_day=MONDAY, until_day=MONDAY + timedelta(2), by=clinic.manager)
    tomorrow, day_after = NINE + timedelta(days=1), NINE + timedelta(days=2)
    assert clinic.starts(from_at=tomorrow) == []
    assert clinic.starts(level=3, limit=1, from_at=tomorrow) == [tomorrow]
    with clock.at(day_after - timedelta(hours=23)):
        assert clinic.starts(limit=1, from_at=day_after) == [day_after]


def test_APT_6_a_hold_cannot_take_what_the_search_would_not_show(clinic: Clinic) -> None:
    Diary.objects.all().delete()
    clinic.clinicians[0].patterns.update(urgent_reserved=True)
    both = [*clinic.clinicians, *clinic.rooms]
    actions.open_diaries(resources=both, from_day=MONDAY, until_day=MONDAY + timedelta(2), by=clinic.manager)
    own = Preferences(clinician_id=str(clinic.clinicians[0].staff_id))
    later = NINE + timedelta(days=2)
    found = find_times(clinic.service, limit=1, level=2, from_at=later, preferences=own, by=clinic.desk)[0]
    with pytest.raises(SlotTaken):
        actions.hold(service=clinic.service, time=found, person=clinic.person(), by=clinic.desk)
    actions.hold(service=clinic.service, time=found, person=clinic.person(), level=2, by=clinic.desk)


def test_SEL_8_who_it_is_not_for_sees_no_times(clinic: Clinic) -> None:
    clinic.service.min_age = 18
    child = clinic.person(birth_on=MONDAY - timedelta(days=3000))
    with pytest.raises(NotSuitable, match="from 18 years on"):
        find_times(clinic.service, person=child, by=clinic.desk)


def test_SEL_8_who_has_no_order_is_told_the_first_step(clinic: Clinic) -> None:
    person = clinic.person()
    with pytest.raises(NotSuitable, match="has to ask for this first"):
        find_times(clinic.heart, person=person, ordered=False, by=clinic.themself(person))
    assert find_times(clinic.heart, person=person, ordered=True, by=clinic.themself(person))


def test_nothing_is_offered_that_begins_in_a_moment(clinic: Clinic) -> None:
    with clock.at(NINE - timedelta(minutes=5)):
        assert clinic.starts(limit=1) == [NINE + timedelta(minutes=5)]


def test_I_11_what_is_cancelled_is_found_again(clinic: Clinic) -> None:
    before = clinic.starts()
    visits = [clinic.visit(clinic.person()) for _ in range(2)]
    assert NINE not in clinic.starts()
    for visit in visits:
        actions.cancel(appointment=visit, by=clinic.desk)
    assert clinic.starts() == before


def test_SEL_2_the_soonest_of_several_services(clinic: Clinic, django_assert_num_queries: type) -> None:
    clinic.visit(clinic.person(), service=clinic.heart)
    soonest_by_service(["GEN", "CAR", "NONE"], NOW)
    with django_assert_num_queries(3):
        found = soonest_by_service(["GEN", "CAR", "NONE"], NOW)
    assert found == {"GEN": NINE, "CAR": NINE + timedelta(minutes=40)}


@pytest.mark.parametrize("away_days", [0, 2, 3])
def test_SEL_2_the_soonest_is_what_the_search_finds_however_far_away(clinic: Clinic, away_days: int) -> None:
    everyone = [*clinic.clinicians, *clinic.rooms]
    actions.open_diaries(resources=everyone, from_day=MONDAY, until_day=MONDAY + timedelta(30), by=clinic.manager)
    away = NINE + timedelta(days={0: 0, 2: 8, 3: 21}[away_days])
    actions.add_block(
        resource=clinic.rooms[2],
        starts_at=NOW,
        ends_at=away + timedelta(minutes=30),
        reason="closure",
        by=clinic.manager,
    )
    assert soonest_by_service(["CAR"], NOW) == {"CAR": clinic.starts(limit=1, service=clinic.heart)[0]}
    assert soonest_by_service(["CAR"], NOW)["CAR"] == away + timedelta(minutes=30)


def test_the_number_of_statements_does_not_grow(
    clinic: Clinic, django_assert_num_queries: type[CaptureQueriesContext]
) -> None:
    """Two once the days are known: the head of the audit chain, and what has lapsed."""
    clinic.starts(limit=50)
    with django_assert_num_queries(2):
        clinic.starts(limit=50)
    for number in range(3):
        staff = Staff.objects.create(name=f"Locum {number}", profession="physician", site=clinic.site)
        Offering.objects.create(service=clinic.service, staff=staff)
        locum = actions.add_resource(
            kind="clinician", name=staff.name, site=clinic.site, staff=staff, by=clinic.manager
        )
        open_every_day(locum, ((time(9), time(12)),), clinic.manager)
        actions.open_diaries(resources=[locum], from_day=MONDAY, until_day=MONDAY + timedelta(4), by=clinic.manager)
    clinic.starts(limit=50)
    with django_assert_num_queries(2):
        clinic.starts(limit=50)
    clinic.visit(clinic.person())
    with django_assert_num_queries(4):
        clinic.starts(limit=50)


def test_who_seems_earlier_does_not_hide_who_is(clinic: Clinic) -> None:
    """One has ten minutes free at nine and is then away until eleven; the other comes half an hour later and stays."""
    first, second = clinic.clinicians
    minutes = [NINE + timedelta(minutes=each) for each in (10, 120, 0, 30)]
    for resource, starts_at, ends_at in ((first, *minutes[:2]), (second, *minutes[2:])):
        actions.add_block(resource=resource, starts_at=starts_at, ends_at=ends_at, reason="meeting", by=clinic.manager)
    assert clinic.starts(limit=1) == [NINE + timedelta(minutes=30)]


def test_who_is_named_first_changes_from_day_to_day(clinic: Clinic) -> None:
    found = find_times(clinic.service, limit=45, by=clinic.desk)
    assert {t.clinician.name for t in found} == {"Dana Okafor", "Evan Reed"}


def test_why_there_is_none_names_the_part_and_what_comes_nearest(clinic: Clinic) -> None:
    told = why_none(clinic.service, preferences=Preferences(language="de"), by=clinic.desk)
    assert [str(reason) for reason in told.reasons] == ["Nobody and nothing fits for: physician who meets the wishes."]
    assert [(str(each.without), each.times[0].starts_at) for each in told.instead] == [("in another language", NINE)]


def test_why_there_is_none_in_the_days_that_were_asked_for(clinic: Clinic) -> None:
    wish = Preferences(weekdays=(3,))
    told = why_none(clinic.service, until=MONDAY, preferences=wish, by=clinic.desk)
    assert [(str(each.without), each.times[0].starts_at) for each in told.instead] == [
        ("later", NINE + timedelta(days=3)),
        ("on any day of the week", NINE),
    ]


def test_preferences_come_back_as_they_were_stored() -> None:
    wish = replace(Preferences(), weekdays=(1, 2), parts_of_day=("evening",), step_free=True, language="es")
    assert from_json(wish.as_json() | {"no longer known": 1}) == wish
