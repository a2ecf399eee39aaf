"""The pages of groups, and what stands together at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import NOW, Clinic
from tests.scheduling.test_groups import come, find, make_course

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.people.models import Site, Staff
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment, GroupRelease, GroupStart
from almoner.scheduling.times import key_of

As = Callable[[str], Client]


@pytest.fixture
def course(clinic: Clinic, cast: Cast) -> Iterator[Service]:
    with clock.at(NOW):
        Staff.objects.filter(id__in=[cast.manager.staff_id, cast.agent.staff_id]).update(site=clinic.site)
        yield make_course(clinic)


@pytest.fixture
def booked(clinic: Clinic, course: Service) -> list[Appointment]:
    first = find(clinic, course)[0]
    return [come(clinic, course, first, name) for name in ("Ann", "Ben")]


def test_a_manager_sees_the_groups_to_come_and_never_who_is_in_them(
    booked: list[Appointment], course: Service, as_: As
) -> None:
    manager = as_("manager")
    assert "Service Diabetes class Places 3 Groups begin at any time People in the next four weeks 2" in words(
        manager.get(reverse("console:group_times"))
    )
    said = words(manager.get(reverse("console:group_times_of", args=["EDU"])))
    assert "09:00 With Dana Okafor Where Room C1 People 2 of 3" in said
    assert "Ann" not in said


def test_a_manager_says_for_how_many_a_group_is_and_when_it_begins(clinic: Clinic, course: Service, as_: As) -> None:
    manager, address = as_("manager"), reverse("console:group_times_of", args=["EDU"])
    wrong = manager.post(address, {"capacity": "0", "day-0": "9:03", "day-1": "noon"})
    assert (wrong.status_code, GroupStart.objects.count()) == (422, 0)
    manager.post(address, {"capacity": "4", "day-0": "10, 11:30", "day-2": "0900", "release_hours": "24"})
    course.refresh_from_db()
    starts = GroupStart.objects.order_by("weekday", "at").values_list("weekday", "at")
    assert (course.capacity, list(starts)) == (4, [(0, time(10)), (0, time(11, 30)), (2, time(9))])
    found = [(one.starts_at.strftime("%a %H:%M"), one.places) for one in find(clinic, course, limit=2)]
    assert found == [("Mon 10:00", 4), ("Wed 09:00", 4)]
    assert "Monday 10:00, 11:30 · Wednesday 09:00" in words(manager.get(reverse("console:group_times")))


def test_another_service_becomes_a_group_from_the_list(clinic: Clinic, course: Service, as_: As) -> None:
    manager = as_("manager")
    gone = manager.get(reverse("console:group_times"), {"service": "GEN"})
    assert gone["Location"] == reverse("console:group_times_of", args=["GEN"])
    assert manager.get(reverse("console:group_times_of", args=["NONE"])).status_code == 404


def test_the_desk_reads_how_many_places_are_free_and_who_comes(booked: list[Appointment], as_: As) -> None:
    agent = as_("agent")
    times = agent.get(reverse("console:choose_time", args=[booked[0].person_id, "EDU"]))
    assert "09:00 Dana Okafor · Places free: 1 of 3" in words(times)
    said = words(agent.get(reverse("console:appointment", args=[booked[0].id])))
    assert "Who comes to this group 2 Places taken: 2 of 3. Tell nobody who else is in it. Ann Osei Ben Osei" in said


def test_arrivals_show_a_group_as_one_with_its_people(
    booked: list[Appointment], clinic: Clinic, course: Service, cast: Cast, as_: As
) -> None:
    clinic.visit(clinic.person("Alone"))
    said = words(as_("agent").get(reverse("console:arrivals")))
    assert "09:00 Diabetes class Dana Okafor · Room C1 · 2 people Time 09:00" in said
    assert said.count("2 people") == 1


def test_the_clinician_reads_a_group_as_one_line_of_their_day(
    booked: list[Appointment], clinic: Clinic, cast: Cast, as_: As
) -> None:
    resource = booked[0].clinician
    type(resource).objects.filter(id=resource.id).update(staff=cast.doctor.staff_id)
    said = words(as_("doctor").get(reverse("console:my_day")))
    assert "Who Ann Osei Expected Ben Osei Expected What Diabetes class · Room C1 Stands Group: 2 of 3" in said


# ── The hour that is kept for a group ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def planned(clinic: Clinic, course: Service) -> Service:
    """On Wednesdays at ten; only Dana gives it, in either of two rooms."""
    actions.plan_groups(service=course, capacity=3, starts=[(clinic.site, 2, time(10))], by=clinic.manager)
    return course


def hour(clinic: Clinic, **more: str) -> dict[str, str]:
    return {"site": str(clinic.site.id), "starts_at": "2026-11-25T10:00:00+00:00", **more}


def test_a_manager_sees_until_when_an_hour_is_kept_and_gives_one_free(
    clinic: Clinic, planned: Service, as_: As
) -> None:
    manager, address = as_("manager"), reverse("console:group_times_of", args=["EDU"])
    kept = "Wednesday 25 November, 10:00 Kept for the group, until tomorrow 10:00 Give it free"
    assert kept in words(manager.get(address))
    manager.post(reverse("console:group_hour", args=["EDU"]), hour(clinic))
    assert "10:00 Given free by a manager Keep it again" in words(manager.get(address))
    manager.post(reverse("console:group_hour", args=["EDU"]), hour(clinic, act="keep"))
    assert kept in words(manager.get(address))


def test_an_hour_of_which_no_group_is_planned_or_at_another_site_is_not_there(
    clinic: Clinic, planned: Service, as_: As
) -> None:
    manager, address = as_("manager"), reverse("console:group_hour", args=["EDU"])
    elsewhere = Site.objects.create(
        code="else", name="Elsewhere", time_zone="Europe/London", service_desk_number="1", emergency_number="999",
        opens_at=time(8), closes_at=time(18),
    )  # fmt: skip
    later = {"starts_at": "2026-11-25T11:00:00+00:00"}
    for wrong in ({"site": str(elsewhere.id)}, {"site": "x"}, {"starts_at": "soon"}, later):
        assert manager.post(address, hour(clinic) | wrong).status_code == 404
    assert not GroupRelease.objects.exists()


def test_how_long_before_it_is_given_free_is_said_with_the_hours(clinic: Clinic, planned: Service, as_: As) -> None:
    manager, address = as_("manager"), reverse("console:group_times_of", args=["EDU"])
    wrong = manager.post(address, {"capacity": "3", "day-2": "10", "release_hours": "400"})
    assert (wrong.status_code, GroupStart.objects.get().release_hours) == (422, 24)
    manager.post(address, {"capacity": "3", "day-2": "10", "release_hours": "3"})
    assert GroupStart.objects.get().release_hours == 3
    assert "Kept for the group, until Wednesday 25 November, 07:00" in words(manager.get(address))


def test_the_roster_says_of_whom_an_hour_is_kept_and_their_week_who_is_one_of_several(
    clinic: Clinic, planned: Service, as_: As
) -> None:
    manager = as_("manager")
    said = words(manager.get(reverse("console:roster")))
    assert said.count("kept for Diabetes class 10:00–11:00") == 1
    assert "Diabetes class" not in words(manager.get(reverse("console:roster"), {"kind": "room"}))
    dana, room = (
        words(manager.get(reverse("console:week", args=[one.id]))) for one in (clinic.clinicians[0], clinic.rooms[0])
    )
    assert "kept for Diabetes class 10:00–11:00" in dana
    assert "may be needed for Diabetes class 10:00–11:00" in room


def test_the_desk_is_told_for_which_group_an_hour_is_kept(clinic: Clinic, planned: Service, as_: As) -> None:
    person = clinic.person()
    key = key_of(clock.on_the_wall(date(2026, 11, 25), time(10, 20)), [clinic.clinicians[0].id, clinic.rooms[0].id])
    answer = as_("agent").post(reverse("console:choose_time", args=[person.id, "GEN"]), {"time": key})
    assert answer.status_code == 409
    assert "kept for the group “Diabetes class”, which nobody is booked in yet" in words(answer)


def test_a_manager_says_beside_the_hours_of_a_room_how_many_it_holds(
    clinic: Clinic, course: Service, booked: list[Appointment], as_: As
) -> None:
    manager, room = as_("manager"), booked[0].room
    assert room
    page, address = reverse("console:week", args=[room.id]), reverse("console:room_size", args=[room.id])
    refused = manager.post(address, {"capacity": "1"})
    assert refused.status_code == 422
    assert "so many people have a place in a group in this room: 2" in refused.content.decode()
    assert manager.post(address, {"capacity": "2"})["Location"] == page
    assert 'value="2"' in manager.get(page).content.decode()
    assert "People 2 of 2" in words(manager.get(reverse("console:group_times_of", args=["EDU"])))
    for wrong in (clinic.clinicians[0].id, uuid4()):
        assert manager.post(reverse("console:room_size", args=[wrong]), {"capacity": "2"}).status_code == 404
    assert "it holds" not in manager.get(reverse("console:week", args=[clinic.clinicians[0].id])).content.decode()
