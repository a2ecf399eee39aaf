"""The cast, and a database for races, for these tests."""

from tests.cast import cast
from tests.races import real_database

__all__ = ["cast", "real_database"]
