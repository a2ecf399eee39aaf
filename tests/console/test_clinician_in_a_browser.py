"""From vital signs to the clinician's day and the one page, in a real browser, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.cast import MONDAY_MORNING, Cast, signed_in
from tests.ui.browsing import browsing, looks
from tests.urgency.conftest import all_no

from almoner.desk.actions import ask_clinician, put_on_call
from almoner.urgency.actions import decide_level, submit_request
from almoner.urgency.asked import Told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[[str, str], Page]


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def open_as(request: pytest.FixtureRequest, cast: Cast, live_server: Any) -> Iterator[Open]:
    """Open a page as somebody, in a browser of their own. Maya has been triaged, and the doctor is asked for."""
    triaged(cast)
    people = {"nurse": cast.triage_nurse_staff, "doctor": cast.doctor_staff}
    clients = {name: signed_in(who) for name, who in people.items()}
    with browsing(live_server, scripts=request.param) as opened:
        yield lambda who, path: opened(clients[who], path=path).page


def triaged(cast: Cast) -> None:
    told = Told(words="I cannot get my breath lying down", danger_answers=all_no())
    request = submit_request(told=told, channel="web", person=cast.maya, by=cast.agent)
    decide_level(request=request, level=2, reason="three nights", by=cast.triage_nurse)
    put_on_call(
        staff=cast.doctor_staff, scope="hospital", how="bleep 1", ends_at=MONDAY_MORNING + timedelta(hours=8),
        by=cast.doctor,
    )  # fmt: skip
    ask_clinician(person=cast.maya, about="Very breathless", by=cast.triage_nurse)


def test_from_triage_over_vital_signs_to_the_day_and_the_one_page(
    cast: Cast, open_as: Open, request: pytest.FixtureRequest
) -> None:
    scripts = "no_scripts" not in request.node.name
    nurse = open_as("nurse", f"/desk/people/{cast.maya.id}/vitals/")
    for label, value in (("Breaths a minute", "26"), ("Pulse", "121"), ("Oxygen saturation", "48")):
        nurse.get_by_label(label, exact=True).fill(value)
    nurse.get_by_label("Air", exact=True).check(force=True)
    looks(nurse, scripts=scripts)
    nurse.get_by_role("button", name="Keep them").click()
    expect(nurse.get_by_text("Is it really so?")).to_be_visible()
    looks(nurse, scripts=scripts)
    nurse.get_by_label("I looked again.").check()
    nurse.get_by_role("button", name="Keep them").click()
    expect(nurse.get_by_text("The critical care team comes").first).to_be_visible()

    doctor = open_as("doctor", "/desk/my-day/")
    expect(doctor.get_by_text("Vital signs that ask for a clinician")).to_be_visible()
    looks(doctor, scripts=scripts)
    doctor.get_by_label("What you do now").fill("I come at once.")
    doctor.get_by_role("button", name="I have heard it").click()
    expect(doctor.get_by_text("sees your answer")).to_be_visible()
    doctor.get_by_role("link", name="Maya Osei").first.click()
    expect(doctor.get_by_text("I cannot get my breath lying down")).to_be_visible()
    looks(doctor, scripts=scripts)
    doctor.get_by_label("What you found and what is done").fill("Fluid on the lungs. Treated.")
    doctor.get_by_role("button", name="I have looked at them").click()
    expect(doctor.get_by_text("The promise is kept.")).to_be_visible()
    looks(doctor, scripts=scripts)
