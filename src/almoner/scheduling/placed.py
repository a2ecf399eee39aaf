"""What begins and ends at a place: when, on the wall of that place."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from almoner.core import clock

WALL = "%Y-%m-%dT%H:%M"
"""How what was told is kept: what the wall shows, without any zone."""


class Placed:
    """`starts_at` and `ends_at` are for reckoning and storing, in UTC; `starts_there` and `ends_there` for everything
    that people read: they carry the zone of the place, and whoever writes them says whose clock it is where two could
    be meant.
    """

    __slots__ = ()
    starts_at: Any
    ends_at: Any

    @property
    def zone(self) -> ZoneInfo:
        """Of the site where it takes place."""
        raise NotImplementedError

    @property
    def starts_there(self) -> datetime:
        return clock.there(self.starts_at, self.zone)

    @property
    def ends_there(self) -> datetime:
        return clock.there(self.ends_at, self.zone)

    @property
    def wall_there(self) -> str:
        """When it begins as the wall shows it now, `2026-12-03T09:30`."""
        return self.starts_there.strftime(WALL)

    @property
    def on_there(self) -> date:
        """The day on which it begins, by the calendar on that wall."""
        return self.starts_there.date()

    def there(self, moment: datetime | None) -> datetime | None:
        return clock.there(moment, self.zone) if moment else None


class OfResource(Placed):
    """Time of one resource, on the wall of its site."""

    __slots__ = ()
    resource: Any

    @property
    def zone(self) -> ZoneInfo:
        return self.resource.zone  # type: ignore[no-any-return]


class AtSite(Placed):
    """At a site, wherever else its clinician is on other days."""

    __slots__ = ()
    site: Any

    @property
    def zone(self) -> ZoneInfo:
        return self.site.zone  # type: ignore[no-any-return]


class Visiting(AtSite):
    """A visit, with the time before its last move and until when a new date was promised."""

    __slots__ = ()
    moved_from: Any
    moved_from_zone: Any
    new_date_by: Any

    @property
    def moved_from_there(self) -> datetime | None:
        """On the wall of the site where it was to be."""
        if self.moved_from and self.moved_from_zone:
            return clock.there(self.moved_from, ZoneInfo(self.moved_from_zone))
        return self.there(self.moved_from)

    @property
    def new_date_by_there(self) -> datetime | None:
        return self.there(self.new_date_by)


class Offered(AtSite):
    """A time that somebody may take until a moment."""

    __slots__ = ()
    answer_by: Any

    @property
    def answer_by_there(self) -> datetime:
        return clock.there(self.answer_by, self.zone)


class Kept(Placed):
    """Time that is kept until a moment: all that a visit needs, and all of it at one site."""

    __slots__ = ()
    claims: Any
    lapses_at: Any

    @property
    def zone(self) -> ZoneInfo:
        """One statement."""
        claim = self.claims.select_related("diary__site").order_by("id").first()
        return claim.diary.site.zone if claim else clock.zone()

    @property
    def lapses_there(self) -> datetime:
        return clock.there(self.lapses_at, self.zone)
