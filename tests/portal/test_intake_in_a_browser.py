"""“I feel unwell” in a real browser, with scripts and without; axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast
from tests.ui.browsing import CHROMIUM, FLAGS

from almoner.urgency.models import Request

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@contextmanager
def a_strangers_phone(*, scripts: bool) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(
            viewport={"width": 320, "height": 844}, java_script_enabled=scripts, reduced_motion="reduce"
        )
        browser.close()


def look(page: Page, *, scripts: bool) -> None:
    """Axe finds nothing, and nothing sticks out sideways. Both need scripts."""
    if scripts:
        found: list[Any] = Axe().run(page, options={"preload": False}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_URG_9_stranger_tells_what_is_wrong(cast: Cast, live_server: LiveServer, *, scripts: bool) -> None:
    with a_strangers_phone(scripts=scripts) as page:
        page.goto(f"{live_server.url}/")
        page.get_by_role("link", name="I feel unwell").click()
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Before anything else")
        page.get_by_label("None of these").check(force=True)
        look(page, scripts=scripts)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("What is wrong?").fill("my ankle is sore")
        page.get_by_label("A few days").check(force=True)
        page.get_by_label("I do not know").check(force=True)
        page.get_by_label("How old is the person").fill("44")
        page.get_by_label("Your name").fill("Pat Green")
        page.get_by_label("Telephone number").fill("07700 900777")
        look(page, scripts=scripts)
        page.get_by_role("button", name="Send it to a nurse").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We have what you wrote")
        expect(page.locator("article.promise").first).to_be_visible()
        look(page, scripts=scripts)
    assert Request.objects.get().words == "my ankle is sore"


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
    with a_strangers_phone(scripts=scripts) as page:
        page.goto(f"{live_server.url}/unwell/")
        page.get_by_label(sign).check(force=True)
        page.get_by_role("button", name="Go on").click()
        look(page, scripts=scripts)
        page.get_by_label("Your telephone number").fill("07700 900888")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        look(page, scripts=scripts)
    assert Request.objects.get().level == 1
