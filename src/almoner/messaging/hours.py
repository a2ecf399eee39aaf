"""In which hours each channel may be used (REM-4). Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPEN: dict[str, tuple[time, time]] = {
    "text": (time(9), time(18)),
    "call": (time(9, 30), time(20, 30)),
    "email": (time(8), time(21)),
}
"""Local times from and until which something may go out. A letter disturbs nobody."""


OWN = frozenset({"text", "call"})
"""What somebody may have kept to hours of their own (REM-3)."""
Hours = tuple[time | None, time | None]
ANY: Hours = (None, None)


def next_allowed(
    channel: str, moment: datetime, zone: ZoneInfo, *, any_hour: bool = False, own: Hours = ANY
) -> datetime:
    """`moment` itself where the channel may be used then, else the next moment at which it may. `own` are the hours
    that the person asked for; where they leave nothing of those for everybody, the latter count."""
    if any_hour or channel not in OPEN:
        return moment
    begin, end = _within(OPEN[channel], own if channel in OWN else ANY)
    wall = moment.astimezone(zone)
    if begin <= wall.time() < end:
        return moment
    day = wall.date() if wall.time() < begin else wall.date() + timedelta(days=1)
    return datetime.combine(day, begin, tzinfo=zone).astimezone(moment.tzinfo)


def _within(everybody: tuple[time, time], own: Hours) -> tuple[time, time]:
    begin, end = max(everybody[0], own[0] or time.min), min(everybody[1], own[1] or time.max)
    return (begin, end) if begin < end else everybody
