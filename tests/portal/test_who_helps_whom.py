"""The page that says who may act for whom, and ends it (law I-26)."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import signed_in
from tests.portal.clinic import Clinic

from almoner.core.identifiers import new_id
from almoner.people.actions import appoint_carer, describe_site, register_person
from almoner.people.enums import CarerBasis, CarerScope
from almoner.people.models import Carer, Person
from almoner.scheduling.models import Appointment


@pytest.fixture
def kofi(clinic: Clinic) -> Person:
    """Fourteen by now; Tom is his father, and what is of the skin is his own affair."""
    cast = clinic.cast
    describe_site(site=cast.site, changes={"private_topics": ["skin"]}, by=cast.manager)
    young = register_person(given_name="Kofi", birth_on=date(2012, 11, 1), contacts=[], by=cast.agent)
    appoint_carer(
        person=young, carer=cast.tom, relationship="father", scopes=list(CarerScope), basis=CarerBasis.PARENT,
        code_word="sunflower", by=cast.agent,
    )  # fmt: skip
    return young


def page_of(clinic: Clinic, name: str) -> str:
    return clinic.browser(name).get("/carers/").content.decode()


def leave_of(person: Person) -> Carer:
    return Carer.objects.get(person=person)


def test_both_see_the_leave_with_what_it_allows_and_until_when(clinic: Clinic) -> None:
    for name, other in (("maya", "Leila Haddad"), ("leila", "Maya Osei")):
        page = page_of(clinic, name)
        assert f"<bdi>{other}</bdi>" in page
        assert all(str(CarerScope(scope).label) in page for scope in leave_of(clinic.cast.maya).scopes)
    assert "Nobody." in page_of(clinic, "tom")


@pytest.mark.parametrize("name", ["maya", "leila"])
def test_I_26_either_of_them_ends_it_and_it_is_over_at_once(clinic: Clinic, name: str) -> None:
    carers_browser = clinic.browser("leila")
    carers_browser.post("/act-for/", {"person": str(clinic.cast.maya.id)}, follow=True)
    leave = leave_of(clinic.cast.maya)
    answer = clinic.browser(name).post(f"/carers/{leave.id}/end/", follow=True)
    assert "It has ended, from now on." in answer.content.decode()
    leave.refresh_from_db()
    assert leave.ended_at
    assert "These are the pages of" not in carers_browser.get("/home/").content.decode()
    assert carers_browser.post("/act-for/", {"person": str(clinic.cast.maya.id)}).status_code == 404


def test_I_23_nobody_else_ends_it(clinic: Clinic) -> None:
    leave = leave_of(clinic.cast.maya)
    for path in (f"/carers/{leave.id}/end/", f"/carers/{new_id()}/end/"):
        assert clinic.browser("tom").post(path).status_code == 404
    assert clinic.browser("maya").get(f"/carers/{leave.id}/end/").status_code == 405
    assert leave_of(clinic.cast.maya).ended_at is None


def test_I_26_the_page_says_what_is_a_young_persons_own(clinic: Clinic, kofi: Person) -> None:
    assert "the record, messages and private visits are a young person" in page_of(clinic, "tom")
    own = signed_in(kofi).get("/carers/").content.decode()
    assert "Your record, your messages and private visits are yours alone." in own
    assert "End it now" not in own, "a parent's leave is not the child's to end"


def test_I_26_private_visits_are_on_no_page_of_a_parent_and_not_theirs_to_book(clinic: Clinic, kofi: Person) -> None:
    private, other = clinic.visit(kofi, 0, clinic.skin), clinic.visit(kofi, 3)
    browser = clinic.browser("tom")
    browser.post("/act-for/", {"person": str(kofi.id)})
    assert browser.get(f"/visits/{private.id}/").status_code == 404
    for path in ("/home/", "/visits/", "/promises/"):
        page = browser.get(path).content.decode()
        assert private.reference not in page
        assert "Skin check" not in page
    assert other.reference in browser.get(f"/visits/{other.id}/").content.decode()
    answer = browser.post("/services/SKIN/times/", {"time": clinic.key(6, clinic.skin)}, follow=True)
    assert "Visits of this kind are the young person" in answer.content.decode()
    assert Appointment.objects.filter(person=kofi).count() == 2
