"""“How was it?” and a question in a real browser, with scripts and without; axe finds nothing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests.aftercare.home import Home
from tests.cast import signed_in
from tests.ui.browsing import browsing, looks

from almoner.aftercare.links import token
from almoner.aftercare.models import Feedback, Question

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_FUP_4_how_was_it_and_a_question_on_a_small_phone(home: Home, live_server: LiveServer, scripts: Any) -> None:
    asked = home.asked()
    home.plan()
    client = signed_in(home.cast.maya)
    link = f"/how-was-it/{token('feedback', asked.id)}/"
    with browsing(live_server, scripts=scripts, width=320) as opened:
        page = opened(path=link).page
        page.get_by_label("Poor", exact=True).check(force=True)
        page.get_by_label("You may ring me about this").check(force=True)
        page.get_by_role("button", name="Send it").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
        page = opened(client, path="/aftercare/").page
        page.get_by_role("link", name="Ask a question").click()
        page.get_by_role("link", name="Ask a question").click()
        page.get_by_label("None of these").check(force=True)
        page.get_by_role("button", name="Go on").click()
        looks(page, scripts=scripts)
        page.get_by_label("Your question").fill("May I swim?")
        page.get_by_role("button", name="Send the question").click()
        expect(page.locator("article.promise").first).to_be_visible()
        looks(page, scripts=scripts)
    assert Feedback.objects.get(id=asked.id).score == "poor"
    assert Question.objects.get().stay is not None
