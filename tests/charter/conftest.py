"""A site, a person and staff for the tests of the ledger; and a short charter of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from tests.charter.moments import MORNING

from almoner.charter import book
from almoner.charter.reading import charter_from
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.identifiers import new_id
from almoner.core.permissions import Role
from almoner.people.models import Person, Site, Staff, StaffRole

CHARTER: dict[str, Any] = {
    "version": "test",
    "team": {
        "desk": {"name": {"en": "Desk", "es": "Atención", "ar": "المكتب"}, "roles": ["agent"]},
        "managers": {"name": {"en": "Managers", "es": "Dirección", "ar": "الإدارة"}, "roles": ["manager"]},
    },
    "standard": [
        {
            "key": "call_back",
            "stage": "ring_in",
            "name": "Ring back",
            "promise": {"en": "We ring you by $due.", "es": "Le llamamos antes del $due.", "ar": "نتصل قبل $due."},
            "opens_on": "contact.ended",
            "when": {"outcome": "CALL_BACK"},
            "due": {"after": "1 hour"},
            "owner": "desk",
            "deed": "Ring them",
            "kept_by": ["contact.called_back"],
            "withdrawn_by": ["contact.withdrawn"],
            "risk": "10 minutes",
            "ladder": [{"after": "0 minutes", "to": "desk"}, {"after": "30 minutes", "to": "managers"}],
            "repeat": "2 hours",
            "new_time": "1 hour",
        },
        {
            "key": "confirmed",
            "stage": "appointment",
            "name": "Confirmed by call and in writing",
            "promise": {"en": "By $due.", "es": "Antes del $due.", "ar": "قبل $due."},
            "opens_on": "appointment.booked",
            "due": {"after": "2 hours"},
            "owner": "desk",
            "sends": [
                {"kind": "promise.made", "ways": ["email", "letter"]},
                {"kind": "promise.made", "ways": ["call", "letter"]},
            ],
            "withdrawn_by": ["appointment.cancelled"],
            "ladder": [{"after": "0 minutes", "to": "managers"}],
        },
        {
            "key": "reminded",
            "stage": "appointment",
            "name": "Reminded",
            "promise": {"en": "By $due.", "es": "Antes del $due.", "ar": "قبل $due."},
            "opens_on": "appointment.booked",
            "due": {"before": "starts_at", "by": "3 days", "at": "18:00"},
            "owner": "desk",
            "deed": "Remind them",
            "ladder": [{"after": "0 minutes", "to": "managers"}],
            "once_per_person": True,
        },
    ],
}


@pytest.fixture(autouse=True)
def short_charter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own charter in place of the file: the file is data, and changes with the hospital."""
    charter = charter_from(CHARTER, ("en", "es", "ar"))
    for module in ("actions", "hearing", "laws", "queries", "showing"):
        monkeypatch.setattr(f"almoner.charter.{module}.charter", lambda: charter)
    book.charter.cache_clear()


@pytest.fixture
def go_to() -> Iterator[Callable[[datetime], None]]:
    """Set the clock, again and again."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        stack.enter_context(clock.at(MORNING))
        yield lambda moment: stack.enter_context(clock.at(moment))


@pytest.fixture
def site(db: None) -> Site:
    return Site.objects.create(
        code="R", name="Riverside", time_zone="Europe/London", service_desk_number="020 7946 0000",
        emergency_number="999", opens_at=time(8), closes_at=time(18), working_days=[0, 1, 2, 3, 4],
    )  # fmt: skip


@pytest.fixture
def maya(site: Site) -> Person:
    return Person.objects.create(
        record_number="R-1", given_name="Maya", family_name="Osei", birth_on=date(1992, 3, 4), language="en"
    )


def staff_actor(site: Site, name: str, role: Role) -> Actor:
    staff = Staff.objects.create(name=name, profession=role, site=site)
    StaffRole.objects.create(staff=staff, role=role)
    return Actor(name=name, roles=frozenset({role}), staff_id=staff.id, site_id=site.id)


@pytest.fixture
def priya(site: Site) -> Actor:
    return staff_actor(site, "Priya Nair", Role.AGENT)


@pytest.fixture
def daniel(site: Site) -> Actor:
    return staff_actor(site, "Daniel Carter", Role.MANAGER)


@pytest.fixture
def subject() -> Any:
    return new_id()
