"""The cast, a small clinic that they may book, and browsers in which staff are signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.aftercare.home import home
from tests.cast import Cast, cast, signed_in
from tests.kept import kept
from tests.scheduling.clinic import Clinic, make_clinic
from tests.visits.hospital import hospital

from almoner.desk.actions import identify, take_contact
from almoner.desk.models import Contact
from almoner.people.models import Site

__all__ = ["cast", "home", "hospital"]


@pytest.fixture
def clinic(cast: Cast) -> Clinic:
    """The clinic stands beside the hospital of the cast, which gives up the code that both would have."""
    Site.objects.filter(id=cast.site.id).update(code="riverside")
    return kept("console clinic", make_clinic)


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """A browser of somebody of the cast, by name: `as_("agent")`, `as_("from_elsewhere")`, `as_("maya")`."""

    def browser(name: str) -> Client:
        who = getattr(cast, f"{name}_staff", None) or getattr(cast, name)
        return signed_in(who)

    return browser


@pytest.fixture
def call(cast: Cast) -> Contact:
    """A call from Maya's mobile that the agent has taken."""
    return take_contact(channel="call", number="07700 900123", asked="my knee hurts", by=cast.agent)


@pytest.fixture
def known(cast: Cast, call: Contact) -> Contact:
    """The same call, when two things have fitted."""
    return identify(contact=call, person=cast.maya, birth_on=date(1980, 4, 3), postcode="RV1 1AB", by=cast.agent)
