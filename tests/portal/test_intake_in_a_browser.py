"""“I feel unwell” in a real browser, with scripts and without; axe finds nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast
from tests.ui.browsing import browsing, looks

from almoner.urgency.models import Request

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_URG_9_stranger_tells_what_is_wrong(cast: Cast, live_server: LiveServer, *, scripts: bool) -> None:
    with browsing(live_server, scripts=scripts, width=320) as opened:
        page = opened(path="/").page
        page.get_by_role("link", name="I feel unwell").click()
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Before anything else")
        page.get_by_label("None of these").check(force=True)
        looks(page, scripts=scripts)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("What is wrong?").fill("I have a wart on my hand")
        page.get_by_label("A few days").check(force=True)
        page.get_by_label("I do not know").check(force=True)
        page.get_by_label("How old is the person").fill("44")
        page.get_by_label("Your name").fill("Pat Green")
        page.get_by_label("Telephone number").fill("07700 900777")
        looks(page, scripts=scripts)
        page.get_by_role("button", name="Send it to a nurse").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We have what you wrote")
        expect(page.locator("article.promise").first).to_be_visible()
        looks(page, scripts=scripts)
    assert Request.objects.get().words == "I have a wart on my hand"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
@pytest.mark.parametrize(
    ("sign", "button", "heading"),
    [
        ("Pain, pressure or tightness in the chest", "Alert a nurse", "A nurse has been alerted and rings you"),
        ("Thoughts of dying or of harming yourself", "Please ring me", "A person rings you"),
    ],
)
def test_SEL_9_stranger_in_danger_is_rung(
    cast: Cast, live_server: LiveServer, sign: str, button: str, heading: str, *, scripts: bool
) -> None:
    with browsing(live_server, scripts=scripts, width=320) as opened:
        page = opened(path="/unwell/").page
        page.get_by_label(sign).check(force=True)
        page.get_by_role("button", name="Go on").click()
        looks(page, scripts=scripts)
        page.get_by_label("Your telephone number").fill("07700 900888")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        looks(page, scripts=scripts)
    assert Request.objects.get().level == 1
