"""To whom the messages of a run go: people of every kind, each message with a code of its own in its words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

EMAIL, MOBILE, POST = "email", "mobile", "post"
BY_MAIL, BY_TEXT, BY_EITHER = (EMAIL,), (MOBILE,), (MOBILE, EMAIL)
NOBODY = "nobody"
"""So begins an address behind which nobody is: its provider refuses it for good."""
NO_TELEPHONE = "+44770099"
"""So begins a number that nobody has."""
SHARES = (
    (30, BY_MAIL), (18, BY_TEXT), (16, BY_EITHER), (8, (EMAIL, POST)), (6, (POST,)), (6, (MOBILE, EMAIL, POST)),
)  # fmt: skip
"""Of a hundred, so many can be reached so. The others are those whom it is hard to reach."""
MOST_FOR_ONE = 3


MOVED = "Moved"
"""The family name of who has moved away."""


def subject_of(code: str) -> UUID:
    """What a message is about: its code is the beginning of that."""
    return UUID(f"{code:0<32}")


def code_of(subject_id: UUID) -> str:
    return subject_id.hex[:10]


@dataclass(frozen=True, slots=True)
class Somebody:
    """`points` are kind and address; `codes` stand in the words of their messages, one in each. Nothing is right any
    more for who has `moved` away: it is withdrawn."""

    name: str
    points: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    moved: bool = False


def drawn(messages: int, luck: Random) -> list[Somebody]:
    """People for so many messages in all; some live together and have one e-mail address or one telephone."""
    made: list[Somebody] = []
    left = messages
    while left:
        count = min(left, luck.choice((1, 1, 1, 2, MOST_FOR_ONE)))
        left -= count
        made.append(_somebody(len(made), count, made, luck))
    return made


def _somebody(number: int, count: int, others: Sequence[Somebody], luck: Random) -> Somebody:
    name = f"Kim{number}"
    codes = tuple(f"{number:03d}{place}{luck.getrandbits(24):06x}" for place in range(count))
    place = luck.randrange(100)
    for share, kinds in SHARES:
        if place < share:
            return Somebody(name, tuple((kind, _address(kind, number)) for kind in kinds), codes)
        place -= share
    return _hard_to_reach(place, Somebody(name, (), codes), number, others, luck)


def _hard_to_reach(place: int, one: Somebody, number: int, others: Sequence[Somebody], luck: Random) -> Somebody:
    refused = (EMAIL, f"{NOBODY}{number}@example.org")
    telephone = (MOBILE, f"{NO_TELEPHONE}{number:04d}")
    if place < 6:
        shared = [other.points for other in others if {kind for kind, _ in other.points} <= {EMAIL, MOBILE}]
        points = luck.choice([points for points in shared if points] or [((EMAIL, _address(EMAIL, number)),)])
    elif place < 12:
        points = ((refused,), (telephone,), (refused, (POST, _address(POST, number))))[place % 3]
    else:
        points = () if place % 2 else ((EMAIL, _address(EMAIL, number)),)
    return Somebody(one.name, points, one.codes, moved=place >= 12 and place % 2 == 0)


def _address(kind: str, number: int) -> str:
    if kind == EMAIL:
        return f"kim{number}@example.org"
    return f"+4477008{number:05d}" if kind == MOBILE else f"{number} High Street, Riverside"
