"""The rehearsal hospital's catalogue, as data and in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.cast import Cast, cast
from tests.catalogue.hospital import data
from tests.kept import kept

from almoner.catalogue import soonest
from almoner.catalogue.actions import load_catalogue
from almoner.catalogue.loading import Loaded

__all__ = ["cast", "hospital_data", "loaded"]


@pytest.fixture
def hospital_data() -> dict[str, list[dict[str, Any]]]:
    return data()


@pytest.fixture
def loaded(
    cast: Cast,
    hospital_data: dict[str, list[dict[str, Any]]],
) -> Loaded:
    """The whole catalogue, loaded by the manager."""
    return kept("catalogue", lambda: load_catalogue(data=hospital_data, site=cast.site, by=cast.manager))


@pytest.fixture(autouse=True)
def _nobody_says_how_soon() -> Iterator[None]:
    """Tests that need times register their own provider; the one of scheduling comes back afterwards."""
    before = list(soonest._provider)
    soonest.forget()
    yield
    soonest._provider[:] = before
