"""Which way and which address, from what the person has said and needs. Pure.

Settled: a call or a letter about care needs no consent, it can be refused; an e-mail or a text message, and anything
that is not about care, needs a yes. The latest answer for a purpose on a channel counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.messaging.hours import ANY, Hours
from almoner.people.enums import CHANNEL_CONTACTS, Channel, Need, Purpose

INSTEAD = (Channel.TEXT, Channel.EMAIL, Channel.LETTER, Channel.CALL)
"""What is tried where none of the planned ways can be used."""

NEEDS_NO_YES = frozenset({Channel.CALL, Channel.LETTER})


class Hindrance(StrEnum):
    """Why a channel cannot be used for somebody."""

    SAID_NO = "said_no"
    NOT_ASKED = "not_asked"
    NOT_SUITED = "not_suited"
    NO_ADDRESS = "no_address"
    NOT_ARRIVING = "not_arriving"


@dataclass(frozen=True, slots=True)
class Point:
    """A contact point that works, as it was written."""

    id: UUID
    kind: str
    value: str
    no_texts: bool = False
    """Texts to it do not arrive lately (`doubting`)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How one person can be reached, read in one go at the time of sending (law I-17).

    `points` are those not stopped, best first; `answers` the latest consent by purpose and channel.
    """

    person_id: UUID
    name: str
    first_name: str
    language: str
    died: bool
    points: tuple[Point, ...]
    needs: frozenset[str]
    answers: Mapping[tuple[str, str], bool]
    zone: ZoneInfo | None = None
    """Where they are; None where nobody knows."""
    first_way: str = ""
    """The channel by which they would rather be reached; empty where it is all one to them."""
    hours: Hours = ANY
    """Between which they may be rung and texted."""


def agreed(channel: str, purpose: str, reach: Reach) -> bool:
    """Whether they want messages for `purpose` by `channel`."""
    answer = reach.answers.get((purpose, channel))
    if answer is not None:
        return answer
    return purpose == Purpose.CARE and channel in NEEDS_NO_YES


def suits(channel: str, reach: Reach) -> bool:
    """Whether `channel` can be used by somebody with their needs."""
    if Need.DEAF in reach.needs and channel == Channel.CALL:
        return False
    if Need.PHONE_AND_POST in reach.needs:
        return channel in NEEDS_NO_YES
    return True


def points_for(channel: str, reach: Reach) -> list[Point]:
    """The contact points that `channel` can use, preferred first; last those at which it does not arrive."""
    kinds = CHANNEL_CONTACTS[channel]
    usable_by = (point for point in reach.points if point.kind in kinds)
    return sorted(usable_by, key=lambda point: (_in_doubt(point, channel), kinds.index(point.kind)))


def _in_doubt(point: Point, channel: str) -> bool:
    return channel == Channel.TEXT and point.no_texts


def hindrance(channel: str, purpose: str, reach: Reach) -> Hindrance | None:
    """What stands against `channel`; None where it can be used."""
    if not agreed(channel, purpose, reach):
        return Hindrance.NOT_ASKED if (purpose, channel) not in reach.answers else Hindrance.SAID_NO
    if not suits(channel, reach):
        return Hindrance.NOT_SUITED
    points = points_for(channel, reach)
    if not points:
        return Hindrance.NO_ADDRESS
    in_doubt = purpose == Purpose.CARE and all(_in_doubt(point, channel) for point in points)
    return Hindrance.NOT_ARRIVING if in_doubt else None


def usable(channel: str, purpose: str, reach: Reach) -> bool:
    return hindrance(channel, purpose, reach) is None


def ways_for(planned: Sequence[str], purpose: str, reach: Reach, told_by: frozenset[str] = frozenset()) -> list[str]:
    """The ways to try, in order: those of the planned ones that can be used, else others that can.

    A letter to somebody who is blind comes last, and only where nothing else can be used. `told_by` are channels by
    which they are told the same thing anyway: none of these is taken instead.
    """
    ways = [channel for channel in planned if usable(channel, purpose, reach)]
    if Need.BLIND in reach.needs and Channel.LETTER in ways:
        others = [channel for channel in INSTEAD if channel != Channel.LETTER and usable(channel, purpose, reach)]
        aloud: list[str] = [channel for channel in ways if channel != Channel.LETTER]
        ways = aloud or [str(channel) for channel in others] or [str(Channel.LETTER)]
    if ways:
        return ways
    return [
        str(channel)
        for channel in INSTEAD
        if channel not in planned and channel not in told_by and usable(channel, purpose, reach)
    ]


def point_for(channel: str, reach: Reach, attempts: int) -> Point | None:
    """The address of this attempt. Telephones take turns; any other channel keeps to its first."""
    points = points_for(channel, reach)
    if not points:
        return None
    return points[attempts % len(points)] if channel == Channel.CALL else points[0]
