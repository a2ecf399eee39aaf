"""Which device at the door is known, and when it rests because somebody was guessing."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Site
from almoner.visits.models import Kiosk

CODE_HOLDS = timedelta(minutes=15)
"""So long a code for setting up a device may be typed in."""
TRIES, RESTS = 6, timedelta(minutes=5)
"""After so many wrong tries in a row a device sends everybody to the desk for so long."""


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def kiosk_with(*, secret: str) -> Kiosk:
    """The device that holds `secret`. Raises NotThere for one that is revoked, or none."""
    found = Kiosk.objects.select_related("site").filter(secret=digest(secret), revoked_at__isnull=True).first()
    if not secret or found is None:
        raise NotThere
    return found


def kiosks_of(*, site: Site, by: Actor) -> list[Kiosk]:
    """The devices of a site that are set up, or whose code still holds; newest first."""
    by.need(Permission.RECEIVE_ARRIVALS)
    live = Kiosk.objects.filter(site=site, revoked_at__isnull=True).select_related("allowed_by")
    return [one for one in live.order_by("-created_at", "id") if one.set_up_at or one.code_until > clock.now()]


def kiosk_for(*, by: Actor, id: UUID) -> Kiosk:  # noqa: A002 - the name every gate takes
    by.need(Permission.RECEIVE_ARRIVALS)
    found = Kiosk.objects.select_related("site").filter(id=id, revoked_at__isnull=True).first()
    if found is None or (by.site_id and found.site_id != by.site_id):
        raise NotThere
    return found
