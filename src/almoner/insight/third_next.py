"""Third next available: how many days until the third free time, for each clinician who gives a service.

The third, because the first two are often free by chance. Counted in calendar days from today, on the same diaries and
with the same rules as a search: all that the service needs together must be free, held time and time kept for the
urgent are not. It is taken at the moment of asking; nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.insight.period import last_days
from almoner.scheduling import memory
from almoner.scheduling.enums import BlockReason
from almoner.scheduling.models import Appointment, Block
from almoner.scheduling.needs import needs_of
from almoner.scheduling.register import Key, as_stored
from almoner.scheduling.search import ANYTHING, DAYS_AHEAD, LEAST_NOTICE, Wanted, starts_of
from almoner.scheduling.sheets import lowest, singles

AWAY = timedelta(days=3)
"""Whoever is away for longer is left out."""
THIRD = 3


@dataclass(frozen=True, slots=True)
class Wait:
    """`days` until a clinician's third free time; None where there is none within the days that can be booked."""

    clinician: str
    days: int | None


@dataclass(frozen=True, slots=True)
class ThirdNext:
    service: Service
    waits: list[Wait]

    @property
    def average(self) -> float | None:
        """Over the clinicians who have a third time at all."""
        known = [wait.days for wait in self.waits if wait.days is not None]
        return sum(known) / len(known) if known else None


def third_next(*, by: Actor, service: Service) -> ThirdNext:
    """The clinicians who give a service, the longest wait first. A constant number of statements."""
    by.need(Permission.SEE_MEASURES)
    with memory.current() as known:
        away = {as_stored(one) for one in _away()}
        names = {one.key: one.name for one in known.register.who(needs_of(service, ANYTHING)[0]) if one.key not in away}
        found = _count_days(service, known, set(names))
    waits = [Wait(name, found.get(key)) for key, name in names.items()]
    return ThirdNext(service, sorted(waits, key=_longest_first))


def _longest_first(wait: Wait) -> tuple[int, str]:
    return -(DAYS_AHEAD + 1 if wait.days is None else wait.days), wait.clinician


def most_booked(*, by: Actor, days: int = 90) -> Service | None:
    """The service that was booked most often of late: whose third next time is looked at first."""
    by.need(Permission.SEE_MEASURES)
    booked = Appointment.objects.filter(created_at__gte=last_days(days).begins_at, service__active=True)
    most = booked.order_by().values("service").annotate(count=Count("pk")).order_by("-count", "service").first()
    return Service.objects.get(id=most["service"]) if most else None


def _away() -> QuerySet[Block, UUID]:
    leave = (BlockReason.LEAVE, BlockReason.SICKNESS)
    now = clock.now()
    blocks = Block.objects.filter(reason__in=leave, lifted_at=None, starts_at__lte=now, ends_at__gt=now + AWAY)
    return blocks.values_list("resource_id", flat=True)


def _count_days(service: Service, known: memory.Memory, wanted: set[Key]) -> dict[Key, int]:
    """Days until the third time of each, going on only while somebody has not had three."""
    begin, today = clock.now() + LEAST_NOTICE, clock.today()
    times: dict[Key, int] = dict.fromkeys(wanted, 0)
    found: dict[Key, int] = {}
    for of_day, _rest_from in starts_of(Wanted(service, begin, today + timedelta(days=DAYS_AHEAD)), known):
        for start in of_day:
            for one in singles(start.first):
                key = start.site.who[lowest(one)].key
                times[key] = times.get(key, 0) + 1
                if times[key] == THIRD and key in wanted:
                    found[key] = (clock.local(start.starts_at, start.site.zone).date() - today).days
        if len(found) == len(wanted):
            break
    return found
