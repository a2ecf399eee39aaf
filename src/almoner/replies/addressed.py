"""Whether somebody of whom it was made sure who they are can be answered where they wrote from."""

from __future__ import annotations

from almoner.desk.models import Contact
from almoner.messaging import addresses
from almoner.messaging.reading import reach_of
from almoner.people.enums import Purpose
from almoner.people.models import ContactPoint, Person


def is_theirs(contact: Contact, person: Person) -> bool:
    """Whether what they wrote from is where a message of ours would reach them: the words go nowhere else."""
    reach = reach_of(person)
    if reach.died or not addresses.usable(contact.channel, Purpose.CARE, reach):
        return False
    point = addresses.point_for(contact.channel, reach, 0)
    return point is not None and ContactPoint.objects.filter(id=point.id, key=contact.number_key).exists()
