"""A request from the queue to its outcome, in a real browser, with scripts and without; axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright
from tests.cast import Cast, signed_in
from tests.ui.browsing import CHROMIUM, FLAGS
from tests.urgency.conftest import all_no

from almoner.urgency.actions import submit_request
from almoner.urgency.asked import Asker, Told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def nurses(request: pytest.FixtureRequest, cast: Cast, live_server: Any) -> Iterator[Page]:
    """The browser of the triage nurse, before a queue in which Maya, not known yet, waits."""
    told = Told(words="sore throat", danger_answers=all_no())
    asker = Asker(name="Maya Osei", contact="07700 900123")
    submit_request(told=told, channel="web", asker=asker, by=cast.agent)
    cookie = signed_in(cast.triage_nurse_staff, by=cast.manager).cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(java_script_enabled=request.param)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/desk/triage/")
        yield page
        browser.close()


def accessible(page: Page, *, scripts: bool) -> None:
    """Axe finds nothing. It is a script, and so it looks only where scripts run."""
    if scripts:
        found: list[Any] = Axe().run(page, options={"preload": False}).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_URG_1_request_from_the_queue_to_its_outcome(nurses: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no_scripts" not in request.node.name
    accessible(nurses, scripts=scripts)
    nurses.get_by_role("button", name="I watch this queue").click()
    expect(nurses.get_by_text("One person is watching, two should be")).to_be_visible()
    accessible(nurses, scripts=scripts)
    nurses.get_by_role("link", name="Maya Osei").click()
    accessible(nurses, scripts=scripts)
    nurses.get_by_role("button", name="I look at this one").click()
    expect(nurses.get_by_role("button", name="Stop looking")).to_be_visible()
    nurses.get_by_role("button", name="This is who it is").first.click()
    expect(nurses.get_by_role("heading", name="Reaching them")).to_be_visible()
    nurses.get_by_label("C · Today").check(force=True)
    nurses.get_by_role("button", name="Decide", exact=False).first.click()
    expect(nurses.get_by_text("Please say why you decide differently.").first).to_be_visible()
    accessible(nurses, scripts=scripts)
    nurses.get_by_label("Why").fill("cannot swallow")
    nurses.get_by_role("button", name="Decide", exact=False).first.click()
    expect(nurses.get_by_text("cannot swallow").first).to_be_visible()
    nurses.get_by_label("How did it end?").select_option("seen")
    nurses.get_by_role("button", name="Close it").click()
    expect(nurses.locator("main .notice-success", has_text="Closed")).to_contain_text("Seen")
    accessible(nurses, scripts=scripts)
