"""Asking, on one's own pages, to be rung."""

from __future__ import annotations

from almoner.catalogue.models import Service
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.desk import refusals
from almoner.desk.actions.contacts import end_contact, number_key
from almoner.desk.dispositions import dispositions
from almoner.desk.enums import OWN_PAGES, Channel
from almoner.desk.models import Contact
from almoner.desk.queries import suggested_at
from almoner.people.enums import ContactKind
from almoner.people.models import ContactPoint, Person
from almoner.scheduling import claiming
from almoner.scheduling.rules import need_to_book_for

RUNG = "CALL_BACK"


@action
def ask_to_be_rung(*, person: Person, service: Service, by: Actor) -> Contact:
    """About a time for `service`: a contact that ends as it begins, with the promise that they are rung. Whoever is
    owed that call already is not owed a second one.

    Raises NumberToRingNeeded, TheirsToBook, and what `end_contact` raises.
    """
    need_to_book_for(person, by, service)
    claiming.lock_person(person.id)
    owed = _still_owed(person)
    if owed:
        return owed
    points = ContactPoint.objects.filter(person=person, kind__in=(ContactKind.MOBILE, ContactKind.LANDLINE))
    number = points.filter(stopped_at=None).order_by("rank", "id").values_list("value", flat=True).first()
    if not number:
        raise refusals.NumberToRingNeeded
    now = clock.now()
    contact = Contact.objects.create(
        channel=Channel.WEB,
        number=number,
        number_key=number_key(number),
        asked=str(service)[:500],
        started_at=now,
        person=person,
        identified_at=now,
        identified_by=[OWN_PAGES],
    )
    # The desk ends it, not they: the promise is what it leaves, and only the desk makes one.
    return end_contact(contact=contact, outcome=RUNG, promised_at=suggested_at(dispositions()[RUNG]), by=SYSTEM)


def _still_owed(person: Person) -> Contact | None:
    """The contact by which they asked before and were not rung yet."""
    owed = Promise.objects.live().values("subject_id")
    asked = Contact.objects.filter(person=person, channel=Channel.WEB, outcome=RUNG, called_back_at=None, id__in=owed)
    return asked.order_by("-started_at", "id").first()
