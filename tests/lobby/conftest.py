"""The small hospital, and no tries counted yet."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from tests.visits.hospital import hospital

__all__ = ["hospital"]


@pytest.fixture(autouse=True)
def _no_tries_yet(db: None) -> None:
    cache.clear()
