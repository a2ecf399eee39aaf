"""Somebody at two sites on one day: found only where they are, in the room that is theirs, with the way between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.scheduling.clinic import MONDAY, NOW, SYSTEM, Clinic

from almoner.catalogue.models import Room
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.holidays import Holiday
from almoner.people.models import Site, Staff
from almoner.scheduling import actions, memory, refusals
from almoner.scheduling.actions import Session
from almoner.scheduling.enums import Changed
from almoner.scheduling.facts import where
from almoner.scheduling.laws import LAWS
from almoner.scheduling.messages import standing
from almoner.scheduling.models import Appointment, Diary, OtherHours, Resource, SiteTravel, WeeklyPattern
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.presence import at_another_site, staff_at
from almoner.scheduling.search import find_times
from almoner.scheduling.site_plans import plan_travel
from almoner.scheduling.sites_near import sites_giving
from almoner.scheduling.times import Time, key_of
from almoner.scheduling.weeks import look_at, places_to_be
from almoner.visits.arrivals import arrivals_of_day

TUESDAY = MONDAY + timedelta(1)


@dataclass
class TwoSites:
    clinic: Clinic
    harbour: Site
    berth: Resource
    """The consulting room at the harbour."""

    @property
    def dana(self) -> Resource:
        return self.clinic.clinicians[0]

    def week(self, gap: time = time(12, 30), room: bool = True) -> list[Session]:
        """Tuesday morning in room C1, the afternoon at the harbour."""
        own = str(self.clinic.rooms[0].id) if room else ""
        return [
            Session(1, time(9), time(12), room=own),
            Session(1, gap, time(15), site=str(self.harbour.id), room=str(self.berth.id) if room else ""),
        ]

    def split(self, **more: Any) -> None:
        actions.change_week(
            resource=self.dana, sessions=self.week(**more), from_day=MONDAY, by=self.clinic.manager
        )  # fmt: skip

    def times(self, site: Site | None = None, who: Resource | None = None) -> list[Time]:
        wish = Preferences(
            sites=(str(site.id),) if site else (), clinician_id=str((who or self.dana).staff_id)
        )  # fmt: skip
        return find_times(
            self.clinic.service, limit=100, until=TUESDAY, preferences=wish, by=self.clinic.desk
        )  # fmt: skip


@pytest.fixture
def two(clinic: Clinic) -> Iterator[TwoSites]:
    harbour = Site.objects.create(
        code="harbour", name="Harbour Clinic", time_zone="Europe/London", service_desk_number="1",
        emergency_number="999", opens_at=time(8), closes_at=time(18), working_days=[0, 1, 2, 3, 4],
    )  # fmt: skip
    room = Room.objects.create(site=harbour, code="H1", kind="consulting", name="Berth 1")
    berth = actions.add_resource(kind="room", name="Berth 1", site=harbour, room=room, by=clinic.manager)
    actions.set_week(
        resource=berth, sessions=[Session(day, time(8), time(18)) for day in range(5)], from_day=MONDAY,
        by=clinic.manager,
    )  # fmt: skip
    actions.open_diaries(resources=[berth], from_day=MONDAY, until_day=MONDAY + timedelta(4), by=clinic.manager)
    yield TwoSites(clinic, harbour, berth)
    memory.forget()


def clocks(times: list[Time]) -> list[str]:
    return [f"{clock.local(one.starts_at):%H:%M}" for one in times]


def booked(two: TwoSites, time: Time) -> Appointment:
    hold = actions.hold(service=two.clinic.service, time=time, person=two.clinic.person(), by=two.clinic.desk)
    return actions.book(hold=hold, person=hold.person, by=two.clinic.desk)


# ── Found where they are ─────────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_is_found_only_at_the_site_of_that_stretch(two: TwoSites) -> None:
    assert two.times(two.harbour) == []
    two.split()
    morning, afternoon = two.times(two.clinic.site), two.times(two.harbour)
    assert (clocks(morning)[0], clocks(morning)[-1]) == ("09:00", "11:40")
    assert (clocks(afternoon)[0], clocks(afternoon)[-1]) == ("12:30", "14:30")
    assert {(one.site, one.where) for one in morning} == {("Riverside", "Room C1, Riverside")}
    assert {(one.site, one.where) for one in afternoon} == {("Harbour Clinic", "Berth 1, Harbour Clinic")}
    assert [one.key for one in two.times()] == [one.key for one in (*morning, *afternoon)]
    assert sites_giving(two.clinic.service) == [two.harbour, two.clinic.site]


def test_search_of_two_sites_spends_as_many_statements(two: TwoSites) -> None:
    two.split()
    two.times()
    with CaptureQueriesContext(connection) as captured:
        two.times()
    assert len(captured) == 2


def test_everything_that_is_said_of_a_visit_names_the_site_and_room_of_its_stretch(two: TwoSites) -> None:
    two.split()
    visit = booked(two, two.times(two.harbour)[0])
    assert (visit.site, visit.room, where(visit)) == (two.harbour, two.berth, "Berth 1, Harbour Clinic")
    told = standing(visit.id, visit.person)
    assert told is not None
    assert (told["where"], told["entrance"], told["calendar"]["location"]) == (
        "Berth 1, Harbour Clinic", "Harbour Clinic", "Harbour Clinic",
    )  # fmt: skip
    with clock.at(NOW + timedelta(days=1)):
        staff = Staff.objects.create(name="Ravi", profession="receptionist", site=two.harbour)
        door = Actor(name="Ravi", roles=frozenset({Role.RECEPTIONIST}), staff_id=staff.id, site_id=two.harbour.id)
        assert [line.appointment for line in arrivals_of_day(site=two.harbour, by=door)] == [visit]
        assert arrivals_of_day(site=two.clinic.site, by=door) == []


def test_moving_from_one_site_to_the_other_moves_the_place_too(two: TwoSites) -> None:
    two.split()
    visit = booked(two, two.times(two.clinic.site)[0])
    hold = actions.hold(
        service=two.clinic.service, time=two.times(two.harbour)[0], person=visit.person, by=two.clinic.desk
    )
    moved = actions.move(appointment=visit, hold=hold, by=two.clinic.desk)
    assert (moved.site, where(moved)) == (two.harbour, "Berth 1, Harbour Clinic")


def test_time_that_names_a_room_at_the_other_site_is_no_time(two: TwoSites) -> None:
    two.split()
    morning = two.times(two.clinic.site)[0]
    key = key_of(morning.starts_at, [two.dana.id, two.berth.id])
    with pytest.raises(refusals.NoSuchTime):
        actions.hold(service=two.clinic.service, time=key, person=two.clinic.person(), by=two.clinic.desk)


# ── Rooms of their own ───────────────────────────────────────────────────────────────────────────────────────────────


def test_room_of_their_own_is_taken_by_them_and_nobody_else(two: TwoSites) -> None:
    two.split()
    c1, c2 = two.clinic.rooms[:2]
    other = two.times(who=two.clinic.clinicians[1])
    on_tuesday = [one for one in other if clock.local(one.starts_at).date() == TUESDAY]
    assert {one.room.resource_id for one in two.times(two.clinic.site) if one.room} == {c1.id}
    assert {one.room.resource_id for one in on_tuesday if one.room} == {c2.id}
    for who, room in ((two.dana, c2), (two.clinic.clinicians[1], c1)):
        key = key_of(on_tuesday[0].starts_at, [who.id, room.id])
        with pytest.raises(refusals.SlotTaken):
            actions.hold(service=two.clinic.service, time=key, person=two.clinic.person(), by=two.clinic.desk)


def test_room_of_somebody_who_is_away_is_anybodys(two: TwoSites) -> None:
    two.split()
    block = actions.add_block(
        resource=two.dana, starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=2), reason="leave",
        by=two.clinic.manager,
    )  # fmt: skip
    others = two.times(who=two.clinic.clinicians[1])
    nine = next(one for one in others if clock.local(one.starts_at).date() == TUESDAY)
    assert nine.room
    assert nine.room.resource_id == two.clinic.rooms[0].id
    actions.lift_block(block=block, by=two.clinic.manager)
    assert clocks(two.times(two.clinic.site))[0] == "09:00"
    assert two.times(who=two.clinic.clinicians[1])[-1].room.resource_id == two.clinic.rooms[1].id  # type: ignore[union-attr]


@pytest.mark.parametrize("of", ["another site", "a room", "nobody"])
def test_place_that_cannot_be_is_refused(two: TwoSites, of: str) -> None:
    session, resource = {
        "another site": (Session(1, time(9), time(12), room=str(two.berth.id)), two.dana),
        "a room": (Session(1, time(9), time(12), site=str(two.harbour.id)), two.clinic.rooms[0]),
        "nobody": (Session(1, time(9), time(12), room=str(two.dana.id)), two.dana),
    }[of]
    with pytest.raises(refusals.PlaceUnclear):
        actions.change_week(resource=resource, sessions=[session], from_day=MONDAY, by=two.clinic.manager)
    assert not WeeklyPattern.objects.exclude(site=None, room=None).exists()


def test_room_is_the_own_one_of_one_only_at_a_time(two: TwoSites) -> None:
    two.split()
    own, other = str(two.clinic.rooms[0].id), two.clinic.clinicians[1]
    with pytest.raises(refusals.RoomIsTheirs, match="Room C1 is the room of Dana Okafor then"):
        actions.change_day(
            resource=other, day=TUESDAY, sessions=[Session(1, time(11), time(13), room=own)], by=two.clinic.manager
        )
    actions.change_day(
        resource=other, day=TUESDAY, sessions=[Session(1, time(12), time(14), room=own)], by=two.clinic.manager
    )
    assert OtherHours.objects.get().sessions == [["12:00", "14:00", False, "", own]]


# ── The way between ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_week_that_leaves_too_little_time_between_sites_is_refused_with_what_is_missing(two: TwoSites) -> None:
    with pytest.raises(refusals.TooFarApart):
        actions.set_week(
            resource=two.dana, sessions=two.week(gap=time(12, 10))[1:], from_day=MONDAY, by=two.clinic.manager
        )
    with pytest.raises(refusals.TooFarApart) as told:
        two.split(gap=time(12, 10))
    assert str(told.value) == (
        "20 minutes are missing on 24 November 2026: from Riverside to Harbour Clinic it takes 30 minutes."
    )
    actions.set_travel(site=two.clinic.site, minutes={two.harbour.id: (10, 45)}, by=two.clinic.manager)
    two.split(gap=time(12, 10))
    assert clocks(two.times(two.harbour))[0] == "12:10"
    back = [*two.week(gap=time(12, 10))[:1], Session(1, time(6), time(8, 20), site=str(two.harbour.id))]
    with pytest.raises(refusals.TooFarApart, match="5 minutes are missing"):
        actions.change_day(resource=two.dana, day=TUESDAY, sessions=back, by=two.clinic.manager)


def test_longer_way_displaces_who_stands_in_it_once_it_was_seen(two: TwoSites) -> None:
    two.split()
    first, later = (booked(two, two.times(two.harbour)[nth]) for nth in (0, 2))
    plan = plan_travel(site=two.clinic.site, minutes={two.harbour.id: (60, 60)}, by=two.clinic.manager)
    effect = look_at(plan, by=two.clinic.manager).effect
    assert effect.displaced == (first,)
    change = actions.set_travel(
        site=two.clinic.site, minutes={two.harbour.id: (60, 60)}, seen=effect.digest, by=two.clinic.manager
    )
    owed = Promise.objects.live().filter(standard="displaced").values_list("subject_id", flat=True)
    assert (list(owed), change.what, later.state) == ([first.id], Changed.TRAVEL, "booked")
    assert clocks(two.times(two.harbour))[0] == "13:00"
    assert [law.id for law in LAWS if law.broken()] == []
    with pytest.raises(refusals.OtherwiseNow):
        actions.set_travel(
            site=two.clinic.site, minutes={two.harbour.id: (30, 30)}, seen=effect.digest, by=two.clinic.manager
        )
    actions.set_travel(site=two.clinic.site, minutes={two.harbour.id: (30, 30)}, by=two.clinic.manager)
    assert not Promise.objects.live().filter(standard="displaced").exists()
    assert SiteTravel.objects.count() == 2


def test_way_that_cannot_be_is_refused_and_only_a_manager_of_the_site_says_it(two: TwoSites) -> None:
    site, harbour = two.clinic.site, two.harbour.id
    other = Actor(name="Otto", roles=frozenset({Role.MANAGER}), site_id=harbour)
    for minutes, by, refusal in (
        ({harbour: (10, 10)}, two.clinic.desk, NotAllowed),
        ({harbour: (10, 10)}, other, NotThere),
        ({two.dana.id: (10, 10)}, two.clinic.manager, NotThere),
        ({harbour: (601, 10)}, two.clinic.manager, refusals.TravelUnclear),
        ({site.id: (10, 10)}, two.clinic.manager, refusals.TravelUnclear),
    ):
        with pytest.raises(refusal):
            actions.set_travel(site=site, minutes=minutes, by=by)
    assert not SiteTravel.objects.exists()


# ── Changing where somebody is ───────────────────────────────────────────────────────────────────────────────────────


def test_afternoon_that_moves_to_another_site_displaces_who_stood_at_this_one(two: TwoSites) -> None:
    visit = booked(two, [one for one in two.times() if clock.local(one.starts_at).date() == TUESDAY][-1])
    moves = [Session(1, time(9), time(12), site=str(two.harbour.id))]
    actions.change_week(resource=two.dana, sessions=moves, from_day=MONDAY, by=two.clinic.manager)
    assert Promise.objects.live().get(standard="displaced").subject_id == visit.id
    diaries = Diary.objects.filter(resource=two.dana, day=TUESDAY)
    assert {one.site: bool(one.open) and any(one.open) for one in diaries} == {
        two.clinic.site: False, two.harbour: True,
    }  # fmt: skip
    assert [law.id for law in LAWS if law.broken()] == []


def test_places_to_choose_from_are_those_where_they_may_be(two: TwoSites) -> None:
    of_dana = places_to_be(two.dana, by=two.clinic.manager)
    assert [(one.name, [name for _key, name in one.rooms]) for one in of_dana] == [
        ("Riverside", ["Room C1", "Room C2", "Room E1"]), ("Harbour Clinic", ["Berth 1"]),
    ]  # fmt: skip
    assert places_to_be(two.berth, by=two.clinic.manager) == []
    with pytest.raises(NotAllowed):
        places_to_be(two.dana, by=two.clinic.desk)


def test_holiday_of_one_site_leaves_their_afternoon_at_the_other(two: TwoSites) -> None:
    two.split()
    actions.keep_holiday(site=two.clinic.site, holiday=Holiday(TUESDAY, {"en": "Feast"}), by=two.clinic.manager)
    assert (two.times(two.clinic.site), clocks(two.times(two.harbour))[0]) == ([], "12:30")


def test_nobody_is_booked_elsewhere_while_a_visit_stands_that_is_still_to_be_moved(two: TwoSites) -> None:
    """Ten o'clock at Riverside stays booked until it is moved: the harbour opens around it, and then whole."""
    at_ten = next(one for one in two.times() if clock.local(one.starts_at).strftime("%d %H:%M") == "24 10:00")
    visit = booked(two, at_ten)
    moves = [Session(1, time(9), time(12), site=str(two.harbour.id))]
    actions.change_week(resource=two.dana, sessions=moves, from_day=MONDAY, by=two.clinic.manager)
    assert clocks(two.times(two.harbour)) == ["09:00", "10:50", "11:10", "11:30"]
    key = key_of(at_ten.starts_at, [two.dana.id, two.berth.id])
    with pytest.raises(refusals.SlotTaken):
        actions.hold(service=two.clinic.service, time=key, person=two.clinic.person(), by=two.clinic.desk)
    assert actions.settle_places(by=SYSTEM) == 0
    actions.cancel(appointment=visit, reason="pat", by=two.clinic.desk)
    assert actions.settle_places(by=SYSTEM) > 0
    assert clocks(two.times(two.harbour))[:3] == ["09:00", "09:20", "09:40"]
    assert len(two.times(two.harbour)) == 9
    assert [law.id for law in LAWS if law.broken()] == []
    with pytest.raises(NotAllowed):
        actions.settle_places(by=two.clinic.manager)


def test_who_is_at_another_site_now_is_not_here(two: TwoSites) -> None:
    two.split()
    who = two.dana.staff
    assert who
    assert who.id in set(staff_at(two.harbour.id).values_list("id", flat=True))
    for hours, site, away in ((1, two.harbour, True), (1, two.clinic.site, False), (5, two.clinic.site, True)):
        with clock.at(NOW + timedelta(days=1, hours=hours)):
            assert (who.id in at_another_site([who.id], site.id)) is away
