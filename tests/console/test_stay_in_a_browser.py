"""From the request for a bed to going home with the next visit booked, in a real browser, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.cast import signed_in
from tests.ui.browsing import browsing, looks
from tests.visits.hospital import Hospital, hospital

from almoner.scheduling import actions as scheduling
from almoner.scheduling.models import Resource

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["hospital"]
REAL = datetime.now(UTC).date()


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def nurse(request: pytest.FixtureRequest, hospital: Hospital, live_server: Any) -> Iterator[Page]:
    """The browser of the ward nurse, who may also place people, at Maya's record. The server lives in the real day."""
    _open_in_the_real_day(hospital)
    client = signed_in(hospital.cast.ward_nurse_staff)
    with browsing(live_server, scripts=request.param) as opened:
        yield opened(client, path=f"/desk/people/{hospital.cast.maya.id}/").page


def _open_in_the_real_day(hospital: Hospital) -> None:
    resources, by = list(Resource.objects.all()), hospital.cast.manager
    for resource in resources:
        for weekday in range(7):
            hours = {"begins": time(8), "ends": time(17), "valid_from": REAL}
            scheduling.set_weekly_pattern(resource=resource, weekday=weekday, by=by, **hours)  # type: ignore[arg-type]
    scheduling.open_diaries(resources=resources, from_day=REAL, until_day=REAL + timedelta(days=3), by=by)


def test_BED_3_FUP_1_from_the_request_for_a_bed_to_going_home(nurse: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no_scripts" not in request.node.name
    _into_a_bed(nurse, scripts=scripts)
    nurse.get_by_role("link", name="Wards", exact=True).first.click()
    looks(nurse, scripts=scripts)
    nurse.get_by_role("link", name="General medicine").click()
    looks(nurse, scripts=scripts)
    nurse.get_by_role("link", name="Maya Osei").click()
    looks(nurse, scripts=scripts)
    nurse.get_by_role("button", name="Publish: gone through with them").click()
    expect(nurse.get_by_text("gone through with them by Willem Vos")).to_be_visible()
    nurse.get_by_role("link", name="Going home").click()
    nurse.get_by_role("button", name="They go home now").click()
    expect(nurse.get_by_text("They cannot go yet")).to_be_visible()
    looks(nurse, scripts=scripts)
    _next_visit(nurse, scripts=scripts)
    for topic in ("Ring us at once if", "Your medicines", "Why you were here, and what was done"):
        nurse.get_by_role("textbox", name=topic).fill("As we said")
    nurse.get_by_label("We went through it together").check(force=True)
    nurse.get_by_role("button", name="Keep the sheet").click()
    expect(nurse.get_by_role("heading", name="They can go")).to_be_visible()
    nurse.get_by_role("button", name="They go home now").click()
    expect(nurse.get_by_role("heading", name="Your next visits")).to_be_visible()
    looks(nurse, scripts=scripts)
    expect(nurse.locator("article.sheet")).to_contain_text("Clinic visit")
    expect(nurse.locator("article.sheet")).not_to_contain_text("We tell you the date by")


def _into_a_bed(nurse: Page, *, scripts: bool) -> None:
    nurse.get_by_role("link", name="Ask for a bed").click()
    looks(nurse, scripts=scripts)
    nurse.get_by_label("Why they stay").fill("Your lungs need oxygen.")
    nurse.get_by_role("button", name="Ask for the bed").click()
    looks(nurse, scripts=scripts)
    nurse.get_by_role("button", name="Give this bed").click()
    looks(nurse, scripts=scripts)
    nurse.get_by_role("link", name="Maya Osei").first.click()
    nurse.get_by_role("button", name="They are in the bed: admit").click()
    expect(nurse.get_by_text("Maya Osei is in the bed, and admitted.")).to_be_visible()


def _next_visit(nurse: Page, *, scripts: bool) -> None:
    nurse.get_by_text("Plan a follow-up").click()
    nurse.get_by_label("What", exact=True).select_option(label="Clinic visit")
    nurse.get_by_role("textbox", name="Why", exact=True).fill("Look at the wound")
    nurse.get_by_label("Seen by").fill(str(REAL + timedelta(days=20)))
    nurse.get_by_role("button", name="Plan it").click()
    nurse.get_by_role("link", name="Book it now").click()
    nurse.get_by_role("radio").first.check(force=True)
    nurse.get_by_role("button", name="Hold it").click()
    nurse.get_by_role("button", name="Book it").click()
    expect(nurse.get_by_role("heading", name="What comes next")).to_be_visible()
    looks(nurse, scripts=scripts)
