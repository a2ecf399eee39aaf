"""A request from the queue to its outcome, in a real browser, with scripts and without; axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.cast import Cast, signed_in
from tests.ui.browsing import browsing, looks
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
    client = signed_in(cast.triage_nurse_staff)
    with browsing(live_server, scripts=request.param) as opened:
        yield opened(client, path="/desk/triage/").page


def test_URG_1_request_from_the_queue_to_its_outcome(nurses: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no_scripts" not in request.node.name
    looks(nurses, scripts=scripts)
    for page in ("alarms", "accuracy"):
        nurses.goto(nurses.url.rstrip("/") + f"/{page}/")
        looks(nurses, scripts=scripts)
        nurses.go_back()
    nurses.get_by_role("button", name="I watch this queue").click()
    expect(nurses.get_by_text("One person is watching, two should be")).to_be_visible()
    looks(nurses, scripts=scripts)
    nurses.get_by_role("link", name="Maya Osei").click()
    looks(nurses, scripts=scripts)
    nurses.get_by_role("button", name="I look at this one").click()
    expect(nurses.get_by_role("button", name="Stop looking")).to_be_visible()
    nurses.get_by_role("link", name="Hand over to the emergency service").click()
    looks(nurses, scripts=scripts)
    nurses.get_by_role("link", name="Back to the request").click()
    nurses.get_by_role("button", name="This is who it is").first.click()
    expect(nurses.get_by_role("heading", name="Reaching them")).to_be_visible()
    nurses.get_by_label("Today, within 4 hours").check(force=True)
    nurses.get_by_role("button", name="Decide", exact=False).first.click()
    expect(nurses.get_by_text("Please say why you decide differently.").first).to_be_visible()
    looks(nurses, scripts=scripts)
    nurses.get_by_label("Why").fill("cannot swallow")
    nurses.get_by_role("button", name="Decide", exact=False).first.click()
    expect(nurses.get_by_text("cannot swallow").first).to_be_visible()
    nurses.get_by_label("How did it end?").select_option("seen")
    nurses.get_by_role("button", name="Close it").click()
    expect(nurses.locator("main .notice-success", has_text="Closed")).to_contain_text("Seen")
    looks(nurses, scripts=scripts)
