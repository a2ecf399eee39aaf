"""Find, choose, keep, book, move and cancel in a real browser, with scripts and without; axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.portal.clinic import Clinic
from tests.ui.browsing import CHROMIUM, FLAGS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@contextmanager
def a_phone(session: str, address: str, *, scripts: bool) -> Iterator[Page]:
    """A phone in which Maya is signed in. It ends before the database is wiped."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=scripts, reduced_motion="reduce"
        )
        context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        yield context.new_page()
        browser.close()


def look(page: Page, *, scripts: bool) -> None:
    """Axe finds nothing, and nothing sticks out sideways. Both need scripts."""
    if scripts:
        found: list[Any] = Axe().run(page, options={"preload": False}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_a_visit_is_found_booked_moved_and_cancelled(clinic: Clinic, live_server: LiveServer, *, scripts: bool) -> None:
    session = clinic.browser("maya").cookies[django_settings.SESSION_COOKIE_NAME].value
    with a_phone(session, live_server.url, scripts=scripts) as page:
        page.goto(f"{live_server.url}/home/")
        look(page, scripts=scripts)
        page.get_by_role("link", name="Book a visit").click()
        look(page, scripts=scripts)
        page.get_by_label("What do you need?").fill("clinic visit")
        page.get_by_role("button", name="Find").click()
        look(page, scripts=scripts)
        page.get_by_role("link", name="Clinic visit").first.click()
        look(page, scripts=scripts)
        page.get_by_role("link", name="Choose a time").click()
        keep(page, 1, scripts=scripts)
        page.get_by_role("button", name="Book it").click()
        expect(page.get_by_text("Booked. We will confirm it by call and in writing.")).to_be_visible()
        expect(page.locator("article.promise").first).to_be_visible()
        look(page, scripts=scripts)
        page.get_by_role("link", name="Choose another time").click()
        chosen = keep(page, 4, scripts=scripts)
        page.get_by_role("button", name="Move my visit").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(chosen)
        page.get_by_role("link", name="I cannot come").click()
        look(page, scripts=scripts)
        page.get_by_label("I feel better").check(force=True)
        page.get_by_role("button", name="Cancel my visit").click()
        expect(page.get_by_text("Your visit is cancelled.")).to_be_visible()
        for way in ("Visits", "Promises", "My journey"):
            page.get_by_role("navigation", name="Main").get_by_role("link", name=way).click()
            look(page, scripts=scripts)
    visit = clinic.cast.maya.appointments.get()
    assert (visit.state, visit.sequence) == ("cancelled", 2)


def keep(page: Page, nth: int, *, scripts: bool) -> str:
    """Take the nth time that is shown, and say which it was."""
    look(page, scripts=scripts)
    page.locator(".pill input").nth(nth).check(force=True)
    time = page.locator(".pill label").nth(nth).inner_text().split()[0]
    page.get_by_role("button", name="Keep this time for me").click()
    expect(page.get_by_text("Kept for you until")).to_be_visible()
    look(page, scripts=scripts)
    return time
