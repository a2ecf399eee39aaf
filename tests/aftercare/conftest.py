"""The cast in a small hospital that has its aftercare loaded, and somebody who has just gone home."""

from __future__ import annotations

from tests.aftercare.home import home
from tests.cast import cast
from tests.races import real_database
from tests.visits.hospital import hospital

__all__ = ["cast", "home", "hospital", "real_database"]
