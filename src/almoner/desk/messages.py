"""What the desk tells by itself, put together at the moment of sending.

The link to a new account, which is kept nowhere (law I-28); and that a call was missed, to the number that rang.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.desk.models import Contact
from almoner.messaging import addresses, kinds
from almoner.messaging.kinds import MessageKind
from almoner.messaging.reading import reach_of
from almoner.people.enums import Channel, ContactKind, Purpose
from almoner.people.invitations import live_invitation, token_of
from almoner.people.models import ContactPoint, Person

MISSED = "call.missed"
OPEN_PATH = "/account/open/{token}/"


def register() -> None:
    kinds.register(MessageKind("account.link", Purpose.CARE, account_link))
    kinds.register(MessageKind(MISSED, Purpose.CARE, missed))


def account_link(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """None once the account was opened, or when a later link took this one's place and has been sent."""
    found = live_invitation(account_id=subject_id, person=person) if subject_id else None
    if found is None:
        return None
    link = settings.ALMONER_PUBLIC_URL + OPEN_PATH.format(token=token_of(found.id))
    return {"link": link, "closes": clock.local(found.expires_at).date()}


def text_to(contact: Contact) -> Person | None:
    """Whom a text about a missed call reaches: the one person whose first mobile number this is.

    It says nothing of who rang, for a number is nobody (law I-27): where two share it, it is unknown, or they want no
    texts, there is none.
    """
    points = ContactPoint.objects.filter(
        key=contact.number_key, kind=ContactKind.MOBILE, stopped_at__isnull=True, person__died_on__isnull=True,
        person__merged_into__isnull=True,
    )  # fmt: skip
    holders = list(points.select_related("person")[:2])
    if len(holders) != 1:
        return None
    person = holders[0].person
    reach = reach_of(person)
    mobiles = addresses.points_for(Channel.TEXT, reach)
    texted = mobiles and mobiles[0].id == holders[0].id and addresses.usable(Channel.TEXT, Purpose.CARE, reach)
    return person if texted else None


def missed(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """None once somebody has rung back, or the number has come to mean somebody else."""
    contact = Contact.objects.filter(id=subject_id, called_back_at__isnull=True).first() if subject_id else None
    if contact is None or text_to(contact) != person:
        return None
    owed = Promise.objects.live().filter(subject_id=contact.id).order_by("due_at", "id").first()
    return {"answer_by": owed.due_at} if owed else None
