"""Whether somebody hears of an offer while they can still answer it (WL-1, WL-3)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from almoner.core import clock
from almoner.messaging import addresses, hours, reading
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Person

WAYS = (Channel.TEXT, Channel.CALL, Channel.EMAIL)
"""As the charter tries them for an offer. A letter would come too late."""


def heard_by(person: Person, moment: datetime, place: ZoneInfo) -> bool:
    """Whether a way to them may be used before `moment`, by their own clock or, where nobody knows that, by the one of
    `place`. Whom no machine can reach is not passed over: the service desk
    is handed what could not be told, and rings or goes."""
    reach = reading.reach_of(person)
    ways = addresses.ways_for(WAYS, Purpose.CARE, reach)
    ways = [way for way in ways if way != Channel.LETTER]
    now, zone = clock.now(), reach.zone or place
    return not ways or any(hours.next_allowed(way, now, zone, own=reach.hours) < moment for way in ways)
