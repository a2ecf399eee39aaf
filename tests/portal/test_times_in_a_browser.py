"""Looking for a time on a small telephone: every view, by links and one form, with scripts and without; axe finds
nothing and nothing sticks out, from left to right and from right to left."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests.portal.clinic import Clinic
from tests.ui.browsing import browsing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
VIEWS = (
    "", "?view=day", "?view=week", "?view=month&day=2026-12-01", "?view=wishes",
    "?said=1&part=morning&weekday=2&sex=male", "?said=1&part=evening&part_must=on", "?view=week&day=2027-02-01",
)  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_from_the_month_to_a_day_to_a_time_that_is_kept(
    clinic: Clinic, live_server: LiveServer, *, scripts: bool
) -> None:
    client = clinic.browser("maya")
    with browsing(live_server, scripts=scripts, width=320) as opened:
        maya = opened(client, path="/services/GEN/times/")
        maya.follows("Month", exact=True)
        day = maya.page.locator("a.month-day .heard").last.inner_text().split(":")[0]
        maya.follows(day)
        expect(maya.page.get_by_role("heading", name=day)).to_be_visible()
        maya.follows("Say what suits you")
        maya.ticks("Wednesday")
        maya.ticks("Without steps")
        maya.presses("Show these times")
        maya.sees("On a day that suits you")
        maya.ticks("Wednesday")
        maya.presses("Keep this time for me")
        maya.sees("with Dana Okafor")
        maya.follows("Choose another time")
        maya.sees("Wednesday · if possible")


def test_no_view_sticks_out_or_shuts_anybody_out_in_either_direction(clinic: Clinic, live_server: LiveServer) -> None:
    client = clinic.browser("maya")
    with browsing(live_server, width=320) as opened:
        for language in ("en", "ar"):
            maya = opened(client)
            cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}
            maya.page.context.add_cookies([cookie])
            for view in VIEWS:
                maya.goes_to(f"/services/GEN/times/{view}")
                assert maya.page.locator("html").get_attribute("lang") == language
