"""A whole call in a real browser: it rings, who is it, a visit is moved, the outcome and the promise; with scripts and
without. Axe finds nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast, signed_in
from tests.scheduling.clinic import Clinic
from tests.ui.browsing import browsing, looks

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.desk.actions import call_rings
from almoner.desk.models import Contact
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ring(cast: Cast, clinic: Clinic) -> Client:
    """Maya, who has a visit, rings. Gives the browser of the agent. The server lives now, and so do the diaries."""
    with clock.at(datetime.now(UTC)):
        today = clock.today()
        resources = clinic.clinicians + clinic.rooms
        actions.open_diaries(
            resources=resources, from_day=today, until_day=today + timedelta(days=9), by=clinic.manager
        )
        clinic.visit(cast.maya, nth=4)
        call_rings(number="07700 900123", by=SYSTEM)
        return signed_in(cast.agent_staff)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_opening_6_whole_call_from_the_ring_to_the_promise(
    cast: Cast, clinic: Clinic, live_server: LiveServer, *, scripts: bool
) -> None:
    client = ring(cast, clinic)
    with browsing(live_server, scripts=scripts) as opened:
        agent = opened(client, path="/desk/").page
        answer_and_identify(agent, scripts=scripts)
        move_the_visit(agent, scripts=scripts)
        end_with_a_promise(agent, scripts=scripts)
    contact, visit = Contact.objects.get(), Appointment.objects.get()
    assert (contact.person, visit.move_reason, visit.sequence) == (cast.maya, "transport", 1)
    assert Promise.objects.live().filter(subject_id=contact.id).count() == 1


def answer_and_identify(agent: Page, *, scripts: bool) -> None:
    expect(agent.get_by_role("region", name="Calls that ring")).to_contain_text("Maya Osei")
    looks(agent, scripts=scripts)
    agent.get_by_role("button", name="Answer").click()
    expect(agent.get_by_role("heading", level=1)).to_have_text("Who is it?")
    agent.get_by_role("link", name="It is them").first.click()
    for name, value in (("Day", "3"), ("Month", "4"), ("Year", "1980")):
        agent.get_by_label(name, exact=True).fill(value)
    agent.get_by_label("Postcode").fill("RV1 1AB")
    agent.get_by_role("button", name="Check", exact=True).click()
    expect(agent.get_by_text("That fits. You may speak about everything.")).to_be_visible()
    looks(agent, scripts=scripts)


def move_the_visit(agent: Page, *, scripts: bool) -> None:
    agent.get_by_role("link", name="Move", exact=True).click()
    looks(agent, scripts=scripts)
    agent.locator(".pill input").nth(6).check(force=True)
    agent.get_by_role("button", name="Hold it").click()
    agent.get_by_label("Why do they move it?").select_option("transport")
    looks(agent, scripts=scripts)
    agent.get_by_role("button", name="Move the visit").click()
    expect(agent.get_by_role("region", name="Say this to them")).to_be_visible()
    looks(agent, scripts=scripts)


def end_with_a_promise(agent: Page, *, scripts: bool) -> None:
    agent.get_by_role("link", name="Maya Osei").first.click()
    agent.get_by_role("combobox", name="How did it end?").select_option("CALL_BACK")
    agent.get_by_label("Why, or what about").fill("the bus from Weir Close")
    agent.get_by_role("button", name="End the contact").click()
    expect(agent.get_by_role("heading", name="Say this to them")).to_be_visible()
    looks(agent, scripts=scripts)
    agent.get_by_role("link", name="To the desk").click()
    expect(agent.get_by_text("the bus from Weir Close")).to_be_visible()
    looks(agent, scripts=scripts)
