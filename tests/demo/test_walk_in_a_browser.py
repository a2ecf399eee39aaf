"""A newcomer's walk through the rehearsal hospital: one person by web, one by telephone, from the question to “how
was it?”, each through the pages of whoever serves them. Every page is held against axe, and the laws at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from tests.kept import kept
from tests.ui.browsing import Opener, Visitor, browsing

from almoner import invariants
from almoner.charter.models import Promise
from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.demo.fill import Scale, fill
from almoner.demo.lying import Occupancy
from almoner.messaging.channels.answering import How, Question, Reply, suppose
from almoner.messaging.models import Message
from almoner.scheduling import tasks
from almoner.scheduling.models import Appointment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SMALL = Scale(
    people=60, ahead=1, beds=Occupancy(of_ten=1, gone_home=60, days=1), past_days=3, days_ahead=30, under_way=False
)
NEED, SERVICE = "I have an itchy rash", "General medicine clinic: first visit"


class Days:
    """Lets time go by, for every thread, those of the server too; the worker does what is due on the way."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch, self.now = patch, MONDAY
        self._set()

    def until(self, moment: datetime) -> None:
        self.now = min(self.now + timedelta(minutes=2), moment)
        self._set()
        while self.now < moment:
            self.now = min(self.now + timedelta(hours=3), moment)
            self._set()

    def _set(self) -> None:
        self.patch.setattr(clock, "_set_to", ContextVar("everywhere", default=self.now))
        worker.round_once()


@pytest.fixture
def days(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Days]:
    monkeypatch.setattr(tasks, "OPEN_AHEAD", timedelta(days=SMALL.days_ahead))
    kept("the hospital of the walks", hospital)
    with suppose(at_home):
        yield Days(monkeypatch)


def at_home(question: Question) -> Reply:
    """Everybody picks up. Left to chance, some do not, and are rung again after the walk looked."""
    return Reply(How.HUMAN if question.channel == "call" else How.ACCEPTED)


def hospital() -> None:
    with clock.at(MONDAY):
        fill(scale=SMALL, source=Random(3), by=SYSTEM)


@pytest.fixture
def opened(request: pytest.FixtureRequest, days: Days, live_server: Any) -> Iterator[Opener]:
    with browsing(live_server, scripts=request.param) as opener:
        yield opener


def step_in(opened: Opener, name: str, *, width: int = 1280) -> Visitor:
    """As one of the cast, by the page that the rehearsal hospital has for it."""
    visitor = opened(path="/rehearsal/", width=width)
    visitor.presses("Step in as", within=visitor.page.locator("section.card").filter(has_text=name))
    return visitor


@pytest.mark.parametrize("opened", [True], ids=["scripts"], indirect=True)
def test_by_web_from_the_question_to_how_was_it(opened: Opener, days: Days) -> None:
    maya = step_in(opened, "Maya Osei", width=390)
    maya.follows("Book a visit")
    maya.page.get_by_label("What do you need?").fill(NEED)
    maya.presses("Find", exact=True)
    maya.follows(SERVICE)
    maya.follows("Choose a time")
    maya.follows("Month", exact=True)
    maya.page.locator("a.month-day").nth(3).click()
    maya.page.locator(".pills-row").last.locator("input").first.check(force=True)
    maya.presses("Keep this time for me")
    maya.presses("Book it")
    maya.sees("Booked. We will confirm it by call and in writing.")
    visit = Appointment.objects.get(person__given_name="Maya", state="booked")
    days.until(visit.starts_at - timedelta(minutes=15))
    assert reached(visit) >= {
        ("appointment.confirmed", "email"), ("appointment.confirmed", "call"),
        ("appointment.reminder_1d", "text"), ("arrival.details", "text"),
    }  # fmt: skip

    maya = step_in(opened, "Maya Osei", width=390)
    maya.follows("today")
    maya.presses("I am here")
    maya.sees("Thank you. We know that you are here.")
    is_seen(opened, days, visit, ticket="A001")
    maya.goes_to("/home/")

    days.until(visit.starts_at + timedelta(days=1, hours=3))
    maya = step_in(opened, "Maya Osei", width=390)
    maya.goes_to("/aftercare/")
    maya.follows("Tell us how it was")
    maya.ticks("Good", exact=True)
    maya.presses("Send it")
    maya.sees("Thank you")
    maya.goes_to("/journey/")
    for words in ("The visit ended", "Arrived", "Booked"):
        maya.sees(words)
    nothing_was_forgotten(visit)


