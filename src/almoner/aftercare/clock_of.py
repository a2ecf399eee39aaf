"""By whose clock somebody is rung and asked after they were here."""

from __future__ import annotations

from almoner.people.models import Person
from almoner.people.sites import zone_of
from almoner.visits.models import Stay, Visit


def clock_of(person: Person, episode: Stay | Visit | None) -> str:
    """Their own; where nobody knows where they are, that of the site where they were. The name of its zone, or nothing
    where they were at none."""
    zone = zone_of(person) or (episode.site.zone if episode else None)
    return zone.key if zone else ""
