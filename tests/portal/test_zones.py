"""Somebody's pages where the site that they come to goes by another clock than the hospital (law I-13)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.portal.clinic import TODAY, Clinic

from almoner.core import clock
from almoner.people.models import Person
from almoner.scheduling.actions import change_site
from almoner.scheduling.models import Appointment

AZORES = "Azores time"


@pytest.fixture
def far(clinic: Clinic) -> Clinic:
    """The same clinic an hour behind the hospital's clock, and Maya a person of no site."""
    change_site(site=clinic.cast.site, changes={"time_zone": "Atlantic/Azores"}, by=clinic.cast.manager)
    Person.objects.filter(id=clinic.cast.maya.id).update(site=None)
    for one in (clinic.cast.maya, clinic.cast.doctor_staff):
        one.refresh_from_db()
    return clinic


def page(clinic: Clinic, address: str, name: str = "maya") -> str:
    return clinic.browser(name).get(address, follow=True).content.decode()


def test_I_13_every_page_of_a_visit_says_whose_clock_it_is(far: Clinic) -> None:
    hold = far.hold(far.cast.maya)
    assert AZORES in page(far, f"/holds/{hold.id}/")
    far.browser("maya").post(f"/holds/{hold.id}/", {"key": "k"})
    visit = Appointment.objects.get(person=far.cast.maya)
    told = f"{visit.starts_there:%H:%M}, {AZORES}"
    assert visit.wall_there == visit.wall
    for address in (f"/visits/{visit.id}/", "/visits/", "/home/", f"/visits/{visit.id}/cancel/"):
        assert told in page(far, address), address


def test_I_13_times_to_choose_from_say_it_in_every_view(far: Clinic) -> None:
    tomorrow = TODAY + timedelta(days=1)
    for view in ("", f"?view=day&day={tomorrow}", "?view=week"):
        assert f"Dana Okafor · {AZORES}" in page(far, f"/services/GEN/times/{view}"), view
    assert f"Some of these hours are by another clock: {AZORES}." in page(far, "/services/GEN/times/?view=month")


def test_I_13_the_doors_opening_is_told_by_the_clock_there(far: Clinic) -> None:
    visit = far.visit(far.cast.maya)
    opens = visit.starts_there - timedelta(minutes=30)
    assert f"{opens:%H:%M}, {AZORES} you can say here that you are here" in page(far, f"/visits/{visit.id}/")


def test_I_13_whoever_lives_there_reads_the_hour_alone(far: Clinic) -> None:
    far.cast.maya.time_zone = "Atlantic/Azores"
    far.cast.maya.save()
    visit = far.visit(far.cast.maya)
    html = page(far, f"/visits/{visit.id}/")
    assert f"{visit.starts_there:%H:%M}" in html
    assert AZORES not in html


def test_I_13_staff_there_read_the_hour_alone_and_see_their_own_day(far: Clinic) -> None:
    visit = far.visit(far.cast.maya)
    with clock.at(visit.starts_at - timedelta(minutes=20)):
        html = page(far, "/desk/arrivals/", "agent_staff")
    assert f"<time>{visit.starts_there:%H:%M}</time>" in html
    assert AZORES not in html


def test_I_13_with_one_zone_no_page_names_a_clock(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.cast.maya)
    for address in (f"/visits/{visit.id}/", "/visits/", "/services/GEN/times/?view=month"):
        assert "London time" not in page(clinic, address)


def test_I_13_another_clock_is_asked_once_more_where_people_are_booked(clinic: Clinic) -> None:
    visit, site = clinic.visit(clinic.cast.maya), clinic.cast.site
    names = ("name", "service_desk_number", "emergency_number", "working_days", "own_record_age", "of_age")
    said = {name: getattr(site, name) for name in names} | {
        "time_zone": "Atlantic/Azores", "opens_at": "08:00", "closes_at": "18:00", "leave_notice_days": "30",
    }  # fmt: skip
    manager = clinic.browser("manager_staff")
    asked = manager.post("/desk/hospital/", said)
    assert asked.status_code == 422
    assert "1 visit to come keeps its hour by the new clock" in asked.content.decode()
    assert Appointment.objects.get(id=visit.id).starts_at == visit.starts_at
    assert manager.post("/desk/hospital/", {**said, "clock_meant": "on"}).status_code == 302
    moved = Appointment.objects.get(id=visit.id)
    assert (moved.wall_there, moved.zone.key) == (visit.wall, "Atlantic/Azores")
