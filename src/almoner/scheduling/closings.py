"""Whose hours the holidays of a site change: those of everybody who works there, but for whoever works every day.

Rooms, machines and hoists stay as they are: without somebody who works nothing can be booked in them, and whoever works
every day needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from almoner.people import holidays
from almoner.people.holidays import Holiday
from almoner.people.models import Site
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import EveryDay
from almoner.scheduling.sessions import NO_CLOSINGS, Closings

THINGS = frozenset({Kind.ROOM, Kind.MACHINE, Kind.HOIST})


@dataclass(frozen=True, slots=True)
class Kept:
    """What the sites keep: their holidays, and the professions that work all the same, by the id of the site."""

    holidays: Mapping[str, Mapping[date, Holiday]]
    every_day: Mapping[str, frozenset[str]]

    def for_resource(self, kind: str, profession: str, home: str) -> Closings:
        if not self.holidays or kind in THINGS:
            return NO_CLOSINGS
        return {
            ("" if site == home else site, day): one
            for site, days in self.holidays.items()
            if profession not in self.every_day.get(site, ())
            for day, one in days.items()
        }


def read(sites: Iterable[Site], since: date, *, always: bool = False) -> Kept:
    """Their holidays from `since` on. One statement; none where there are no holidays, unless who works then is asked
    for `always`."""
    found = {str(site.id): _from(site, since) for site in sites}
    found = {site: days for site, days in found.items() if days}
    every_day: dict[str, set[str]] = {}
    if found or always:
        for site_id, profession in EveryDay.objects.values_list("site_id", "profession"):
            every_day.setdefault(str(site_id), set()).add(profession)
    return Kept(found, {site: frozenset(professions) for site, professions in every_day.items()})


def _from(site: Site, since: date) -> dict[date, Holiday]:
    return {day: one for day, one in holidays.by_day(site.holidays).items() if day >= since}
