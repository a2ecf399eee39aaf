"""The screens of holidays, travel and places: nothing is changed before it was seen, and only by whom it may."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import MONDAY, Clinic

from almoner.catalogue.models import Room
from almoner.core import clock
from almoner.people.models import Person, Site, Staff
from almoner.scheduling import actions
from almoner.scheduling.actions import Session
from almoner.scheduling.models import Appointment, EveryDay, HoursChange, Resource, SiteTravel, WeeklyPattern

As = Callable[[str], Client]
KEYS = itertools.count()
TUESDAY = MONDAY + timedelta(1)
SAID = {"day": "2026-11-24", "hours": "closed", "name_en": "Three Kings", "name_es": "Reyes", "name_ar": ""}


@pytest.fixture(autouse=True)
def _of_the_cast(cast: Cast, clinic: Clinic) -> Any:
    """The manager and the agent of the cast work at the clinic; it is half an hour before it opens."""
    for staff in (cast.manager_staff, cast.agent_staff):
        staff.site = clinic.site
        staff.save()
    Person.objects.filter(id=cast.maya.id).update(site=clinic.site)
    with clock.at(datetime(2026, 11, 23, 8, 30, tzinfo=UTC)):
        yield


@pytest.fixture
def visit(cast: Cast, clinic: Clinic) -> Appointment:
    """Maya's, on Tuesday at nine."""
    nth = clinic.starts().index(datetime(2026, 11, 24, 9, tzinfo=UTC))
    return clinic.visit(Person.objects.get(id=cast.maya.id), nth)


@pytest.fixture
def harbour(clinic: Clinic) -> Resource:
    """A room at another site."""
    site = Site.objects.create(
        code="harbour", name="Harbour Clinic", time_zone="Europe/London", service_desk_number="1",
        emergency_number="999", opens_at=time(8), closes_at=time(18), working_days=[0, 1, 2, 3, 4],
    )  # fmt: skip
    room = Room.objects.create(site=site, code="H1", kind="consulting", name="Berth 1")
    return actions.add_resource(kind="room", name="Berth 1", site=site, room=room, by=clinic.manager)


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def look(client: Client, where: str, said: dict[str, Any]) -> Any:
    return client.post(where, {**said, "act": "look"})


def make(client: Client, where: str, said: dict[str, Any], seen: Any) -> Any:
    carried: dict[str, list[str]] = {}
    for name, value in seen.context["entered"]:
        carried.setdefault(name, []).append(value)
    said = {**said, **carried, "act": "make", "seen": seen.context["digest"], "key": f"key-{next(KEYS)}"}
    return client.post(where, said, follow=True)


def test_holiday_is_seen_before_it_is_kept_and_leads_to_the_new_times_owed(as_: As, visit: Appointment) -> None:
    client = as_("manager")
    seen = look(client, url("holidays"), SAID)
    said = words(seen)
    assert "Tuesday 24 November · Closed: Three Kings · Riverside" in said
    assert "It is about the hours of 2 people. Can no longer be booked: 6 hours." in said
    assert "Maya" in said
    assert HoursChange.objects.count() == 0
    owed = words(make(client, url("holidays"), SAID, seen))
    assert "Noted. 1 visit needs a new time." in owed
    assert "Three Kings · Riverside · Holiday, 24 November 2026" in owed
    assert "0 of 1 has a new time" in owed
    kept = words(client.get(url("holidays")))
    assert "Closed: Three Kings" in kept
    assert "Closed: Three Kings" in words(client.get(url("week", visit.clinician_id)))
    assert "Three Kings" in words(as_("agent").get(url("displaced")))


def test_change_that_became_another_is_shown_again_and_back_loses_nothing(as_: As, clinic: Clinic) -> None:
    client = as_("manager")
    seen = look(client, url("holidays"), SAID)
    clinic.visit(clinic.person(), clinic.starts().index(datetime(2026, 11, 24, 9, tzinfo=UTC)))
    again = client.post(url("holidays"), {**SAID, "act": "make", "seen": seen.context["digest"], "key": "once"})
    assert (again.status_code, HoursChange.objects.count()) == (409, 0)
    back = client.post(url("holidays"), {**SAID, "act": "back"})
    assert back.context["form"]["name_es"].value() == "Reyes"


