"""The charter in force: read once from its file, and the site's hours in which it counts."""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from almoner.charter.due import Calendars
from almoner.charter.hours import OpenHours
from almoner.charter.reading import read_charter
from almoner.charter.standard import Charter
from almoner.people.holidays import days_off, short_days
from almoner.people.models import Site
from almoner.people.sites import first_site, first_site_in

EVERY_DAY = frozenset(range(7))


def charter_path() -> Path:
    """The hospital's own charter, or the one that comes with the program."""
    given = settings.ALMONER_CHARTER
    return Path(given) if given else Path(__file__).parent / "charter.toml"


@lru_cache(maxsize=1)
def charter() -> Charter:
    """The charter in force. Raises FaultyCharter."""
    return read_charter(charter_path(), [code for code, _ in settings.LANGUAGES])


def calendars(key: str = "") -> Calendars:
    """The hours by which promises are counted: of the first site, by the hospital's clock.

    For what is about a place, by the clock there, `key`, and with the hours of the first site that goes by it.
    """
    zone = ZoneInfo(key or settings.TIME_ZONE)
    return Calendars(zone, OpenHours(zone, time(9, 30), time(20, 0), EVERY_DAY), lambda: _working(zone, key))


def _working(zone: ZoneInfo, key: str) -> OpenHours:
    site = first_site_in(key) if key else first_site()
    if site is None:
        return OpenHours(zone, time(8), time(18), frozenset(range(5)))
    return working_hours(site, zone)


def working_hours(site: Site, zone: ZoneInfo | None = None) -> OpenHours:
    """When a site is open, holidays and short days among it; by its own clock unless another is given."""
    return OpenHours(
        zone or site.zone,
        site.opens_at,
        site.closes_at,
        frozenset(site.working_days or range(5)),
        days_off(site.holidays, site.working_days or range(5)),
        short_days(site.holidays),
    )
