"""Places on the waiting list and offers, as the pages of a person show them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.portal.gates import PatientRequest
from almoner.scheduling.enums import OfferState
from almoner.scheduling.models import Offer
from almoner.scheduling.rules import can_book_for
from almoner.scheduling.waiting_list import Waits, waiting_of


def place_row(row: Waits) -> dict[str, Any]:
    entry, offer = row.entry, row.open_offer
    return {
        "entry": entry,
        "name": entry.service.name_in(of_reader()),
        "place": row.place,
        "days": row.days,
        "visit": entry.appointment,
        "offer": offer_row(offer) if offer and offer.answer_by > clock.now() else None,
    }


def offer_row(offer: Offer) -> dict[str, Any]:
    """An offer that can be read without knowing more."""
    site = offer.site.name
    visit = offer.entry.appointment
    return {
        "offer": offer,
        "href": reverse("portal:offer", args=[offer.id]),
        "name": offer.entry.service.name_in(of_reader()),
        "clinician": offer.clinician.name,
        "where": f"{offer.room.name}, {site}" if offer.room else site,
        "visit": visit,
        "open": offer.state == OfferState.OPEN and offer.answer_by > clock.now(),
        "kept": offer.hold_id is not None,
        "seconds": max(0, int((offer.answer_by - clock.now()).total_seconds())),
        "accepted": offer.state == OfferState.ACCEPTED,
    }


def open_offers(request: PatientRequest) -> list[dict[str, Any]]:
    """The offers that wait for this person's answer; a carer who may not book sees none."""
    if not can_book_for(request.person, request.actor):
        return []
    rows = [place_row(row) for row in waiting_of(request.person, request.actor)]
    return [row["offer"] for row in rows if row["offer"]]
