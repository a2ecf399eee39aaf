"""How many times are kept for the urgent: learned from those who asked, and turned off or on by a manager (APT-6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Unclear
from almoner.people.holidays import days_off
from almoner.people.models import Site
from almoner.scheduling.models import Appointment, Demand, Protection
from almoner.scheduling.protection import LEARN_WEEKS, LEAST_WEEKS, STRETCHES

Place = tuple[UUID, UUID, int, int]
"""Service, site, weekday and level."""


@action
def learn_demand(*, by: Actor) -> int:
    """Count anew how many people of each level asked on each weekday. Gives for how many services there were any.

    Counted are whole weeks, at most `LEARN_WEEKS`, and nothing before there are `LEAST_WEEKS`. A visit in place of
    another is not counted again. Nothing is learned of who they are.
    """
    by.need(Permission.RUN_SYSTEM)
    weeks = _weeks()
    counted = Counter(_asked(weeks)) if weeks >= LEAST_WEEKS else Counter[Place]()
    known = {one.service_id: one for one in Protection.objects.select_for_update().order_by("service_id", "id")}
    services = {service for service, *_rest in counted}
    Protection.objects.bulk_create(Protection(service_id=one) for one in sorted(services - set(known), key=str))
    Protection.objects.update(weeks=weeks, learned_at=clock.now())
    ids = dict(Protection.objects.values_list("service_id", "id"))
    Demand.objects.all().delete()
    Demand.objects.bulk_create(
        Demand(protection_id=ids[service], site_id=site, weekday=weekday, level=level, seen=seen)
        for (service, site, weekday, level), seen in sorted(counted.items(), key=str)
    )
    return len(services)


def _weeks() -> int:
    """How many whole weeks there are to learn from."""
    first: datetime | None = Appointment.objects.aggregate(first=Min("created_at"))["first"]
    return min(LEARN_WEEKS, (clock.today() - clock.local(first).date()).days // 7) if first else 0


def _asked(weeks: int) -> Iterator[Place]:
    """One for each visit of those weeks that somebody urgent asked for."""
    sites = {site.id: site for site in Site.objects.all()}
    until = clock.today()
    rows = Appointment.objects.filter(
        level__in=list(STRETCHES),
        replaces=None,
        created_at__gte=clock.on_the_wall(until - timedelta(weeks=weeks), time()),
        created_at__lt=clock.on_the_wall(until, time()),
    ).values_list("service_id", "site_id", "created_at", "level")
    for service, site_id, asked_at, level in rows:
        site = sites[site_id]
        yield service, site_id, _open_day(site, asked_at.astimezone(ZoneInfo(site.time_zone)).date()).weekday(), level


def _open_day(site: Site, day: date) -> date:
    """The day, or the next on which the site is open."""
    off = days_off(site.holidays, site.working_days)
    for ahead in range(14):
        candidate = day + timedelta(days=ahead)
        if candidate.weekday() in site.working_days and candidate not in off:
            return candidate
    return day


@action
def protect(*, service: Service, on: bool, why: str = "", by: Actor) -> Protection:
    """Keep times of this service for the urgent, or no longer. Turning it off needs a reason; raises Unclear."""
    by.need(Permission.MANAGE_ROSTER)
    if not on and not why.strip():
        raise Unclear
    protection, _created = Protection.objects.select_for_update().get_or_create(service=service)
    protection.on, protection.why = on, why.strip()[:300]
    protection.save(update_fields=["on", "why"])
    return protection
