"""A service at two places: what somebody reads of a start that both have, and having it at the nearer one."""

from __future__ import annotations

import re
from datetime import time

import pytest
from tests.portal.clinic import Clinic, _open

from almoner.catalogue.models import Offering, Room
from almoner.people.models import ContactPoint, Site, Staff
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment

NEARER = "At the same hour the nearer place stands first, as far as the postcodes tell."


@pytest.fixture
def hilltop(clinic: Clinic) -> Site:
    """A second place, in the hours of the first; Maya lives near it."""
    cast = clinic.cast
    site = Site.objects.create(
        code="hill", name="Hilltop", address="1 Hill, HT9 1AA", time_zone=cast.site.time_zone, service_desk_number="1",
        emergency_number="999", opens_at=time(8), closes_at=time(18), working_days=[0, 1, 2, 3, 4],
    )  # fmt: skip
    staff = Staff.objects.create(name="Hanna Hill", profession="physician", site=site, languages=["en"])
    Offering.objects.create(service=clinic.service, staff=staff)
    room = Room.objects.create(site=site, code="H1", kind="consulting", name="Room H1")
    made = [
        actions.add_resource(kind="clinician", name=staff.name, site=site, staff=staff, by=cast.manager),
        actions.add_resource(kind="room", name=room.name, site=site, room=room, by=cast.manager),
    ]
    _open(made, cast)
    ContactPoint.objects.filter(person=cast.maya, kind="post").delete()
    ContactPoint.objects.create(person=cast.maya, kind="post", value="12 Mill Lane, HT9 1AB")
    return site


def test_APT_5_a_start_at_two_places_can_be_had_at_the_nearer_one(clinic: Clinic, hilltop: Site) -> None:
    browser = clinic.browser("maya")
    page = browser.get("/services/GEN/times/").content.decode()
    assert NEARER in page
    offered = re.findall(r'name="time" value="([^"]+)".*?<span class="small">([^<]+)</span>', page)
    assert [hint for _key, hint in offered[:2]] == ["Hanna Hill · Hilltop", f"Dana Okafor · {clinic.cast.site.name}"]
    assert offered[0][0].partition(".")[0] == offered[1][0].partition(".")[0]
    held = browser.post("/services/GEN/times/", {"time": offered[0][0]})["Location"]
    assert "Hilltop" in browser.get(held).content.decode()
    browser.post(held, {"key": "k"})
    assert Appointment.objects.get(person=clinic.cast.maya).site == hilltop


def test_APT_5_where_all_are_at_one_place_that_is_said_once(clinic: Clinic, hilltop: Site) -> None:
    said = {"site": str(hilltop.id), "site_must": "on"}
    page = clinic.browser("maya").get("/services/GEN/times/", said).content.decode()
    assert "All of these times are at Hilltop." in page
    assert NEARER not in page
