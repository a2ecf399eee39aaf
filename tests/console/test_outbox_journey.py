"""A manager looks into the outbox and the audit chain, in a real browser, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from tests.cast import Cast, make_cast, signed_in
from tests.messaging.conftest import Outbox, outbox
from tests.ui.browsing import browsing, looks

from almoner.core import clock
from almoner.core.models import Setting

__all__ = ["outbox"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def send(outbox: Outbox, cast: Cast) -> None:
    """An e-mail, a text, a call and a letter, all at ten in the morning."""
    at_ten = clock.on_the_wall(clock.today(), time(10))
    with clock.at(at_ten):
        for way in ("email", "text", "call", "letter"):
            subject = uuid4()
            starts_at = at_ten + timedelta(days=14)
            outbox.values[subject] = {
                "when": starts_at, "where": "Endoscopy, level 2", "link": "/my/visits/", "reference": "V-7KQ4-M2WC",
                "calendar": {"uid": "1", "sequence": 0, "starts_at": starts_at, "ends_at": starts_at},
            }  # fmt: skip
            outbox.plan(cast.maya, way, kind="appointment.moved", subject_id=subject)
        outbox.send()


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def managers(request: pytest.FixtureRequest, live_server: Any, outbox: Outbox) -> Iterator[Page]:
    """The browser of the manager, at the outbox."""
    Setting.objects.create(name="rehearsal", value=True)
    cast = make_cast()
    send(outbox, cast)
    client = signed_in(cast.manager_staff)
    with browsing(live_server, scripts=request.param) as opened:
        yield opened(client, path="/desk/outbox/").page


def open_the(page: Page, channel: str) -> None:
    page.get_by_role("link", name="Outbox").first.click()
    page.get_by_role("combobox", name="Channel").select_option(label=channel)
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("link", name="Visit moved").click()


def test_I_22_manager_looks_into_messages_and_the_chain(managers: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no_scripts" not in request.node.name
    looks(managers, scripts=scripts)
    open_the(managers, "E-mail")
    email = managers.frame_locator("iframe")
    expect(email.get_by_role("link", name="Open")).to_be_visible()
    looks(managers, scripts=scripts)
    for channel, seen in (
        ("Text message", "2 parts"),
        ("Call", "What the keys mean"),
        ("Letter", "Open the letter (PDF)"),
    ):
        open_the(managers, channel)
        expect(managers.get_by_text(seen).first).to_be_visible()
        looks(managers, scripts=scripts)
    managers.get_by_role("link", name="Audit").click()
    managers.get_by_label("About whom").fill("Maya Osei")
    managers.get_by_label("What was done").fill("read.message")
    managers.get_by_role("button", name="Show", exact=True).click()
    expect(managers.get_by_role("heading", name="About Maya Osei")).to_be_visible()
    expect(managers.get_by_text("The chain is whole")).to_be_visible()
    looks(managers, scripts=scripts)
