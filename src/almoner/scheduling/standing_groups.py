"""The groups that stand on the days that a search looks at, and which of them have places left.

A group takes its people's and its room's time as a visit of one does, so on a sheet it is taken. For its own service it
can still be had: what stands is read with one statement and kept on the sheet until anything on it changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.scheduling import diaries, groups, one_more
from almoner.scheduling.memory import Memory
from almoner.scheduling.models import Claim
from almoner.scheduling.register import Key, as_stored
from almoner.scheduling.sheets import lowest, singles

MORE = "one more"
"""Under this name and the service, a sheet keeps the times at which one more may come."""
BESIDE = timedelta(days=2)
_ASKED = ("group_key", "resource_id", "seat", "lapses_at", "starts_at", "ends_at", "diary__site_id",
          "diary__day", "diary__midnight", "diary__open", "diary__blocked")  # fmt: skip


@dataclass(slots=True)
class Standing:
    """A group of one service on the sheet of a site: where it begins, how long it takes, who is needed for it."""

    tick: int
    length: int
    members: int = 0
    """Places of the sheet: who and what the group has already."""
    there: bool = True
    """Whether none of them was blocked meanwhile."""
    lapse: dict[int, datetime | None] = field(default_factory=dict)
    """When each place that is taken lapses, if it does."""


def ready(known: Memory, service: Service, sites: Sequence[Key], days: Sequence[date]) -> None:
    """Read the groups of these days that are not known yet. No statement where all of them are."""
    wanted = {
        (site, day): sheet
        for site in sites
        for day in days
        if (sheet := known.sheet(site, day)) and service.id not in sheet.groups
    }
    if not wanted:
        return
    found: defaultdict[tuple[Key, date], dict[UUID, Standing]] = defaultdict(dict)
    for row in _claims(service, min(day for _, day in wanted), max(day for _, day in wanted)):
        _note(row, known, found)
    for where, sheet in wanted.items():
        sheet.groups[service.id] = list(found[where].values())


def _claims(service: Service, first: date, last: date) -> Iterator[tuple[Any, ...]]:
    ofservice = Q(appointment__service=service) | Q(hold__service=service)
    near = Q(starts_at__gte=_midnight(first) - BESIDE, starts_at__lt=_midnight(last) + 2 * BESIDE)
    rows = Claim.objects.filter(ofservice, near, places__gt=1, diary__day__range=(first, last))
    return rows.values_list(*_ASKED).iterator()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=clock.now().tzinfo)


def _note(row: tuple[Any, ...], known: Memory, found: dict[tuple[Key, date], dict[UUID, Standing]]) -> None:
    key, resource_id, seat, lapses_at, starts_at, ends_at, site_id, day, midnight, is_open, blocked = row
    span = diaries.between(starts_at, ends_at, midnight)
    place = known.register.place_at(site_id, resource_id)
    if place is None:
        # Somebody who has left: without them the rest of the group is none that could be joined.
        return
    first = diaries.tick_of(starts_at, midnight)
    one = found.setdefault((as_stored(site_id), day), {}).setdefault(key, Standing(first, span.bit_length() - first))
    one.members |= 1 << place
    one.there = one.there and not span & ~(diaries.unpack(is_open) & ~diaries.unpack(blocked))
    one.lapse[seat] = lapses_at


def ready_for_more(known: Memory, service: Service, sites: Sequence[Key], days: Sequence[date]) -> None:
    """Find the times of these days, not known yet, at which one more may come. No statement where all are known."""
    wanted = {
        (site, day): sheet
        for site in sites
        for day in days
        if (sheet := known.sheet(site, day)) and (MORE, service.id) not in sheet.groups
    }
    if not wanted:
        return
    found: defaultdict[tuple[Key, date], list[tuple[int, int]]] = defaultdict(list)
    first, last = (pick(day for _, day in wanted) for pick in (min, max))
    for one in one_more.find(service, known.register.more[service.id], known.register.rates, first, last):
        places = [known.register.place_at(one.site, each) for each in one.resources]
        where = (as_stored(one.site), one.day)
        if where in wanted and None not in places:
            tick = diaries.tick_of(one.claim_starts_at, wanted[where].midnight)
            found[where].append((tick, sum(1 << place for place in places if place is not None)))
    for where, sheet in wanted.items():
        sheet.groups[MORE, service.id] = sorted(found[where])


def with_places(known: Memory, service: Service, site: Key, day: date, length: int) -> Iterator[tuple[Standing, int]]:
    """The groups of a day in which there are places left, with how many. Call `ready` first."""
    sheet = known.sheet(site, day)
    now = clock.now()
    for one in sheet.groups.get(service.id, ()) if sheet else ():
        at = known.register.sites[site]
        places = at.places_for(service.capacity, (at.who[lowest(bit)] for bit in singles(one.members)))
        free = groups.free_places(one.lapse, now, places)
        if one.there and one.length == length and 0 < free < places:
            yield one, free
