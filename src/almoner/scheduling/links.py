"""The link by which one person answers one offer: signed, good until the time to answer is over, and good once, because
an offer is answered once (law I-12). It opens nothing by itself: who follows it says who they are."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing

from almoner.core import clock
from almoner.scheduling.enums import OfferState
from almoner.scheduling.models import Offer

TRIES = 5
OFFER_PATH = "/offers/by-link/{token}/"
_SALT = "almoner.scheduling.offer"


def offer_link(offer: Offer) -> str:
    token = signing.Signer(salt=_SALT).sign(offer.id.hex)
    return settings.ALMONER_PUBLIC_URL + OFFER_PATH.format(token=token)


def offer_of(token: str) -> Offer | None:
    """The offer that can still be answered by this link; None where the link is wrong, used or too old, all alike."""
    try:
        offer_id = UUID(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    offer = Offer.objects.filter(id=offer_id, state=OfferState.OPEN, answer_by__gt=clock.now()).first()
    return offer if offer and offer.wrong_tries < TRIES else None
