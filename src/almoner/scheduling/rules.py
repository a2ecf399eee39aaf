"""Who may book and change visits for whom, and who arranges the diaries."""

from __future__ import annotations

from django.db.models import Q

from almoner.catalogue.models import Service
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.enums import CarerScope
from almoner.people.models import Person
from almoner.people.rules import may_act_for, may_see, narrowed_for
from almoner.scheduling.refusals import TheirsToBook


def can_book_for(person: Person, by: Actor) -> bool:
    """The person, a carer with leave to book, and staff who book and may see the person."""
    if by.is_system:
        return True
    if by.is_staff:
        return by.may(Permission.BOOK) and may_see(person, by)
    return may_act_for(person, by, CarerScope.BOOK)


def need_to_book_for(person: Person, by: Actor, service: Service | None = None) -> None:
    """Raise NotAllowed for staff who do not book, and NotThere for everybody else, who learns nothing by it; for a new
    visit of this `service` TheirsToBook, to a parent, where it is the young person's own affair."""
    if can_book_for(person, by):
        if service and _is_private_from(by, person, service):
            raise TheirsToBook
        return
    if by.is_staff:
        by.need(Permission.BOOK)
    raise NotThere


def need_what_if(by: Actor) -> None:
    """Raise NotAllowed but for who sees the measures and arranges the diaries: simulations are for who could act on
    them."""
    by.need(Permission.SEE_MEASURES)
    by.need(Permission.MANAGE_ROSTER)


def not_private_from(by: Actor) -> Q:
    """Visits, holds and waiting entries but those that a young person has to themselves: a parent sees none for the
    topics that the hospital keeps private, once the record is the child's own (law I-26)."""
    narrowed = narrowed_for(by)
    if narrowed is None:
        return Q()
    leaves, topics = narrowed
    return ~Q(person_id__in=leaves.values("person_id"), service__specialty__code__in=topics)


def _is_private_from(by: Actor, person: Person, service: Service) -> bool:
    """What `not_private_from` leaves out, asked before there is a visit: a young person books these themself."""
    narrowed = None if by.person_id == person.id else narrowed_for(by)
    if narrowed is None:
        return False
    leaves, topics = narrowed
    return service.specialty.code in topics and leaves.filter(person=person).exists()
