"""Who works at a site and belongs to another, as the manager of the site sees them in the roster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import MONDAY
from tests.scheduling.test_places import TwoSites, two

from almoner.scheduling import actions

__all__ = ["two"]
As = Callable[[str], Client]
TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def roster(two: TwoSites, cast: Cast, as_: As) -> Callable[..., str]:
    """The roster as the manager of the harbour reads it. Dana of Riverside is there on Tuesday afternoons."""
    cast.manager_staff.site = two.harbour
    cast.manager_staff.save()
    two.split()
    manager = as_("manager")
    return lambda **asked: words(manager.get(reverse("console:roster"), {"week": "2026-11-23", **asked}))


def test_a_manager_reads_the_hours_that_somebody_of_another_site_has_at_theirs(roster: Callable[..., str]) -> None:
    said = roster()
    assert "Here from our other places" in said
    assert "Dana Okafor Physician · 2.5 hours here belongs to Riverside" in said
    assert "12:30–15:00 Berth 1" in said
    assert "09:00–12:00" not in said
    assert "Room C1" not in said


def test_why_they_are_away_is_not_told_nor_that_they_are_away_elsewhere(
    roster: Callable[..., str], two: TwoSites
) -> None:
    leave = {"resource": two.dana, "reason": "sickness", "why": "Broken arm", "by": two.clinic.manager}
    morning = TUESDAY_NOON - timedelta(hours=3)
    actions.add_block(starts_at=morning, ends_at=morning + timedelta(hours=1), **leave)
    assert "away" not in roster().partition("Dana Okafor")[2].partition("week of")[2]
    actions.add_block(starts_at=TUESDAY_NOON, ends_at=TUESDAY_NOON + timedelta(hours=2), **leave)
    said = roster()
    assert "away 12:30–14:00" in said
    assert "Sick" not in said
    assert "Broken arm" not in said


def test_what_is_arranged_elsewhere_is_not_theirs_to_open_or_change(
    roster: Callable[..., str], two: TwoSites, as_: As
) -> None:
    manager = as_("manager")
    for name in ("week", "change_week", "change_day", "away"):
        assert manager.get(reverse(f"console:{name}", args=[two.dana.id])).status_code == 404
    page = manager.get(reverse("console:roster"), {"week": "2026-11-23"}).content.decode()
    assert reverse("console:week", args=[two.dana.id]) not in page


def test_visitors_are_found_by_what_is_looked_for(roster: Callable[..., str]) -> None:
    for asked in ({"q": "oka"}, {"profession": "physician"}):
        assert "Dana Okafor" in roster(**asked)
    for asked in ({"q": "evan"}, {"kind": "room"}):
        assert "Dana Okafor" not in roster(**asked)
    assert "Physician" in roster().partition("Profession")[2].partition("Show")[0], "a choice, though none belongs here"


def test_in_a_week_without_sessions_here_nobody_visits(roster: Callable[..., str], two: TwoSites) -> None:
    actions.change_day(resource=two.dana, day=MONDAY + timedelta(1), sessions=[], by=two.clinic.manager)
    assert "Here from our other places" not in roster()
    assert "Dana Okafor" in roster(week="2026-11-30")


def test_the_manager_of_the_site_to_which_they_belong_reads_all_of_their_week(
    two: TwoSites, cast: Cast, as_: As
) -> None:
    cast.manager_staff.site = two.clinic.site
    cast.manager_staff.save()
    two.split()
    said = words(as_("manager").get(reverse("console:roster"), {"week": "2026-11-23"}))
    assert "12:30–15:00 Berth 1, Harbour Clinic" in said
    assert "Here from our other places" not in said
