"""Find, choose, keep, book, move and cancel in a real browser, with scripts and without; axe finds nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.portal.clinic import Clinic
from tests.ui.browsing import browsing, looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_a_visit_is_found_booked_moved_and_cancelled(clinic: Clinic, live_server: LiveServer, *, scripts: bool) -> None:
    client = clinic.browser("maya")
    with browsing(live_server, scripts=scripts, width=390) as opened:
        page = opened(client, path="/home/").page
        page.get_by_role("link", name="Book a visit").click()
        looks(page, scripts=scripts)
        page.get_by_label("What do you need?").fill("clinic visit")
        page.get_by_role("button", name="Find").click()
        looks(page, scripts=scripts)
        page.get_by_role("link", name="Clinic visit").first.click()
        looks(page, scripts=scripts)
        page.get_by_role("link", name="Choose a time").click()
        keep(page, 1, scripts=scripts)
        page.get_by_role("button", name="Book it").click()
        expect(page.get_by_text("Booked. We will confirm it by call and in writing.")).to_be_visible()
        expect(page.locator("article.promise").first).to_be_visible()
        looks(page, scripts=scripts)
        page.get_by_role("link", name="Choose another time").click()
        chosen = keep(page, 4, scripts=scripts)
        page.get_by_role("button", name="Move my visit").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(chosen)
        page.get_by_role("link", name="I cannot come").click()
        looks(page, scripts=scripts)
        page.get_by_label("I feel better").check(force=True)
        page.get_by_role("button", name="Cancel my visit").click()
        expect(page.get_by_text("Your visit is cancelled.")).to_be_visible()
        for way in ("Visits", "Promises", "My journey"):
            page.get_by_role("navigation", name="Main").get_by_role("link", name=way).click()
            looks(page, scripts=scripts)
    visit = clinic.cast.maya.appointments.get()
    assert (visit.state, visit.sequence) == ("cancelled", 2)


def keep(page: Page, nth: int, *, scripts: bool) -> str:
    """Take the nth time that is shown, and say which it was."""
    looks(page, scripts=scripts)
    page.locator(".pill input").nth(nth).check(force=True)
    time = page.locator(".pill label").nth(nth).inner_text().split()[0]
    page.get_by_role("button", name="Keep this time for me").click()
    expect(page.get_by_text("Kept for you until")).to_be_visible()
    looks(page, scripts=scripts)
    return time
