"""How soon each of many services can be had: one look at the memory for all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.people.models import Staff
from almoner.scheduling import memory
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import ANYTHING, DAYS_AHEAD, LEAST_NOTICE, Wanted, earliest


def soonest_by_service(codes: Sequence[str], now: datetime) -> Mapping[str, datetime | None]:
    """The earliest time for anybody, by service code; services without any are left out."""
    return _soonest(Service.objects.offered().filter(code__in=codes), now, ANYTHING)


def soonest_with(staff: Staff, services: Iterable[Service]) -> Mapping[str, datetime | None]:
    """The earliest time with one clinician, by service code; services without any are left out."""
    return _soonest(services, clock.now(), Preferences(clinician_id=str(staff.id)))


def _soonest(services: Iterable[Service], now: datetime, wish: Preferences) -> dict[str, datetime | None]:
    begin = now + LEAST_NOTICE
    last_day = clock.local(begin).date() + timedelta(days=DAYS_AHEAD)
    found: dict[str, datetime | None] = {}
    with memory.current() as known:
        for service in services:
            for first in earliest(Wanted(service, begin, last_day, wish), known, 1)[:1]:
                found[service.code] = clock.there(first.starts_at, first.site.zone)
    return found
