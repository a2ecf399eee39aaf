"""Selection: everybody who works here, one of them, the usual wait, and wishes of a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.cast import MONDAY_MORNING
from tests.portal.clinic import Clinic
from tests.portal.test_pages import statements

from almoner.catalogue.models import Offering
from almoner.people.models import Staff
from almoner.scheduling import actions
from almoner.scheduling.soonest import soonest_with
from almoner.scheduling.usual_wait import UsualWait, of_waits, usual_wait

pytestmark = pytest.mark.django_db


def html_of(address: str, browser: Client | None = None) -> str:
    answer = (browser or Client()).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def hired(clinic: Clinic, name: str, **about: object) -> Staff:
    staff = Staff.objects.create(name=name, profession="physician", site=clinic.cast.site, **about)
    Offering.objects.create(service=clinic.service, staff=staff)
    return staff


def test_SEL_3_everybody_who_gives_a_service_stands_in_the_list(clinic: Clinic) -> None:
    hired(clinic, "Dr عمر 🌷 حداد", languages=["ar", "en"], sex="male")
    html = html_of("/clinicians/")
    assert clinic.cast.doctor_staff.name in html
    assert "Dr عمر 🌷 حداد" in html
    assert "Arabic" in html
    assert clinic.cast.agent_staff.name not in html


def test_SEL_2_the_list_is_narrowed_by_what_one_wishes(clinic: Clinic) -> None:
    hired(clinic, "Omar Haddad", languages=["ar"], sex="male")
    hired(clinic, "Rosa Ortiz", languages=["es"], sex="female")
    shown = {
        query: [name for name in ("Omar Haddad", "Rosa Ortiz") if name in html_of(f"/clinicians/?{query}")]
        for query in ("language=ar", "sex=female", "specialty=general", "specialty=skin", "language=ar&sex=female")
    }
    assert shown == {
        "language=ar": ["Omar Haddad"],
        "sex=female": ["Rosa Ortiz"],
        "specialty=general": ["Omar Haddad", "Rosa Ortiz"],
        "specialty=skin": [],
        "language=ar&sex=female": [],
    }


def test_nobody_fits_is_said_and_leads_on(clinic: Clinic) -> None:
    hired(clinic, "Omar Haddad", languages=["ar"], sex="male")
    assert "Nobody fits all of that" in html_of("/clinicians/?language=ar&sex=female")


def test_P_the_list_takes_as_many_statements_for_three_as_for_one(clinic: Clinic) -> None:
    with_one = statements(Client(), "/clinicians/")
    for name in ("Omar Haddad", "Rosa Ortiz"):
        hired(clinic, name, languages=["ar"])
    assert statements(Client(), "/clinicians/") == with_one


def test_SEL_3_a_profile_shows_the_real_next_time(clinic: Clinic) -> None:
    first = soonest_with(clinic.cast.doctor_staff, [clinic.service, clinic.scan])
    assert first["GEN"] >= MONDAY_MORNING
    html = html_of(f"/clinicians/{clinic.cast.doctor_staff.id}/")
    assert "Clinic visit" in html
    assert f"/services/GEN/times/?clinician={clinic.cast.doctor_staff.id}" in html
    assert "/services/SCAN/times/" not in html, "what a clinician has to ask for is not for oneself to book"


def test_a_profile_without_free_time_says_so(clinic: Clinic) -> None:
    omar = hired(clinic, "Omar Haddad", languages=["ar"])
    assert soonest_with(omar, [clinic.service]) == {}
    assert "No free time in the next 90 days" in html_of(f"/clinicians/{omar.id}/")


@pytest.mark.parametrize("who", ["agent_staff", "left", "nobody"])
def test_staff_who_give_nothing_here_have_no_profile(clinic: Clinic, who: str) -> None:
    gone = hired(clinic, "Gone Away", left_on=MONDAY_MORNING.date())
    ids = {"agent_staff": clinic.cast.agent_staff.id, "left": gone.id, "nobody": clinic.cast.maya.id}
    assert Client().get(f"/clinicians/{ids[who]}/").status_code == 404


def test_APT_5_times_with_one_clinician_only(clinic: Clinic) -> None:
    omar = hired(clinic, "Omar Haddad", languages=["ar"])
    maya = clinic.browser("maya")
    assert "Dana" in html_of(f"/services/GEN/times/?clinician={clinic.cast.doctor_staff.id}", maya)
    assert "No free time" in html_of(f"/services/GEN/times/?clinician={omar.id}&clinician_must=on", maya)
    assert "No free time" in html_of("/services/GEN/times/?language=ar&language_must=on", maya)
    assert 'name="time"' in html_of("/services/GEN/times/?language=ar", maya)


def test_a_wish_for_somebody_else_is_told_and_shows_all_times(clinic: Clinic) -> None:
    maya, wished = clinic.browser("maya"), f"/services/GEN/times/?clinician={clinic.cast.maya.id}"
    assert "Select a valid choice" in html_of(f"{wished}&view=wishes", maya)
    assert 'name="time"' in html_of(wished, maya)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([], None),
        ([1] * 7, None),
        ([0] * 8, UsualWait(0, 0, 8)),
        ([9, 1, 2, 3, 4, 5, 6, 7, 8, 30], UsualWait(5, 8, 10)),
    ],
)
def test_SEL_12_the_usual_wait_is_true_of_eight_in_ten(days: list[int], told: UsualWait | None) -> None:
    assert of_waits(days) == told


def test_SEL_12_the_page_of_a_service_tells_the_usual_wait(clinic: Clinic, at: Callable[[datetime], None]) -> None:
    assert "Eight in ten" not in html_of("/services/GEN/")
    for nth in range(8):
        visit = clinic.visit(clinic.cast.maya, nth)
        actions.cancel(appointment=visit, by=clinic.cast.agent)
    assert usual_wait(clinic.service) == UsualWait(0, 0, 8)
    assert "Eight in ten people came on the day" in html_of("/services/GEN/")
    at(MONDAY_MORNING + timedelta(days=91))
    assert usual_wait(clinic.service) is None


def test_SEL_2_the_order_of_results_is_published(clinic: Clinic) -> None:
    html = html_of("/find/order/")
    assert "Nobody can pay for a place here" in html
