"""What is told about leave to act for another: that it ends soon, and that a child's record has become their own.

The rows are in the room of people, which stands below this one and so cannot register them itself.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings

from almoner.core import clock
from almoner.messaging import kinds
from almoner.messaging.kinds import MessageKind
from almoner.people.ages import ages
from almoner.people.enums import Purpose
from almoner.people.models import Carer, Person
from almoner.people.rules import is_narrowed, last_day_of, live_leaves

CARERS_PATH = "/carers/"


def register() -> None:
    told = {
        "carer.ending": ending_for_person,
        "caring.ending": ending_for_carer,
        "carer.narrowed": narrowed_for_person,
        "caring.narrowed": narrowed_for_carer,
    }
    for name, compose in told.items():
        kinds.register(MessageKind(name, Purpose.CARE, compose))


def ending_for_person(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """None once the leave has ended, or where another one follows it."""
    leave = _live(subject_id)
    if leave is None or leave.person_id != person.id:
        return None
    return {"ends_on": last_day_of(leave, ages()), "carer": leave.carer.name, "link": _link()}


def ending_for_carer(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    leave = _live(subject_id)
    if leave is None or leave.carer_id != person.id:
        return None
    return {"ends_on": last_day_of(leave, ages()), "link": _link()}


def narrowed_for_person(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    leave = _live(subject_id)
    if leave is None or leave.person_id != person.id or not is_narrowed(leave, ages()):
        return None
    return {"carer": leave.carer.name, "link": _link()}


def narrowed_for_carer(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    leave = _live(subject_id)
    if leave is None or leave.carer_id != person.id or not is_narrowed(leave, ages()):
        return None
    return {"link": _link()}


def _live(subject_id: UUID | None) -> Carer | None:
    if subject_id is None:
        return None
    return live_leaves(clock.today()).filter(id=subject_id).select_related("person", "carer").first()


def _link() -> str:
    return f"{settings.ALMONER_PUBLIC_URL}{CARERS_PATH}"
