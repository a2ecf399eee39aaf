"""Who may measure, read and release, for whom."""

from __future__ import annotations

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.enums import CarerScope
from almoner.people.models import Person
from almoner.people.rules import may_act_for, may_see, may_see_record
from almoner.records.enums import Source


def may_read(person: Person, by: Actor) -> bool:
    """Staff who see clinical matters and this person; the person; a carer with leave for the record."""
    if by.is_staff:
        return by.may(Permission.SEE_CLINICAL) and may_see(person, by)
    return may_see_record(person, by)


def need_to_read(person: Person, by: Actor) -> None:
    if not may_read(person, by):
        raise NotThere


def need_to_record(person: Person, source: str, by: Actor) -> None:
    """Only staff measure; people tell their own values, or their devices do."""
    if by.is_staff or by.is_system:
        by.need(Permission.RECORD_VITALS)
        if not may_see(person, by):
            raise NotThere
        return
    if not may_act_for(person, by, CarerScope.RECORD):
        raise NotThere
    if source == Source.MEASURED:
        raise NotAllowed


def need_clinician(by: Actor) -> None:
    """A report is released by somebody who can explain it."""
    by.need(Permission.SEE_CLINICAL)
    if not by.is_clinician:
        raise NotAllowed
