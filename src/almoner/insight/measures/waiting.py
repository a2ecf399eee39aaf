"""Measures over offers from the waiting list (WL-8)."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from almoner.core.languages import of_reader
from almoner.insight.measure import About, Kind, Measure, Part, Rows
from almoner.scheduling.enums import OfferState
from almoner.scheduling.models import Offer


def _answered() -> Rows:
    return Offer.objects.exclude(state=OfferState.OPEN)


def _about(offer: Offer) -> About | None:
    return About("appointment", offer.entry.appointment_id) if offer.entry.appointment_id else None


def _what(offer: Offer) -> str:
    name = offer.entry.service.name_in(of_reader())
    return f"{name} · {_state(offer.state)}"


def _state(state: str) -> str:
    return str(OfferState(state).label)


def _days(days: int | None) -> str:
    return str(_("Not accepted")) if days is None else str(days)


OFFERS_ACCEPTED = Measure(
    key="offers-accepted",
    kind=Kind.SHARE,
    name=_("Earlier times accepted"),
    meaning=_("Of all earlier times that we offered to people on the waiting list, how many they took."),
    left_out=_("Offers that still wait for the answer."),
    clock=_("The moment until which the answer was awaited."),
    rows=_answered,
    at="answer_by",
    good=Q(state=OfferState.ACCEPTED),
    yes=_("Accepted"),
    no=_("Not accepted"),
    person="entry__person",
    parts={
        "outcome": Part(_("What came of it"), F("state"), _state),
        "gained": Part(_("Days gained"), F("days_gained"), _days),
    },
    about=_about,
    what=_what,
    with_them=("entry__service",),
)
