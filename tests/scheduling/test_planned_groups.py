"""The hour of a planned group is kept for it before anybody is booked in it, and given free in time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.scheduling.clinic import NOW, Clinic
from tests.scheduling.test_groups import broken, come, find, make_course, seen

from almoner.catalogue.models import Offering, Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.models import Site, Staff
from almoner.scheduling import actions, memory, refusals
from almoner.scheduling.enums import SeriesKind
from almoner.scheduling.given import given
from almoner.scheduling.models import GroupRelease, GroupStart, WaitingEntry
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time, key_of

WEDNESDAY_TEN = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def course(clinic: Clinic) -> Service:
    """An hour for three, given by Dana only, on Wednesdays at ten."""
    service = make_course(clinic)
    plan(clinic, service)
    return service


def plan(clinic: Clinic, service: Service, **more: int) -> None:
    starts = [(clinic.site, 2, time(10))]
    actions.plan_groups(service=service, capacity=3, starts=starts, by=clinic.manager, **more)


def with_dana(clinic: Clinic) -> Preferences:
    return Preferences(clinician_id=str(clinic.clinicians[0].staff_id))


def dana_on_wednesday(clinic: Clinic, **asked: object) -> list[str]:
    """When Dana can be had for a visit of twenty minutes."""
    day = WEDNESDAY_TEN.date()
    found = find_times(
        clinic.service, from_day=day, until=day, limit=99, preferences=with_dana(clinic), by=clinic.desk, **asked
    )
    return [one.starts_at.strftime("%H:%M") for one in found]


BEFORE = ["09:00", "09:20", "09:40"]
IN_THE_HOUR = ["10:00", "10:20", "10:40"]
AFTER = ["11:00", "11:20", "11:40"]


def at_ten(clinic: Clinic, minutes: int = 20, room: int = 0) -> Time:
    """A key for a visit with Dana in the hour of the group, as a page has it that was opened before."""
    starts_at = WEDNESDAY_TEN + timedelta(minutes=minutes)
    key = key_of(starts_at, [clinic.clinicians[0].id, clinic.rooms[room].id])
    return given(clinic.service, key).time


# ── In the search ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_hour_of_a_planned_group_is_shown_to_nobody_else(clinic: Clinic, course: Service) -> None:
    assert dana_on_wednesday(clinic) == BEFORE + AFTER
    assert seen(find(clinic, course)) == [("Wed 10:00", 3)]


def test_whoever_else_could_give_a_visit_then_is_found_as_ever(clinic: Clinic, course: Service) -> None:
    """Evan gives no course; one of two rooms is enough for it."""
    day = WEDNESDAY_TEN.date()
    found = find_times(clinic.service, from_day=day, until=day, limit=99, by=clinic.desk)
    assert [one.clinician.name for one in found if one.starts_at == WEDNESDAY_TEN] == ["Evan Reed"]


def test_where_two_can_give_the_group_either_can_be_booked_and_then_the_other_is_kept(
    clinic: Clinic, course: Service
) -> None:
    evan = clinic.clinicians[1]
    Offering.objects.create(service=course, staff=evan.staff)
    memory.forget()
    assert dana_on_wednesday(clinic) == BEFORE + IN_THE_HOUR + AFTER
    theirs = Preferences(clinician_id=str(evan.staff_id))
    found = find_times(clinic.service, from_at=WEDNESDAY_TEN, limit=1, preferences=theirs, by=clinic.desk)
    actions.hold(service=clinic.service, time=found[0], person=clinic.person(), by=clinic.desk)
    assert dana_on_wednesday(clinic) == BEFORE + AFTER


def test_the_last_room_is_kept_as_the_last_clinician_is(clinic: Clinic, course: Service) -> None:
    actions.add_block(
        resource=clinic.rooms[1], starts_at=WEDNESDAY_TEN - HOUR, ends_at=WEDNESDAY_TEN + 2 * HOUR,
        reason="maintenance", by=clinic.manager,
    )  # fmt: skip
    day = WEDNESDAY_TEN.date()
    found = find_times(clinic.service, from_day=day, until=day, limit=99, by=clinic.desk)
    assert [one.starts_at for one in found if WEDNESDAY_TEN <= one.starts_at < WEDNESDAY_TEN + HOUR] == []


def test_what_comes_before_and_after_it_is_kept_with_it(clinic: Clinic, course: Service) -> None:
    Service.objects.filter(id=course.id).update(minutes_before=10, minutes_after=15)
    memory.forget()
    assert dana_on_wednesday(clinic) == ["09:00", "09:20", "11:15", "11:35"]


def test_APT_6_whoever_must_be_seen_within_hours_is_not_refused_for_a_group_without_people(
    clinic: Clinic, course: Service
) -> None:
    assert dana_on_wednesday(clinic, level=2) == BEFORE + IN_THE_HOUR + AFTER
    assert dana_on_wednesday(clinic, level=3) == BEFORE + AFTER
    actions.hold(service=clinic.service, time=at_ten(clinic), person=clinic.person(), level=2, by=clinic.desk)


def test_I_11_the_first_who_books_begins_the_group_and_the_last_who_goes_leaves_the_hour_to_it(
    clinic: Clinic, course: Service
) -> None:
    """With two who could give it: while one gives it, the other is free for anything."""
    Offering.objects.create(service=course, staff=clinic.clinicians[1].staff)
    memory.forget()
    visit = come(clinic, course, find(clinic, course)[0])
    other = next(one for one in clinic.clinicians if one != visit.clinician)
    wish = Preferences(clinician_id=str(other.staff_id))
    at = [one.starts_at for one in find(clinic, clinic.service, from_at=WEDNESDAY_TEN, preferences=wish, limit=1)]
    assert at == [WEDNESDAY_TEN]
    person = clinic.person()
    kept = actions.hold(
        service=clinic.service, time=find(clinic, clinic.service, from_at=WEDNESDAY_TEN, preferences=wish)[0],
        person=person, by=clinic.desk,
    )  # fmt: skip
    actions.book(hold=kept, person=person, by=clinic.desk)
    actions.cancel(appointment=visit, by=clinic.desk)
    theirs = Preferences(clinician_id=str(visit.clinician.staff_id))
    found = find(clinic, clinic.service, from_at=WEDNESDAY_TEN, preferences=theirs, limit=1)
    assert found[0].starts_at == WEDNESDAY_TEN + HOUR
    assert seen(find(clinic, course)) == [("Wed 10:00", 3)]
    assert broken() == []


def test_I_12_a_place_that_is_held_stands_for_the_group_until_it_lapses(clinic: Clinic, course: Service) -> None:
    Offering.objects.create(service=course, staff=clinic.clinicians[1].staff)
    memory.forget()
    kept = actions.hold(service=course, time=find(clinic, course)[0], person=clinic.person(), by=clinic.desk)
    giver = kept.claims.get(resource__kind="clinician").resource
    other = next(one for one in clinic.clinicians if one != giver)
    actions.add_block(
        resource=clinic.rooms[1], starts_at=WEDNESDAY_TEN, ends_at=WEDNESDAY_TEN + HOUR, reason="maintenance",
        by=clinic.manager,
    )  # fmt: skip
    room_two_away = find(clinic, clinic.service, from_at=WEDNESDAY_TEN, limit=1)[0]
    assert room_two_away.starts_at == WEDNESDAY_TEN + HOUR, "the only room is the group's"
    with clock.at(NOW + timedelta(minutes=11)):
        wish = Preferences(clinician_id=str(other.staff_id))
        assert (
            find(clinic, clinic.service, from_at=WEDNESDAY_TEN, preferences=wish)[0].starts_at == WEDNESDAY_TEN + HOUR
        )
        assert seen(find(clinic, course)) == [("Wed 10:00", 3)]


def test_a_search_spends_its_two_statements_where_groups_are_planned_too(clinic: Clinic, course: Service) -> None:
    dana_on_wednesday(clinic)
    with CaptureQueriesContext(connection) as captured:
        dana_on_wednesday(clinic)
    assert len(captured) == 2


# ── Given free ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("hours", [24, 3])
def test_the_hour_is_given_free_so_long_before_when_nobody_is_booked(
    clinic: Clinic, course: Service, hours: int
) -> None:
    plan(clinic, course, release_hours=hours)
    moment = WEDNESDAY_TEN - timedelta(hours=hours)
    with clock.at(moment - timedelta(minutes=20)):
        assert "10:40" not in dana_on_wednesday(clinic)
    with clock.at(moment):
        assert "10:40" in dana_on_wednesday(clinic)


def test_with_no_hours_before_it_is_kept_until_it_begins(clinic: Clinic, course: Service) -> None:
    plan(clinic, course, release_hours=0)
    with clock.at(WEDNESDAY_TEN - timedelta(minutes=1)):
        assert dana_on_wednesday(clinic) == AFTER
    with clock.at(WEDNESDAY_TEN):
        assert dana_on_wednesday(clinic)[0] == "10:10"


def test_a_manager_gives_one_hour_free_and_keeps_it_again(clinic: Clinic, course: Service) -> None:
    which = {"service": course, "site": clinic.site, "starts_at": WEDNESDAY_TEN, "by": clinic.manager}
    for _twice in range(2):
        actions.release_group_time(**which)
    assert dana_on_wednesday(clinic) == BEFORE + IN_THE_HOUR + AFTER
    assert seen(find(clinic, course)) == [("Wed 10:00", 3)], "while it is free it can still begin"
    actions.keep_group_time(**which)
    assert dana_on_wednesday(clinic) == BEFORE + AFTER


def test_only_a_manager_of_the_site_gives_free_what_is_planned_there_and_to_come(
    clinic: Clinic, course: Service
) -> None:
    elsewhere = Site.objects.create(
        code="other", name="Other", time_zone="Europe/London", service_desk_number="1", emergency_number="999",
        opens_at=time(8), closes_at=time(18),
    )  # fmt: skip
    staff = Staff.objects.create(name="Mo", profession="manager", site=elsewhere)
    theirs = Actor(name="Mo", roles=frozenset({Role.MANAGER}), staff_id=staff.id, site_id=elsewhere.id)
    which = {"service": course, "site": clinic.site, "starts_at": WEDNESDAY_TEN}
    for wrong, refusal in (
        ({"by": clinic.desk}, NotAllowed), ({"by": theirs}, NotThere),
        ({"by": clinic.manager, "starts_at": WEDNESDAY_TEN + HOUR}, NotThere),
        ({"by": clinic.manager, "starts_at": WEDNESDAY_TEN - timedelta(weeks=1)}, refusals.TooLate),
    ):  # fmt: skip
        with pytest.raises(refusal):
            actions.release_group_time(**which | wrong)
    assert not GroupRelease.objects.exists()


def test_hours_before_that_nobody_can_mean_are_refused_and_nothing_changes(clinic: Clinic, course: Service) -> None:
    with pytest.raises(refusals.GroupUnclear):
        plan(clinic, course, release_hours=24 * 15)
    assert GroupStart.objects.get().release_hours == 24


# ── Refused to whoever tries ─────────────────────────────────────────────────────────────────────────────────────────


def test_staff_are_told_for_which_group_it_is_kept_and_people_that_it_is(clinic: Clinic, course: Service) -> None:
    person, time_ = clinic.person(), at_ten(clinic)
    with pytest.raises(refusals.KeptForGroup, match="“Diabetes class”") as told:
        actions.hold(service=clinic.service, time=time_, person=person, by=clinic.desk)
    assert all(
        one.starts_at != time_.starts_at for one in told.value.alternatives if one.clinician.name == "Dana Okafor"
    )
    with pytest.raises(refusals.KeptForGroup, match=r"^This hour is kept for a group that comes then\."):
        actions.hold(service=clinic.service, time=time_, person=person, by=clinic.themself(person))
    actions.hold(service=clinic.service, time=at_ten(clinic, 60), person=person, by=clinic.desk)


def test_WL_7_staff_offer_nobody_an_hour_that_is_kept_for_a_group(clinic: Clinic, course: Service) -> None:
    person = clinic.person()
    entry: WaitingEntry = actions.join_waiting_list(
        person=person, service=clinic.service, notice_hours=0, preferences=with_dana(clinic), by=clinic.desk
    )
    with clock.at(NOW + 2 * HOUR):
        with pytest.raises(refusals.TimeDoesNotSuit):
            actions.offer_to(entry=entry, time=at_ten(clinic).key, by=clinic.desk)
        offer = actions.offer_to(entry=entry, time=at_ten(clinic, 60).key, by=clinic.desk)
    assert offer.starts_at == WEDNESDAY_TEN + HOUR


def test_APT_8_a_series_books_none_where_one_of_its_times_is_kept_for_a_group(clinic: Clinic, course: Service) -> None:
    day_before = find_times(clinic.service, from_at=WEDNESDAY_TEN - timedelta(days=1), limit=1, by=clinic.desk)[0]
    picked = [actions.Picked(clinic.service, key) for key in (day_before.key, at_ten(clinic).key)]
    with pytest.raises(refusals.TimesTaken) as told:
        actions.book_together(picked=picked, kind=SeriesKind.AGAIN, person=clinic.person(), by=clinic.desk)
    assert told.value.facts["keys"] == [at_ten(clinic).key]


def test_two_groups_at_one_hour_keep_one_each_and_the_one_that_cannot_be_kept_is_in_nobodys_way(
    clinic: Clinic, course: Service
) -> None:
    """Of two groups that only Dana could give the first by its code is kept; when that is given free the other is."""
    second = Service.objects.create(
        code="FIT", specialty=clinic.specialty, names={"en": "Back class"}, minutes=60, visit_minutes=60,
        performers=["physician"], room_kinds=["consulting"], self_book=True, capacity=3,
    )  # fmt: skip
    Offering.objects.create(service=second, staff=clinic.clinicians[0].staff)
    plan(clinic, second)
    assert seen(find(clinic, course)) == [("Wed 10:00", 3)]
    assert find(clinic, second) == []
    actions.release_group_time(service=course, site=clinic.site, starts_at=WEDNESDAY_TEN, by=clinic.manager)
    assert seen(find(clinic, second)) == [("Wed 10:00", 3)]
    come(clinic, second, find(clinic, second)[0])
    assert find(clinic, course) == []
    assert dana_on_wednesday(clinic) == BEFORE + AFTER
