"""Somebody who walked in and somebody with a booking, both from the door to the end, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.cast import MONDAY_MORNING, signed_in
from tests.ui.browsing import CHROMIUM, FLAGS
from tests.visits.hospital import make_hospital

from almoner.core import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _monday_in_every_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server answers in threads of its own; there too it is Monday morning."""
    everywhere: ContextVar[datetime | None] = ContextVar("monday", default=MONDAY_MORNING)
    monkeypatch.setattr(clock, "_set_to", everywhere)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


class Desk:
    """Somebody of staff before the desk's pages."""

    def __init__(self, browser: Browser, session: str, base: str, *, scripts: bool) -> None:
        context = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
        self.page: Page = context.new_page()
        self.base, self.scripts = base, scripts

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.base}{path}")
        self.looks()

    def presses(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name).first.click()
        self.looks()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main").get_by_text(text).first).to_be_visible()

    def looks(self) -> None:
        """Axe finds nothing. It is a script, and so it looks only where scripts run."""
        if self.scripts:
            found: list[Any] = Axe().run(self.page, options={"preload": False}).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_two_people_from_the_door_to_the_end(cast: Any, live_server: Any, request: Any, *, scripts: bool) -> None:
    hospital = make_hospital(cast)
    hospital.appointment(cast.maya)
    sessions = {
        name: signed_in(getattr(cast, f"{name}_staff"), by=cast.manager).cookies[settings.SESSION_COOKIE_NAME].value
        for name in ("receptionist", "doctor")
    }
    browser = request.getfixturevalue("browser")
    joan = Desk(browser, sessions["receptionist"], live_server.url, scripts=scripts)
    dana = Desk(browser, sessions["doctor"], live_server.url, scripts=scripts)
    booked_comes(joan)
    tom_walks_in(joan)
    for ticket in ("A001", "B001"):
        seen(joan, dana, ticket, cast.site.code)


def booked_comes(joan: Desk) -> None:
    joan.goes_to("/desk/arrivals/")
    joan.presses("Check in")
    joan.sees("Their number is A001")
    joan.presses("Greeted")
    joan.presses("Tell: 20 to 30 minutes")
    joan.sees("Told, and noted.")


def tom_walks_in(joan: Desk) -> None:
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


def seen(joan: Desk, dana: Desk, ticket: str, site: str) -> None:
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
