"""The moment at which the tests of the ledger begin."""

from datetime import UTC, datetime

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
