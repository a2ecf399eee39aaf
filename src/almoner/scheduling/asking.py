"""What is looked for, kept together: every view of the free times asks the same of the search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time
from almoner.scheduling.wishes import NO_WISHES, Wishes


@dataclass(frozen=True, slots=True)
class Asked:
    """Times of `service` that meet what `wishes` say has to be, for `person`, at a level of urgency."""

    service: Service
    by: Actor
    person: Person | None = None
    wishes: Wishes = NO_WISHES
    level: int = 5
    ordered: bool = True
    near_first: tuple[UUID, ...] = ()
    """Sites, in the order in which they stand where one start can be had at several."""

    def times(
        self,
        *,
        from_at: datetime | None = None,
        from_day: date | None = None,
        until: date | None = None,
        limit: int = 20,
        preferences: Preferences | None = None,
    ) -> list[Time]:
        """The earliest of them; with `preferences`, of those that meet these instead. Raises NotSuitable."""
        return find_times(
            self.service,
            from_at=from_at,
            from_day=from_day,
            until=until,
            limit=limit,
            preferences=self.wishes.must if preferences is None else preferences,
            level=self.level,
            person=self.person,
            ordered=self.ordered,
            one_more=True,
            near_first=self.near_first,
            by=self.by,
        )
