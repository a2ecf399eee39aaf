"""A clinician reads and approves what services ask of people; a manager may look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import Clinic

from almoner.catalogue.enums import PreparationKind
from almoner.catalogue.models import PreparationApproval, PreparationItem
from almoner.catalogue.to_read import texts_of

PAGE = "/desk/preparation/"
ONE = "/desk/preparation/GEN/"
Browser = Callable[[str], Client]


@pytest.fixture
def asking(clinic: Clinic) -> Clinic:
    """The clinic visit asks something that nobody has read yet."""
    PreparationItem.objects.create(
        service=clinic.service, position=1, kind=PreparationKind.MEDICINE, timing="from", hours_before=48, hard=True,
        texts={"en": "Stop your blood thinner.", "es": "Deje el anticoagulante."},
    )  # fmt: skip
    return clinic


def approve(browser: Client, cast: Cast, review_on: str = "2027-11-01", **more: str) -> object:
    digest = texts_of(code="GEN", by=cast.doctor)[1][0].digest
    said = {"language": "en", "as_read": digest, "review_on": review_on} | more
    return browser.post(f"{ONE}approve/", said, follow=True)


def test_SEL_7_a_clinician_reads_and_approves(cast: Cast, asking: Clinic, as_: Browser) -> None:
    doctor = as_("doctor")
    assert "GEN Not approved: English Not approved: Spanish" in words(doctor.get(PAGE))
    shown = words(doctor.get(ONE))
    assert "Stop your blood thinner." in shown
    assert "48 hours before" in shown
    assert "Approved. People are told this" in words(approve(doctor, cast))
    given = PreparationApproval.objects.get(language="en")
    assert (given.approved_by, str(given.review_on), given.version) == ("Dana Okafor", "2027-11-01", 1)
    assert "GEN Not approved: Spanish" in words(doctor.get(PAGE))


def test_SEL_7_people_are_not_told_what_nobody_approved(cast: Cast, asking: Clinic, as_: Browser) -> None:
    visit = asking.visit(cast.maya)
    maya, agent = as_("maya"), as_("agent")
    for page in (f"/visits/{visit.id}/", "/services/GEN/"):
        shown = words(maya.get(page))
        assert "blood thinner" not in shown
        assert "Ask us how to prepare" in shown
    assert "No clinician has approved" in words(agent.get(f"/desk/appointments/{visit.id}/"))
    approve(as_("doctor"), cast)
    assert "Stop your blood thinner." in words(maya.get(f"/visits/{visit.id}/"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"review_on": "2020-01-01"}, "later day"),
        ({"as_read": "older"}, "have changed since"),
        ({"language": "fr"}, "has not all its preparation texts"),
    ],
)
def test_refusals_are_told_and_nothing_approved(
    cast: Cast, asking: Clinic, as_: Browser, said: dict[str, str], told: str
) -> None:
    answer = approve(as_("doctor"), cast, **said)
    assert not PreparationApproval.objects.exists()
    if said.get("language") != "fr":
        assert told in words(answer)


def test_a_clinician_looks_after_the_texts(cast: Cast, asking: Clinic, as_: Browser) -> None:
    doctor = as_("doctor")
    assert "You look after these texts" in words(doctor.post(f"{ONE}look-after/", follow=True))
    assert "Dana Okafor" in words(doctor.get(PAGE))


def test_a_manager_reads_and_does_not_approve(cast: Cast, asking: Clinic, as_: Browser) -> None:
    manager = as_("manager")
    assert "approve" not in words(manager.get(ONE)).split("What we promised")[0].replace("Not approved", "")
    assert "A clinician approves" in words(approve(manager, cast))
    assert not PreparationApproval.objects.exists()


@pytest.mark.parametrize("who", ["agent", "receptionist", "bed_manager", "maya"])
def test_I_22_pages_are_for_clinicians_and_managers(cast: Cast, asking: Clinic, as_: Browser, who: str) -> None:
    browser = as_(who)
    assert [browser.get(PAGE).status_code, browser.get(ONE).status_code] == [404, 404]
    assert browser.post(f"{ONE}approve/").status_code == 404
