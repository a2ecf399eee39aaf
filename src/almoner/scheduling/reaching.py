"""Whether somebody hears of an offer while they can still answer it (WL-1, WL-3)."""

from __future__ import annotations

from datetime import datetime

from almoner.core import clock
from almoner.messaging import addresses, hours, reading
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Person

WAYS = (Channel.TEXT, Channel.CALL, Channel.EMAIL)
"""As the charter tries them for an offer. A letter would come too late."""


def heard_by(person: Person, moment: datetime) -> bool:
    """Whether a way to them may be used before `moment`. Whom no machine can reach is not passed over: the service desk
    is handed what could not be told, and rings or goes."""
    ways = addresses.ways_for(WAYS, Purpose.CARE, reading.reach_of(person))
    ways = [way for way in ways if way != Channel.LETTER]
    now, zone = clock.now(), clock.zone()
    return not ways or any(hours.next_allowed(way, now, zone) < moment for way in ways)
