"""Whether a visit may have the rooms that it would be booked in: their own for who has one, nobody else's. Reads only.

The same as `rooming` says of a whole sheet, of one visit and by what is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from almoner.catalogue.models import Service
from almoner.core.prepared import Prepared
from almoner.scheduling import diaries, own_rooms
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Diary

_OWN_ROOMS = Prepared(
    lambda site_id, days, but: (
        Diary.objects.filter(site_id=site_id, day__in=days)
        .exclude(rooms="")
        .exclude(id__in=but)
        .values_list("rooms", "midnight")
    )
)


def in_own_rooms(service: Service, into: Sequence[Diary], starts_at: datetime, ends_at: datetime) -> bool:
    """Of the diaries into which a visit would be written, all of one site. One statement at most."""
    rooms = [one for one in into if one.resource.kind == Kind.ROOM]
    if not service.room_kinds or not rooms:
        return True
    taken = {one.resource_id for one in rooms}
    for one in into:
        wanted = diaries.between(starts_at, ends_at, one.midnight)
        try:
            own = own_rooms.room_for(own_rooms.unpack(one.rooms), wanted)
        except LookupError:
            return False
        if own and own not in taken:
            return False
    return not _of_others(rooms, into, starts_at, ends_at)


def _of_others(rooms: Sequence[Diary], into: Sequence[Diary], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether one of the rooms is then the own one of somebody who does not take part."""
    days, own = {one.day for one in into}, [one.id for one in into]
    for stored, midnight in _OWN_ROOMS.all(site_id=rooms[0].site_id, days=days, but=own):
        wanted = diaries.between(starts_at, ends_at, midnight)
        if any(own_rooms.is_kept([own_rooms.unpack(stored)], one.resource_id, wanted) for one in rooms):
            return True
    return False
