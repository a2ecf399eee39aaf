"""The places of the hospital, and which of them is meant."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import Case, When

from almoner.core.actor import Actor
from almoner.core.prepared import Prepared
from almoner.core.refusal import NotThere
from almoner.people.models import Person, Site

_FIRST = Prepared(lambda: Site.objects.order_by("created_at", "id")[:1])


_BY_NAME = Prepared(lambda: Site.objects.order_by("name", "id"))


def first_site() -> Site | None:
    """The site the hospital was founded with: its clock, numbers and rules hold for the house. One statement."""
    return _FIRST.one()


_FIRST_IN = Prepared(
    lambda time_zone: Site.objects.order_by(Case(When(time_zone=time_zone, then=0), default=1), "created_at", "id")[:1]
)


def first_site_in(time_zone: str) -> Site | None:
    """The first site that goes by this clock; the first of all where none does. One statement."""
    return _FIRST_IN.one(time_zone=time_zone)


def site_of(by: Actor) -> Site:
    """Where `by` works; of somebody who works everywhere, the first site. Raises NotThere."""
    site = Site.objects.filter(id=by.site_id).first() if by.site_id else first_site()
    if site is None:
        raise NotThere
    return site


def sites_for(by: Actor) -> list[Site]:
    """Those at which `by` works: one, or all, by name."""
    return [one for one in sites() if not by.site_id or one.id == by.site_id]


def site_for(by: Actor, code: str) -> Site:
    """The site with this code, if `by` works there; without a code as `site_of`. Raises NotThere."""
    if not code:
        return site_of(by)
    found = site_with(code)
    if by.site_id and found.id != by.site_id:
        raise NotThere
    return found


def site_with(code: str) -> Site:
    """The site with this code, for pages that anybody may open. Raises NotThere."""
    site = Site.objects.filter(code=code).first()
    if site is None:
        raise NotThere
    return site


def zone_of(person: Person) -> ZoneInfo | None:
    """Where somebody is, as far as that is known: as they said, or with the one site that has their record."""
    if person.time_zone:
        return ZoneInfo(person.time_zone)
    return person.site.zone if person.site else None


def several_zones() -> bool:
    """Whether the clocks of the sites ever differ."""
    return len({site.time_zone for site in sites()}) > 1


def sites() -> list[Site]:
    """All of them, by name."""
    return _BY_NAME.all()
