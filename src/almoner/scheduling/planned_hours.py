"""When groups are planned on a day, which of them have begun, and whether their time is given free. Reads only.

Which of them have begun is read with one statement and kept on the sheet of the day until anything on it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.scheduling import diaries
from almoner.scheduling.memory import Memory
from almoner.scheduling.models import Claim
from almoner.scheduling.needs import ticks_of
from almoner.scheduling.register import AtSite, Key, as_stored
from almoner.scheduling.sheets import Sheet

STANDING = "standing groups"
"""Under this name a sheet keeps until when each group that has begun stands; None: somebody is booked in it."""
BESIDE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Hour:
    """A planned group on a day: when it begins, from which tick on its people are needed and for how many, and when its
    time is given to everybody."""

    service: Service
    starts_at: datetime
    tick: int
    length: int
    given_at: datetime
    is_released: bool = False
    """Whether a manager gave this one free."""

    def is_given(self, now: datetime) -> bool:
        return self.is_released or now >= self.given_at


@dataclass(frozen=True, slots=True)
class SiteDay:
    """One day at one site, as the memory has it."""

    known: Memory
    site: AtSite
    day: date
    sheet: Sheet


def ready(known: Memory, sites: Sequence[Key], days: Sequence[date]) -> None:
    """Read which planned groups of these days have begun. No statement where that is known, or none is planned."""
    wanted: dict[tuple[Key, date], Sheet] = {}
    for site in sites:
        for day in days if known.register.planned.get(site) else ():
            sheet = known.sheet(site, day)
            if sheet and STANDING not in sheet.groups:
                sheet.groups[STANDING] = {}
                if any(one.weekday == day.weekday() for one in known.register.planned[site]):
                    wanted[site, day] = sheet
    if wanted:
        for row in _claims(known, min(day for _, day in wanted), max(day for _, day in wanted)):
            _note(row, wanted)


def _claims(known: Memory, first: date, last: date) -> Iterator[tuple[Any, ...]]:
    services = {one.service.id for planned in known.register.planned.values() for one in planned}
    of_groups = Q(appointment__service__in=services) | Q(hold__service__in=services)
    midnight = datetime.combine(first, datetime.min.time(), tzinfo=clock.now().tzinfo)
    near = Q(starts_at__gte=midnight - BESIDE, starts_at__lt=midnight + (last - first) + 2 * BESIDE)
    rows = Claim.objects.filter(of_groups, near, places__gt=1, diary__day__range=(first, last)).order_by()
    return rows.values_list(
        "appointment__service_id", "hold__service_id", "starts_at", "lapses_at", "diary__site_id", "diary__day"
    ).iterator()


def _note(row: tuple[Any, ...], wanted: dict[tuple[Key, date], Sheet]) -> None:
    booked, held, starts_at, lapses_at, site_id, day = row
    sheet = wanted.get((as_stored(site_id), day))
    if sheet:
        key = (booked or held, diaries.tick_of(starts_at, sheet.midnight))
        known = sheet.groups[STANDING]
        before = known.get(key, lapses_at)
        known[key] = None if before is None or lapses_at is None else max(before, lapses_at)


def hours_of(at: SiteDay) -> Iterator[Hour]:
    """The planned groups of a day, whether anything is kept for them or not."""
    for one in at.known.register.planned.get(at.site.key, ()):
        if one.weekday == at.day.weekday():
            starts_at = clock.on_the_wall(at.day, one.at, at.site.zone)
            before, length = ticks_of(one.service)
            tick = diaries.tick_of(starts_at, at.sheet.midnight) - before
            given_at = starts_at - timedelta(hours=one.release_hours)
            released = (one.service.id, at.site.key, starts_at) in at.known.register.released
            yield Hour(one.service, starts_at, tick, length, given_at, released)


def kept(at: SiteDay) -> list[Hour]:
    """Those of which the time is not given free, and that nobody has begun."""
    now = clock.now()
    if STANDING not in at.sheet.groups:
        ready(at.known, [at.site.key], [at.day])
    return [one for one in hours_of(at) if not one.is_given(now) and not stands(one, at, now)]


def stands(one: Hour, at: SiteDay, now: datetime) -> bool:
    """Whether somebody has a place in it. Call `ready` first."""
    key, standing = (one.service.id, one.tick), at.sheet.groups.get(STANDING, {})
    return key in standing and (standing[key] is None or standing[key] > now)


def lapsing(sheet: Sheet, now: datetime) -> list[datetime]:
    """When groups of the day end, unless somebody books in them."""
    standing: dict[Any, datetime | None] = sheet.groups.get(STANDING, {})
    return [moment for moment in standing.values() if moment and moment > now]
