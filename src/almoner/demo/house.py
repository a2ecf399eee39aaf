"""The rehearsal hospital as those who fill it and live in it know it: who acts, and what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.people.models import Person, Site, Staff
from almoner.people.queries import staff_actor
from almoner.scheduling.models import Resource
from almoner.visits.models import Ward


@dataclass(slots=True)
class House:
    """`opened_at` is the moment at which its first visitor looks in; what lies before it is its past."""

    site: Site
    opened_at: datetime
    source: Random
    cast: dict[str, Staff]
    clinicians: Sequence[Staff] = ()
    resources: Sequence[Resource] = ()
    """All that can be booked."""
    services: dict[str, Service] = field(default_factory=dict)
    wards: dict[str, Ward] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    """Of the cast, by their key."""
    everybody: Sequence[Person] = ()
    _actors: dict[UUID, Actor] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return clock.local(self.opened_at).date()

    def by(self, key: str) -> Actor:
        """One of the cast who works here, acting."""
        return self.acting(self.cast[key])

    def acting(self, staff: Staff | None) -> Actor:
        """A member of staff, acting; for whoever has no role in the console, the doctor of the cast."""
        known = staff if staff and staff.id in self._actors else None
        if known is None:
            actor = staff_actor(staff, via="rehearsal") if staff else None
            if staff is None or actor is None:
                return self.by("doctor")
            self._actors[staff.id] = actor
            known = staff
        return self._actors[known.id]


def acting(staff: Staff) -> Actor:
    """The actor that a member of staff is."""
    actor = staff_actor(staff, via="rehearsal")
    assert actor is not None, "a member of staff with a role acts"  # noqa: S101
    return actor
