"""What somebody wishes of a time (APT-5). Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from almoner.scheduling import diaries

PARTS_OF_DAY: dict[str, tuple[time, time]] = {
    "morning": (time(0), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(0)),
}
"""By the site's wall clock. A visit belongs to the part in which it begins."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """All must hold; what is empty does not matter."""

    clinician_id: str = ""
    """Of the member of staff."""
    sex: str = ""
    language: str = ""
    interpreter: str = ""
    """A language for which an interpreter must be booked with the visit (APT-9)."""
    weekdays: tuple[int, ...] = ()
    parts_of_day: tuple[str, ...] = ()
    step_free: bool = False
    sites: tuple[str, ...] = ()
    """Of the sites, any one of which will do."""
    carer_weekdays: tuple[int, ...] = ()
    carer_parts: tuple[str, ...] = ()
    """When whoever comes along can: the days, and the parts of those days."""

    def as_json(self) -> dict[str, Any]:
        stored = {name: list(said) if isinstance(said, tuple) else said for name, said in asdict(self).items()}
        return {name: said for name, said in stored.items() if said}

    def allowed(self, day: date, zone: ZoneInfo) -> int:
        """Bits of the ticks of `day` at which a visit may begin."""
        if any(days and day.weekday() not in days for days in (self.weekdays, self.carer_weekdays)):
            return 0
        return _in_parts(self.parts_of_day, day, zone) & _in_parts(self.carer_parts, day, zone)


def _in_parts(parts: tuple[str, ...], day: date, zone: ZoneInfo) -> int:
    if not parts:
        return -1
    return diaries.either(*(diaries.session(day, *PARTS_OF_DAY[part], zone) for part in parts))


def from_json(stored: dict[str, Any]) -> Preferences:
    """The preferences as stored; names that are no longer known are passed over."""
    known = {field.name for field in fields(Preferences)}
    plain = {name: said for name, said in stored.items() if name in known}
    as_was: dict[str, Any] = {name: tuple(said) if isinstance(said, list) else said for name, said in plain.items()}
    return Preferences(**as_was)


def meets(preferences: Preferences, starts_at: datetime, zone: ZoneInfo) -> bool:
    """Whether a start is on a wished weekday and part of the day."""
    day = starts_at.astimezone(zone).date()
    tick = diaries.tick_of(starts_at, diaries.start_of(day, zone))
    return bool(preferences.allowed(day, zone) >> tick & 1)
