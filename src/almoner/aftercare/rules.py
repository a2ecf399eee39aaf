"""Who may ring, answer, hear and read, and for whom. Out of reach looks like absent."""

from __future__ import annotations

from almoner.aftercare.refusals import OnlyClinician
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.enums import CarerScope
from almoner.people.models import Person
from almoner.people.rules import may_act_for, may_see


def need_to_follow_up(person: Person, by: Actor) -> None:
    """Staff who ring people at home."""
    by.need(Permission.FOLLOW_UP)
    if not may_see(person, by):
        raise NotThere


def need_clinician(by: Actor) -> None:
    if not (by.is_clinician or by.is_system):
        raise OnlyClinician


def may_speak(person: Person, by: Actor) -> bool:
    """The person, a carer who may read their record, staff who follow up."""
    if by.is_staff:
        return by.may(Permission.FOLLOW_UP) and may_see(person, by)
    return by.is_system or may_act_for(person, by, CarerScope.RECORD)


def need_to_speak(person: Person, by: Actor) -> None:
    """To say how they are, or to ask, for them."""
    if not may_speak(person, by):
        raise NotThere


def need_to_answer(person: Person, by: Actor) -> None:
    """A nurse or a doctor who sees the person."""
    by.need(Permission.ANSWER_QUESTIONS)
    need_clinician(by)
    if not may_see(person, by):
        raise NotThere


def need_to_hear(person: Person | None, by: Actor) -> None:
    """Managers who look into complaints and low scores."""
    by.need(Permission.HEAR_FEEDBACK)
    if person is not None and not may_see(person, by):
        raise NotThere


def may_give_for(person: Person, by: Actor) -> bool:
    """Feedback and complaints: the person, anybody who may act for them, staff who write down what they hear."""
    if by.is_staff:
        return by.may(Permission.TAKE_CONTACTS) and may_see(person, by)
    return by.is_system or may_act_for(person, by)
