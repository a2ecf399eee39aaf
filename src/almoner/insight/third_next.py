"""Third next available: how many days until the third free time, for each clinician who gives a service.

The third, because the first two are often free by chance. Counted in calendar days from today, on the same diaries and
with the same rules as a search: all that the service needs together must be free, held time and time kept for the
urgent are not. It is taken at the moment of asking; nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.insight.period import last_days
from almoner.scheduling import board, diaries
from almoner.scheduling.choices import NOTHING, Choice, choice, together
from almoner.scheduling.enums import BlockReason
from almoner.scheduling.models import Appointment, Block
from almoner.scheduling.needs import Need, needs_of
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import DAYS_AHEAD, LEAST_NOTICE

AWAY = timedelta(days=3)
"""Whoever is away for longer is left out."""
WINDOWS = (7, 21, 49, DAYS_AHEAD + 1)
"""Days ahead that are read at once: fewer where the third time is near."""
THIRD = 3
ROUTINE = 5


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
    needs = needs_of(service, Preferences())
    names = dict(needs[0].resources().exclude(id__in=_away()).values_list("id", "name"))
    found = _count_days(needs, service, {board.as_stored(one) for one in names}) if names else {}
    waits = [Wait(name, found.get(board.as_stored(key))) for key, name in names.items()]
    return ThirdNext(service, sorted(waits, key=_longest_first))


def _longest_first(wait: Wait) -> tuple[int, str]:
    return -(DAYS_AHEAD + 1 if wait.days is None else wait.days), wait.clinician


def most_booked(*, by: Actor, days: int = 90) -> Service | None:
    """The service that was booked most often of late: whose third next time is looked at first."""
    by.need(Permission.SEE_MEASURES)
    booked = Appointment.objects.filter(created_at__gte=last_days(days).begins_at, service__active=True)
    most = booked.order_by().values("service").annotate(count=Count("pk")).order_by("-count", "service").first()
    return Service.objects.get(id=most["service"]) if most else None


def _away() -> QuerySet[Block, Any]:
    leave = (BlockReason.LEAVE, BlockReason.SICKNESS)
    now = clock.now()
    blocks = Block.objects.filter(reason__in=leave, lifted_at=None, starts_at__lte=now, ends_at__gt=now + AWAY)
    return blocks.values("resource_id")


def _count_days(needs: list[Need], service: Service, wanted: set[board.Key]) -> dict[board.Key, int]:
    """Days until the third time of each, reading on only while somebody has not had three."""
    today, now = clock.today(), clock.now()
    length = diaries.ticks_for(service.minutes)
    view = board.look(now, now + LEAST_NOTICE, today + timedelta(days=DAYS_AHEAD), length, ROUTINE)
    times: dict[board.Key, int] = dict.fromkeys(wanted, 0)
    found: dict[board.Key, int] = {}
    begin = 0
    for end in WINDOWS:
        days = [today + timedelta(days=ahead) for ahead in range(begin, end)]
        others = [_places(need, view, days, length) for need in needs[1:]]
        for page in sorted(board.on_days(needs[0], view, days), key=lambda one: one.midnight):
            if page.resource_id in times and page.resource_id not in found:
                choices = [group.get((page.site_id, page.day), NOTHING) for group in others]
                times[page.resource_id] += sum(1 for _ in diaries.starts(together(page, choices, length), length))
                if times[page.resource_id] >= THIRD:
                    found[page.resource_id] = (page.day - today).days
        if len(found) == len(wanted):
            break
        begin = end
    return found


def _places(need: Need, view: board.View, days: list[date], length: int) -> dict[tuple[board.Key, date], Choice]:
    pages: dict[tuple[board.Key, date], list[board.Page]] = {}
    for page in board.on_days(need, view, days):
        pages.setdefault((page.site_id, page.day), []).append(page)
    return {place: choice(found, length) for place, found in pages.items()}
