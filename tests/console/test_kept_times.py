"""The pages of times that are kept for the urgent (APT-6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import MONDAY, NOW, Clinic, make_clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.models import Site, Staff
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment, Protection

As = Callable[[str], Client]


@pytest.fixture
def clinic(cast: Cast) -> Clinic:
    """A clinic in which six people a week ask on Tuesdays for today."""
    Site.objects.filter(id=cast.site.id).update(code="riverside")
    with clock.at(NOW):
        made = make_clinic()
        for number in range(30):
            day = MONDAY + timedelta(days=1, weeks=-1 - number // 6)
            asked_at = datetime.combine(day, time(10, number), UTC)
            Appointment.objects.create(
                reference=f"X{number}", person=cast.maya, service=made.service, level=3, created_at=asked_at, wall="",
                clinician=made.clinicians[0], site=made.site, starts_at=asked_at, ends_at=asked_at + timedelta(hours=1),
                booked_via="desk", state="fulfilled",
            )  # fmt: skip
    Staff.objects.filter(id=cast.manager.staff_id).update(site=made.site)
    return made


def test_before_anything_is_learned_the_page_says_when_it_will_be(cast: Cast, as_: As) -> None:
    said = words(as_("manager").get(reverse("console:kept_times")))
    assert "After 4 whole weeks of bookings" in said


def test_APT_6_the_page_says_what_is_kept_on_which_day_and_why(clinic: Clinic, as_: As) -> None:
    actions.learn_demand(by=SYSTEM)
    manager = as_("manager")
    said = words(manager.get(reverse("console:kept_times")))
    assert "Clinic visit Within the hour 0.0 Today 6.0 Times are kept" in said
    with clock.at(NOW):
        said = words(manager.get(reverse("console:kept_times_of", args=["GEN"])))
    assert "08:00–18:00 For whom Today Free 18 Of these kept 4 Less urgent people may have 14" in said
    assert "Learned from the last 4 weeks." in said


def test_APT_6_a_manager_turns_it_off_with_a_reason_and_on_again(clinic: Clinic, as_: As) -> None:
    actions.learn_demand(by=SYSTEM)
    manager, address = as_("manager"), reverse("console:kept_times_of", args=["GEN"])
    assert manager.post(address, {"why": " "}).status_code == 422
    assert Protection.objects.get().on
    said = words(manager.post(address, {"why": "Too few of us 🙁"}, follow=True))
    assert "No times are kept for the urgent any more." in said
    assert "Too few of us 🙁" in said
    assert "not kept" in words(manager.get(reverse("console:kept_times")))
    assert "Times are kept for the urgent." in words(manager.post(address, {"on": "yes"}, follow=True))
    assert (Protection.objects.get().on, Protection.objects.get().why) == (True, "")


def test_a_service_that_is_not_there_is_not_found(cast: Cast, as_: As) -> None:
    assert as_("manager").get(reverse("console:kept_times_of", args=["NONE"])).status_code == 404


def test_I_23_another_site_is_not_shown(clinic: Clinic, cast: Cast, as_: As) -> None:
    actions.learn_demand(by=SYSTEM)
    Staff.objects.filter(id=cast.manager.staff_id).update(site=cast.site)
    assert "Nothing is learned yet" in words(as_("manager").get(reverse("console:kept_times")))
