"""What a young person has to themselves: a parent neither sees nor books visits for private topics (law I-26, T5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.scheduling.clinic import NOW, Clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotThere
from almoner.people.actions import appoint_carer
from almoner.people.enums import CarerBasis
from almoner.people.models import Person, Site
from almoner.scheduling import actions, queries, refusals
from almoner.scheduling.models import Appointment, WaitingEntry
from almoner.scheduling.search import find_times

GROWN, STILL_A_CHILD = date(2012, 11, 1), date(2016, 11, 1)
"""Fourteen, whose record is their own by now; and ten."""


def family(clinic: Clinic, born: date, *, basis: CarerBasis = CarerBasis.PARENT) -> tuple[Person, Actor]:
    """A young person, and whoever may act for them as the hospital lets them."""
    Site.objects.update(private_topics=[clinic.specialty.code])
    young, parent = clinic.person("Kofi", birth_on=born), clinic.person("Ama")
    appoint_carer(person=young, carer=parent, relationship="mother", scopes=["book"], basis=basis, by=SYSTEM)
    return young, Actor(name="Ama", roles=frozenset({Role.PATIENT, Role.CARER}), person_id=parent.id)


def seen(young: Person, visit: Appointment, by: Actor) -> list[bool]:
    """Whether the visit is there for `by` in each of the ways in which visits are read."""
    found = [visit in queries.appointments(by), visit in queries.appointments_of(young, by)]
    for ask in (queries.appointment_for, queries.appointment_by_reference):
        try:
            found.append(ask(by, str(visit.id) if ask is queries.appointment_for else visit.reference) == visit)
        except NotThere:
            found.append(False)
    return found


def test_I_26_a_private_visit_is_not_there_for_a_parent(clinic: Clinic) -> None:
    young, parent = family(clinic, GROWN)
    private, other = clinic.visit(young), clinic.visit(young, 2, clinic.heart)
    assert seen(young, private, parent) == [False] * 4
    assert seen(young, other, parent) == [True] * 4
    assert seen(young, private, clinic.themself(young)) == [True] * 4
    assert seen(young, private, clinic.desk) == [True] * 4


def test_I_26_a_parent_of_a_younger_child_sees_all_visits(clinic: Clinic) -> None:
    young, parent = family(clinic, STILL_A_CHILD)
    assert seen(young, clinic.visit(young), parent) == [True] * 4


def test_I_26_whom_they_chose_themselves_sees_all_visits(clinic: Clinic) -> None:
    young, chosen = family(clinic, GROWN, basis=CarerBasis.CHOSEN)
    assert seen(young, clinic.visit(young), chosen) == [True] * 4


def test_I_26_neither_holds_nor_waiting_nor_offers_tell_a_parent(clinic: Clinic) -> None:
    young, parent = family(clinic, GROWN)
    entry = actions.join_waiting_list(person=young, service=clinic.service, by=clinic.desk)
    with clock.at(NOW + timedelta(hours=2)):
        (offer,) = actions.make_offers(service=clinic.service, by=clinic.desk)
    hold = clinic.hold(young, 4)
    own = clinic.themself(young)
    assert (queries.waiting_entries(own), queries.waiting_entries(parent)) == ([entry], [])
    assert queries.offer_for(own, offer.id) == offer
    assert queries.hold_for(own, hold.id) == hold
    for ask, thing in ((queries.offer_for, offer), (queries.hold_for, hold)):
        with pytest.raises(NotThere):
            ask(parent, thing.id)


def test_I_26_a_parent_is_told_that_such_visits_are_the_young_persons_to_book(clinic: Clinic) -> None:
    young, parent = family(clinic, GROWN)
    time = find_times(clinic.service, limit=1, by=clinic.desk)[0]
    with pytest.raises(refusals.TheirsToBook):
        actions.hold(service=clinic.service, time=time, person=young, by=parent)
    with pytest.raises(refusals.TheirsToBook):
        actions.join_waiting_list(person=young, service=clinic.service, by=parent)
    assert not WaitingEntry.objects.exists()
    assert actions.hold(service=clinic.service, time=time, person=young, by=clinic.themself(young)).person == young
