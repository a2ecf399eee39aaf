"""Groups: several people who come to one start, to the same clinician in the same room, each on a place of their own.
Pure.

What is shared is named by a key that says all of it: the service, the whole time, and who and what is needed. So two
who come to one group have the same key, and whatever differs is another group, with which nobody's time may be shared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True)
class Group:
    """A group that stands or may be begun: its key, the time that it takes with what is needed around it, and for how
    many people it is."""

    key: UUID
    starts_at: datetime
    ends_at: datetime
    places: int


def key_of(service_id: UUID, starts_at: datetime, ends_at: datetime, resource_ids: Iterable[UUID]) -> UUID:
    """The same for everybody who comes at one time for one service to the same people and rooms."""
    span = "/".join(moment.astimezone(UTC).isoformat() for moment in (starts_at, ends_at))
    return uuid5(service_id, " ".join([span, *sorted(one.hex for one in resource_ids)]))


def next_place(taken: Collection[int], places: int) -> int | None:
    """The lowest place, from 0, that nobody has; None when as many are taken as there are, whatever their numbers."""
    if len(taken) >= places:
        return None
    return next(place for place in range(places) if place not in taken)


def free_places(lapse: Mapping[int, datetime | None], now: datetime, places: int) -> int:
    """How many of the places are free, where `lapse` says of each that is taken when it lapses, if it does."""
    live = sum(1 for lapses_at in lapse.values() if lapses_at is None or lapses_at > now)
    return max(0, places - live)
