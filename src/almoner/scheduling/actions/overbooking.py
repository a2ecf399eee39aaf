"""Letting one person more be booked, or no longer; and learning how often people stay away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Unclear
from almoner.scheduling.confirming import FIELDS
from almoner.scheduling.enums import State
from almoner.scheduling.models import Appointment, Attendance, Overbooking
from almoner.scheduling.one_more import why_not
from almoner.scheduling.overbooking import HARDEST, LEARN_WEEKS, MOST_A_DAY, USUAL, lead_of
from almoner.scheduling.refusals import NeverInAddition

Kept = tuple[UUID, int, int, bool]
"""Service, weekday, lead and whether they confirmed."""
CAME = (State.ARRIVED, State.IN_PROGRESS, State.FULFILLED)


@action
def allow_overbooking(
    *, service: Service, on: bool, limit_percent: int = USUAL, a_day: int = 1, why: str = "", by: Actor
) -> Overbooking:
    """Let one more be booked where nothing is free and the chance that all come keeps the limit; or no longer. What is
    booked stays. Allowing it needs a reason; raises Unclear, and NeverInAddition where waiting does harm."""
    by.need(Permission.MANAGE_ROSTER)
    if on and (not why.strip() or not 1 <= limit_percent <= HARDEST or not 1 <= a_day <= MOST_A_DAY):
        raise Unclear
    if on and why_not(service):
        raise NeverInAddition
    rule, _created = Overbooking.objects.select_for_update().get_or_create(service=service)
    rule.on, rule.said_by, rule.said_at = on, by.name, clock.now()
    rule.why = why.strip()[:300]
    if on:
        rule.limit_percent, rule.a_day = limit_percent, a_day
    rule.save()
    return rule


@action
def learn_attendance(*, by: Actor) -> int:
    """Count anew how often people stayed away in the last `LEARN_WEEKS`. Gives for how many services there were visits.
    Nothing is learned of who they are."""
    by.need(Permission.RUN_SYSTEM)
    seen, missed = Counter[Kept](), Counter[Kept]()
    for kept, came in _visits():
        seen[kept] += 1
        missed[kept] += not came
    Attendance.objects.all().delete()
    Attendance.objects.bulk_create(
        Attendance(service_id=service, weekday=weekday, lead=lead, confirmed=confirmed, seen=count, missed=missed[kept])
        for kept, count in sorted(seen.items(), key=str)
        for service, weekday, lead, confirmed in [kept]
    )
    return len({service for service, *_rest in seen})


def _visits() -> Iterator[tuple[Kept, bool]]:
    """Each visit of those weeks to which somebody came or should have come; those of the last day may not be written
    down yet."""
    until = clock.now() - timedelta(days=1)
    rows = Appointment.objects.filter(
        state__in=(*CAME, State.MISSED), starts_at__gte=until - timedelta(weeks=LEARN_WEEKS), starts_at__lt=until
    ).values_list(
        "service_id", "site__time_zone", "starts_at", "created_at", "state", *FIELDS.values()
    )  # fmt: skip
    for service, zone, starts_at, asked_at, state, *ways in rows.iterator():
        weekday = starts_at.astimezone(ZoneInfo(zone)).weekday()
        yield (service, weekday, lead_of(starts_at - asked_at), any(ways)), state != State.MISSED
