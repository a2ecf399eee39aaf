"""What is kept for the urgent, as a manager sees it: how many asked, how many times that makes, and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.scheduling import diaries, memory, protecting
from almoner.scheduling.models import Demand, Protection
from almoner.scheduling.placed import Placed
from almoner.scheduling.register import AtSite, as_stored

DAYS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Expected:
    """How many people of each level ask for a service on each weekday, on average, at the sites in question."""

    protection: Protection
    a_day: dict[tuple[int, int], float]
    """By level and weekday."""

    def a_week(self, level: int) -> float:
        return sum(each for (of_level, _weekday), each in self.a_day.items() if of_level == level)


@dataclass(frozen=True, slots=True)
class KeptStretch(Placed):
    """Part of a day: how many times are free, and of them kept for `level`. `is_closed`: nobody less urgent has any."""

    site: str
    level: int
    starts_at: datetime
    ends_at: datetime
    free: int
    kept: int
    is_closed: bool
    of_site: ZoneInfo

    @property
    def zone(self) -> ZoneInfo:
        return self.of_site


def expected(*, by: Actor) -> list[Expected]:
    """Every service for which urgent people ask, or for which a manager has said something. Two statements."""
    by.need(Permission.MANAGE_ROSTER)
    known = Protection.objects.select_related("service").order_by("service__code", "id")
    seen: dict[object, Counter[tuple[int, int]]] = {}
    for one in Demand.objects.filter(_at(by)).order_by("id"):
        seen.setdefault(one.protection_id, Counter())[one.level, one.weekday] += one.seen
    return [
        Expected(one, {key: count / one.weeks for key, count in seen.get(one.id, Counter()).items()})
        for one in known
        if one.id in seen or one.why
    ]


def expected_for(service: Service, *, by: Actor) -> Expected:
    """Of one service, also when nobody asked."""
    found = next((one for one in expected(by=by) if one.protection.service_id == service.id), None)
    return found or Expected(Protection(service=service), {})


def coming_days(service: Service, *, by: Actor) -> dict[date, list[KeptStretch]]:
    """The days to come on which times of a service are kept, today among them."""
    by.need(Permission.MANAGE_ROSTER)
    days = [clock.today() + timedelta(days=ahead) for ahead in range(DAYS_SHOWN)]
    with memory.current() as known:
        sites = [site for key, site in known.register.sites.items() if not by.site_id or key == as_stored(by.site_id)]
        known.ready([site.key for site in sites], days)
        found = {day: [one for site in sites for one in _of_day(service, site, day, known)] for day in days}
    return {day: stretches for day, stretches in found.items() if stretches}


def _of_day(service: Service, site: AtSite, day: date, known: memory.Memory) -> Iterator[KeptStretch]:
    sheet = known.sheet(site.key, day)
    for one in known.register.kept:
        if sheet and one.service.id == service.id:
            for each in protecting.stretches(one, sheet, site, day, known):
                if not each.is_over:
                    begin, end = (diaries.moment_of(tick, sheet.midnight) for tick in (each.begin, each.end))
                    yield KeptStretch(
                        site.name, each.level, begin, end, each.free, each.kept, each.is_closed, site.zone
                    )


def _at(by: Actor) -> Q:
    return Q(site_id=by.site_id) if by.site_id else Q()
