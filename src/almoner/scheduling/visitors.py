"""Who belongs to another site and works sessions at this one, as its manager sees them: their hours here and no others.

Whether they are away then is told, and never why: that is for those who arrange their hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.holidays import Holiday
from almoner.people.models import Site
from almoner.scheduling.arranged import Arranged, arranged
from almoner.scheduling.models import Resource
from almoner.scheduling.sessions import Session
from almoner.scheduling.weeks import Wanted, fitting, place_names

ONE_DAY = timedelta(days=1)
Away = tuple[datetime, datetime]
"""On the wall of this site."""


@dataclass(frozen=True, slots=True)
class HereOn:
    """One day of somebody at this site: the sessions, when in these they are not there, and the holiday that it is."""

    sessions: tuple[Session, ...]
    away: tuple[Away, ...]
    holiday: Holiday | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody of another site with sessions here; `names` of the rooms that are theirs then, by their ids."""

    resource: Resource
    days: Mapping[date, HereOn]
    names: Mapping[str, str]


def visitors(days: Sequence[date], wanted: Wanted, *, by: Actor) -> list[Visitor]:
    """Those who fit and have a session at the site of `by` on one of these days, by name. Nobody visits a manager of
    all sites. A number of statements that does not grow."""
    by.need(Permission.MANAGE_ROSTER)
    site = Site.objects.filter(id=by.site_id).first() if by.site_id else None
    if site is None:
        return []
    there = Resource.objects.filter(also_at__site=site, active=True, staff__left_on__isnull=True).exclude(site=site)
    some = list(fitting(there, wanted).select_related("staff", "room", "site").order_by("name", "id"))
    hours = arranged([one.id for one in some], min(days)) if some else {}
    found = [(one, {day: _on(hours[one.id], site, day) for day in days}) for one in some]
    shown = [(one, here) for one, here in found if any(day.sessions for day in here.values())]
    names = place_names(session for _one, here in shown for day in here.values() for session in day.sessions)
    return [Visitor(one, here, names) for one, here in shown]


def _on(known: Arranged, site: Site, day: date) -> HereOn:
    here = tuple(replace(one, site="") for one in known.on_day(day) if one.site == str(site.id))
    away = tuple(sorted({each for one in here for each in _away(known, site, day, one)}))
    return HereOn(here, away, known.closings.get((str(site.id), day)))


def _away(known: Arranged, site: Site, day: date, one: Session) -> Iterator[Away]:
    """When somebody is away within a session: of the rest of their time away nothing is told."""
    begins = clock.on_the_wall(day, one.begins, site.zone)
    ends = clock.on_the_wall(day if one.ends > one.begins else day + ONE_DAY, one.ends, site.zone)
    for first, last in known.blocks:
        if first < ends and begins < last:
            yield clock.there(max(first, begins), site.zone), clock.there(min(last, ends), site.zone)
