"""Answering an offer by the link in its message: the link, and who they are, before anything is shown (law I-12)."""

from __future__ import annotations

from datetime import date

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.people.verifying import is_named
from almoner.scheduling.links import TRIES, offer_of
from almoner.scheduling.models import Offer


@action
def follow_offer_link(*, token: str, name: str, birth_on: date, by: Actor) -> Offer | None:  # noqa: ARG001 - traced
    """The offer to which the link leads, for the one person whom it was made to. None where it does not lead anywhere
    or somebody else follows it; that is counted, and from the fifth time on the link is dead."""
    found = offer_of(token)
    if found is None:
        return None
    offer = Offer.objects.select_for_update(of=("self",)).select_related("entry__person").get(id=found.id)
    if offer.wrong_tries >= TRIES:
        return None
    if is_named(offer.entry.person, name=name, birth_on=birth_on):
        return offer
    offer.wrong_tries += 1
    offer.save(update_fields=["wrong_tries"])
    return None
