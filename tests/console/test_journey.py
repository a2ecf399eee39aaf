"""A call from the first ring to the promise, in a real browser, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from tests.cast import make_cast, signed_in
from tests.ui.browsing import CHROMIUM, FLAGS

from almoner.charter.models import Promise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def agents(request: pytest.FixtureRequest, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The browser of the agent, at the desk."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    cast = make_cast()
    cookie = signed_in(cast.agent_staff, by=cast.manager).cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context: BrowserContext = browser.new_context(java_script_enabled=request.param)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/desk/contacts/")
        yield page
        browser.close()


def accessible(page: Page, *, scripts: bool) -> None:
    """Axe finds nothing. It is a script, and so it looks only where scripts run."""
    if scripts:
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_I_1_call_from_the_ring_to_the_promise(agents: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no_scripts" not in request.node.name
    accessible(agents, scripts=scripts)
    agents.get_by_label("Number or address shown").fill("07700 900123")
    agents.get_by_label("What they want, in their words").fill("when do I hear about my blood test?")
    agents.get_by_role("button", name="Begin").click()
    accessible(agents, scripts=scripts)
    agents.get_by_role("link", name="It is them").click()
    accessible(agents, scripts=scripts)
    for label, value in (("Day", "3"), ("Month", "4"), ("Year", "1980"), ("Postcode", "RV1 1AB")):
        agents.get_by_label(label, exact=label != "Postcode").fill(value)
    agents.get_by_role("button", name="Check", exact=True).click()
    expect(agents.get_by_role("heading", name="What we owe them")).to_be_visible()
    accessible(agents, scripts=scripts)
    agents.get_by_label("How did it end?").last.select_option("RESULT_CHASE")
    agents.get_by_label("Why, or what about").fill("blood test of last week")
    agents.get_by_role("button", name="End the contact").click()
    expect(agents.get_by_role("heading", name="Say this to them")).to_be_visible()
    promise = Promise.objects.get(standard="question_at_the_desk")
    expect(agents.get_by_text(promise.reference, exact=True)).to_be_visible()
    accessible(agents, scripts=scripts)
