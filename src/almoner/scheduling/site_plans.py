"""Changes that touch everybody at a site, as they are meant: a holiday, who works on holidays, the way. Reads only.

Each is made of the plans of those whose hours it changes, and is looked at and made like the plan of one (`plans`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people import holidays
from almoner.people.enums import HolidayHours
from almoner.people.holidays import Holiday
from almoner.people.models import Site
from almoner.scheduling import closings
from almoner.scheduling.arranged import Arranged, arranged
from almoner.scheduling.closings import THINGS, Kept
from almoner.scheduling.effects import Plan, SitePlan
from almoner.scheduling.models import Resource
from almoner.scheduling.plans import LONGEST
from almoner.scheduling.refusals import HolidayUnclear, NotOpen, TravelUnclear
from almoner.scheduling.whereabouts import LOOK_BACK, Travel

MOST_MINUTES = 600


def plan_holiday(*, site: Site, holiday: Holiday, by: Actor) -> SitePlan:
    """A holiday that the site keeps from now on, or another saying of one that it keeps. Raises NotOpen for a day that
    is over or more than two years away, and HolidayUnclear without a name or with hours that cannot be."""
    _need_site(site, by)
    _need_day(holiday.day)
    short = holiday.hours == HolidayHours.SHORT
    if not holiday.names.get("en", "").strip() or short != bool(holiday.opens and holiday.closes):
        raise HolidayUnclear
    if holiday.opens and holiday.closes and holiday.opens >= holiday.closes:
        raise HolidayUnclear
    return _on_one_day(site, holiday.day, {**holidays.by_day(site.holidays), holiday.day: holiday})


def plan_ordinary_day(*, site: Site, day: date, by: Actor) -> SitePlan:
    """A holiday that is one no longer. Raises NotThere and NotOpen."""
    _need_site(site, by)
    known = holidays.by_day(site.holidays)
    if day not in known:
        raise NotThere
    _need_day(day)
    return _on_one_day(site, day, {on: one for on, one in known.items() if on != day})


def plan_every_day(*, site: Site, professions: Iterable[str], by: Actor) -> SitePlan:
    """These professions, and no others, work on the holidays of the site as on any other day."""
    _need_site(site, by)
    first = clock.today()
    now = _kept(first)
    then = replace(now, every_day={**now.every_day, str(site.id): frozenset(professions)})
    changed = now.every_day.get(str(site.id), frozenset()) ^ then.every_day[str(site.id)]
    concerned = _people_at(site).filter(staff__profession__in=changed)
    return SitePlan(site, tuple(_parts(concerned, then, first, None)), first)


def plan_travel(*, site: Site, minutes: Mapping[UUID, tuple[int, int]], by: Actor) -> SitePlan:
    """So many minutes from a site to each of others, and back. Raises TravelUnclear for more than ten hours, or for
    the way to itself, and NotThere for what is no site. Whose sessions are nearer to each other begins later."""
    _need_site(site, by)
    if site.id in minutes or any(not 0 <= one <= MOST_MINUTES for both in minutes.values() for one in both):
        raise TravelUnclear
    if Site.objects.filter(id__in=minutes).count() != len(minutes):
        raise NotThere
    first, here = clock.today(), str(site.id)
    said = {(here, str(there)): to for there, (to, _back) in minutes.items()}
    said |= {(str(there), here): back for there, (_to, back) in minutes.items()}
    resources = list(_moving())
    known = arranged([one.id for one in resources], first)
    return SitePlan(site, tuple(_on_the_way(resources, known, said, first)), first)


def _on_the_way(
    resources: Iterable[Resource], known: Mapping[UUID, Arranged], said: Mapping[tuple[str, str], int], first: date
) -> Iterable[Plan]:
    """Of each who goes one of these ways, if it takes longer or shorter than was said."""
    for one in resources:
        now = known[one.id]
        then = replace(now, travel=Travel({**now.travel.minutes, **said}))
        ways = ((here, there) for here in now.sites for there in now.sites)
        if any(now.travel.between(*way) != then.travel.between(*way) for way in ways):
            yield Plan(one, now, then, first, None)


def _moving() -> QuerySet[Resource]:
    """Everybody who has sessions at more than one site."""
    moves = Resource.objects.filter(active=True, staff__left_on=None, also_at__isnull=False).values("id")
    return Resource.objects.filter(id__in=moves).select_related("site", "staff", "room").order_by("id")


def _need_site(site: Site, by: Actor) -> None:
    by.need(Permission.MANAGE_ROSTER)
    if by.site_id and site.id != by.site_id:
        raise NotThere


def _need_day(day: date) -> None:
    if not timedelta() <= day - clock.today() <= LONGEST:
        raise NotOpen


def _on_one_day(site: Site, day: date, days: Mapping[date, Holiday]) -> SitePlan:
    now = _kept(day)
    then = replace(now, holidays={**now.holidays, str(site.id): days})
    return SitePlan(site, tuple(_parts(_people_at(site), then, day, day)), day, day)


def _kept(since: date) -> Kept:
    return closings.read(Site.objects.order_by("code", "id"), since - timedelta(days=LOOK_BACK), always=True)


def _people_at(site: Site) -> QuerySet[Resource]:
    """Everybody with sessions at the site: there is nobody in a room or a machine whose day it could be."""
    works = Resource.objects.filter(Q(site=site) | Q(also_at__site=site), active=True, staff__left_on=None)
    works = works.exclude(kind__in=THINGS).filter(Q(patterns__isnull=False) | Q(other_hours__isnull=False))
    return Resource.objects.filter(id__in=works.values("id")).select_related("site", "staff", "room").order_by("id")


def _parts(some: Iterable[Resource], then: Kept, first: date, last: date | None) -> Iterable[Plan]:
    """Of each whose hours become others: what it has, with the holidays as they would be."""
    resources = list(some)
    known = arranged([one.id for one in resources], first)
    for one in resources:
        now = known[one.id]
        profession = one.staff.profession if one.staff else ""
        other = then.for_resource(one.kind, profession, now.home)
        if other != now.closings:
            yield Plan(one, now, replace(now, closings=other), first, last)
