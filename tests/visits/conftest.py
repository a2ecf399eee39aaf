"""The cast in a small hospital: a clinic, a ward, an intensive care unit."""

from __future__ import annotations

from tests.cast import cast
from tests.races import real_database
from tests.visits.hospital import hospital

__all__ = ["cast", "hospital", "real_database"]
