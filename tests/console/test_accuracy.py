"""The page on which suggestions are held against decisions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.urgency.conftest import all_no

from almoner.console.accuracy_shown import share_said
from almoner.urgency import actions
from almoner.urgency.accuracy import Share
from almoner.urgency.asked import Asker, Told
from almoner.urgency.models import Request

Browser = Callable[[str], Client]
ACCURACY, OVERRIDES = reverse("console:accuracy"), reverse("console:overrides")


def decided(cast: Cast, said: str, level: int, name: str = "Pat") -> Request:
    told = Told(words=said, danger_answers=all_no())
    request = actions.submit_request(
        told=told, channel="phone", asker=Asker(name=name, contact=f"{name}@example.org"), by=cast.agent
    )
    actions.decide_level(request=request, level=level, reason=f"because of {name}", by=cast.doctor)
    return request


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Share(0, 0), "–"),
        (Share(5, 10), "50 % (19–81)"),
        (Share(0, 10), "0 % (0–31)"),
        (Share(199, 200), "99.5 % (97–100)"),
    ],
)
def test_share_is_said_with_its_bounds(share: Share, said: str) -> None:
    assert share_said(share) == said


def test_under_triage_comes_first_with_the_way_to_its_requests(cast: Cast, as_: Browser) -> None:
    for number, (said, level) in enumerate(
        [("cough", 4), ("cough", 2), ("sore throat", 5), ("earache", 4), ("earache", 5), ("it does what it does", 3)]
    ):
        decided(cast, said, level, f"P{number}")
    shown = words(as_("doctor").get(ACCURACY))
    assert shown.index("Suggested less urgent than decided") < shown.index("The same level")
    assert "17 % (0–64)" in shown
    assert "a clinician who sees a suggestion leans on it" in shown.lower()
    page = as_("doctor").get(ACCURACY).content.decode()
    assert f"{OVERRIDES}?rule=" in page
    listed = words(as_("doctor").get(OVERRIDES))
    assert listed.index("because of P1") < listed.index("because of P4")
    assert "because of P0" not in listed


def test_X_6_whoever_may_not_see_requests_is_told_no_small_numbers(cast: Cast, as_: Browser) -> None:
    decided(cast, "cough", 2)
    manager = as_("manager")
    assert "Too few to tell" in words(manager.get(ACCURACY))
    assert manager.get(OVERRIDES).status_code == 404
    for number in range(5):
        decided(cast, "earache", 4, f"Q{number}")
    page = manager.get(ACCURACY)
    assert "fewer than 5" in words(page)
    assert ACCURACY in manager.get(reverse("console:measures")).content.decode()
    assert OVERRIDES not in page.content.decode()


def test_period_is_chosen_and_may_be_empty(cast: Cast, as_: Browser) -> None:
    decided(cast, "cough", 2)
    doctor = as_("doctor")
    assert "Nobody decided anything" in words(doctor.get(f"{ACCURACY}?first=2026-01-01&last=2026-01-31"))
    assert doctor.get(f"{ACCURACY}?first=2026-01-31&last=2026-01-01").status_code == 422


@pytest.mark.parametrize("who", ["agent", "receptionist", "maya"])
def test_I_22_accuracy_is_not_there_for_others(cast: Cast, as_: Browser, who: str) -> None:
    assert [as_(who).get(path).status_code for path in (ACCURACY, OVERRIDES)] == [404, 404]
