"""Calls that ring: the telephone says that one comes in, one of the desk takes it, or the caller gives up.

This is the whole of what a telephone system tells: `call_rings` when it begins, `give_up_ringing` when the caller hangs
up before anybody answered. It speaks as the system does.
"""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.desk.actions.contacts import note_abandoned_call, number_key, take_contact
from almoner.desk.enums import Channel
from almoner.desk.models import Contact, Ringing
from almoner.desk.refusals import RingGivenUp, RingTaken
from almoner.desk.rules import need_to_answer
from almoner.people.models import Site
from almoner.timeline.actions import record
from almoner.urgency.models import Request


@action
def call_rings(
    *,
    number: str = "",
    language: str = "en",
    urgent: bool = False,
    site: Site | None = None,
    request: Request | None = None,
    by: Actor,
) -> Ringing:
    """A call comes in. `number` is empty where it is withheld; `urgent` where they said so at the first prompt;
    `request` is what they told by keys before."""
    by.need(Permission.RUN_SYSTEM)
    return Ringing.objects.create(
        number=number.strip()[:40],
        number_key=number_key(number)[:40],
        language=language,
        urgent=urgent,
        site=site,
        request=request,
        since=clock.now(),
    )


@action
def take_ringing(*, ringing: Ringing, by: Actor) -> Contact:
    """Answer a call: one has it, and for the others it is gone. Raises RingTaken, RingGivenUp, NotThere."""
    live = _live(ringing, by)
    contact = take_contact(channel=Channel.CALL, number=live.number, by=by)
    now = clock.now()
    live.ended_at, live.taken_by, live.contact = now, contact.agent, contact
    live.save(update_fields=["ended_at", "taken_by", "contact"])
    waited = int((now - live.since).total_seconds())
    record(kind="call.answered", person=None, subject_id=contact.id, facts={"waited_seconds": waited}, by=by)
    return contact


@action
def give_up_ringing(*, ringing: Ringing, by: Actor) -> Ringing:
    """The caller hung up before anybody answered. Where a number was shown, somebody rings back (TEL-2, TEL-7)."""
    by.need(Permission.RUN_SYSTEM)
    live = _live(ringing, by)
    live.ended_at = clock.now()
    if live.number_key:
        live.contact = note_abandoned_call(number=live.number, by=by)
    live.save(update_fields=["ended_at", "contact"])
    return live


def _live(ringing: Ringing, by: Actor) -> Ringing:
    """The call, locked, while it rings."""
    need_to_answer(ringing, by)
    stored = Ringing.objects.select_for_update(of=("self",)).get(id=ringing.id)
    if stored.ended_at is not None:
        refusal: type[Refused] = RingTaken if stored.taken_by_id else RingGivenUp
        raise refusal
    return stored
