"""Reading contacts, scoped to who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.charter.book import calendars, charter
from almoner.charter.due import applies
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.desk.dispositions import Disposition, dispositions
from almoner.desk.enums import Direction
from almoner.desk.models import Contact
from almoner.desk.rules import may_see_contact
from almoner.people.models import Person
from almoner.people.rules import may_see, visible_to

ROUTINE = 5
_WITH = ("person", "caller", "agent", "called_back_by")


def contact_for(*, by: Actor, id: UUID) -> Contact:  # noqa: A002 - as `person_for`
    """One contact. Raises NotThere."""
    contact = Contact.objects.select_related(*_WITH).filter(id=id).first()
    if contact is None or not may_see_contact(contact, by):
        raise NotThere
    return contact


def contacts_of(*, person: Person, by: Actor, limit: int = 20) -> list[Contact]:
    """A person's contacts, latest first."""
    if not may_see(person, by):
        raise NotThere
    return list(Contact.objects.filter(person=person).select_related(*_WITH).order_by("-started_at", "id")[:limit])


def live_contacts(*, by: Actor) -> list[Contact]:
    """What `by` has begun and not ended, latest first: nothing is lost when a page is closed."""
    by.need(Permission.TAKE_CONTACTS)
    mine = _visible(by).filter(agent_id=by.staff_id, ended_at__isnull=True)
    return list(mine.order_by("-started_at", "id"))


def live_contact_with(person: Person, by: Actor) -> Contact | None:
    """The contact that `by` has with this person now, to go back to when something was done for them."""
    mine = _visible(by).filter(agent_id=by.staff_id, ended_at__isnull=True, person=person)
    return mine.order_by("-started_at", "id").first() if by.may(Permission.TAKE_CONTACTS) else None


def outcomes_for(contact: Contact) -> list[Disposition]:
    """The ways in which this contact can end, in the order of the file: those that leave something open only where the
    charter promises something for it."""
    out = contact.direction == Direction.OUT
    return [how for how in dispositions().values() if (out or not how.outgoing) and _is_seen_to(how)]


def _is_seen_to(how: Disposition) -> bool:
    told = {"outcome": how.code, "leaves": str(how.leaves)}
    standards = charter().opened_by("contact.ended")
    return not how.leaves or any(applies(standard.when, told) for standard in standards)


def suggested_at(how: Disposition) -> datetime | None:
    """The time to propose for what is left open, counted in the hours in which people are rung."""
    return calendars().contact.after(clock.now(), how.suggest) if how.suggest else None


def promises_of(contact: Contact, by: Actor) -> list[Promise]:
    """What was promised when this contact ended, next due first."""
    if not may_see_contact(contact, by):
        raise NotThere
    return list(Promise.objects.filter(subject_id=contact.id).select_related("taken_by").order_by("due_at", "id"))


@dataclass(frozen=True, slots=True)
class CallBack:
    """Somebody who is to be rung, and the promise that says by when."""

    contact: Contact
    promise: Promise

    @property
    def level(self) -> int:
        return self.contact.level or ROUTINE


def call_backs(*, by: Actor, limit: int = 200) -> list[CallBack]:
    """Whom to ring: the more urgent first, then who was promised sooner; never in order of arrival (URG-11)."""
    by.need(Permission.TAKE_CONTACTS)
    open_ones = _visible(by).filter(ended_at__isnull=False, called_back_at__isnull=True)
    subjects = open_ones.filter(Q(promised_at__isnull=False) | Q(outcome="ABANDONED")).values("id")
    promises = Promise.objects.live().filter(subject_id__in=subjects).select_related("taken_by")
    by_subject = {promise.subject_id: promise for promise in promises}
    contacts = Contact.objects.filter(id__in=list(by_subject)).select_related(*_WITH)
    waiting = [CallBack(contact, by_subject[contact.id]) for contact in contacts]
    return sorted(waiting, key=_urgent_then_due)[:limit]


def written_contacts(*, by: Actor, limit: int = 200) -> list[CallBack]:
    """What somebody wrote and nobody has answered, next due first. Three statements."""
    by.need(Permission.TAKE_CONTACTS)
    unread = _visible(by).filter(ended_at__isnull=True, agent__isnull=True).order_by("started_at", "id")
    contacts = {contact.id: contact for contact in unread[:limit]}
    promises = Promise.objects.live().filter(subject_id__in=list(contacts)).select_related("taken_by")
    waiting = [CallBack(contacts[one.subject_id], one) for one in promises if one.subject_id in contacts]
    return sorted(waiting, key=_urgent_then_due)


def _urgent_then_due(one: CallBack) -> tuple[int, datetime, str]:
    return one.level, one.promise.due_at, str(one.contact.id)


def _visible(by: Actor) -> QuerySet[Contact]:
    """What `rules.may_see_contact` says of one, for a list."""
    people = Person.objects.filter(visible_to(by)).values("id")
    unknown = Q(person__isnull=True)
    if by.site_id:
        unknown &= Q(agent__isnull=True) | Q(agent__site_id=by.site_id)
    return Contact.objects.filter(unknown | Q(person_id__in=people)).select_related(*_WITH)


def in_words(contacts: Iterable[Contact], language: str) -> list[tuple[Contact, str]]:
    """Each contact with how it ended, in words."""
    known = dispositions()
    return [(one, known[one.outcome].label_in(language) if one.outcome in known else "") for one in contacts]
