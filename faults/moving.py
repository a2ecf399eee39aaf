"""The clock of a run. Pure."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SPEED = 120
"""Two minutes of a lease are one second of a run."""


class Clock:
    """Begins at `BEGIN` and runs `speed` times as fast as the machine's; it can be put forward."""

    def __init__(self, speed: float, since: float) -> None:
        self.speed, self._since = speed, since
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return BEGIN + self.ahead + timedelta(seconds=(time.time() - self._since) * self.speed)

    def put_forward(self, seconds: float) -> float:
        """Gives by how many seconds in all."""
        self.ahead += timedelta(seconds=seconds)
        return self.ahead.total_seconds()
