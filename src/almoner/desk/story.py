"""Everything about a caller on one screen, once it is known who it is; before that, only who it may be."""

from __future__ import annotations

from dataclasses import dataclass

from almoner.charter.models import Promise
from almoner.charter.queries import promises_for_person, with_promises
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.desk.models import Contact
from almoner.desk.queries import contacts_of
from almoner.desk.refusals import NotIdentified
from almoner.desk.rules import may_see_contact
from almoner.people.matching import Match, people_matching
from almoner.people.models import Carer, CommunicationNeed, ContactPoint, Person
from almoner.people.queries import carers_of, contact_points_of, needs_of
from almoner.scheduling.models import Appointment, WaitingEntry
from almoner.scheduling.queries import appointments_of, waiting_entries
from almoner.timeline.queries import Told, story_of

LAST_CONTACTS = 3
LAST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class Story:
    """One person: who they are, what they need, what is coming, what was promised, and what happened."""

    person: Person
    needs: list[CommunicationNeed]
    carers: list[Carer]
    contact_points: list[ContactPoint]
    visits: list[Appointment]
    promises: list[Promise]
    waiting: list[WaitingEntry]
    contacts: list[Contact]
    events: list[Told]


def possible_callers(contact: Contact, text: str, by: Actor, limit: int = 8) -> list[Match]:
    """Whom `text`, or else the number shown, may mean, likeliest first, with reasons (TEL-3). Nothing of them is open
    before two things were checked."""
    by.need(Permission.TAKE_CONTACTS)
    if not may_see_contact(contact, by):
        raise NotThere
    return people_matching(text.strip() or contact.number_key, by, limit)


def caller_story(contact: Contact, by: Actor) -> Story:
    """The story of the person whose contact it is. Raises NotIdentified until two things fitted. Audited."""
    if not may_see_contact(contact, by):
        raise NotThere
    if contact.person is None:
        raise NotIdentified
    return story(contact.person, by)


def story(person: Person, by: Actor) -> Story:
    """The whole of a person's story, in a number of statements that does not grow with it. Audited."""
    events = with_promises(story_of(person, by, limit=LAST_EVENTS), by=by)
    return Story(
        person=person,
        needs=needs_of(person=person, by=by),
        carers=carers_of(person=person, by=by),
        contact_points=contact_points_of(person=person, by=by),
        visits=appointments_of(person, by, upcoming=True),
        promises=[promise for promise in promises_for_person(person=person, by=by) if promise.ended_at is None],
        waiting=waiting_entries(by, person=person),
        contacts=contacts_of(person=person, by=by, limit=LAST_CONTACTS),
        events=events,
    )
