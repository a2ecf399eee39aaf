"""“How was it?” and a question in a real browser, with scripts and without; axe finds nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests.aftercare.home import Home
from tests.cast import signed_in
from tests.portal.test_intake_in_a_browser import a_strangers_phone, look

from almoner.aftercare.links import token
from almoner.aftercare.models import Feedback, Question

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_FUP_4_how_was_it_and_a_question_on_a_small_phone(home: Home, live_server: LiveServer, scripts: Any) -> None:
    asked = home.asked()
    home.plan()
    session = signed_in(home.cast.maya, by=home.cast.manager).cookies[settings.SESSION_COOKIE_NAME].value
    cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    with a_strangers_phone(scripts=scripts) as page:
        page.goto(f"{live_server.url}/how-was-it/{token('feedback', asked.id)}/")
        look(page, scripts=scripts)
        page.get_by_label("Poor", exact=True).check(force=True)
        page.get_by_label("You may ring me about this").check(force=True)
        page.get_by_role("button", name="Send it").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
        page.context.add_cookies([cookie])
        page.goto(f"{live_server.url}/aftercare/")
        look(page, scripts=scripts)
        page.get_by_role("link", name="Ask a question").click()
        page.get_by_role("link", name="Ask a question").click()
        page.get_by_label("None of these").check(force=True)
        page.get_by_role("button", name="Go on").click()
        look(page, scripts=scripts)
        page.get_by_label("Your question").fill("May I swim?")
        page.get_by_role("button", name="Send the question").click()
        expect(page.locator("article.promise").first).to_be_visible()
        look(page, scripts=scripts)
    assert Feedback.objects.get(id=asked.id).score == "poor"
    assert Question.objects.get().stay is not None
