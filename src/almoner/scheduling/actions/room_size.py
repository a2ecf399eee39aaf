"""Saying how many people of a group a room holds."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from almoner.catalogue.models import Room
from almoner.catalogue.reading import LARGEST_GROUP
from almoner.core import clock, days
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.scheduling import claiming
from almoner.scheduling.models import Claim, Diary, Resource
from almoner.scheduling.plans import need_roster_of
from almoner.scheduling.refusals import RoomHoldsFewer, RoomSizeUnclear


@action
def set_room_capacity(*, resource: Resource, capacity: int | None, by: Actor) -> Room:
    """So many people of a group a room holds; None: as many as the group is for. Groups in it have no more places.

    Raises NotThere, RoomSizeUnclear, and RoomHoldsFewer where more have a place in a group that is still to come:
    nobody loses theirs by a number.
    """
    need_roster_of(resource, by)
    room = Room.objects.select_for_update(no_key=True, of=("self",)).filter(resource=resource).first()
    if room is None:
        raise NotThere
    if capacity is not None:
        if not 1 <= capacity <= LARGEST_GROUP:
            raise RoomSizeUnclear
        _lock_its_days(resource)
        _refuse_more_than(capacity, resource)
    room.capacity = capacity
    room.save(update_fields=["capacity"])
    return room


def _lock_its_days(resource: Resource) -> None:
    """Whoever is about to take a place in it waits, and then sees the new number."""
    ahead = Diary.objects.filter(resource=resource, midnight__gt=clock.now() - claiming.LONGEST_SESSION * 2)
    claiming.lock(ahead.values_list("id", flat=True))


def _refuse_more_than(capacity: int, resource: Resource) -> None:
    now = clock.now()
    live = Q(lapses_at__isnull=True) | Q(lapses_at__gt=now)
    claims = Claim.objects.filter(live, resource=resource, places__gt=1, ends_at__gt=now)
    taken: dict[tuple[datetime, str], int] = {}
    for booked_at, held_at, key in claims.values_list("appointment__starts_at", "hold__starts_at", "group_key"):
        group = (booked_at or held_at, str(key))
        taken[group] = taken.get(group, 0) + 1
    more = sorted(group for group, count in taken.items() if count > capacity)
    if more:
        starts_at = clock.there(more[0][0], resource.zone)
        raise RoomHoldsFewer(when=days.weekday_and_clock(starts_at, today=clock.today()), count=taken[more[0]])
