"""What begins and ends at a place: when, on the wall of that place. Pure."""

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
