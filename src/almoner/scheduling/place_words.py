"""How many places a group has and how many are free, in words."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.catalogue.models import Service
from almoner.scheduling.times import Time


def free_words(found: Time) -> str:
    """Nothing, where people come one at a time."""
    if found.places == 1:
        return ""
    return _("Places free: %(free)d of %(places)d") % {"free": found.free, "places": found.places}


def group_words(service: Service) -> str:
    """That it is a group, for whoever comes to it; nothing, where people come one at a time. Never who is in it."""
    if service.capacity == 1:
        return ""
    said = ngettext(
        "You come in a group of up to %(count)d person.",
        "You come in a group of up to %(count)d people.",
        service.capacity,
    )
    return said % {"count": service.capacity}


def extra_words(extra: dict[str, Any] | None) -> str:
    """Why somebody could be booked in addition, with the numbers as they were then; nothing, where they were not."""
    if not extra:
        return ""
    away, chance = (number_format(extra[name], decimal_pos=1) for name in ("away", "chance"))
    said = ngettext(
        "Nothing was free. From then on %(booked)d person was booked; so many were expected to stay away: %(away)s. "
        "The chance that all come was %(chance)s %%, allowed are %(limit)d %%.",
        "Nothing was free. From then on %(booked)d people were booked; so many were expected to stay away: %(away)s. "
        "The chance that all come was %(chance)s %%, allowed are %(limit)d %%.",
        extra["booked"],
    )
    return said % {"booked": extra["booked"], "away": away, "chance": chance, "limit": extra["limit"]}
