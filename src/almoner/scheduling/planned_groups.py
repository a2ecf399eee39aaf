"""What stays free for planned groups in which nobody has a place yet.

As with what is kept for the urgent (`protecting`), kept is not a certain clinician or room. Of those who can give the
group so many stay free that it can begin; whoever is one too many can be booked for anything. The time is kept until
somebody begins the group, which takes it, or until it is given free: so many hours before, or by a manager. Whoever
must be seen within hours may have it all the same: nobody is booked in it yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import and_
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.scheduling import diaries, planned_hours, teams
from almoner.scheduling.claiming import with_around
from almoner.scheduling.enums import Kind
from almoner.scheduling.memory import Memory
from almoner.scheduling.models import Resource
from almoner.scheduling.needs import Need, needs_of
from almoner.scheduling.planned_hours import Hour, SiteDay
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.protection import STRETCHES
from almoner.scheduling.register import as_stored
from almoner.scheduling.rooming import Rooming
from almoner.scheduling.sheets import singles
from almoner.scheduling.teams import Planned

KEPT = "kept for groups"
"""Under this name, and the service that asks, a sheet keeps what is found here."""
LONG = timedelta(days=2)
Span = tuple[int, int, int]
"""Ticks from and to, and the places that are kept in between."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept on a day for groups, and between which moments that holds unless the sheet changes."""

    stretches: tuple[tuple[Planned, ...], ...]
    spans: tuple[Span, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Taking:
    """A visit that is to be held or booked: what for, when, and with whom."""

    service: Service
    starts_at: datetime
    resources: Sequence[Resource]
    level: int

    @property
    def span(self) -> tuple[datetime, datetime]:
        """With what is needed before and after."""
        return with_around(self.service, self.starts_at, self.starts_at + timedelta(minutes=self.service.minutes))


def columns_for(columns: Sequence[int], service: Service, level: int, at: SiteDay) -> Sequence[int]:
    """Who is free on a sheet, tick by tick, for this service when what groups of others need is left to them."""
    if level <= min(STRETCHES) or not at.known.register.planned.get(at.site.key):
        return columns
    spans = keeping(at, service.id).spans
    if not spans:
        return columns
    left = list(columns)
    for begin, end, places in spans:
        for tick in range(max(begin, 0), min(end, len(left))):
            left[tick] &= ~places
    return left


def keeping(at: SiteDay, for_service: UUID | None = None) -> Keeping:
    """What is kept at a site on a day from whoever comes for a service: nothing for its own groups. A group that cannot
    take place beside those that come before it has nothing kept. Found out once, until it may have changed."""
    own = any(one.service.id == for_service for one in at.known.register.planned.get(at.site.key, ()))
    key, now = (KEPT, for_service if own else None), clock.now()
    stored: Keeping | None = at.sheet.closed.get(key)
    if stored and stored.since <= now < stored.until:
        return stored
    hours = planned_hours.kept(at)
    planned = [found for one in hours if (found := planned_of(one, at)).ways]
    others = (tuple(one for one in stretch if one.which != for_service) for stretch in teams.together(planned))
    stretches = tuple(stretch for stretch in others if stretch)
    spans = tuple(span for stretch in stretches for span in teams.indispensable(stretch))
    made = at.sheet.closed[key] = Keeping(stretches, spans, now, _until(at, hours, now))
    return made


def _until(at: SiteDay, hours: Sequence[Hour], now: datetime) -> datetime:
    """When something of it is over: a time is given free, a place that is held lapses, what is kept for the urgent is
    given to all."""
    ends = [one.given_at for one in hours] + planned_hours.lapsing(at.sheet, now)
    return min([*ends, now + (diaries.TICK if any(at.sheet.urgent) else LONG)])


def planned_of(one: Hour, at: SiteDay) -> Planned:
    """Who can give it, of those who are free for the whole of it; what is kept for the urgent is not a group's."""
    needs = needs_of(one.service, Preferences())
    groups = [at.known.register.group(need).get(at.site.key, 0) for need in needs]
    columns = at.sheet.open_to_all(clock.now(), at.site.release)[max(one.tick, 0) : one.tick + one.length]
    free = reduce(and_, columns) if len(columns) == one.length else 0
    ways = _ways(one, [group & free for group in groups], groups, needs, at)
    return Planned(one.tick, one.tick + one.length, tuple(ways), one.service.id)


def _ways(
    one: Hour, options: list[int], groups: list[int], needs: Sequence[Need], at: SiteDay
) -> Iterator[tuple[int, ...]]:
    """What the group needs; with whoever has a room of their own then, in that room."""
    if not all(options):
        return
    rooms = frozenset(number for number, need in enumerate(needs) if need.kind == Kind.ROOM)
    people = frozenset(number for number, need in enumerate(needs) if number and need.kind == Kind.CLINICIAN)
    rooming = Rooming(at.sheet.own, rooms, people)
    during = rooming.during(one.tick, one.length) if rooms else {}
    plain = rooming.without_own(options, during) if during else options
    if all(plain):
        yield tuple(plain)
    for bit in singles(options[0] if during else 0):
        place = bit.bit_length() - 1
        rest = rooming.rest_for(place, options, groups, during) if place in during else None
        if rest is not None and all(rest):
            yield (bit, *rest)


def in_the_way(taking: Taking, known: Memory) -> Service | None:
    """The group of another service that could no longer begin if this was taken; None where all still can."""
    if taking.level <= min(STRETCHES):
        return None
    for site, _place in known.register.stands(as_stored(taking.resources[0].id)):
        places = [site.places.get(as_stored(one.id)) for one in taking.resources]
        if None in places or not known.register.planned.get(site.key):
            continue
        day = taking.span[0].astimezone(site.zone).date()
        known.ready([site.key], [day])
        sheet = known.sheet(site.key, day)
        taken = sum(1 << place for place in places if place is not None)
        lost = _lost(taking, SiteDay(known, site, day, sheet), taken) if sheet else None
        if lost:
            return lost
    return None


def _lost(taking: Taking, at: SiteDay, taken: int) -> Service | None:
    begin, end = (diaries.tick_of(moment, at.sheet.midnight) for moment in taking.span)
    for stretch in keeping(at, taking.service.id).stretches:
        near = [one for one in stretch if one.overlaps(begin, end)]
        if near and not teams.fits(stretch, without=taken):
            return next(one.service for one in planned_hours.kept(at) if one.service.id == near[0].which)
    return None
