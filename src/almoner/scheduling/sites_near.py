"""Where a service is given, the nearest first where it is known how near (APT-5).

Nothing is known of the ground: only postcodes. The more of a site's postcode begins as the person's does, the nearer it
stands; where neither says anything the names decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from almoner.catalogue.models import Service
from almoner.people.enums import ContactKind
from almoner.people.models import ContactPoint, Person, Site
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Resource
from almoner.scheduling.times import Time

_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|\d{4,6})\b", re.IGNORECASE)
ALIKE = 2
"""Fewer signs in common say nothing."""


def sites_giving(service: Service, person: Person | None = None) -> list[Site]:
    """The sites at which somebody gives a service, the nearest to where the person lives first. Two statements."""
    given = Resource.objects.filter(
        kind=Kind.CLINICIAN, active=True, staff__offerings__service=service, staff__left_on=None
    )
    home = _home(person) if person else ""
    there = Q(id__in=given.values("site_id")) | Q(id__in=given.values("also_at__site_id"))
    sites = Site.objects.filter(there).order_by("name", "id")
    return sorted(sites, key=lambda site: -in_common(home, site.address))


def near_first(times: Sequence[Time], service: Service, person: Person) -> tuple[UUID, ...]:
    """In which order the sites of these times stand for somebody. None, and no statement, where no two of the times are
    at one moment: then there is nothing to choose."""
    if len({one.starts_at for one in times}) == len(times):
        return ()
    return tuple(site.id for site in sites_giving(service, person))


def nearest_of(times: Sequence[Time], service: Service, person: Person) -> Time | None:
    """Of times that are all at one moment the nearest one."""
    near = near_first(times, service, person)
    return min(times, key=lambda one: near.index(one.site_id) if one.site_id in near else len(near), default=None)


def _home(person: Person) -> str:
    points = ContactPoint.objects.filter(person=person, kind=ContactKind.POST, stopped_at=None).order_by("rank", "id")
    return points.values_list("value", flat=True).first() or ""


def in_common(address: str, other: str) -> int:
    """With how many signs the postcodes of two addresses begin alike; 0 where that says nothing."""
    one, two = _postcode(address), _postcode(other)
    count = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return count if count >= ALIKE else 0


def _postcode(address: str) -> str:
    """The last one in an address: a house may have a number of as many digits."""
    found = _POSTCODE.findall(address)
    return re.sub(r"\s", "", found[-1]).upper() if found else ""
