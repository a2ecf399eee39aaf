"""By which ways the person said that they come to a visit (CNF-1): each way has its own moment."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from almoner.core.languages import listed
from almoner.scheduling.enums import ConfirmedBy
from almoner.scheduling.models import Appointment

FIELDS = {way: f"confirmed_by_{way}_at" for way in ConfirmedBy}
CONFIRMED_BY_ANY = reduce(or_, (Q(**{f"{field}__isnull": False}) for field in FIELDS.values()))
"""Of visits: that the person confirmed it, by whichever way."""

VIA = {
    "phone": ConfirmedBy.CALL, "text": ConfirmedBy.TEXT, "email": ConfirmedBy.EMAIL, "web": ConfirmedBy.WEB,
    "desk": ConfirmedBy.DESK,
}  # fmt: skip
"""From how an actor acts (`Actor.via`)."""


def way_of(via: str, *, otherwise: ConfirmedBy) -> ConfirmedBy:
    return VIA.get(via, otherwise)


def ways_of(visit: Appointment) -> list[ConfirmedBy]:
    return [way for way, field in FIELDS.items() if getattr(visit, field)]


def ways_said(visit: Appointment) -> str:
    """“by telephone and by e-mail”; empty where they have not confirmed it yet."""
    return listed(str(way.label) for way in ways_of(visit))
