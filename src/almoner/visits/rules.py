"""Who may receive, care, see and send home, for whom. Out of reach looks like absent."""

from __future__ import annotations

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.enums import CarerScope
from almoner.people.models import Person
from almoner.people.rules import may_act_for, may_see


def need_to_receive(person: Person, by: Actor) -> None:
    """Staff at the desk, and the system for links and kiosks that have asked for two identifiers."""
    by.need(Permission.RECEIVE_ARRIVALS)
    _need_sight(person, by)


def need_to_check_in(person: Person, by: Actor) -> None:
    """The person, a carer with leave to book, staff at the desk."""
    if by.is_staff or by.is_system:
        need_to_receive(person, by)
    elif not may_act_for(person, by, CarerScope.BOOK):
        raise NotThere


def need_to_care(person: Person, by: Actor) -> None:
    by.need(Permission.CARE_ON_WARD)
    _need_sight(person, by)


def need_to_see_patient(person: Person, by: Actor) -> None:
    """Whoever sees a person as their clinician."""
    if not (by.is_clinician or by.is_system):
        raise NotAllowed
    _need_sight(person, by)


def need_to_allot(person: Person, by: Actor) -> None:
    by.need(Permission.ALLOT)
    _need_sight(person, by)


def need_to_place(person: Person, by: Actor) -> None:
    """Whoever gives beds."""
    by.need(Permission.MANAGE_BEDS)
    _need_sight(person, by)


def need_to_ask_for_bed(person: Person, by: Actor) -> None:
    """Clinicians decide that somebody stays; bed managers write down what they are told."""
    if not (by.is_clinician or by.is_system):
        by.need(Permission.MANAGE_BEDS)
    _need_sight(person, by)


def need_at_bedside(person: Person, by: Actor) -> None:
    """Those who may speak at the bedside: the person, any carer with live leave, staff who see them."""
    if by.is_staff or by.is_system:
        _need_sight(person, by)
    elif not may_act_for(person, by):
        raise NotThere


def may_read_stay(person: Person, by: Actor) -> bool:
    """Whoever may read what happens at the bedside."""
    if by.is_staff:
        return by.may(Permission.SEE_CLINICAL) and may_see(person, by)
    return by.is_system or may_act_for(person, by, CarerScope.RECORD)


def need_to_read_stay(person: Person, by: Actor) -> None:
    if not may_read_stay(person, by):
        raise NotThere


def _need_sight(person: Person, by: Actor) -> None:
    if not may_see(person, by):
        raise NotThere
