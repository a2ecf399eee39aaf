"""The waiting list as the templates take it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from almoner.core.languages import of_reader
from almoner.scheduling import turn_words
from almoner.scheduling.enums import EntryState, Level, OfferState
from almoner.scheduling.models import Offer
from almoner.scheduling.waiting_list import Waits
from almoner.ui.templatetags.ui import LEVELS

_KINDS = {
    OfferState.OPEN: "saffron",
    OfferState.ACCEPTED: "green",
    OfferState.DECLINED: "",
    OfferState.LAPSED: "",
    OfferState.TAKEN: "",
    OfferState.STOPPED: "",
}


def entry_row(row: Waits) -> dict[str, Any]:
    entry, offer = row.entry, row.open_offer
    return {
        "entry": entry,
        "person": entry.person,
        "href": reverse("console:waiting_entry", args=[entry.id]),
        "service": entry.service.name_in(of_reader()),
        "letter": LEVELS[entry.level - 1],
        "level_word": str(Level(entry.level).label),
        "waited": _waited(row),
        "late": row.is_late,
        "place": row.place,
        "why": turn_words.said(row.place.reason) if row.place else "",
        "visit": entry.appointment,
        "offer": offer_row(offer) if offer else None,
        "last": offer_row(row.offers[0]) if row.offers and not offer else None,
        "state": "" if entry.state == EntryState.WAITING else EntryState(entry.state).label,
    }


def _waited(row: Waits) -> str:
    days, target = row.days, max(1, round(row.target_days))
    said = ngettext("%(days)s day of %(target)s", "%(days)s days of %(target)s", days)
    return said % {"days": days, "target": target}


def offer_row(offer: Offer) -> dict[str, Any]:
    return {
        "offer": offer,
        "order": turn_words.said(offer.order_reason),
        "word": OfferState(offer.state).label,
        "kind": _KINDS[OfferState(offer.state)],
        "clinician": offer.clinician.name,
        "where": offer.room.name if offer.room else offer.site.name,
    }
