"""Somebody at the printer takes letters, counts them, and tells of one that came back; with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.cast import make_cast, signed_in
from tests.messaging.conftest import Outbox, outbox
from tests.messaging.post_desk import laid, neighbours
from tests.ui.browsing import browsing, looks

from almoner.core.models import Setting
from almoner.messaging.models import Posting

__all__ = ["outbox"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def desk(request: pytest.FixtureRequest, live_server: Any, outbox: Outbox) -> Iterator[Page]:
    """The browser of reception, at the letters."""
    Setting.objects.create(name="rehearsal", value=True)
    cast = make_cast()
    laid(outbox, *neighbours(3, by=cast.receptionist))
    with browsing(live_server, scripts=request.param) as opened:
        yield opened(signed_in(cast.receptionist_staff), path="/desk/letters/").page


def test_I_4_letters_from_the_printer_to_the_post_and_back(desk: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no_scripts" not in request.node.name
    looks(desk, scripts=scripts)
    desk.get_by_role("button", name="Take them, to print").click()
    expect(desk.get_by_text("Now print it.")).to_be_visible()
    looks(desk, scripts=scripts)
    desk.get_by_label("Letters in envelopes").fill("2")
    desk.get_by_role("button", name="Close the run").click()
    expect(desk.get_by_text("3 letters were taken; 2 in envelopes")).to_be_visible()
    looks(desk, scripts=scripts)
    desk.get_by_label("Letters in envelopes").fill("3")
    desk.get_by_role("button", name="Close the run").click()
    expect(desk.get_by_text("It adds up: 3 letters are posted.")).to_be_visible()
    desk.get_by_role("link", name="A letter came back").click()
    letter = Posting.objects.order_by("reference")[0]
    desk.get_by_label("Code or reference").fill(letter.reference)
    looks(desk, scripts=scripts)
    desk.get_by_role("button", name="Find the letter").click()
    looks(desk, scripts=scripts)
    desk.get_by_text("Moved away").click()
    desk.get_by_role("button", name="It came back").click()
    expect(desk.get_by_text(f"Noted: {letter.reference} came back.")).to_be_visible()
