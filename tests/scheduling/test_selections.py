"""Who a message to many is for, where it goes by visits or by a waiting list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.scheduling.clinic import MONDAY, Clinic

from almoner.messaging.selections import fits, people_in, selection
from almoner.people.models import Site
from almoner.scheduling import actions
from almoner.scheduling.enums import CancelReason
from almoner.scheduling.selections import VISITS, WAITING, clinicians_at


def days(clinic: Clinic, first: int, last: int, **more: Any) -> dict[str, Any]:
    told = {"first": (MONDAY + timedelta(days=first)).isoformat(), "last": (MONDAY + timedelta(days=last)).isoformat()}
    return told | {"sites": [str(clinic.site.id)]} | more


def test_visits_are_found_by_day_service_clinician_and_site(clinic: Clinic) -> None:
    maya, tom = clinic.person("Maya"), clinic.person("Tom")
    first, heart = clinic.visit(maya), clinic.visit(tom, service=clinic.heart)
    both = sorted([maya.id, tom.id])
    assert people_in(VISITS, days(clinic, 0, 6)) == both
    assert people_in(VISITS, days(clinic, 0, 6, service="GEN")) == [maya.id]
    assert people_in(VISITS, days(clinic, 0, 6, service="CAR")) == [tom.id]
    of_first = [person for person, visit in ((maya, first), (tom, heart)) if visit.clinician_id == first.clinician_id]
    with_first = days(clinic, 0, 6, clinician=str(first.clinician_id))
    assert people_in(VISITS, with_first) == sorted(person.id for person in of_first)
    assert people_in(VISITS, days(clinic, 7, 9)) == []
    assert people_in(VISITS, days(clinic, 0, 6) | {"sites": []}) == []
    elsewhere = Site.objects.exclude(id=clinic.site.id).values_list("id", flat=True)
    assert people_in(VISITS, days(clinic, 0, 6) | {"sites": [str(one) for one in elsewhere]}) == []


def test_days_are_those_of_the_wall_with_both_ends(clinic: Clinic) -> None:
    maya = clinic.person()
    visit = clinic.visit(maya)
    offset = (visit.starts_there.date() - MONDAY).days
    assert people_in(VISITS, days(clinic, offset, offset)) == [maya.id]
    assert people_in(VISITS, days(clinic, offset + 1, offset + 3)) == []
    assert people_in(VISITS, days(clinic, offset - 3, offset - 1)) == []


def test_who_has_cancelled_no_longer_fits(clinic: Clinic) -> None:
    maya = clinic.person()
    visit, criteria = clinic.visit(maya), days(clinic, 0, 6)
    assert fits(VISITS, criteria, maya.id)
    actions.cancel(appointment=visit, reason=CancelReason.PATIENT_BETTER, by=clinic.desk)
    assert not fits(VISITS, criteria, maya.id)


def test_somebody_with_several_visits_is_one_person(clinic: Clinic) -> None:
    maya = clinic.person()
    clinic.visit(maya)
    clinic.visit(maya, 3)
    assert people_in(VISITS, days(clinic, 0, 6)) == [maya.id]


def test_waiting_list_is_found_by_service(clinic: Clinic) -> None:
    maya = clinic.person()
    actions.join_waiting_list(person=maya, service=clinic.service, by=clinic.desk)
    told = {"sites": [str(clinic.site.id)]}
    assert people_in(WAITING, told | {"service": "GEN"}) == [maya.id]
    assert people_in(WAITING, told | {"service": "CAR"}) == []


def test_criteria_are_said_in_words(clinic: Clinic) -> None:
    clinician = clinic.clinicians[0]
    said = selection(VISITS).said(days(clinic, 0, 0, service="GEN", clinician=str(clinician.id)))
    assert [value for _name, value in said] == ["23 November 2026", "Riverside", "Clinic visit", clinician.name]
    assert clinicians_at([clinic.site])[0] == (str(clinician.id), clinician.name)
    assert selection(WAITING).said({"service": "gone", "sites": []}) == [("Service", "gone"), ("Place", "")]
