"""What a set of vital signs asks for. Pure.

NEWS2 (Royal College of Physicians, 2017): a total of 7 or more asks for the critical care team; 5 or 6, or one sign
that scores 3 by itself, for an urgent look by a clinician. Where the score does not apply (under 16, pregnancy), the
level to which the values alone give rise counts. By when somebody must have looked stands in the charter.
"""

from __future__ import annotations

from dataclasses import dataclass

from almoner.records.enums import Response
from almoner.records.models import VitalSigns

EMERGENCY_FROM, URGENT_FROM, SINGLE = 7, 5, 3
BY_LEVEL = {1: Response.EMERGENCY, 2: Response.URGENT}


@dataclass(frozen=True, slots=True)
class Alarm:
    """`why` names the total (`total`), each sign that scores three by itself, or the level (`level`)."""

    response: Response
    score: int | None
    why: tuple[str, ...]


def alarm_of(vitals: VitalSigns) -> Alarm | None:
    """What this set asks for; None where it asks for nothing."""
    if vitals.news2 is None:
        response = BY_LEVEL.get(vitals.level or 0)
        return Alarm(response, None, ("level",)) if response else None
    threes = tuple(sign for sign, score in sorted(vitals.news2_parts.items()) if score >= SINGLE)
    if vitals.news2 >= EMERGENCY_FROM:
        return Alarm(Response.EMERGENCY, vitals.news2, ("total", *threes))
    if vitals.news2 >= URGENT_FROM:
        return Alarm(Response.URGENT, vitals.news2, ("total", *threes))
    return Alarm(Response.URGENT, vitals.news2, threes) if threes else None


def more_urgent(one: str, other: str) -> bool:
    return one == Response.EMERGENCY and other != Response.EMERGENCY