def test_holiday_that_ends_is_seen_too_and_then_is_none(as_: As, clinic: Clinic, visit: Appointment) -> None:
    client, end = as_("manager"), url("end_holiday", "2026-11-24")
    make(client, url("holidays"), SAID, look(client, url("holidays"), SAID))
    seen = client.get(end)
    assert "Visits that keep their time after all" in words(seen)
    assert "An ordinary day again · Tuesday 24 November, Three Kings" in words(seen)
    assert "No holiday is kept yet" in words(make(client, end, {}, seen))
    assert client.get(end).status_code == 404


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name_en": ""}, "Name: English"),
        ({"hours": "short", "opens": "8"}, "Shorter hours need both times."),
        ({"hours": "short", "opens": "12", "closes": "8"}, "This is before it opens."),
        ({"day": "2026-11-22"}, "not open"),
    ],
    ids=["no name", "half the hours", "backwards", "over"],
)
def test_holiday_that_cannot_be_is_told_on_the_form(as_: As, changed: dict[str, str], told: str) -> None:
    answer = look(as_("manager"), url("holidays"), SAID | changed)
    assert answer.status_code == 422
    assert told in words(answer) or answer.context["form"].errors
    assert HoursChange.objects.count() == 0


def test_who_works_on_holidays_is_said_by_profession(as_: As, clinic: Clinic) -> None:
    client = as_("manager")
    make(client, url("holidays"), SAID, look(client, url("holidays"), SAID))
    said = {"professions": ["physician", "midwife"]}
    Staff.objects.filter(id=clinic.clinicians[1].staff_id).update(profession="midwife")
    seen = look(client, url("every_day"), said)
    assert "Can be booked in addition: 6 hours." in words(seen)
    assert make(client, url("every_day"), said, seen).context["every_day"] == ["midwife", "physician"]
    assert sorted(EveryDay.objects.values_list("profession", flat=True)) == ["midwife", "physician"]
    assert look(client, url("every_day"), {"professions": ["pirate"]}).status_code == 422


def test_holidays_and_travel_of_another_site_are_not_there(as_: As, harbour: Resource) -> None:
    client = as_("manager")
    for name in ("holidays", "every_day", "travel"):
        assert client.get(url(name), {"site": "harbour"}).status_code == 404
        assert client.post(url(name), {**SAID, "site": "harbour", "act": "make"}).status_code == 404
    assert client.get(url("end_holiday", "2026-11-24"), {"site": "harbour"}).status_code == 404


def test_session_is_given_a_site_and_a_room_in_the_week(as_: As, clinic: Clinic, harbour: Resource) -> None:
    client, own = as_("manager"), clinic.clinicians[0]
    where, place = url("change_week", own.id), f"{harbour.site_id}|{harbour.id}"
    page = client.get(where)
    assert "Berth 1" in words(page)
    said = {
        "from_day": "2026-11-23", **{f"rows-{day}": "0" for day in range(7)}, "rows-1": "2",
        "d1s0-begins": "09:00", "d1s0-ends": "12:00", "d1s0-place": f"|{clinic.rooms[0].id}",
        "d1s1-begins": "12:10", "d1s1-ends": "15:00", "d1s1-place": place,
    }  # fmt: skip
    refused = look(client, where, said)
    assert refused.status_code == 422
    assert "20 minutes are missing on 24 November 2026: from Riverside to Harbour Clinic" in words(refused)
    said["d1s1-begins"] = "12:30"
    seen = look(client, where, said)
    assert "09:00–12:00 Room C1 12:30–15:00 Berth 1, Harbour Clinic" in words(seen)
    assert "12:30–15:00 Berth 1, Harbour Clinic" in words(make(client, where, said, seen))
    row = WeeklyPattern.objects.get(begins=time(12, 30))
    assert (row.site, row.room) == (harbour.site, harbour)
    again = client.get(where).context["days"][1]["rows"][1]["form"]
    assert again["place"].value() == place
    assert look(client, where, {**said, "d1s1-place": "nowhere|"}).status_code == 422


def test_room_is_asked_for_no_place(as_: As, clinic: Clinic, harbour: Resource) -> None:
    assert Session(0, time(9), time(10)).place == ("", "")
    assert "Berth 1" not in words(as_("manager").get(url("change_week", clinic.rooms[0].id)))


def test_time_to_travel_is_said_for_both_ways(as_: As, clinic: Clinic, harbour: Resource) -> None:
    client, key = as_("manager"), harbour.site_id.hex
    page = client.get(url("travel"))
    assert page.context["form"][f"to_{key}"].value() == 30
    others = {f"to_{one.id.hex}": "30" for one in Site.objects.exclude(id=clinic.site.id)}
    said = {**others, f"to_{key}": "25", f"back_{key}": ""}
    make(client, url("travel"), said, look(client, url("travel"), said))
    ways = SiteTravel.objects.exclude(minutes=30).values_list("from_site__name", "to_site__name", "minutes")
    assert sorted(ways) == [("Harbour Clinic", "Riverside", 25), ("Riverside", "Harbour Clinic", 25)]
    said[f"back_{key}"] = "40"
    make(client, url("travel"), said, look(client, url("travel"), said))
    assert client.get(url("travel")).context["form"][f"back_{key}"].value() == 40
    assert look(client, url("travel"), {**said, f"to_{key}": "-1"}).status_code == 422
