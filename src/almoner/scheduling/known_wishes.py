"""What the house already knows of somebody's wishes, so that nobody has to say it again (APT-5)."""

from __future__ import annotations

from dataclasses import replace

from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.enums import Need
from almoner.people.models import CommunicationNeed, Person
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Resource, WaitingEntry
from almoner.scheduling.preferences import from_json
from almoner.scheduling.rules import can_book_for, not_private_from
from almoner.scheduling.wishes import NOTHING, Wishes, only

OF_THE_WEEK = ("weekdays", "parts_of_day", "carer")
"""Wishes that hold for another service too; whom they wished to see does not."""


def known_wishes(person: Person, by: Actor) -> Wishes:
    """What they need has to be; what they said when they last joined a waiting list would be good. Raises NotThere.

    An interpreter has to be there only where the hospital has one for the language: otherwise there would never be a
    time, and the desk finds one in another way. Four statements.
    """
    if not can_book_for(person, by):
        raise NotThere
    kinds = set(CommunicationNeed.objects.filter(person=person, ended_at=None).values_list("kind", flat=True))
    must = replace(NOTHING, step_free=Need.WHEELCHAIR in kinds, interpreter=_interpreter(person))
    entries = WaitingEntry.objects.filter(not_private_from(by), person=person).order_by("-entered_at", "id")
    last = entries.values_list("preferences", flat=True).first()
    return Wishes(must, only(from_json(last), OF_THE_WEEK) if last else NOTHING)


def _interpreter(person: Person) -> str:
    return person.interpreter_language if person.interpreter_language in interpreted() else ""


def interpreted() -> list[str]:
    """The languages for which the hospital has interpreters who can be booked with a visit."""
    spoken = Resource.objects.filter(kind=Kind.INTERPRETER, active=True).values_list("languages", flat=True)
    return sorted({language for languages in spoken for language in languages})
