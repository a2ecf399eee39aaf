"""The cast for these tests, a clinic with free times, and a call that has just come in."""

from __future__ import annotations

import pytest
from tests.cast import Cast, cast
from tests.portal.clinic import clinic

from almoner.desk.actions import take_contact
from almoner.desk.models import Contact

__all__ = ["cast", "clinic"]


@pytest.fixture
def call(cast: Cast) -> Contact:
    """A call from Maya's mobile, taken by the agent. Nobody knows yet who it is."""
    return take_contact(channel="call", number="07700 900123", asked="my knee", by=cast.agent)
