"""Dates of a visit that comes again: the usual time of each, and the nearest other where that cannot be had. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.core import clock
from almoner.scheduling.enums import NotAsUsual
from almoner.scheduling.times import Time

MOST = 24
"""Visits in one series: what is longer is looked at again before it is booked on."""
A_DAY_APART = 240
"""Another day is as far away as four hours on the same day …"""
SOMEBODY_ELSE = 480
"""… and somebody else than they know as two days, …"""
SOMEWHERE_ELSE = 480
"""… and so is another of our places, to which they would have to find the way."""
OTHERS_SHOWN = 40
SKIP = "skip"
"""Said instead of a time by who leaves that visit out."""


@dataclass(frozen=True, slots=True)
class Span:
    """Time in which the person is elsewhere: another visit of theirs."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """One of the series: the usual moment, and the days within which another is still fine."""

    usual_at: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of the series as it is proposed. `chosen` None: nothing can be had within its days. `others` are what it can
    be changed to, by time; `why` says what stands in the way of the usual time."""

    place: int
    usual_at: datetime
    chosen: Time | None
    others: tuple[Time, ...]
    why: NotAsUsual | None = None
    skipped: bool = False
    changed: bool = False
    """What was chosen before is gone: `chosen` stands in its place."""
    zone: ZoneInfo | None = None
    """On whose wall the usual time is; the hospital's where nothing is said."""

    @property
    def usual_there(self) -> datetime:
        return clock.there(self.usual_at, self.zone or clock.zone())

    @property
    def as_usual(self) -> bool:
        return self.chosen is not None and self.why is None and not self.skipped


def field_of(place: int) -> str:
    """The name under which a form says what was chosen for a visit."""
    return f"time_{place}"


def chosen_in(said: Mapping[str, str]) -> dict[int, str]:
    """What a form says was chosen for each visit, by place; nothing for one that is skipped."""
    keys = {place: said.get(field_of(place)) for place in range(1, MOST + 1)}
    return {place: "" if key == SKIP else key for place, key in keys.items() if key is not None}


def window(usual_at: datetime, day: date, within_days: int, earliest: date) -> Window:
    """Days about the usual one, none before `earliest`."""
    give = timedelta(days=within_days)
    return Window(usual_at, max(day - give, earliest), max(day + give, earliest))


def days_of(first_on: date, count: int, every_days: int) -> list[date]:
    """The usual days: so many, each so many days after the one before."""
    return [first_on + timedelta(days=every_days * nth) for nth in range(count)]


def on_weekday(day: date, weekday: int | None) -> date:
    """The day itself, or the first one from it on that is this weekday (0 for Monday)."""
    return day if weekday is None else day + timedelta(days=(weekday - day.weekday()) % 7)


def clear_of(times: Iterable[Time], busy: Sequence[Span]) -> list[Time]:
    """The times in which the person is nowhere else."""
    return [time for time in times if not any(overlap(time, span) for span in busy)]


def overlap(one: Time | Span, other: Time | Span) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def propose(
    usual: Sequence[datetime],
    candidates: Sequence[Sequence[Time]],
    usual_with: UUID | None,
    zone: ZoneInfo,
    usual_at_site: UUID | None = None,
) -> list[Occurrence]:
    """For each usual moment, on the wall of `zone`, the nearest of its candidates, on a later day than the one before:
    never two at once.

    `why` is left open: the candidates do not say what stands in the way of what is not among them.
    """
    found: list[Occurrence] = []
    last: date | None = None
    for place, (moment, times) in enumerate(zip(usual, candidates, strict=True), start=1):
        later = [time for time in times if last is None or time.on_there > last]
        near = ((apart(time, moment, usual_with, zone, usual_at_site), time) for time in later)
        nearest = [time for _far, time in sorted(near, key=lambda one: (one[0], _in_order(one[1])))]
        shown = sorted(nearest[:OTHERS_SHOWN], key=_in_order)
        chosen = nearest[0] if nearest else None
        found.append(Occurrence(place, moment, chosen, tuple(shown), zone=zone))
        last = chosen.on_there if chosen else last
    return found


def _in_order(time: Time) -> tuple[datetime, str, str]:
    return time.starts_at, time.site, time.key


def apart(
    time: Time, usual_at: datetime, usual_with: UUID | None, zone: ZoneInfo, usual_at_site: UUID | None = None
) -> int:
    """How far a time is from the usual one, in minutes of the day, days, people and places: each on its own wall."""
    here, usual = time.starts_there, usual_at.astimezone(zone)
    minutes = abs((here.hour - usual.hour) * 60 + here.minute - usual.minute)
    days = abs((here.date() - usual.date()).days)
    else_ = usual_with is not None and time.clinician.resource_id != usual_with
    elsewhere = usual_at_site is not None and time.site_id != usual_at_site
    return minutes + A_DAY_APART * days + SOMEBODY_ELSE * else_ + SOMEWHERE_ELSE * elsewhere


def is_usual(time: Time, usual_at: datetime, usual_with: UUID | None) -> bool:
    return time.starts_at == usual_at and (usual_with is None or time.clinician.resource_id == usual_with)
