"""How many places a group has and how many are free, in words."""

from __future__ import annotations

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
