"""Several visits in one act, at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import field, words
from tests.portal.test_together import chosen
from tests.scheduling.clinic import MONDAY, Clinic
from tests.scheduling.test_joined import blood_test

from almoner.desk.models import Contact
from almoner.scheduling.models import Appointment, Series


def dates(cast: Cast, code: str = "GEN") -> str:
    day = MONDAY + timedelta(days=1)
    asked = f"?count=3&every=1&unit=1&within=0&from_day={day}&weekday=&at=09:40&clinician="
    return reverse("console:book_series", args=[cast.maya.id, code]) + asked


def day(cast: Cast, order: str = "found") -> str:
    asked = f"?service_1=GEN&result_1=&service_2=LAB&result_2=30&from_day={MONDAY}&least=10&most=120&order={order}"
    return reverse("console:book_day", args=[cast.maya.id]) + asked


def booked(browser: Client, cast: Cast) -> Series:
    browser.post(dates(cast), chosen(browser.get(dates(cast))) | {"key": "k"})
    return Series.objects.get(person=cast.maya)


def test_APT_8_a_series_is_booked_and_its_dates_are_read_out(
    cast: Cast, clinic: Clinic, known: Contact, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    page = browser.get(dates(cast))
    assert "3 dates are at the usual time with" in words(page)
    answer = browser.post(dates(cast), chosen(page) | {"key": field(page, "key")}, follow=True)
    series = Series.objects.get(person=cast.maya)
    assert answer.redirect_chain == [(reverse("console:series", args=[series.id]), 302)]
    shown = words(answer)
    assert "Your visits are booked together. These are the times." in shown
    assert "Tuesday 24 November at 09:40; Wednesday 25 November at 09:40; Thursday 26 November at 09:40." in shown
    assert series.booked_via == "phone"
    first = series.visits.get(series_place=1)
    opened = browser.get(reverse("console:appointment", args=[first.id])).content.decode()
    assert reverse("console:series", args=[series.id]) in opened


def test_several_visits_of_one_day_with_the_fasting_one_first(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    blood_test(clinic)
    browser = as_("agent")
    page = browser.get(day(cast))
    shown = words(page)
    assert "Fasting: Fasting blood test comes first, at 09:00." in shown
    assert "Eat again from 09:10 on." in shown
    picked = [unescape(one) for one in re.findall(r'name="picked" value="([^"]+)"', page.content.decode())][:2]
    answer = browser.post(day(cast), {"picked": picked, "key": "k"}, follow=True)
    assert "From now on they may eat and drink again." in words(answer)
    assert [visit.service.code for visit in Series.objects.get().visits.order_by("series_place")] == ["LAB", "GEN"]


def test_the_order_as_written_is_kept_where_that_is_said(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    blood_test(clinic)
    shown = words(as_("agent").get(day(cast, "given")))
    assert shown.index("Clinic visit Dana") < shown.index("Fasting blood test Dana")
    assert "comes first" not in shown


def test_a_least_gap_above_the_most_is_said(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    blood_test(clinic)
    answer = as_("agent").get(day(cast).replace("most=120", "most=5"))
    assert "This is less than the least." in answer.content.decode()


def test_APT_8_the_rest_is_cancelled_in_one_act(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    series = booked(browser, cast)
    where = reverse("console:cancel_rest", args=[series.id])
    assert words(browser.get(where)).count("Clinic visit") == 3
    answer = browser.post(where, {"reason": "pat", "note": ""}, follow=True)
    assert "Cancelled. They get it in writing, once for all of them." in answer.content.decode()
    assert series.visits.filter(state="cancelled").count() == 3


@pytest.mark.parametrize("who", ["bed_manager", "maya", "from_elsewhere"])
def test_I_22_I_23_the_wrong_person_books_sees_and_cancels_nothing(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client], who: str
) -> None:
    series = booked(as_("agent"), cast)
    browser = as_(who)
    for address in (
        dates(cast), day(cast), reverse("console:series", args=[series.id]),
        reverse("console:cancel_rest", args=[series.id]),
    ):  # fmt: skip
        assert refused(browser.get(address)), address
        assert refused(browser.post(address, {"reason": "pat"})) or browser.post(address).status_code == 405
    assert Appointment.objects.filter(state="booked").count() == 3


def refused(answer: Any) -> bool:
    return answer.status_code in {403, 404}
