"""A follow-up call from the list to its end, in a real browser, with scripts and without; axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.aftercare.home import Home
from tests.cast import signed_in
from tests.ui.browsing import browsing, looks

from almoner.aftercare.models import Step
from almoner.core import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def nurses(request: pytest.FixtureRequest, home: Home, live_server: Any) -> Iterator[Page]:
    """The browser of the ward nurse, before a list on which Maya stands. The page lives at the real time."""
    Step.objects.filter(id=home.call().id).update(opens_at=clock.now(), next_at=clock.now())
    client = signed_in(home.cast.ward_nurse_staff)
    with browsing(live_server, scripts=request.param) as opened:
        yield opened(client, path="/desk/follow-up-calls/").page


def test_FUP_2_call_with_a_warning_sign(nurses: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no_scripts" not in request.node.name
    looks(nurses, scripts=scripts)
    nurses.get_by_role("link", name="Maya Osei").click()
    looks(nurses, scripts=scripts)
    nurses.get_by_role("button", name="I ring this one").click()
    expect(nurses.get_by_text("You ring this one.")).to_be_visible()
    nurses.get_by_role("button", name="Reached: keep what they said").click()
    expect(nurses.get_by_text("How was it answered?", exact=False).first).to_be_visible()
    looks(nurses, scripts=scripts)
    nurses.get_by_label("Fever of 38 °C or shivering").check(force=True)
    nurses.get_by_role("button", name="Reached: keep what they said").click()
    expect(nurses.get_by_text("A nurse has been told", exact=False)).to_be_visible()
    looks(nurses, scripts=scripts)