@pytest.mark.parametrize("opened", [False], ids=["no_scripts"], indirect=True)
def test_by_telephone_and_post_from_the_ring_to_how_was_it(opened: Opener, days: Days) -> None:
    ring = opened(path="/rehearsal/ring/", width=390)
    ring.ticks("Rajesh Rao")
    ring.presses("Ring", exact=True)
    priya = step_in(opened, "Priya Nair")
    priya.presses("Answer", within=priya.page.locator("body"))
    priya.follows("It is them")
    for part, value in (("Day", "14"), ("Month", "5"), ("Year", "1945")):
        priya.page.get_by_label(part, exact=True).fill(value)
    priya.page.get_by_label("Postcode").fill("RV2 3CD")
    priya.presses("Check", exact=True)
    priya.sees("That fits. You may speak about everything.")
    priya.follows("Book a visit")
    priya.page.get_by_label("What do they need, in their words?").fill(NEED)
    priya.presses("Find")
    priya.follows(SERVICE)
    priya.page.get_by_label("From").first.fill("2026-11-27")
    priya.presses("Show times", within=priya.page.locator("body"))
    priya.page.locator(".pills-row").first.locator("input").nth(3).check(force=True)
    priya.presses("Hold it")
    priya.presses("Book it")
    priya.sees("Say this to them")
    priya.follows("Rajesh Rao")
    priya.page.get_by_role("combobox", name="How did it end?").select_option(label="Visit booked")
    priya.presses("End the contact")
    visit = Appointment.objects.get(person__given_name="Rajesh", state="booked")
    days.until(visit.starts_at - timedelta(minutes=15))
    assert {way for _, way in reached(visit)} == {"call", "letter"}

    joan = step_in(opened, "Joan Fletcher")
    joan.goes_to("/desk/arrivals/")
    joan.presses("Check in")
    is_seen(opened, days, visit, ticket="A001")
    days.until(visit.starts_at + timedelta(days=1, hours=3))
    nothing_was_forgotten(visit)


def is_seen(opened: Opener, days: Days, visit: Appointment, *, ticket: str) -> None:
    """Greeted, called, with the doctor, and finished, by those who do it and on the pages that they have for it."""
    joan = step_in(opened, "Joan Fletcher")
    joan.goes_to("/desk/arrivals/")
    row = joan.page.get_by_role("row").filter(has_text=ticket)
    joan.presses("Greeted", within=row)
    joan.follows(visit.person.name, within=row)
    days.until(visit.starts_at)
    joan.presses("Call in")
    joan.sees("is called.")
    amir = step_in(opened, "Dr Amir Shah")
    amir.goes_to(joan.page.url.removeprefix(joan.base))
    amir.presses("They are with me")
    amir.follows("Finish the visit")
    amir.page.get_by_label("What came of it?").fill("A harmless rash. The cream twice a day for a week.")
    amir.presses("The visit is over")
    amir.sees("A harmless rash.")


def reached(visit: Appointment) -> set[tuple[str, str]]:
    """What left for the person about this visit, and by which way."""
    left = Message.objects.filter(subject_id=visit.id, state__in=["sent", "delivered"])
    return set(left.values_list("kind", "channel"))


def nothing_was_forgotten(visit: Appointment) -> None:
    owed = Promise.objects.filter(person=visit.person)
    assert owed.filter(state="kept").count() >= 5
    assert list(owed.filter(state="broken").values_list("standard", flat=True)) == []
    assert [f"{one.law}: {one.where}" for one in invariants.broken_laws()] == []
