"""The interview by keys alone, in a real browser: pressed with scripts, clicked without; axe finds nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast
from tests.ui.browsing import browsing, looks

from almoner.core.models import Setting
from almoner.demo.cast import MARK
from almoner.urgency.models import Answer, Request

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def press(page: Page, key: str, *, scripts: bool) -> None:
    with page.expect_navigation():
        if scripts:
            page.keyboard.press(key)
        else:
            page.locator(f".keypad button[value='{key}']").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_TEL_6_interview_is_completed_by_keys_alone(cast: Cast, live_server: LiveServer, *, scripts: bool) -> None:
    Setting.objects.create(name=MARK, value=True)
    with browsing(live_server, scripts=scripts, width=320) as opened:
        page = opened(path="/rehearsal/talk/").page
        page.get_by_label("Somebody else", exact=True).check(force=True)
        page.get_by_label("Number, for somebody else").fill("07700 900999")
        with page.expect_navigation():
            page.get_by_role("button", name="Begin").click()
        looks(page, scripts=scripts)
        for key in "1122222" + "31" + "34#" + "2":
            press(page, key, scripts=scripts)
        expect(page.get_by_text("I do not know: press 3.")).to_be_visible()
        looks(page, scripts=scripts)
        while page.locator(".keypad").count():
            press(page, "2", scripts=scripts)
        expect(page.get_by_text("Thank you. A nurse has what you told us.")).to_be_visible()
    assert (Request.objects.get().age_given, Answer.objects.count() > 0) == (34, True)
