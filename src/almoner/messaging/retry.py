"""When a message that did not get through is tried again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WAITS: dict[str, tuple[timedelta, ...]] = {
    "call": (2 * HOUR, 22 * HOUR),
    "email": (2 * MINUTE, 15 * MINUTE, HOUR),
    "text": (2 * MINUTE, 15 * MINUTE, HOUR),
    "letter": (5 * MINUTE, HOUR),
}
"""The wait after each attempt on a way. Calls: three attempts at different times of two days (CNF-7)."""


def attempts_on(channel: str) -> int:
    return len(WAITS[channel]) + 1


def try_again_at(
    channel: str, attempts: int, now: datetime, deadline: datetime, *, for_ever: bool = False
) -> datetime | None:
    """When to try the same way again after `attempts` of it, or None when it is the next way's turn.

    A way whose wait would run into the deadline gives place to the next at once: better by another way than too late.
    `for_ever`: it is tried on until the deadline, each time after the longest wait.
    """
    waits = WAITS[channel]
    if attempts > len(waits) and not for_ever:
        return None
    moment = now + waits[min(attempts, len(waits)) - 1]
    return moment if moment < deadline else None
