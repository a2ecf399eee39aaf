"""Somebody who walked in and somebody with a booking, both from the door to the end, with scripts and without."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.cast import MONDAY_MORNING, signed_in
from tests.ui.browsing import Visitor, browsing
from tests.visits.hospital import make_hospital

from almoner.core import clock
from almoner.people.models import Person, Staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _monday_in_every_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server answers in threads of its own; there too it is Monday morning."""
    everywhere: ContextVar[datetime | None] = ContextVar("monday", default=MONDAY_MORNING)
    monkeypatch.setattr(clock, "_set_to", everywhere)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_two_people_from_the_door_to_the_end(cast: Any, live_server: Any, *, scripts: bool) -> None:
    hospital = make_hospital(cast)
    hospital.appointment(cast.maya)
    reception, doctor = (signed_in(who) for who in (cast.receptionist_staff, cast.doctor_staff))
    with browsing(live_server, scripts=scripts) as opened:
        joan, dana = opened(reception, path="/desk/arrivals/"), opened(doctor, path="/desk/")
        booked_comes(joan)
        tom_walks_in(joan)
        for ticket in ("A001", "B001"):
            seen(joan, dana, ticket, cast.site.code)


def test_long_names_stay_within_a_narrow_page(cast: Any, live_server: Any) -> None:
    long = "Guadalupe del Perpetuo Socorro Fernández-Montesinos y Wolfeschlegelsteinhausenbergerdorff"
    hospital = make_hospital(cast)
    hospital.appointment(cast.maya)
    Person.objects.filter(id=cast.maya.id).update(family_name=long)
    Staff.objects.update(name=long)
    with browsing(live_server, width=320) as opened:
        joan = opened(signed_in(cast.receptionist_staff), path="/desk/arrivals/")
        joan.goes_to(f"/desk/people/{cast.maya.id}/")
        opened(signed_in(cast.manager_staff), path="/desk/staff/")


def booked_comes(joan: Visitor) -> None:
    joan.goes_to("/desk/arrivals/")
    joan.presses("Check in")
    joan.sees("Their number is A001")
    joan.presses("Greeted")
    joan.presses("Tell: 20 to 30 minutes")
    joan.sees("Told, and noted.")


def tom_walks_in(joan: Visitor) -> None:
    joan.page.get_by_role("link", name="Somebody walked in").click()
    joan.looks()
    joan.page.get_by_label("Given name").fill("Tom")
    joan.page.get_by_label("Family name").fill("Whitfield")
    for part, value in (("Day", "30"), ("Month", "1"), ("Year", "1948")):
        joan.page.get_by_label(part).fill(value)
    joan.presses("Look for them")
    joan.page.get_by_role("link", name="This is who came").click()
    joan.looks()
    joan.page.get_by_label("None of these").check(force=True)
    joan.page.get_by_label("Why do they come?").fill("my ear hurts")
    joan.page.get_by_label("What for").select_option("GEN")
    joan.presses("Give them a number")
    joan.sees("Their number is B001")
    joan.presses("Greeted")
    joan.presses("Give them to")


def seen(joan: Visitor, dana: Visitor, ticket: str, site: str) -> None:
    joan.goes_to("/desk/arrivals/?show=here")
    row = joan.page.get_by_role("row").filter(has_text=ticket)
    row.get_by_role("link").first.click()
    joan.presses("Call in")
    joan.sees("Called in")
    screen = joan.page.context.new_page()
    screen.goto(f"{joan.base}/lobby/{site}/")
    expect(screen.locator(".hall-called")).to_contain_text(ticket)
    screen.close()
    dana.goes_to(joan.page.url.removeprefix(joan.base))
    dana.presses("They are with me")
    dana.page.get_by_role("link", name="Finish the visit").click()
    dana.looks()
    dana.page.get_by_label("What came of it?").fill("Drops for the ear")
    dana.presses("The visit is over")
    dana.sees("Drops for the ear")
