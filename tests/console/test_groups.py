"""The pages of groups, and what stands together at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import NOW, Clinic
from tests.scheduling.test_groups import come, find, make_course

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.people.models import Staff
from almoner.scheduling.models import Appointment, GroupStart

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
    manager.post(address, {"capacity": "4", "day-0": "10, 11:30", "day-2": "0900"})
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
