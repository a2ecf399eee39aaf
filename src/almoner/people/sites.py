"""The places of the hospital, and which of them is meant."""

from __future__ import annotations

from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.models import Site


def first_site() -> Site | None:
    """The site the hospital was founded with: its clock, numbers and rules hold for the house. One statement."""
    return Site.objects.order_by("created_at", "id").first()


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


def sites() -> list[Site]:
    """All of them, by name."""
    return list(Site.objects.order_by("name", "id"))
