"""How long it takes from site to site. Reads only.

What is kept is what the hospital says. Where it said nothing, half an hour is counted (`whereabouts.USUAL_MINUTES`): of
the ground between two addresses nothing is known.
"""

from __future__ import annotations

from almoner.scheduling.models import SiteTravel
from almoner.scheduling.whereabouts import Travel


def known_travel() -> Travel:
    """All that the hospital says. One statement."""
    rows = SiteTravel.objects.values_list("from_site_id", "to_site_id", "minutes")
    return Travel({(str(here), str(there)): minutes for here, there, minutes in rows})
