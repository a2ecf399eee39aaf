"""Addresses and channels that are used no more. Each function is part of an action."""

from __future__ import annotations

from uuid import UUID

from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.messaging.enums import Result
from almoner.messaging.outcome import Handover, Outcome
from almoner.messaging.reading import reach_of
from almoner.people import actions as people
from almoner.people.models import ContactPoint, Person

TOLD_BY_CARRIER = "carrier"
"""The wording of a consent that was taken back at the telephone company: none of ours was asked."""


def stop(contact_point_id: UUID, because: str, by: Actor) -> bool:
    """Use an address no more. Gives whether it was in use; raises NotThere."""
    point = ContactPoint.objects.filter(id=contact_point_id).first()
    if point is None:
        raise NotThere
    if point.stopped_at is not None:
        return False
    people.stop_contact(contact_point=point, reason=because[:200], by=by)
    return True


def heed(handover: Handover, outcome: Outcome, person: Person, by: Actor) -> None:
    """A provider refused to take it: the address does not work, or they want nothing more by this channel."""
    if outcome.result == Result.OPTED_OUT:
        _take_back(person, handover.rendered.channel, by)
    else:
        stop(handover.contact_point_id, outcome.answer or "refused by the provider", by)


def _take_back(person: Person, channel: str, by: Actor) -> None:
    """They want nothing more by a channel, whatever for. Their address stays right for others."""
    answers = reach_of(person).answers
    for purpose in [purpose for (purpose, by_which), given in answers.items() if by_which == channel and given]:
        people.answer_consent(
            person=person, purpose=purpose, channel=channel, given=False, wording=TOLD_BY_CARRIER, by=by
        )
