"""Places in the line that need nobody to ring any more."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.desk.enums import Channel
from almoner.desk.models import Contact, Ringing
from almoner.timeline.actions import record


def answered_in_writing(contact: Contact, by: Actor) -> None:
    """Part of an action. Whoever went on by text instead of waiting (TEL-2) has been answered: they are not rung."""
    if contact.channel != Channel.TEXT or not contact.number_key:
        return
    kept = Ringing.objects.select_for_update(of=("self",)).filter(
        number_key=contact.number_key, writes=True, ended_at__isnull=True, rings_back_at__lte=contact.started_at
    )
    for one in kept.order_by("id"):
        one.ended_at, one.taken_by_id = clock.now(), by.staff_id
        one.save(update_fields=["ended_at", "taken_by"])
        waited = int((one.ended_at - one.since).total_seconds())
        record(kind="call.place_reached", person=None, subject_id=one.id, facts={"waited_seconds": waited}, by=by)
