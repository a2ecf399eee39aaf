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


def next_allowed(channel: str, moment: datetime, zone: ZoneInfo, *, any_hour: bool = False) -> datetime:
    """`moment` itself where the channel may be used then, else the next moment at which it may."""
    if any_hour or channel not in OPEN:
        return moment
    begin, end = OPEN[channel]
    wall = moment.astimezone(zone)
    if begin <= wall.time() < end:
        return moment
    day = wall.date() if wall.time() < begin else wall.date() + timedelta(days=1)
    return datetime.combine(day, begin, tzinfo=zone).astimezone(moment.tzinfo)
