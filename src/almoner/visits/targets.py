"""Until when somebody who came is to be seen: what they are promised at the door. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

AFTER_START = timedelta(minutes=15)
FURTHEST_AFTER_START = timedelta(minutes=60)
AT_ONCE = timedelta(minutes=5)
LONGEST_WALK_IN = timedelta(hours=4)
"""Whoever walks in is seen, sent on or booked within this, however little urgent it is."""


def seen_by_appointment(starts_at: datetime, arrived_at: datetime, high_minutes: int) -> datetime:
    """A quarter of an hour after their time (or after they came, if later); longer where the queue honestly is, up to
    an hour. Nobody is promised what the room already shows to be untrue."""
    honest = arrived_at + timedelta(minutes=high_minutes)
    base = max(starts_at, arrived_at)
    return max(base + AFTER_START, min(honest, base + FURTHEST_AFTER_START))


def seen_by_walk_in(arrived_at: datetime, level: int, minutes_by_level: Mapping[int, int]) -> datetime:
    """By the target of their level. A long queue never moves it: urgency counts, not the room."""
    target = timedelta(minutes=minutes_by_level[level])
    return arrived_at + min(max(target, AT_ONCE), LONGEST_WALK_IN)
