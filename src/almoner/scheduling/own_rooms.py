"""When which room is somebody's own on a day, as a diary keeps it: “room:bits” for each, in hexadecimal. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID


def pack(rooms: Mapping[str, int]) -> str:
    """Of rooms by their ids; those that are theirs at no tick are left out."""
    return " ".join(f"{UUID(room).hex}:{bits:x}" for room, bits in sorted(rooms.items()) if bits)


def unpack(stored: str) -> dict[UUID, int]:
    parts = (part.partition(":") for part in stored.split())
    return {UUID(hex=room): int(bits, 16) for room, _colon, bits in parts}


def room_for(rooms: Mapping[UUID, int], wanted: int) -> UUID | None:
    """The one room in which the wanted ticks are; None where they are in none. Raises LookupError where it is one and
    then another: nobody changes rooms within a visit."""
    found = [room for room, bits in rooms.items() if bits & wanted]
    if len(found) > 1:
        raise LookupError("two rooms within one visit")
    return found[0] if found else None


def is_kept(rooms: Iterable[Mapping[UUID, int]], room: UUID, wanted: int) -> bool:
    """Whether a room is somebody's own at one of the wanted ticks."""
    return any(of_one.get(room, 0) & wanted for of_one in rooms)
