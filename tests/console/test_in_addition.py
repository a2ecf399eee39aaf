"""The pages of what is booked in addition."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import NOW, Clinic
from tests.scheduling.test_overbooking import fill, known, monday, take

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.people.models import Staff
from almoner.scheduling.models import Overbooking

As = Callable[[str], Client]


@pytest.fixture
def full(clinic: Clinic, cast: Cast) -> Iterator[Clinic]:
    with clock.at(NOW):
        Staff.objects.filter(id__in=[cast.manager.staff_id, cast.agent.staff_id]).update(site=clinic.site)
        fill(clinic, clinic.service, 18)
        known(clinic.service)
        yield clinic


def test_a_manager_allows_it_with_bound_and_reason_sees_who_comes_and_takes_it_back(full: Clinic, as_: As) -> None:
    manager, address = as_("manager"), reverse("console:in_addition_of", args=["GEN"])
    assert "Clinic visit Visits 1000 Stayed away 40.0 % One more not allowed Booked so 0" in words(
        manager.get(reverse("console:in_addition"))
    )
    for wrong in ({"limit_percent": 10, "a_day": 1, "why": " "}, {"limit_percent": 30, "a_day": 1, "why": "x"}):
        assert manager.post(address, wrong).status_code == 422
    assert not Overbooking.objects.exists()
    manager.post(address, {"limit_percent": 10, "a_day": 1, "why": "Mondays stand half empty"})
    visit = take(full, monday(full, full.service)[0])
    said = words(manager.get(address))
    assert "at most 10 %. On one day at most: 1. Mondays stand half empty" in said
    assert "Dana Okafor" in said or "Evan Reed" in said
    assert "Expected to stay away 2.0 of 5 Chance that all come 7.8 %" in said
    assert "less than 3 days Visits 1000 Stayed away 40.0 % who had confirmed 40.0 % who had not 40.0 %" in said
    told = words(as_("agent").get(reverse("console:appointment", args=[visit.id])))
    assert (
        "From then on 5 people were booked; so many were expected to stay away: 2.0. The chance that all come was"
        in told
    )
    manager.post(address, {"off": "yes"})
    assert not Overbooking.objects.get().on


def test_where_waiting_does_harm_there_is_no_form_and_it_is_refused(full: Clinic, as_: As) -> None:
    Service.objects.filter(id=full.service.id).update(fast_food_hours=8)
    manager, address = as_("manager"), reverse("console:in_addition_of", args=["GEN"])
    said = words(manager.get(address))
    assert "whoever waits, waits hungry" in said
    assert "Allow it" not in said
    assert manager.post(address, {"limit_percent": 10, "a_day": 1, "why": "x"}).status_code == 422
    assert not Overbooking.objects.filter(on=True).exists()


def test_before_enough_is_known_the_page_says_what_is_needed(cast: Cast, as_: As) -> None:
    assert "Of a service, 100 visits have to be known first." in words(
        as_("manager").get(reverse("console:in_addition"))
    )
