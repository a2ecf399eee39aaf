"""Calls that ring: the telephone says that one comes in, one of the desk takes it, or the caller gives up.

This is the whole of what a telephone system tells: `call_rings` when it begins, `give_up_ringing` when the caller hangs
up before anybody answered, `keep_place` when they rather want to be rung back in their turn. It speaks as the system
does.
"""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.desk import by_text
from almoner.desk.actions.contacts import note_abandoned_call, number_key, take_contact
from almoner.desk.enums import Channel, Direction
from almoner.desk.menu_reading import promised
from almoner.desk.models import Contact, Ringing
from almoner.desk.refusals import NumberNeeded, RingGivenUp, RingTaken
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
def take_ringing(*, ringing: Ringing, at: str = "", by: Actor) -> Contact:
    """Answer a call: one has it, and for the others it is gone. `at` is the telephone to which the caller is put
    through. Who wants to be rung back is rung by whoever took it. Raises RingTaken, RingGivenUp, NotThere."""
    live = _live(ringing, by)
    direction = Direction.OUT if live.rings_back_at else Direction.IN
    contact = take_contact(channel=Channel.CALL, direction=direction, number=live.number, by=by)
    now = clock.now()
    live.ended_at, live.taken_by, live.contact, live.taken_at = now, contact.agent, contact, at.strip()[:40]
    live.save(update_fields=["ended_at", "taken_by", "contact", "taken_at"])
    waited = int((now - live.since).total_seconds())
    if live.rings_back_at:
        record(kind="call.place_reached", person=None, subject_id=live.id, facts={"waited_seconds": waited}, by=by)
    else:
        record(kind="call.answered", person=None, subject_id=contact.id, facts={"waited_seconds": waited}, by=by)
    return contact


@action
def keep_place(*, ringing: Ringing, writes: bool = False, by: Actor) -> Ringing:
    """They hang up and keep their place in the line; the charter promises by when they are rung (TEL-1). `writes`: a
    text asks them to write meanwhile what they need (TEL-2).

    Raises NumberNeeded where there is none to ring, RingTaken, RingGivenUp.
    """
    by.need(Permission.RUN_SYSTEM)
    live = _live(ringing, by)
    if not live.number_key:
        raise NumberNeeded
    if live.rings_back_at is None:
        live.rings_back_at = clock.now()
        live.save(update_fields=["rings_back_at"])
        record(kind="call.place_kept", person=None, subject_id=live.id, facts={}, by=by)
    if writes and not live.writes:
        told = {"number": live.number, "number_key": live.number_key, "language": live.language}
        live.writes = by_text.invite(**told, promises=promised(live.id, live.language))
        live.save(update_fields=["writes"])
    return live


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
