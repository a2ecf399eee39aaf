"""Who watches the queue of a site, and whether the site is open: what alarms go by (URG-6, URG-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from almoner.charter.book import working_hours
from almoner.people.models import Site
from almoner.people.sites import first_site
from almoner.urgency.models import Request, Watch

LOOKING_FOR = timedelta(minutes=10)
"""How long somebody counts as looking after their page last said so."""
WATCHERS_WANTED = 2
UNSEEN_FOR = timedelta(minutes=5)
"""So long may something wait in a queue that nobody watches; what is due within the hour not at all."""


@dataclass(frozen=True, slots=True)
class QueueWatch:
    """Who watches the queue, and how many more should (URG-7)."""

    names: tuple[str, ...]

    @property
    def nobody(self) -> bool:
        return not self.names

    @property
    def missing(self) -> int:
        return max(0, WATCHERS_WANTED - len(self.names))


def watching(site_id: UUID | None, now: datetime) -> QueueWatch:
    """Those who watch the queue of a site, or any queue where none is given. One statement."""
    watches = Watch.objects.filter(request__isnull=True, ended_at__isnull=True, seen_at__gt=now - LOOKING_FOR)
    if site_id:
        watches = watches.filter(staff__site_id=site_id)
    return QueueWatch(tuple(watches.order_by("staff__name", "id").values_list("staff__name", flat=True)))


def site_of_request(request: Request) -> Site | None:
    """Where it waits; what belongs to no site waits at the first."""
    return request.site or first_site()


def is_open(site: Site, moment: datetime) -> bool:
    return working_hours(site).is_open_at(moment)
