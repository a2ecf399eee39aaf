"""Lengths of time as a manager writes them: `10 minutes`, `2 hours`, `3 days`."""

from __future__ import annotations

import re
from datetime import timedelta

_FORM = re.compile(r"(\d+) (minute|hour|day|week)s?")
_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


def duration(text: object) -> timedelta:
    """The length that `text` says. Raises ValueError with the form that is wanted."""
    match = _FORM.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"“{text}” is not a length of time; write it like “10 minutes”, “2 hours” or “3 days”")
    return int(match[1]) * _UNITS[match[2]]
