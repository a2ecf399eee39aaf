"""Moments at which a rehearsal hospital may be opened."""

from datetime import UTC, datetime

MONDAY = datetime(2026, 11, 23, 10, 40, tzinfo=UTC)
NIGHT_TO_SUNDAY = datetime(2026, 11, 22, 0, 55, tzinfo=UTC)
