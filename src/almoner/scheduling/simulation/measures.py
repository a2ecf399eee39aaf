"""What is measured of a play: waits by level against what is aimed at, use of the times, and what was filled again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from almoner.scheduling.enums import URGENT_UP_TO
from almoner.scheduling.simulation.play import Played
from almoner.scheduling.simulation.world import DAY, LEVELS, OPENS, VISIT, Person, Scale, World, is_workday
from almoner.scheduling.turns import TARGET_DAYS


@dataclass(frozen=True, slots=True)
class OfLevel:
    """Waits in days, of those who asked in the months that are counted and were seen. Who found no time at all is among
    those who were not seen in time."""

    level: int
    people: int
    mean_days: float
    p90_days: float
    within_target: float


@dataclass(frozen=True, slots=True)
class Measured:
    """`utilisation`: of the times that there were, those at which somebody was seen. What was not looked at is None."""

    policy: str
    by_level: tuple[OfLevel, ...]
    people: int
    mean_days: float
    p90_days: float
    utilisation: float
    refilled: float | None = None
    freed: int = 0
    offers: int = 0
    third_next_days: float | None = None

    def as_dict(self) -> dict[str, Any]:
        told = asdict(self)
        told["by_level"] = {str(one.level): asdict(one) for one in self.by_level}
        return told


def is_late(person: Person, starts_at: float, scale: Scale) -> bool:
    """Whether a start is later than aimed at for them. For the urgent the clock runs while the clinic is open, and a
    day is one opening: at night they are sent where somebody is."""
    target = TARGET_DAYS[person.level]
    if person.level <= URGENT_UP_TO:
        return open_hours(person.asked_at, starts_at, scale) > min(target * DAY, scale.times_a_day * VISIT)
    return (starts_at - person.asked_at) / DAY > target


def open_hours(begin: float, end: float, scale: Scale) -> float:
    """Hours between two moments in which the clinic is open."""
    hours = 0.0
    for day in range(int(begin // DAY), int(end // DAY) + 1):
        if is_workday(day):
            opens = day * DAY + OPENS
            hours += max(0.0, min(end, opens + scale.times_a_day * VISIT) - max(begin, opens))
    return hours


def measured(world: World, name: str, seen_at: Mapping[int, float], played: Played | None = None) -> Measured:
    """Measure who was seen when. What only a play has to tell is left out without one."""
    asked = {person.number: person for person in world.people}
    if played:
        asked |= {person.number: person for person in played.again}
    counted = [(asked[number], at) for number, at in seen_at.items() if asked[number].counted]
    times = [slot for slot in world.slots if slot.starts_at < world.counted_until]
    away = {number for _, numbers in world.away for number in numbers}
    there = [slot for slot in times if slot.number not in away]
    waits = [(at - person.asked_at) / DAY for person, at in counted]
    missed = {person.number for person in asked.values() if person.misses} if played else set()
    unseen = [
        person
        for number, person in asked.items()
        if person.counted and person.cancels is None and number not in seen_at and number not in missed
    ]
    return Measured(
        policy=name,
        by_level=tuple(_of_level(level, counted, unseen, world.scale) for level in LEVELS),
        people=len(counted),
        mean_days=round(_mean(waits), 3),
        p90_days=round(_nine_in_ten(waits), 3),
        utilisation=round(sum(at < world.counted_until for at in seen_at.values()) / max(len(there), 1), 4),
        refilled=round(played.refilled / played.freed, 4) if played and played.freed else None,
        freed=played.freed if played else 0,
        offers=played.offered if played else 0,
        third_next_days=round(_mean(played.third_next), 3) if played and played.third_next else None,
    )


def _of_level(level: int, counted: Sequence[tuple[Person, float]], unseen: Sequence[Person], scale: Scale) -> OfLevel:
    theirs = [(person, at) for person, at in counted if person.level == level]
    waits = [(at - person.asked_at) / DAY for person, at in theirs]
    late = sum(is_late(person, at, scale) for person, at in theirs)
    never = sum(person.level == level for person in unseen)
    people = len(theirs) + never
    share = 1 - (late + never) / people if people else 1.0
    return OfLevel(level, people, round(_mean(waits), 3), round(_nine_in_ten(waits), 3), round(share, 4))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _nine_in_ten(values: Sequence[float]) -> float:
    return sorted(values)[ceil(0.9 * len(values)) - 1] if values else 0.0
