"""Calls of the last hours that ended with a promise: to ring back, to find an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.demo.agenda import Agenda
from almoner.demo.house import House
from almoner.desk.actions import end_contact, identify, note_abandoned_call, take_contact
from almoner.desk.models import Contact
from almoner.people.enums import ContactKind
from almoner.people.models import ContactPoint, Person

ASKED = ["When is my visit?", "Is my result there?", "May I take my tablets with it?", "I need a letter for work"]
GIVEN_UP = 2


def ring(house: House, agenda: Agenda, people: Sequence[Person]) -> None:
    """Put on the agenda who rang, and two who gave up before anybody answered."""
    for place, who in enumerate(people):
        moment = house.opened_at - timedelta(minutes=4 + 6 * place)
        if place < GIVEN_UP:
            agenda.at(moment, note_abandoned_call, number=number_of(who), by=house.by("agent"))
        else:
            agenda.at(moment, _rings, who=who, place=place, by=house.by("agent"))


def _rings(who: Person, place: int, by: Actor) -> None:
    contact = called(who, asked=ASKED[place % len(ASKED)], by=by)
    outcome = "CALL_BACK" if place % 2 else "CLINICIAN_QUESTION"
    promised_at = clock.now() + timedelta(minutes=50 + 40 * place)
    end_contact(contact=contact, outcome=outcome, reason=contact.asked, promised_at=promised_at, by=by)


def called(who: Person, *, asked: str, by: Actor) -> Contact:
    """A call by somebody who says who they are, and it fits."""
    number = number_of(who)
    contact = take_contact(channel="call", number=number, asked=asked, by=by)
    return identify(contact=contact, person=who, birth_on=who.birth_on, telephone=number, by=by)


def telephone_of(who: Person) -> ContactPoint | None:
    """The telephone at which they are rung: the first that is in use."""
    kinds = [ContactKind.MOBILE, ContactKind.LANDLINE]
    points = ContactPoint.objects.filter(person=who, kind__in=kinds, stopped_at__isnull=True)
    return points.order_by("created_at", "id").first()


def number_of(who: Person) -> str:
    """The number that shows when they ring us: also one at which they are not rung any more."""
    kinds = [ContactKind.MOBILE, ContactKind.LANDLINE]
    point = ContactPoint.objects.filter(person=who, kind__in=kinds).order_by("created_at", "id").first()
    return point.value if point else ""
