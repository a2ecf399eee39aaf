"""How long it takes from site to site: sessions that lie too near begin later, what stood there needs a new time."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.people.models import Site
from almoner.scheduling.actions.changing import carry_out, lock_all, lock_site, noted
from almoner.scheduling.enums import Changed
from almoner.scheduling.models import HoursChange, SiteTravel
from almoner.scheduling.site_plans import plan_travel


@action
def set_travel(*, site: Site, minutes: Mapping[UUID, tuple[int, int]], seen: str = "", by: Actor) -> HoursChange:
    """Say how many minutes it takes from a site to each of others, and back. Visits in time that is needed for the way
    are told as displaced. `seen` as in `carry_out`. Raises TravelUnclear, NotThere, OtherwiseNow."""
    own = lock_site(site, by)
    plan = plan_travel(site=own, minutes=minutes, by=by)
    lock_all(plan)

    def write() -> None:
        for there, (to, back) in sorted(minutes.items(), key=lambda one: str(one[0])):
            for here, other, takes in ((own.id, there, to), (there, own.id, back)):
                SiteTravel.objects.update_or_create(from_site_id=here, to_site_id=other, defaults={"minutes": takes})

    return carry_out(plan, noted(plan, Changed.TRAVEL), seen=seen, write=write, by=by)
