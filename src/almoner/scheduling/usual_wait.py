"""How long people usually waited for a service, before they choose it (SEL-12). The past, not a promise."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.scheduling.models import Appointment

LOOKED_AT = timedelta(days=90)
FEWEST = 8
"""With fewer bookings than this nothing is said: a few visits are an accident, not a custom."""
MOST = 0.8
"""The share of people of whom it is true."""


class UsualWait(NamedTuple):
    """Of `bookings` people, half waited `half` days or less and eight in ten `most` days or less. Whole days, 0 is the
    same day."""

    half: int
    most: int
    bookings: int


def usual_wait(service: Service) -> UsualWait | None:
    """From booking to visit, over the last 90 days; moves count as they ended. None where too little is known."""
    since = clock.now() - LOOKED_AT
    booked = Appointment.objects.filter(service=service, created_at__gte=since)
    rows = booked.values_list("created_at", "starts_at", "site__time_zone")
    return of_waits([days_between(booked_at, starts_at, ZoneInfo(zone)) for booked_at, starts_at, zone in rows])


def days_between(booked_at: datetime, starts_at: datetime, zone: ZoneInfo) -> int:
    """Nights between the two on the site's calendar."""
    return max(0, (clock.local(starts_at, zone).date() - clock.local(booked_at, zone).date()).days)


def of_waits(days: list[int]) -> UsualWait | None:
    """Pure: the waits in days, in any order."""
    if len(days) < FEWEST:
        return None
    ranked = sorted(days)
    return UsualWait(_at_share(ranked, 0.5), _at_share(ranked, MOST), len(ranked))


def _at_share(ranked: list[int], share: float) -> int:
    """The least wait that is true of at least `share` of them."""
    return ranked[ceil(share * len(ranked)) - 1]
