"""Who asks on their own pages to be rung is owed that call, once, and by a person of the desk."""

from __future__ import annotations

import pytest
from tests.cast import Cast

from almoner.catalogue.models import Service, Specialty
from almoner.charter.models import Promise
from almoner.core.refusal import NotThere
from almoner.desk import actions, refusals
from almoner.desk.laws import LAWS
from almoner.desk.models import Contact
from almoner.people.models import ContactPoint


@pytest.fixture
def service(db: None) -> Service:
    general = Specialty.objects.create(code="general", names={"en": "General medicine"})
    return Service.objects.create(
        code="GEN", specialty=general, names={"en": "Clinic visit"}, minutes=20, visit_minutes=20
    )


def broken() -> list[str]:
    return [law.id for law in LAWS if law.broken()]


def test_I_1_who_asks_to_be_rung_is_promised_the_call_and_gets_it(cast: Cast, service: Service) -> None:
    contact = actions.ask_to_be_rung(person=cast.maya, service=service, by=cast.maya_herself)
    promise = Promise.objects.get(subject_id=contact.id)
    assert (promise.standard, promise.team, promise.due_at) == ("call_back", "service_desk", contact.promised_at)
    assert (contact.person, contact.asked, contact.number) == (cast.maya, "Clinic visit", "07700 900123")
    assert broken() == []
    actions.call_back_done(contact=contact, note="Booked for Monday.", by=cast.agent)
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_asking_twice_is_one_call_and_after_it_another_can_be_asked_for(cast: Cast, service: Service) -> None:
    first, second = (actions.ask_to_be_rung(person=cast.maya, service=service, by=cast.maya_herself) for _ in range(2))
    assert (first, Promise.objects.filter(standard="call_back").count()) == (second, 1)
    actions.call_back_done(contact=first, note="Spoke to her.", by=cast.agent)
    assert actions.ask_to_be_rung(person=cast.maya, service=service, by=cast.maya_herself) != first


def test_I_26_a_carer_with_leave_to_book_may_ask_and_nobody_else(cast: Cast, service: Service) -> None:
    with pytest.raises(NotThere):
        actions.ask_to_be_rung(person=cast.maya, service=service, by=cast.tom_himself)
    assert not Contact.objects.exists()


def test_who_has_no_telephone_is_told_so_and_nothing_is_promised(cast: Cast, service: Service) -> None:
    ContactPoint.objects.filter(person=cast.maya, kind__in=("mobile", "landline")).delete()
    with pytest.raises(refusals.NumberToRingNeeded):
        actions.ask_to_be_rung(person=cast.maya, service=service, by=cast.maya_herself)
    assert not Promise.objects.filter(standard="call_back").exists()
    assert not Contact.objects.exists()
