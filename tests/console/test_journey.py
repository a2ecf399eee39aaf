"""A call from the first ring to the promise, in a real browser, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.cast import make_cast, signed_in
from tests.ui.browsing import browsing, looks

from almoner.charter.models import Promise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def agents(request: pytest.FixtureRequest, live_server: Any) -> Iterator[Page]:
    """The browser of the agent, at the desk."""
    cast = make_cast()
    client = signed_in(cast.agent_staff)
    with browsing(live_server, scripts=request.param) as opened:
        yield opened(client, path="/desk/contacts/").page


def test_I_1_call_from_the_ring_to_the_promise(agents: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no_scripts" not in request.node.name
    looks(agents, scripts=scripts)
    agents.get_by_label("Number or address shown").fill("07700 900123")
    agents.get_by_label("What they want, in their words").fill("when do I hear about my blood test?")
    agents.get_by_role("button", name="Begin").click()
    looks(agents, scripts=scripts)
    agents.get_by_role("link", name="It is them").click()
    looks(agents, scripts=scripts)
    for label, value in (("Day", "3"), ("Month", "4"), ("Year", "1980"), ("Postcode", "RV1 1AB")):
        agents.get_by_label(label, exact=label != "Postcode").fill(value)
    agents.get_by_role("button", name="Check", exact=True).click()
    expect(agents.get_by_role("heading", name="What we owe them")).to_be_visible()
    looks(agents, scripts=scripts)
    agents.get_by_label("How did it end?").last.select_option("RESULT_CHASE")
    agents.get_by_label("Why, or what about").fill("blood test of last week")
    agents.get_by_role("button", name="End the contact").click()
    expect(agents.get_by_role("heading", name="Say this to them")).to_be_visible()
    promise = Promise.objects.get(standard="question_at_the_desk")
    expect(agents.get_by_text(promise.reference, exact=True)).to_be_visible()
    looks(agents, scripts=scripts)
